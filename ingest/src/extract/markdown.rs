//! Markdown, as collections of laws use it: `#` titles, notes up to `<!-- INFO END -->`, `##` headings.

use super::{Article, Role};
use crate::fields::Fields;
use polidex_corpus::model::Warning;
use std::borrow::Cow;

/// What ends the notes between the title and the body.
const END_OF_NOTES: &str = "INFO END";

/// Extracts a Markdown document.
pub(super) fn extract(text: &str) -> Article {
    let mut article = Article::default();
    let body = front_matter(text, &mut article);
    let mut reader = Reader { has_notes: body.contains(END_OF_NOTES), article, ..Reader::default() };
    for line in body.split('\n') {
        reader.line(line);
    }
    reader.article
}

/// Reads front matter between `+++` lines, and gives what follows it.
fn front_matter<'t>(text: &'t str, article: &mut Article) -> &'t str {
    let Some(rest) = text.strip_prefix("+++").filter(|rest| rest.starts_with(['\n', '\r'])) else {
        return text;
    };
    let Some(end) = rest.find("\n+++") else { return text };
    match Fields::from_toml(&rest[..end]) {
        Ok(fields) => article.stated = fields.stated(),
        Err(error) => article.warnings.push(Warning::new(
            "front_matter",
            format!("the front matter is no valid TOML and was left out: {error}"),
            format!("文件头的 TOML 无效，已忽略：{error}"),
        )),
    }
    rest[end + "\n+++".len()..].trim_start_matches('+')
}

#[derive(Default)]
struct Reader {
    article: Article,
    /// Whether the document marks the end of its notes.
    has_notes: bool,
    /// Whether that mark was passed.
    in_body: bool,
    titles: usize,
    in_comment: bool,
    in_code: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if self.in_code || line.trim_start().starts_with("```") {
            return self.code(line);
        }
        let line = self.without_comments(line);
        let line = line.trim();
        if line.is_empty() || is_rule(line) {
            return;
        }
        if let Some((level, heading)) = heading(line) {
            let role = self.heading_role(level);
            return self.article.push(&inline(heading), role);
        }
        let role = if self.has_notes && !self.in_body && self.titles > 0 { Role::Note } else { Role::Body };
        if line.starts_with('|') {
            return self.article.push(&table_row(line), role);
        }
        self.article.push(&inline(unmarked(line)), role);
    }

    /// Code is text too; only its fence is markup.
    fn code(&mut self, line: &str) {
        if line.trim_start().starts_with("```") {
            self.in_code = !self.in_code;
        } else {
            self.article.push(line, Role::Body);
        }
    }

    fn heading_role(&mut self, level: u8) -> Role {
        if level > 1 || self.in_body || self.titles > 1 || self.article.blocks.len() > self.titles {
            return Role::Heading(level);
        }
        self.titles += 1;
        if self.titles == 1 { Role::Title } else { Role::PartTitle }
    }

    fn without_comments<'t>(&mut self, line: &'t str) -> Cow<'t, str> {
        if !self.in_comment && memchr::memchr(b'<', line.as_bytes()).is_none() {
            return Cow::Borrowed(line);
        }
        let mut kept = String::new();
        let mut rest = line;
        loop {
            if self.in_comment {
                let (comment, after) = rest.split_once("-->").unwrap_or((rest, ""));
                self.in_body |= comment.trim() == END_OF_NOTES;
                self.in_comment = comment.len() == rest.len();
                rest = after;
            }
            let Some((before, after)) = rest.split_once("<!--").filter(|_| !self.in_comment) else {
                kept.push_str(if self.in_comment { "" } else { rest });
                return Cow::Owned(kept);
            };
            kept.push_str(before);
            self.in_comment = true;
            rest = after;
        }
    }
}

/// `## Heading ##` → 2 and `Heading`.
fn heading(line: &str) -> Option<(u8, &str)> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let rest = &line[level..];
    let is_heading = (1..=6).contains(&level) && rest.starts_with([' ', '\t', '\u{3000}']);
    is_heading.then(|| (level as u8, rest.trim().trim_end_matches('#').trim_end()))
}

/// A thematic break, or the line between a table's head and its body.
fn is_rule(line: &str) -> bool {
    let signs = line.bytes().filter(|byte| !b" |:".contains(byte));
    let is_table = line.contains('|');
    let (count, all) = signs.fold((0, true), |(count, all), byte| (count + 1, all && b"-*_".contains(&byte)));
    all && (count >= 3 || is_table && count > 0)
}

/// The line without the marks of quotations and unordered lists. Numbers of ordered lists are what
/// the text calls its items, so they stay.
fn unmarked(line: &str) -> &str {
    let line = line.trim_start_matches(['>', ' ']);
    ["* ", "- ", "+ "].into_iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line)
}

/// The cells of a table row, joined by tabs.
fn table_row(line: &str) -> String {
    let cells: Vec<_> = line.trim_matches('|').split('|').map(|cell| inline(cell.trim())).collect();
    cells.join("\t")
}

/// The text without emphasis, code marks and links; escapes resolved.
fn inline(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '`', '[', '\\']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['*', '`', '[', '\\']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (kept, used) = mark(rest, plain.chars().next_back());
        plain.push_str(kept);
        rest = &rest[used..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// What the mark that `rest` begins with leaves in the text, and how many bytes it took.
fn mark(rest: &str, before: Option<char>) -> (&str, usize) {
    match rest.as_bytes()[0] {
        b'\\' => match rest[1..].chars().next().filter(char::is_ascii_punctuation) {
            Some(_) => (&rest[1..2], 2),
            None => ("\\", 1),
        },
        b'[' => match link(rest) {
            // An image's exclamation mark stays with its description.
            Some((text, used)) => (text, used),
            None => ("[", 1),
        },
        b'`' => ("", 1),
        _ => {
            let stars = rest.bytes().take_while(|&byte| byte == b'*').count();
            // A star among white space or digits is a sign of its own: 3 * 4.
            let next = rest[stars..].chars().next();
            let lone = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_digit());
            if lone(before) && lone(next) { (&rest[..stars], stars) } else { ("", stars) }
        }
    }
}

/// `[text](address)` → the text, and the length of the whole.
fn link(rest: &str) -> Option<(&str, usize)> {
    let text_end = rest.find("](")?;
    let text = &rest[1..text_end];
    let address_end = rest[text_end..].find(')')? + text_end;
    (!text.contains(['[', '\n'])).then_some((text, address_end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(String, Role)> {
        let article = extract(text);
        article
            .blocks
            .iter()
            .map(|block| (article.text[block.range.clone()].to_owned(), block.role))
            .collect()
    }

    #[test]
    fn titles_notes_and_headings_are_told_apart() {
        let text = "# 示例市条例\n\n# 总则编\n\n2024年1月2日 示例市通过\n\n<!-- INFO END -->\n\n## 第一章  总则\n\n第一条 为了示例。\n";
        let row = |text: &str, role| (text.to_owned(), role);
        assert_eq!(
            shown(text),
            [
                row("示例市条例", Role::Title),
                row("总则编", Role::PartTitle),
                row("2024年1月2日 示例市通过", Role::Note),
                row("第一章  总则", Role::Heading(2)),
                row("第一条 为了示例。", Role::Body),
            ]
        );
    }

    #[test]
    fn markup_is_removed_and_nothing_else() {
        let text = "# T\n\n**第一条** 见[示例](http://e.cn/x_y)，`a`，3 * 4，\\*星。<!-- gone\nstill gone --> 末\n\n* 项\n1. 一\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\u{200b}空";
        let kept: Vec<_> = shown(text).into_iter().map(|(text, _)| text).collect();
        assert_eq!(
            kept,
            ["T", "第一条 见示例，a，3 * 4，*星。", "末", "项", "1. 一", "甲\t乙", "1\t2", "\u{200b}空"]
        );
    }

    #[test]
    fn front_matter_is_read() {
        let article = extract(
            "+++\ntitle = \"示例\"\nissuer = [\"甲局\", \"乙局\"]\nwritten = 2024-01-02\nother = 1\n+++\n# 示例\n",
        );
        assert_eq!(article.stated.title.unwrap().value, "示例");
        assert_eq!(article.stated.issuer.len(), 2);
        assert_eq!(article.stated.written.unwrap().value, "2024-01-02");
        assert_eq!(article.text, "示例");
        let article = extract("+++\ntitle = \n+++\n# 示例\n");
        assert_eq!(article.warnings[0].code, "front_matter");
    }
}

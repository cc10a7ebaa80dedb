//! A draft as it is read for claims: paragraphs, sentences, what stands in quotation marks.

use std::ops::Range;

/// A text that somebody is writing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its text. Findings count its characters and lines.
    pub text: String,
    /// Bytes of the text that are set off as quotations without marks around them (block quotes).
    pub block_quotes: Vec<Range<usize>>,
    /// Whether a paragraph goes on over line feeds and ends at an empty line, as in Markdown.
    pub soft_wraps: bool,
}

/// What stands in quotation marks, or is set off as a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quoted {
    /// Bytes of the words, without the marks.
    pub inside: Range<usize>,
    /// The same with the marks.
    pub whole: Range<usize>,
    /// Whether it is set off rather than marked.
    pub block: bool,
}

/// Marks around quotations, other than straight ones.
const MARKS: &[(char, char)] = &[('“', '”'), ('「', '」'), ('『', '』'), ('«', '»'), ('〝', '〞')];

impl Draft {
    /// A plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Bytes of the paragraphs, in order.
    pub(super) fn paragraphs(&self) -> Vec<Range<usize>> {
        let end = if self.soft_wraps { "\n\n" } else { "\n" };
        let mut paragraphs = Vec::new();
        let mut from = 0;
        for part in self.text.split(end) {
            if !part.trim().is_empty() {
                paragraphs.push(from..from + part.len());
            }
            from += part.len() + end.len();
        }
        paragraphs
    }

    /// Everything that is quoted, outermost marks only, in order.
    pub(super) fn quoted(&self) -> Vec<Quoted> {
        let mut quoted: Vec<Quoted> = Vec::new();
        for block in &self.block_quotes {
            quoted.push(Quoted { inside: block.clone(), whole: block.clone(), block: true });
        }
        for paragraph in self.paragraphs() {
            let outside = |found: &Quoted| !self.block_quotes.iter().any(|block| holds(block, &found.whole));
            quoted.extend(marked(&self.text, &paragraph).into_iter().filter(outside));
        }
        quoted.sort_by_key(|quoted| quoted.whole.start);
        quoted
    }

    /// The bytes of the sentence that holds a byte, within its paragraph; stops inside quotations end
    /// no sentence.
    pub(super) fn sentence(&self, at: usize, quoted: &[Quoted]) -> Range<usize> {
        let paragraph =
            self.paragraphs().into_iter().find(|paragraph| paragraph.start <= at && at <= paragraph.end);
        let Some(paragraph) = paragraph else { return at..at };
        let (mut start, mut end) = (paragraph.start, paragraph.end);
        for (byte, c) in self.text[paragraph.clone()].char_indices() {
            let byte = paragraph.start + byte;
            let behind = byte + c.len_utf8();
            let inside = quoted.iter().any(|quoted| holds(&quoted.inside, &(byte..behind)));
            if inside || !ends_sentence(c, &self.text[behind..paragraph.end]) {
                continue;
            }
            if behind <= at {
                start = behind;
            } else {
                end = behind;
                break;
            }
        }
        start..end
    }

    /// The number of the line that holds a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at.min(self.text.len())]).count() + 1
    }
}

/// Whether one range lies within another.
pub(super) fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn ends_sentence(c: char, behind: &str) -> bool {
    match c {
        '。' | '！' | '？' | '；' | '!' | '?' => true,
        // No. 8, Art. 5 and U.S. end no sentence: a capital must follow, and a space.
        '.' => {
            let mut next = behind.chars().skip_while(|c| matches!(c, '”' | '"' | ')'));
            next.next().is_some_and(char::is_whitespace)
                && next.find(|c| !c.is_whitespace()).is_none_or(char::is_uppercase)
        }
        _ => false,
    }
}

/// What stands in marks in a paragraph. A mark that is never closed opens nothing.
fn marked(text: &str, paragraph: &Range<usize>) -> Vec<Quoted> {
    let mut found = Vec::new();
    let chars = text[paragraph.clone()].char_indices().map(|(at, c)| (paragraph.start + at, c));
    let mut skip_to = paragraph.start;
    for (at, c) in chars {
        if at < skip_to {
            continue;
        }
        let inside = at + c.len_utf8();
        let rest = &text[inside..paragraph.end];
        let closing = match MARKS.iter().find(|(open, _)| *open == c) {
            Some((open, close)) => closing(rest, *open, *close),
            None if c == '"' => rest.find('"'),
            None => None,
        };
        let Some(length) = closing else { continue };
        let end = inside + length;
        let mark = text[end..].chars().next().map_or(0, char::len_utf8);
        found.push(Quoted { inside: inside..end, whole: at..end + mark, block: false });
        skip_to = end + mark;
    }
    found
}

/// Where the mark stands that closes an open one, with marks of the same kind inside counted.
fn closing(rest: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_found_in_all_marks() {
        let check = |text: &str, expected: &[&str]| {
            let draft = Draft::plain(text);
            let found: Vec<&str> =
                draft.quoted().iter().map(|quoted| &draft.text[quoted.inside.clone()]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("规定：“甲‘乙’丙”，又称「丁『戊』」。", &["甲‘乙’丙", "丁『戊』"]);
        check("he says \"one two\" and “three”", &["one two", "three"]);
        check("没有结束的“引号\n下一段“有”。", &["有"]);
        check("“外“内”外”", &["外“内”外"]);
    }

    #[test]
    fn sentences_end_at_stops_outside_quotations() {
        let draft = Draft::plain("甲说：“一。二。”乙。丙\n丁 No. 8 of it. Next one");
        let quoted = draft.quoted();
        let sentence = |of: &str| {
            let at = draft.text.find(of).unwrap();
            draft.text[draft.sentence(at, &quoted)].to_owned()
        };
        assert_eq!(sentence("乙"), "甲说：“一。二。”乙。");
        assert_eq!(sentence("丙"), "丙");
        assert_eq!(sentence("丁"), "丁 No. 8 of it.");
        assert_eq!(draft.line(draft.text.find('丁').unwrap()), 2);
    }
}

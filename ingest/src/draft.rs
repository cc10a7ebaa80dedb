//! A draft: a text that somebody is writing, read so that places in it are places in their file.
//!
//! Markdown and plain text are taken as they are, with markup blanked out character by character, so
//! that lines and offsets stay those of the file. Of other formats it is the text that their reader
//! gives.

use crate::{
    Format, Limits, Problem, decode, dom,
    extract::Unreadable,
    fetch::{Client, FetchError},
    page::{read_page, read_saved},
};
use polidex_corpus::model::Warning;
use std::{ops::Range, path::Path};
use url::Url;

/// A draft as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftText {
    /// Its text.
    pub text: String,
    /// Bytes of it that are set off as quotations.
    pub block_quotes: Vec<Range<usize>>,
    /// Whether a paragraph goes on over line feeds and ends at an empty line.
    pub soft_wraps: bool,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

/// Reads the bytes of a file; what it is is told by them, and by its name.
///
/// # Errors
/// Why the file gives no text.
pub fn read(bytes: Vec<u8>, path: &Path, limits: &Limits) -> Result<DraftText, Problem> {
    let named = Format::of(path);
    let label = named.as_ref().ok().map(|format| format.media_type());
    let unsupported = |format| Problem::from_unreadable(path, &Unreadable::unsupported(format));
    let format = match (Format::sniff(&bytes, label).map_err(unsupported)?, named) {
        (found, _) if found.is_packaged() => found,
        (_, Ok(Format::JsonLines)) => return Err(unsupported("a file of JSON lines")),
        (_, Ok(named @ (Format::Markdown | Format::Text))) => named,
        // A draft without a telling name is a text, unless it looks like a page.
        (_, Err(_)) if !looks_like_page(&bytes) => Format::Text,
        (found, _) => found,
    };
    if !matches!(format, Format::Markdown | Format::Text) {
        let page =
            if format == Format::Html { decode::decode(bytes.clone(), true).text } else { String::new() };
        let document = read_saved(bytes, path, None, &[], limits).document?;
        return Ok(with_set_off(document.text, &page, document.warnings, limits));
    }
    if decode::is_binary(&bytes) {
        return Err(Problem::binary(path));
    }
    let decoded = decode::decode(bytes, false);
    if decoded.text.trim().is_empty() {
        return Err(Problem::empty(path));
    }
    let warnings = decoded.warning().into_iter().collect();
    Ok(if format == Format::Markdown {
        let (text, block_quotes) = blanked(&decoded.text);
        DraftText { text, block_quotes, soft_wraps: true, warnings }
    } else {
        DraftText { text: decoded.text, warnings, ..DraftText::default() }
    })
}

/// Fetches a page at a user's word, and reads it.
///
/// # Errors
/// Why there is no response. That a response gives no text is the inner problem.
pub async fn fetch(
    client: &Client,
    url: &Url,
    limits: &Limits,
) -> Result<Result<DraftText, Problem>, FetchError> {
    let fetched = client.get(url).await?;
    let last = fetched.last();
    let place = Path::new(last.url.as_str());
    if last.status != 200 {
        return Ok(Err(Problem::from_status(place, last.status)));
    }
    let page = last.content(limits.document_bytes).map(|bytes| decode::decode(bytes, true).text);
    let document = read_page(last, None, None, limits).document;
    Ok(document
        .map(|document| with_set_off(document.text, &page.unwrap_or_default(), document.warnings, limits)))
}

fn looks_like_page(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// The text of a page with what the page sets off as quotations.
fn with_set_off(text: String, page: &str, warnings: Vec<Warning>, limits: &Limits) -> DraftText {
    let mut block_quotes = Vec::new();
    if page.contains("<blockquote") || page.contains("<BLOCKQUOTE") {
        let page = dom::Page::parse(page, limits.markup_depth);
        for element in page.root().descendants().filter(|element| element.is(&["blockquote"])) {
            for paragraph in element.texts().map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
                let from = block_quotes.last().map_or(0, |range: &Range<usize>| range.end);
                let found = text[from..].find(paragraph).map(|at| from + at);
                block_quotes.extend(found.map(|at| at..at + paragraph.len()));
            }
        }
    }
    DraftText { text, block_quotes, soft_wraps: false, warnings }
}

/// Markdown with its markup blanked out, every byte of it by a space, and its block quotes.
fn blanked(markdown: &str) -> (String, Vec<Range<usize>>) {
    let mut text = markdown.to_owned();
    blank_front_matter(&mut text);
    blank_between(&mut text, "<!--", "-->");
    let mut quotes: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.clone().split_inclusive('\n') {
        let marks = markup(line);
        blank(&mut text, at..at + marks.len);
        let content = at + marks.len..at + line.trim_end().len();
        if marks.quote && !content.is_empty() {
            // Lines of one block are one quotation.
            match quotes
                .last_mut()
                .filter(|last| text[last.end..content.start].trim().is_empty() && last.end + 1 >= at)
            {
                Some(last) => last.end = content.end,
                None => quotes.push(content),
            }
        }
        at += line.len();
    }
    for sign in ["**", "__", "`"] {
        blank_all(&mut text, sign);
    }
    blank_links(&mut text);
    (text, quotes)
}

/// The markup that a line begins with.
struct Marks {
    len: usize,
    quote: bool,
}

fn markup(line: &str) -> Marks {
    let mut marks = Marks { len: 0, quote: false };
    loop {
        let rest = &line[marks.len..];
        let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let behind = &rest[indent..];
        let sign = behind.len() - behind.trim_start_matches('#').len();
        if behind.starts_with('>') {
            marks.quote = true;
            marks.len += indent + 1;
        } else if (1..=6).contains(&sign) && behind[sign..].starts_with([' ', '\n']) {
            marks.len += indent + sign;
            return marks;
        } else if behind.starts_with("- ") || behind.starts_with("* ") || behind.starts_with("+ ") {
            marks.len += indent + 1;
            return marks;
        } else {
            marks.len += if marks.quote { indent } else { 0 };
            return marks;
        }
    }
}

/// Overwrites bytes with spaces; line feeds stay.
fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String =
        text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
}

fn blank_front_matter(text: &mut String) {
    let Some(fence) = ["+++\n", "---\n"].into_iter().find(|fence| text.starts_with(fence)) else { return };
    let closing = format!("\n{}", fence.trim_end());
    if let Some(end) = text[fence.len() - 1..].find(&closing) {
        blank(text, 0..fence.len() - 1 + end + closing.len());
    }
}

fn blank_between(text: &mut String, open: &str, close: &str) {
    let mut from = 0;
    while let Some(start) = text[from..].find(open).map(|at| from + at) {
        let end = text[start..].find(close).map_or(text.len(), |at| start + at + close.len());
        blank(text, start..end);
        from = end;
    }
}

fn blank_all(text: &mut String, sign: &str) {
    let places: Vec<usize> = text.match_indices(sign).map(|(at, _)| at).collect();
    for at in places {
        blank(text, at..at + sign.len());
    }
}

/// Of `[text](address)` leaves the text.
fn blank_links(text: &mut String) {
    let mut from = 0;
    while let Some(middle) = text[from..].find("](").map(|at| from + at) {
        from = middle + 2;
        let line_end = text[middle..].find('\n').map_or(text.len(), |at| middle + at);
        let Some(end) = text[middle..line_end].find(')').map(|at| middle + at + 1) else { continue };
        let Some(open) = text[..middle].rfind('[').filter(|open| !text[*open..middle].contains('\n')) else {
            continue;
        };
        blank(text, middle..end);
        blank(text, open..open + 1);
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn markdown(text: &str) -> DraftText {
        read(text.as_bytes().to_vec(), Path::new("draft.md"), &Limits::default()).unwrap()
    }

    #[test]
    fn markup_is_blanked_and_offsets_stay() {
        let draft = markdown(
            "# 标题\n\n规定**最高**见[条文](https://a.example/x)。\n\n> 第一行\n> 第二行\n\n后文 [2024] 8号\n",
        );
        assert_eq!(
            draft.text,
            "  标题\n\n规定  最高  见 条文                      。\n\n  第一行\n  第二行\n\n后文 [2024] 8号\n"
        );
        let quoted: Vec<&str> = draft.block_quotes.iter().map(|range| &draft.text[range.clone()]).collect();
        assert_eq!(quoted, ["第一行\n  第二行"]);
    }

    #[test]
    fn comments_and_front_matter_are_no_text() {
        let draft = markdown("+++\nlang = \"zh\"\n+++\n<!-- 说明 -->正文\n");
        assert_eq!(draft.text.trim(), "正文");
        assert_eq!(draft.text.lines().count(), 4);
    }

    #[test]
    fn block_quotes_of_a_page_are_found_in_its_text() {
        let page = "<html><body><article><h1>一篇示例报道的标题</h1><p>报道的第一段，讲述事情的经过与背景，并引用条文如下。</p><blockquote><p>支持软件企业承担关键软件攻关任务。</p></blockquote><p>报道的最后一段，说明条文的含义与各方的看法。</p></article></body></html>";
        let draft = read(page.as_bytes().to_vec(), Path::new("draft.html"), &Limits::default()).unwrap();
        let quoted: Vec<&str> = draft.block_quotes.iter().map(|range| &draft.text[range.clone()]).collect();
        assert_eq!(quoted, ["支持软件企业承担关键软件攻关任务。"]);
    }

    #[test]
    fn what_is_no_draft_is_named() {
        let code = |bytes: &[u8], name: &str| {
            read(bytes.to_vec(), Path::new(name), &Limits::default()).unwrap_err().code
        };
        assert_eq!(code(b" \n", "a.md"), "empty");
        assert_eq!(code(b"\x7fELF\x00\x01", "a.txt"), "binary");
        assert_eq!(code(b"{}", "a.jsonl"), "unsupported_format");
        assert_eq!(
            code(
                b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
                "a.docx"
            ),
            "encrypted"
        );
    }

    proptest! {
        #[test]
        fn blanking_moves_nothing(text in "([甲乙丙丁]|[>#*`_\\[\\]() \n-]|<!--|-->|\\+\\+\\+\n){0,40}") {
            let (blank, quotes) = blanked(&text);
            prop_assert_eq!(blank.len(), text.len());
            prop_assert_eq!(blank.matches('\n').count(), text.matches('\n').count());
            for range in quotes {
                prop_assert!(blank.is_char_boundary(range.start) && blank.is_char_boundary(range.end));
            }
        }
    }
}

//! Links to a passage of an official page, by text fragment (`#:~:text=`).
//!
//! Browsers that know fragments scroll to the passage and mark it; others open the page. The passage is
//! named by its words alone (the WICG's "URL Fragment Text Directives"), so the link works on the page of
//! somebody else, as long as the words stand there.

use polidex_corpus::{
    model::{CharIndex, Policy, Span},
    store::{Store, StoreError, StoredClause},
};

/// A passage of at most this many characters, on one line, is named by all of its words,
const WHOLE: usize = 60;
/// a longer one by this many characters from either end.
const END: usize = 24;
/// The end is not cut below this many characters to make it begin with a word.
const LEAST_END: usize = 4;
/// The longest context that tells a passage from others like it, in characters.
const MOST_CONTEXT: usize = 40;

/// The link to `span` of `text` on the page `url`. `None` where the address is none of the web, or the span
/// holds no words.
///
/// Where the words stand elsewhere in the text too, those before them are added, and those behind them where
/// that is not enough. `text` is the text of the whole page as extracted.
pub fn to_passage(url: &str, text: &str, span: Span) -> Option<String> {
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return None;
    }
    let passage = Passage::new(text, span)?;
    let directive = passage.directive();
    // A fragment that the page's address has already stays in front of the directive.
    let mark = if url.contains('#') { ":~:" } else { "#:~:" };
    Some(format!("{url}{mark}text={directive}"))
}

/// The link to a clause on its policy's official page; `None` where no page is known.
pub fn to_clause(
    store: &Store,
    policy: &Policy,
    clause: &StoredClause,
) -> Result<Option<String>, StoreError> {
    let Some(url) = &policy.url else { return Ok(None) };
    let parts = store.text(&policy.id, Some(&clause.edition))?;
    // Of several parts the one that the clause stands in.
    let index = |text: &str| CharIndex::new(text).slice(clause.span) == clause.text;
    let part = parts.iter().find(|part| part.text.chars().count() >= clause.span.end && index(&part.text));
    Ok(part.and_then(|part| to_passage(url, &part.text, clause.span)))
}

/// A passage, cut to its words.
struct Passage<'t> {
    text: &'t str,
    /// In bytes.
    start: usize,
    end: usize,
}

impl<'t> Passage<'t> {
    fn new(text: &'t str, span: Span) -> Option<Self> {
        let index = CharIndex::new(text);
        let (from, to) = (index.byte_at(span.start), index.byte_at(span.end));
        let words = text.get(from..to)?.trim();
        if words.is_empty() {
            return None;
        }
        let start = words.as_ptr() as usize - text.as_ptr() as usize;
        Some(Self { text, start, end: start + words.len() })
    }

    fn words(&self) -> &'t str {
        &self.text[self.start..self.end]
    }

    fn directive(&self) -> String {
        let words = self.words();
        // The words of one directive must stand in one block of the page.
        let (first, last) = if words.chars().count() <= WHOLE && !words.contains('\n') {
            (words, None)
        } else {
            let first_line = words.lines().next().unwrap_or(words).trim_end();
            let last_line = words.lines().last().unwrap_or(words).trim_start();
            (beginning(first_line, END), Some(ending(last_line, END)))
        };
        let (prefix, suffix) = self.context(first, last);
        let mut directive = String::new();
        directive.extend(prefix.map(|prefix| encoded(prefix) + "-,"));
        directive += &encoded(first);
        directive.extend(last.map(|last| format!(",{}", encoded(last))));
        directive.extend(suffix.map(|suffix| format!(",-{}", encoded(suffix))));
        directive
    }

    /// What stands before and behind the passage, where it takes that to find it.
    fn context(&self, first: &str, last: Option<&str>) -> (Option<&'t str>, Option<&'t str>) {
        // A browser takes the first place at which everything fits.
        if self.text.find(first) == Some(self.start) && last.is_none_or(|last| self.ends_first(first, last)) {
            return (None, None);
        }
        let before = self.text[..self.start].trim_end().rsplit('\n').next().unwrap_or_default().trim_start();
        let prefix = Some(ending(before, MOST_CONTEXT)).filter(|prefix| !prefix.is_empty());
        let is_enough = prefix.is_some_and(|prefix| {
            let gap = &self.text[..self.start][self.text[..self.start].trim_end().len()..];
            let wanted = format!("{prefix}{gap}{first}");
            self.text.find(&wanted) == Some(self.start - gap.len() - prefix.len())
        });
        if is_enough && last.is_none_or(|last| self.ends_first(first, last)) {
            return (prefix, None);
        }
        let behind = self.text[self.end..].trim_start().lines().next().unwrap_or_default().trim_end();
        let suffix = Some(beginning(behind, MOST_CONTEXT)).filter(|suffix| !suffix.is_empty());
        (prefix, suffix)
    }

    /// Whether `last`, looked for behind `first`, is found at the passage's end and not before.
    fn ends_first(&self, first: &str, last: &str) -> bool {
        let from = self.start + first.len();
        self.text
            .get(from..)
            .and_then(|rest| rest.find(last))
            .is_some_and(|at| from + at + last.len() == self.end)
    }
}

/// The first characters; of words that spaces separate, whole ones.
fn beginning(text: &str, most: usize) -> &str {
    let Some((cut, c)) = text.char_indices().nth(most) else { return text };
    if c.is_ascii_alphanumeric()
        && let Some(space) = text[..cut].rfind(' ').filter(|&space| space > 0)
    {
        return &text[..space];
    }
    text[..cut].trim_end()
}

/// The last characters, from the beginning of a word on: browsers find words only, and where a word of Han
/// characters begins is certain behind a mark alone.
fn ending(text: &str, most: usize) -> &str {
    let count = text.chars().count();
    let Some((cut, _)) = text.char_indices().nth(count.saturating_sub(most)).filter(|&(cut, _)| cut > 0)
    else {
        return text;
    };
    let tail = &text[cut..];
    let behind_mark = tail.char_indices().find(|(_, c)| !c.is_alphanumeric());
    let rest = behind_mark.map(|(at, c)| tail[at + c.len_utf8()..].trim_start());
    rest.filter(|rest| rest.chars().count() >= LEAST_END).unwrap_or_else(|| tail.trim_start())
}

/// Percent-encodes everything but letters, digits and `._~`: `-`, `,` and `&` mean something in a directive.
fn encoded(words: &str) -> String {
    use std::fmt::Write;
    let mut encoded = String::with_capacity(words.len() * 3);
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "示例办法\n第一条 给予补助。\n第二条 给予补助。\n第三条 Support of up to 10-15%, \
                        A & B, is given to every enterprise that was registered in the City before the year began.";

    fn link(passage: &str, nth: usize) -> String {
        let byte = TEXT.match_indices(passage).nth(nth).unwrap().0;
        let index = CharIndex::new(TEXT);
        let link =
            to_passage("https://example.cn/a.html", TEXT, index.span(byte..byte + passage.len())).unwrap();
        link.strip_prefix("https://example.cn/a.html#:~:text=").unwrap().to_owned()
    }

    #[test]
    fn directives() {
        assert_eq!(link("示例办法", 0), "%E7%A4%BA%E4%BE%8B%E5%8A%9E%E6%B3%95");
        assert_eq!(link("10-15%, A & B", 0), "10%2D15%25%2C%20A%20%26%20B");
        let twice = encoded("给予补助。");
        assert_eq!(link("给予补助。", 0), twice);
        assert_eq!(link("给予补助。", 1), format!("{}-,{twice}", encoded("第二条")));
        let long = link(&TEXT[TEXT.find("Support").unwrap()..], 0);
        assert_eq!(long, "Support%20of%20up%20to%2010%2D15%25%2C,before%20the%20year%20began.");
        assert_eq!(
            link("第一条 给予补助。\n第二条 给予补助。", 0),
            format!("{},{}", encoded("第一条 给予补助。"), encoded("第二条 给予补助。"))
        );
    }

    #[test]
    fn addresses_keep_what_they_have() {
        let span = Span::new(0, 2);
        let link = |url: &str| to_passage(url, "示例", span);
        assert_eq!(link("http://example.cn/#a").unwrap(), "http://example.cn/#a:~:text=%E7%A4%BA%E4%BE%8B");
        assert_eq!(link("javascript:alert(1)"), None);
        assert_eq!(link("notes.md"), None);
        assert_eq!(to_passage("http://example.cn/", "  \n", span), None);
    }

    proptest! {
        #[test]
        fn any_span_of_any_text_has_a_sound_link(text in "[示例，。 a-z\\-,&\n]{1,120}", a in 0_usize..120, b in 0_usize..120) {
            let count = text.chars().count();
            let (a, b) = (a.min(count), b.min(count));
            let span = Span::new(a.min(b), a.max(b));
            if let Some(link) = to_passage("https://example.cn/", &text, span) {
                let directive = link.split_once(":~:text=").unwrap().1;
                prop_assert!(directive.bytes().all(|byte| byte.is_ascii_graphic() && !b"&#".contains(&byte)));
                prop_assert!(directive.split(',').count() <= 4);
            }
        }
    }
}

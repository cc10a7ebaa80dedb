//! Document numbers in a query.

use crate::text::fold_char;
use polidex_corpus::number::{self, DocumentNumber};
use std::{borrow::Cow, ops::Range};

/// The document numbers that a query names, in any script, width and letter case, with where they
/// stand in bytes. A query that is one damaged number (closing bracket or 号 lost) is read too.
pub(crate) fn find(text: &str) -> Vec<(Range<usize>, DocumentNumber)> {
    let plain = written(text, |c| if c.is_ascii() { c } else { fold_char(c) });
    let mut found = number::find(&plain);
    if found.is_empty() && plain.contains("no") {
        // Names of issuers are written with capitals: guo fa [2020] no. 8.
        found = number::find(&capitalised(&plain));
    }
    if found.is_empty() && plain.contains(['[', '(']) {
        let whole = plain.trim();
        let from = plain.len() - plain.trim_start().len();
        let range = from..from + whole.len();
        found.extend(DocumentNumber::parse_lenient(whole).map(|number| (range, number)));
    }
    let place = Places::new(text, &plain);
    found.into_iter().map(|(range, number)| (place.of(&range), number)).collect()
}

/// The query with its document numbers in their canonical form: brackets and spaces inside a number,
/// as in `渝府发 (2021) 12 号`, would be read as a group and as several words. Quoted text stays.
pub(crate) fn with_plain_numbers(text: &str) -> Cow<'_, str> {
    if text.contains(['"', '“', '「', '『']) {
        return text.into();
    }
    let mut plain = text.to_owned();
    for (range, number) in find(text).into_iter().rev() {
        plain.replace_range(range, &number.key);
    }
    plain.into()
}

fn written(text: &str, form: impl Fn(char) -> char) -> String {
    text.chars().map(form).collect()
}

/// The text with a capital at the beginning of every Latin word.
fn capitalised(text: &str) -> String {
    let mut before = ' ';
    let capital = |c: char| {
        let first = !before.is_ascii_alphabetic();
        before = c;
        if first { c.to_ascii_uppercase() } else { c }
    };
    text.chars().map(capital).collect()
}

/// From bytes of one text to bytes of another that has the same characters in other forms.
struct Places {
    /// For each byte at which a character of the one begins, and for its end, where it begins in the other.
    of: Vec<(usize, usize)>,
}

impl Places {
    fn new(text: &str, other: &str) -> Self {
        let ends = |text: &str| text.char_indices().map(|(at, _)| at).chain([text.len()]).collect::<Vec<_>>();
        Self { of: ends(other).into_iter().zip(ends(text)).collect() }
    }

    fn of(&self, range: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            let place = self.of.partition_point(|(from, _)| *from < byte).min(self.of.len() - 1);
            self.of[place].1
        };
        at(range.start)..at(range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_any_script_width_and_case() {
        for text in
            ["示发〔2020〕8号", "示發〔２０２０〕８號", "关于 示发(2020)8号 的", "示发〔2020〕 8 号 奖励"]
        {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].1.key, "示发〔2020〕8号", "{text}");
        }
        for text in ["Guo Fa [2020] No. 8", "guo fa [2020] no. 8", "GUOFA (2020) No. 8"] {
            assert_eq!(with_plain_numbers(text), "国发〔2020〕8号", "{text}");
        }
        assert_eq!(find("北碚府辦發〔2022114")[0].1.key, "北碚府办发〔2022〕114号");
        assert_eq!(with_plain_numbers("看 示發〔2020〕8號 了"), "看 示发〔2020〕8号 了");
        assert!(find("办法(暂行)").is_empty() && find("no (really)").is_empty());
    }
}

//! The form in which quotations and texts are compared.
//!
//! White space and invisible characters are left out; characters are folded as everywhere in the
//! program ([`crate::text::fold_char`]); kinds of quotation marks, full stops, dashes and ellipses
//! become one of each. Two passages that agree in this form say the same in the same words, and
//! [`normalisations`] names what differed in print. Everything else, punctuation included, counts.

use crate::text::fold_char;
use polidex_corpus::text::is_han;

mod print;

pub use print::{Normalisation, normalisations};

/// A text in the form for comparison, with where each character was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normal {
    /// The characters.
    pub chars: Vec<char>,
    /// The byte of the text at which each of them stands, or begins where several became one; and
    /// behind them the end of the last.
    bytes: Vec<u32>,
    /// Whether white space stood before it.
    spaced: Vec<bool>,
}

impl Normal {
    /// The form of a text.
    pub fn new(text: &str) -> Self {
        let room = text.len() / 3 + 1;
        let mut normal = Self {
            chars: Vec::with_capacity(room),
            bytes: Vec::with_capacity(room),
            spaced: Vec::with_capacity(room),
        };
        // The end of the last character, and of the last that is kept.
        let (mut end, mut behind) = (0, 0);
        let mut rest = text.char_indices().peekable();
        while let Some((byte, c)) = rest.next() {
            let Some(mut form) = form(c) else { continue };
            end = byte + c.len_utf8();
            if separates_thousands(normal.chars.last().copied(), form, &text[end..]) {
                behind = end;
                continue;
            }
            if matches!(form, '-' | '…') || form == '.' && text[end..].starts_with("..") {
                if form == '.' {
                    form = '…';
                }
                while let Some((at, more)) = rest.next_if(|(_, more)| self::form(*more) == self::form(c)) {
                    end = at + more.len_utf8();
                }
            }
            normal.chars.push(form);
            normal.spaced.push(byte > behind);
            normal.bytes.push(byte as u32);
            behind = end;
        }
        normal.bytes.push(end as u32);
        normal
    }

    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The byte of the text at which a character stands.
    pub fn byte(&self, at: usize) -> usize {
        self.bytes.get(at).copied().unwrap_or_default() as usize
    }

    /// One past the last byte of the characters before `end`, in the text they were made of.
    pub fn byte_end(&self, text: &str, end: usize) -> usize {
        if end == 0 {
            return 0;
        }
        if end >= self.len() {
            return self.bytes.last().copied().unwrap_or_default() as usize;
        }
        // What stands between this character and the next was left out, or belongs to it.
        let (from, next) = (self.byte(end - 1), self.byte(end));
        let between = text.get(from..next).unwrap_or_default();
        let mut kept = between.char_indices().filter(|(_, c)| form(*c).is_some());
        from + kept.next_back().map_or(0, |(at, c)| at + c.len_utf8())
    }

    /// The character that stands at a byte of the text, or the first behind it.
    pub fn at_byte(&self, byte: usize) -> usize {
        self.bytes[..self.len()].partition_point(|&at| (at as usize) < byte)
    }

    /// A range of characters with up to `more` on both sides, words of other scripts apart, and where in
    /// that the range is.
    pub fn around(&self, range: &std::ops::Range<usize>, more: usize) -> (Vec<char>, std::ops::Range<usize>) {
        let from = range.start.saturating_sub(more);
        let to = self.len().min(range.end + more);
        let mut chars = Vec::with_capacity(to - from);
        let (mut start, mut end) = (0, 0);
        for at in from..to {
            if at > from && self.spaced[at] && self.chars[at].is_ascii_alphanumeric() {
                chars.push(' ');
            }
            start = if at == range.start { chars.len() } else { start };
            chars.push(self.chars[at]);
            end = if at + 1 == range.end { chars.len() } else { end };
        }
        start = if range.start >= to { chars.len() } else { start };
        (chars, start..end.max(start))
    }

    /// What passages are aligned by: Han characters and signs one by one, words and numbers of other
    /// scripts whole.
    pub fn units(&self, within: std::ops::Range<usize>) -> Vec<Unit> {
        let in_word = |at: usize| self.chars[at].is_alphanumeric() && !is_han(self.chars[at]);
        let mut units: Vec<Unit> = Vec::with_capacity(within.len());
        for at in within.clone() {
            let goes_on = at > within.start && in_word(at) && in_word(at - 1) && !self.spaced[at];
            match units.last_mut().filter(|_| goes_on) {
                Some(unit) => unit.extend(self.chars[at]),
                None => units.push(Unit::new(at, self.chars[at])),
            }
        }
        units
    }

    /// Whether a word or number of another script begins here, with white space before it.
    pub fn is_spaced_word(&self, at: usize) -> bool {
        self.spaced.get(at) == Some(&true) && self.chars[at].is_ascii_alphanumeric()
    }

    /// The range without punctuation at both ends.
    pub fn words(&self) -> std::ops::Range<usize> {
        let is_word = |c: &char| c.is_alphanumeric();
        let start = self.chars.iter().position(is_word).unwrap_or(self.len());
        let end = self.chars.iter().rposition(is_word).map_or(start, |last| last + 1);
        start..end
    }
}

/// A Han character, a sign, or a word or number of another script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Number of its first character.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// Its characters, as a hash.
    pub hash: u64,
    /// Two for a Han character, three for a word, nothing for a sign.
    pub weight: u32,
}

impl Unit {
    fn new(at: usize, c: char) -> Self {
        let weight = match c {
            c if is_han(c) => 2,
            c if c.is_alphanumeric() => 3,
            _ => 0,
        };
        Self { start: at, end: at + 1, hash: u64::from(c), weight }
    }

    fn extend(&mut self, c: char) {
        self.end += 1;
        self.hash = (self.hash.rotate_left(7) ^ u64::from(c)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

/// Whether a folded comma stands between thousands, 5,000: three digits stand behind it, no fewer and no
/// more, and one before. Lists of three-digit numbers are not written without spaces.
pub(super) fn separates_thousands(before: Option<char>, comma: char, behind: &str) -> bool {
    comma == ','
        && before.is_some_and(|c| c.is_ascii_digit())
        && behind.bytes().take_while(u8::is_ascii_digit).count() == 3
}

/// What a character is compared as; none for what is left out.
fn form(c: char) -> Option<char> {
    if c.is_whitespace() || is_invisible(c) {
        return None;
    }
    Some(match fold_char(c) {
        ' ' | '\n' => return None,
        '。' | '．' => '.',
        '\'' | '`' => '"',
        '⋯' => '…',
        folded => folded,
    })
}

/// Characters that take no room.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn punctuation_counts() {
        assert_ne!(Normal::new("甲，乙").chars, Normal::new("甲、乙").chars);
        assert_ne!(Normal::new("甲，乙").chars, Normal::new("甲乙").chars);
        assert_ne!(Normal::new("1,2").chars, Normal::new("12").chars);
    }

    proptest! {
        #[test]
        fn positions_lead_back(text in "([甲-画]|[a-zＡ-Ｚ0-9]|[ \n…—.,，。“”]){0,40}") {
            let normal = Normal::new(&text);
            for at in 0..normal.len() {
                let (start, end) = (normal.byte(at), normal.byte_end(&text, at + 1));
                prop_assert!(start < end && text.is_char_boundary(start) && text.is_char_boundary(end));
                prop_assert_eq!(normal.at_byte(start), at);
                if normal.chars[at].is_alphanumeric() {
                    prop_assert_eq!(fold_char(text[start..].chars().next().unwrap()), normal.chars[at]);
                }
            }
            prop_assert_eq!(normalisations(&text, &text), Vec::new());
        }
    }
}

//! Cuts a folded text into runs of one kind of character.

use polidex_corpus::text::is_han;
use std::ops::Range;

/// A kind of character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Han ideographs.
    Han,
    /// Letters and digits of any other script.
    Alphanumeric,
    /// White space, control characters and invisible format characters.
    Space,
    /// Punctuation and symbols.
    Other,
}

/// The longest stretch of characters of one kind.
#[derive(Debug, Clone)]
pub(super) struct Run<'t> {
    pub kind: Kind,
    pub text: &'t str,
    /// Where the run starts, in bytes of the text.
    byte: usize,
    /// Where the run stands, in characters of the text.
    pub chars: Range<u32>,
}

impl Run<'_> {
    /// Where the run stands, in bytes of the text.
    pub fn bytes(&self) -> Range<usize> {
        self.byte..self.byte + self.text.len()
    }
}

/// The runs of a text in order.
#[derive(Debug, Clone)]
pub(super) struct Runs<'t> {
    text: &'t str,
    byte: usize,
    char: u32,
}

impl<'t> Runs<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, byte: 0, char: 0 }
    }

    /// The stretch of Chinese that comes next, maybe none, with the number of its first character:
    /// ideographs of the main block and their punctuation, of every kind, which is told by bytes.
    pub fn take_chinese(&mut self) -> (&'t str, u32) {
        let rest = &self.text[self.byte..];
        let (bytes, chars) = measure_chinese(rest.as_bytes());
        let first = self.char;
        self.byte += bytes;
        self.char += chars;
        (&rest[..bytes], first)
    }

    /// From the beginning of `first` to the end of `last`, both runs of this text.
    pub fn cover(&self, first: &Run<'t>, last: &Run<'t>) -> Run<'t> {
        let text = &self.text[first.byte..last.bytes().end];
        Run { kind: first.kind, text, byte: first.byte, chars: first.chars.start..last.chars.end }
    }
}

impl<'t> Iterator for Runs<'t> {
    type Item = Run<'t>;

    #[inline]
    fn next(&mut self) -> Option<Run<'t>> {
        let rest = &self.text[self.byte..];
        let kind = kind_of(rest.chars().next()?);
        let (bytes, chars) = if kind == Kind::Han { measure_han(rest) } else { measure(rest, kind) };
        let run = Run { kind, text: &rest[..bytes], byte: self.byte, chars: self.char..self.char + chars };
        self.byte += bytes;
        self.char += chars;
        Some(run)
    }
}

/// Bytes and characters of the run of `kind` at the beginning of `text`.
fn measure(text: &str, kind: Kind) -> (usize, u32) {
    let mut chars = 0;
    for (at, c) in text.char_indices() {
        if kind_of(c) != kind {
            return (at, chars);
        }
        chars += 1;
    }
    (text.len(), chars)
}

/// The same for ideographs. Those of the main block are told by their first two bytes, without
/// decoding; that is nearly all of them, and most of all the time spent here.
#[inline]
fn measure_han(text: &str) -> (usize, u32) {
    let bytes = text.as_bytes();
    let (mut at, mut chars) = (0, 0);
    while at < bytes.len() {
        let first = bytes[at];
        if matches!(first, 0xE5..=0xE9) || (first == 0xE4 && bytes[at + 1] >= 0xB8) {
            at += 3;
        } else {
            match text[at..].chars().next() {
                Some(c) if is_han(c) => at += c.len_utf8(),
                _ => break,
            }
        }
        chars += 1;
    }
    (at, chars)
}

/// Bytes and characters of the Chinese at the beginning of a text: no letters or digits of other
/// scripts, nor signs that can be part of a token.
fn measure_chinese(bytes: &[u8]) -> (usize, u32) {
    let (mut at, mut chars) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            b' '..=b'~' if !byte.is_ascii_alphanumeric() && !b"+#&._%-".contains(&byte) => 1,
            b'\n' => 1,
            // U+3001 to U+3004 and U+3008 to U+3020
            0xE3 if bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0x81..=0x84 | 0x88..=0xA0) => 3,
            0xE4 if bytes[at + 1] >= 0xB8 => 3,
            0xE5..=0xE9 => 3,
            _ => break,
        };
        chars += 1;
    }
    (at, chars)
}

/// The kind of a character.
#[inline]
pub(super) fn kind_of(c: char) -> Kind {
    match c {
        'a'..='z' | '0'..='9' | 'A'..='Z' => Kind::Alphanumeric,
        '\0'..=' ' | '\u{7F}' => Kind::Space,
        // The rest of ASCII, and the punctuation of Chinese, which would take long below.
        '!'..='~' | '\u{3001}'..='\u{3002}' | '\u{3008}'..='\u{3020}' => Kind::Other,
        _ if is_han(c) => Kind::Han,
        _ if c.is_alphanumeric() => Kind::Alphanumeric,
        _ if c.is_whitespace() || c.is_control() || is_invisible(c) => Kind::Space,
        _ => Kind::Other,
    }
}

/// Whether a character takes no place between the characters of a word.
pub(crate) fn is_space(c: char) -> bool {
    kind_of(c) == Kind::Space
}

/// Format characters that take no room: soft hyphens, zero-width and bidirectional controls, marks
/// of byte order and of variants.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_are_cut_at_every_change_of_kind() {
        let cut: Vec<_> = Runs::new("软件2021年, ok。\n〇㐀𠀀").map(|run| (run.text, run.chars)).collect();
        let expected = [
            ("软件", 0..2),
            ("2021", 2..6),
            ("年", 6..7),
            (",", 7..8),
            (" ", 8..9),
            ("ok", 9..11),
            ("。", 11..12),
            ("\n", 12..13),
            ("〇㐀𠀀", 13..16),
        ];
        assert_eq!(cut, expected);
    }

    proptest! {
        #[test]
        fn runs_cover_the_text(text in "(\\PC|[一-龥]|[㐀-䷿]|[ a-z\n]){0,60}") {
            let runs: Vec<_> = Runs::new(&text).collect();
            prop_assert_eq!(runs.iter().map(|run| run.text).collect::<String>(), text.as_str());
            for run in &runs {
                prop_assert_eq!(&text[run.bytes()], run.text);
                prop_assert_eq!(run.chars.len(), run.text.chars().count());
                prop_assert!(run.text.chars().all(|c| kind_of(c) == run.kind));
            }
            prop_assert!(runs.windows(2).all(|pair| pair[0].kind != pair[1].kind));
        }
    }
}

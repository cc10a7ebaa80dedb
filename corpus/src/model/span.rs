//! Positions in a text as published.

use serde::{Deserialize, Serialize};

/// A half-open range of Unicode scalar values of the text it belongs to, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span cannot end before it starts");
        Self { start, end }
    }

    /// How many characters the span covers.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers no character.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether both have a character in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Converts between byte offsets and character offsets of one text.
///
/// One mark is kept for every 64 bytes, so that a conversion walks at most that far.
#[derive(Debug, Clone)]
pub struct CharIndex<'a> {
    text: &'a str,
    /// `marks[k]`: number of characters that start before byte `64 * k`.
    marks: Vec<u32>,
}

const STRIDE: usize = 64;

/// Whether the byte begins a character, that is, is no UTF-8 continuation byte.
fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl<'a> CharIndex<'a> {
    /// Indexes `text`.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            marks.push(count);
            count += chunk.iter().filter(|&&byte| starts_char(byte)).count() as u32;
        }
        marks.push(count);
        Self { text, marks }
    }

    /// The text that the offsets belong to.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The number of characters before byte `byte`, which must lie on a character boundary.
    pub fn char_at(&self, byte: usize) -> usize {
        let block = byte / STRIDE;
        let rest = &self.text.as_bytes()[block * STRIDE..byte];
        self.marks[block] as usize + rest.iter().filter(|&&byte| starts_char(byte)).count()
    }

    /// The byte at which character number `index` starts; the length of the text for the position
    /// behind the last character.
    pub fn byte_at(&self, index: usize) -> usize {
        let block = self.marks.partition_point(|&mark| mark as usize <= index).saturating_sub(1);
        let mut count = self.marks[block] as usize;
        // The last mark may stand behind the last, shorter stretch.
        let from = (block * STRIDE).min(self.text.len());
        for (offset, &byte) in self.text.as_bytes()[from..].iter().enumerate() {
            if starts_char(byte) {
                if count == index {
                    return from + offset;
                }
                count += 1;
            }
        }
        self.text.len()
    }

    /// The characters of `span`.
    pub fn slice(&self, span: Span) -> &'a str {
        &self.text[self.byte_at(span.start)..self.byte_at(span.end)]
    }

    /// The character span of a byte range.
    pub fn span(&self, bytes: std::ops::Range<usize>) -> Span {
        Span::new(self.char_at(bytes.start), self.char_at(bytes.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_characters_convert_both_ways(text in "\\PC{0,200}") {
            let index = CharIndex::new(&text);
            for (number, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.char_at(byte), number);
                prop_assert_eq!(index.byte_at(number), byte);
            }
            let len = text.chars().count();
            prop_assert_eq!(index.char_at(text.len()), len);
            prop_assert_eq!(index.byte_at(len), text.len());
            prop_assert_eq!(index.slice(Span::new(0, len)), text.as_str());
        }
    }
}

//! A cursor that reads a text backwards: numbers are recognised by the 号 that ends them.

use crate::numeral;
use crate::text::is_han;

/// A position in a text, moved towards its beginning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Back<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Back<'t> {
    pub fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    /// The byte offset reached.
    pub fn at(self) -> usize {
        self.at
    }

    /// The text before the position.
    pub fn before(self) -> &'t str {
        &self.text[..self.at]
    }

    /// Reads one character that `wanted` accepts.
    pub fn take(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.before().chars().next_back().filter(|&c| wanted(c))?;
        self.at -= c.len_utf8();
        Some(c)
    }

    /// Reads one of `words`.
    pub fn word(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let word = words.iter().find(|word| self.before().ends_with(**word))?;
        self.at -= word.len();
        Some(word)
    }

    /// Skips white space.
    pub fn spaces(&mut self) {
        self.at = self.before().trim_end().len();
    }

    /// Reads all numeral characters: the text they make.
    pub fn numeral(&mut self) -> Option<&'t str> {
        let end = self.at;
        while self.take(|c| numeral::digit(c).is_some() || "十百千廿卅".contains(c)).is_some() {}
        (self.at < end).then(|| &self.text[self.at..end])
    }

    /// Reads a year, of four digits or of two: 2020, 二○二○, ９４.
    pub fn year(&mut self) -> Option<u16> {
        let digits = self.numeral()?;
        let value = numeral::parse(digits)?;
        match digits.chars().count() {
            4 if (1900..=2100).contains(&value) => Some(value as u16),
            2 if digits.is_ascii() => {
                Some(if value >= 49 { 1900 + value as u16 } else { 2000 + value as u16 })
            }
            _ => None,
        }
    }

    /// Reads a year in brackets, of any pair, matched or not.
    pub fn bracketed_year(&mut self) -> Option<u16> {
        let mut trial = *self;
        trial.take(is_closing)?;
        trial.spaces();
        trial.word(&["年"]);
        let year = trial.year()?;
        trial.spaces();
        trial.take(is_opening)?;
        *self = trial;
        Some(year)
    }

    /// Reads Han characters, at most `limit` of them, over single line feeds when `wrapped`.
    pub fn han(&mut self, limit: usize, wrapped: bool) -> &'t str {
        let end = self.at;
        for _ in 0..limit {
            let mut trial = *self;
            if wrapped
                && trial.at < end
                && trial.take(|c| c == '\n').is_some()
                && trial.take(is_han).is_some()
            {
                *self = trial;
            } else if self.take(|c| is_han(c) && c != '〇').is_none() {
                break;
            }
        }
        &self.text[self.at..end]
    }

    /// Moves forward again, to `at`.
    pub fn forward_to(&mut self, at: usize) {
        self.at = at;
    }
}

pub(super) fn is_opening(c: char) -> bool {
    "〔﹝[［【（(〖『".contains(c)
}

pub(super) fn is_closing(c: char) -> bool {
    "〕﹞]］】）)〗』".contains(c)
}

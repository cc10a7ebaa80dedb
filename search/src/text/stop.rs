//! Words that say nothing about what a text is about.

use polidex_corpus::lexicon;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The stop words of both languages.
///
/// Every word of every text is looked up here. Nearly all lookups end at a bit for the word's first
/// character, without hashing.
pub(super) struct StopWords {
    /// Characters that stop words begin with.
    first: Bits,
    /// Characters that are stop words by themselves.
    single: Bits,
    /// The longer stop words.
    longer: HashSet<&'static str>,
}

/// The words of the lexicon, read once.
pub(super) static STOP_WORDS: LazyLock<StopWords> = LazyLock::new(|| StopWords::new(lexicon::stop_words()));

impl StopWords {
    fn new(list: impl Iterator<Item = &'static str>) -> Self {
        let mut stop = Self { first: Bits::default(), single: Bits::default(), longer: HashSet::new() };
        for word in list {
            let mut characters = word.chars();
            let Some(first) = characters.next() else { continue };
            stop.first.insert(first);
            if characters.next().is_none() {
                stop.single.insert(first);
            } else {
                stop.longer.insert(word);
            }
        }
        stop
    }

    /// Whether a folded word is a stop word.
    #[inline]
    pub fn contains(&self, word: &str) -> bool {
        word.chars().next().is_some_and(|first| self.first.contains(first) && self.is_listed(first, word))
    }

    fn is_listed(&self, first: char, word: &str) -> bool {
        if word.len() == first.len_utf8() { self.single.contains(first) } else { self.longer.contains(word) }
    }
}

/// A set of characters of the basic multilingual plane, which no stop word leaves.
struct Bits(Box<[u64; 1024]>);

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl Bits {
    fn insert(&mut self, c: char) {
        let code = u32::from(c) as usize;
        if let Some(bits) = self.0.get_mut(code / 64) {
            *bits |= 1 << (code % 64);
        }
    }

    #[inline]
    fn contains(&self, c: char) -> bool {
        let code = u32::from(c) as usize;
        self.0.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_stop_words_and_others_are_not() {
        for word in ["的", "以及", "the", "of", "如何"] {
            assert!(STOP_WORDS.contains(word), "{word}");
        }
        for word in ["", "软件", "policy", "目的", "𠀀", "\u{17684}"] {
            assert!(!STOP_WORDS.contains(word), "{word}");
        }
    }
}

//! Words that the analysis of texts knows beyond a general dictionary, and terms in two languages.
//!
//! The lists are plain files in `lexicon/`, one entry a line, `#` for comments. Terms in two
//! languages are in `lexicon/terms/`, a file a domain; [`parse_terms`] reads them and the user's own.
//! [`cedict`] reads general dictionaries in the format of CC-CEDICT.

pub mod cedict;
mod fault;
mod terms;

pub use fault::LexiconFault;
pub use terms::{Problem, TermEntry, parse_terms};

/// Terms of the field with their frequencies, for the segmentation of Chinese: `word frequency`.
/// A frequency is counted against the general dictionary's sum of 60 million; it is as large as it
/// takes for the word to be kept together, and not larger.
const USER_DICTIONARY: &str = include_str!("../../lexicon/user_dictionary.txt");

/// Function words of Chinese and English.
const STOP_WORDS: &str = include_str!("../../lexicon/stop_words.txt");

/// Everyday words with what laws and policies call the same.
const EVERYDAY: &str = include_str!("../../lexicon/everyday.txt");

/// Everyday words with the terms of the field for the same, best first, all folded.
pub fn everyday() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    entries(EVERYDAY).filter_map(|line| {
        let mut words = line.split_whitespace();
        Some((words.next()?, words.collect()))
    })
}

/// The terms of the field with their frequencies.
pub fn user_dictionary() -> impl Iterator<Item = (&'static str, u64)> {
    entries(USER_DICTIONARY).filter_map(|line| {
        let (word, frequency) = line.split_once(' ')?;
        Some((word, frequency.trim().parse().ok()?))
    })
}

/// Words that say nothing about what a text is about, folded: simplified characters, lower case.
pub fn stop_words() -> impl Iterator<Item = &'static str> {
    entries(STOP_WORDS).flat_map(str::split_whitespace)
}

/// The lines of a list without comments and blank lines.
fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_han;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_of_the_user_dictionary_is_a_term() {
        assert_eq!(user_dictionary().count(), entries(USER_DICTIONARY).count());
        let words: BTreeSet<_> = user_dictionary().map(|(word, _)| word).collect();
        assert_eq!(words.len(), user_dictionary().count(), "a word stands twice");
        for (word, frequency) in user_dictionary() {
            assert!(word.chars().all(is_han) && word.chars().count() > 1, "{word}");
            assert!((3..=2_000).contains(&frequency), "{word} {frequency}");
        }
    }

    #[test]
    fn every_everyday_word_stands_once_with_its_terms() {
        let words: BTreeSet<_> = everyday().map(|(word, _)| word).collect();
        assert_eq!(words.len(), everyday().count(), "a word stands twice");
        for (word, terms) in everyday() {
            assert!(!terms.is_empty() && !terms.contains(&word), "{word}");
            assert!(terms.iter().chain([&word]).all(|term| term.chars().all(is_han)), "{word}");
        }
    }

    #[test]
    fn stop_words_are_single_tokens() {
        let words: BTreeSet<_> = stop_words().collect();
        assert_eq!(words.len(), stop_words().count(), "a word stands twice");
        assert!(words.iter().all(|word| word.chars().all(|c| is_han(c) || c.is_ascii_lowercase())));
        assert!(user_dictionary().all(|(word, _)| !words.contains(word)));
    }
}

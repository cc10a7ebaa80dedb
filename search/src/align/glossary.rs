//! Words with their translations.

use crate::{
    bilingual::Lexicons,
    text::{Analyzer, fold},
};
use polidex_corpus::{lexicon, text::is_han};
use std::{
    collections::{HashMap, HashSet},
    fmt,
};

/// Characters of the longest word that texts are looked through for.
const LONGEST: usize = 12;

/// Chinese words and how each may be translated, as English stems.
#[derive(Default)]
pub struct Glossary {
    /// By word, folded.
    entries: HashMap<String, Vec<Vec<String>>>,
    /// Characters of the longest word.
    longest: usize,
}

impl Glossary {
    /// A glossary of pairs: a Chinese word, an English word or phrase. A word may come often.
    pub fn new<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        let analyzer = Analyzer::for_query();
        let stop_words: HashSet<&str> = lexicon::stop_words().collect();
        let mut glossary = Self::default();
        for (chinese, english) in pairs {
            let word = fold(chinese);
            if word.is_empty() || !word.chars().all(is_han) {
                continue;
            }
            let mut stems: Vec<String> = Vec::new();
            analyzer.words(&fold(english), |stem, _| {
                if !stop_words.contains(stem) {
                    stems.push(stem.to_owned());
                }
            });
            if stems.is_empty() {
                continue;
            }
            glossary.longest = glossary.longest.max(word.chars().count());
            let translations = glossary.entries.entry(word).or_default();
            if !translations.contains(&stems) {
                translations.push(stems);
            }
        }
        glossary
    }

    /// What lexicons say of the words of some Chinese texts, whichever way these are cut into words: the user's
    /// own terms, the shipped ones and, where one was imported, the general dictionary.
    pub fn of<'t>(lexicons: &Lexicons, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut seen, mut pairs) = (HashSet::new(), Vec::new());
        for text in texts {
            let folded = fold(text);
            for (start, _) in folded.char_indices() {
                let run = folded[start..].char_indices().take(LONGEST).take_while(|(_, c)| is_han(*c));
                for (at, c) in run {
                    let word = &folded[start..start + at + c.len_utf8()];
                    if seen.insert(word.to_owned()) {
                        let names = lexicons.chinese(word).into_iter().flat_map(|(_, entry)| entry.en);
                        pairs.extend(names.map(|name| (word.to_owned(), name)));
                    }
                }
            }
        }
        Self::new(pairs.iter().map(|(word, name)| (word.as_str(), *name)))
    }

    /// How many words it translates.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it translates nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Calls `sink` with the words of a folded text that it knows, the longest at every place, and their
    /// translations.
    pub(super) fn find<'g>(&'g self, folded: &str, mut sink: impl FnMut(&'g str, &'g [Vec<String>])) {
        let mut rest = folded;
        while let Some(c) = rest.chars().next() {
            let found = is_han(c).then(|| self.longest_at(rest)).flatten();
            if let Some((word, translations)) = found {
                sink(word, translations);
            }
            rest = &rest[found.map_or(c.len_utf8(), |(word, _)| word.len())..];
        }
    }

    /// The same with every word that stands in a longer one: 企业 in 软件企业.
    pub(super) fn find_all<'g>(&'g self, folded: &str, mut sink: impl FnMut(&'g str, &'g [Vec<String>])) {
        for (start, _) in folded.char_indices() {
            for end in self.ends(&folded[start..]) {
                if let Some((word, translations)) = self.entries.get_key_value(&folded[start..start + end]) {
                    sink(word, translations);
                }
            }
        }
    }

    fn longest_at(&self, text: &str) -> Option<(&str, &[Vec<String>])> {
        let ends: Vec<usize> = self.ends(text).collect();
        ends.into_iter().rev().find_map(|end| {
            let (word, translations) = self.entries.get_key_value(&text[..end])?;
            Some((word.as_str(), translations.as_slice()))
        })
    }

    /// Where words that begin with a text may end.
    fn ends(&self, text: &str) -> impl Iterator<Item = usize> {
        let han = text.char_indices().take(self.longest).take_while(|&(_, c)| is_han(c));
        han.map(|(at, c)| at + c.len_utf8())
    }
}

impl fmt::Debug for Glossary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Glossary").field("words", &self.len()).finish_non_exhaustive()
    }
}

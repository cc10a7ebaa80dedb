//! What is compared of a segment.

use super::{
    Glossary, Segment,
    ordinal::{Ordinal, ordinal},
    quantities,
};
use crate::text::{Analyzer, fold};
use polidex_corpus::{
    lexicon,
    model::{ClauseKind, ClausePath},
    text::is_han,
};
use std::collections::{HashMap, HashSet};

/// What is compared of a segment; made by [`super::Aligner::features`].
#[derive(Debug, Clone, Default)]
pub struct Features {
    pub(super) path: ClausePath,
    pub(super) kind: Option<ClauseKind>,
    /// The number that is printed before it.
    pub(super) ordinal: Option<Ordinal>,
    /// Values of its numbers in thousandths, sorted.
    pub(super) numbers: Vec<u64>,
    /// Its terms: words that stand in both languages alike and, of Chinese, those that the glossary knows; of
    /// English, all stems.
    pub(super) terms: Vec<Term>,
    /// Its length in English letters, by the usual proportion.
    pub(super) length: f32,
}

/// A term of a segment.
#[derive(Debug, Clone, Default)]
pub(super) struct Term {
    /// What it is called in the text, for counting segments that hold it.
    id: u32,
    /// The stems that say the same, alternatives; an English stem is its own.
    pub translations: Vec<Vec<u32>>,
    /// How much it tells, by how few segments of its text hold it.
    pub weight: f32,
}

/// Letters of English to a character of Chinese, in translated laws and news alike.
pub const LETTERS_A_CHARACTER: f32 = 3.3;

/// Numbers of words, given out as they come.
pub(super) type Ids = HashMap<String, u32>;

fn id(ids: &mut Ids, word: &str) -> u32 {
    let next = ids.len() as u32;
    ids.get(word).copied().unwrap_or_else(|| *ids.entry(word.to_owned()).or_insert(next))
}

/// Reads segments.
pub(super) struct Reader<'g> {
    analyzer: Analyzer,
    glossary: &'g Glossary,
    /// Words that say nothing about a subject.
    stop_words: HashSet<&'static str>,
    /// Whether words inside of longer ones are read too.
    inner: bool,
}

impl<'g> Reader<'g> {
    pub fn new(glossary: &'g Glossary, inner: bool) -> Self {
        Self { analyzer: Analyzer::for_query(), glossary, stop_words: lexicon::stop_words().collect(), inner }
    }

    pub fn read(&self, segment: &Segment, chinese: bool, ids: &mut Ids) -> Features {
        let ordinal = ordinal(&segment.text);
        // Labels are compared as numbers and paths, and would count twice. A heading may be all label.
        let label = ordinal.as_ref().map_or(0, |ordinal| ordinal.length);
        let rest = segment.text.strip_prefix(&segment.label).unwrap_or(&segment.text);
        let rest = if rest.len() == segment.text.len() { &segment.text[label..] } else { rest };
        let words = if rest.trim().is_empty() { &segment.text } else { rest };
        let mut numbers = if chinese { quantities::chinese(words) } else { quantities::english(words) };
        numbers.sort_unstable();
        numbers.dedup();
        let folded = fold(words);
        let mut terms: HashMap<u32, Vec<Vec<u32>>> = HashMap::new();
        self.analyzer.words(&folded, |word, _| {
            let foreign = !word.starts_with(is_han) && !word.starts_with(|c: char| c.is_ascii_digit());
            if foreign && !self.stop_words.contains(word) {
                let own = id(ids, word);
                terms.entry(own).or_insert_with(|| vec![vec![own]]);
            }
        });
        if chinese {
            let mut sink = |word: &str, translations: &[Vec<String>]| {
                let own = id(ids, word);
                let known = |stems: &Vec<String>| stems.iter().map(|stem| id(ids, stem)).collect();
                let translations = translations.iter().map(known).collect();
                terms.entry(own).or_insert(translations);
            };
            if self.inner {
                self.glossary.find_all(&folded, &mut sink);
            } else {
                self.glossary.find(&folded, &mut sink);
            }
        }
        let characters = words.chars().filter(|c| !c.is_whitespace()).count() as f32;
        let terms = terms.into_iter().map(|(id, translations)| Term { id, translations, weight: 1.0 });
        let mut features = Features {
            path: segment.path.clone(),
            kind: Some(segment.kind),
            ordinal,
            numbers,
            terms: terms.collect(),
            length: if chinese { characters * LETTERS_A_CHARACTER } else { characters },
        };
        features.terms.sort_unstable_by_key(|term| term.id);
        features
    }
}

impl Features {
    /// Two neighbouring segments taken as one.
    pub(super) fn joined(&self, next: &Self) -> Self {
        let mut joined = self.clone();
        joined.numbers.extend(&next.numbers);
        joined.numbers.sort_unstable();
        joined.numbers.dedup();
        joined.terms.extend(next.terms.iter().cloned());
        joined.terms.sort_unstable_by_key(|term| term.id);
        joined.terms.dedup_by_key(|term| term.id);
        joined.length += next.length;
        joined
    }

    /// Whether an English segment holds a stem.
    pub(super) fn holds(&self, stem: u32) -> Option<&Term> {
        self.terms.binary_search_by_key(&stem, |term| term.id).ok().map(|at| &self.terms[at])
    }
}

/// Gives every term its weight: the logarithm of how many segments there are to one that holds it.
pub(super) fn weigh(segments: &mut [Features]) {
    let mut held: HashMap<u32, u32> = HashMap::new();
    for term in segments.iter().flat_map(|segment| &segment.terms) {
        *held.entry(term.id).or_default() += 1;
    }
    let all = segments.len() as f32;
    for term in segments.iter_mut().flat_map(|segment| &mut segment.terms) {
        term.weight = (1.0 + all / held.get(&term.id).copied().unwrap_or(1) as f32).ln();
    }
}

//! The terms of a query and what they are called in the other language.

use super::{
    compiled::Entry,
    keys::{MAX_KEY_CHARS, MAX_KEY_WORDS, Word, chinese_key, join},
    lexicons::{Lexicons, Origin},
    numbers,
};
use crate::text::fold;
use polidex_corpus::text::is_han;
use std::ops::Range;

/// A term of a query with its alternatives in the other language.
#[derive(Debug, Clone, PartialEq)]
pub struct TranslatedTerm {
    /// Where it stands, in bytes of the folded query.
    pub bytes: Range<usize>,
    /// The alternatives, best first; empty where none is known that stands in the store.
    pub alternatives: Vec<Alternative>,
}

/// What a term may be called in the other language.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The name, folded; with [`TOGETHER`] between them, two names that stand in one clause.
    pub text: String,
    /// How far it is to be trusted, above 0 and at most 1.
    pub weight: f32,
    /// Who says so.
    pub origin: Origin,
}

/// Says in how many clauses of the store a folded name stands at most.
pub type Held<'a> = dyn Fn(&str) -> u32 + 'a;

impl Lexicons {
    /// The terms of a folded query in order, phrases before words. `words` are its Chinese words, in
    /// bytes and in order. An alternative that stands nowhere in the store is none; where a phrase has
    /// no other, its parts are looked up.
    pub fn translate(&self, folded: &str, words: &[Range<usize>], held: &Held<'_>) -> Vec<TranslatedTerm> {
        let walk = Walk { lexicons: self, folded, held };
        let mut terms = walk.chinese(words);
        let taken: Vec<Range<usize>> = terms.iter().map(|term| term.bytes.clone()).collect();
        let mut english = self.keys.words(folded);
        english.retain(|word| {
            taken.iter().all(|term| word.bytes.start >= term.end || word.bytes.end <= term.start)
        });
        terms.extend(walk.english(&english));
        terms.sort_by_key(|term| term.bytes.start);
        terms.truncate(self.weights.terms);
        terms
    }
}

/// Stands between the parts of a compound that may stand apart in a clause.
pub const TOGETHER: &str = " + ";

/// Names of each part of a compound that are looked for.
const NAMES_OF_PARTS: usize = 2;

struct Walk<'a> {
    lexicons: &'a Lexicons,
    folded: &'a str,
    held: &'a Held<'a>,
}

impl Walk<'_> {
    fn chinese(&self, words: &[Range<usize>]) -> Vec<TranslatedTerm> {
        let mut terms = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let start = words[at].start;
            let last = (at..words.len())
                .take_while(|&last| self.is_one_term(start..words[last].end))
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .find_map(|last| Some((last, self.chinese_compound(&words[at..=last])?)));
            if let Some((last, term)) = last {
                terms.push(term);
                at = last + 1;
            } else {
                self.inside(words[at].clone(), &mut terms);
                at += 1;
            }
        }
        terms
    }

    /// Whether a stretch could be one name: short, of letters and ideographs with quotation marks at most.
    fn is_one_term(&self, bytes: Range<usize>) -> bool {
        let text = &self.folded[bytes];
        text.chars().count() <= MAX_KEY_CHARS && text.chars().all(|c| c.is_alphanumeric() || c == '"')
    }

    fn chinese_term(&self, bytes: Range<usize>) -> Option<TranslatedTerm> {
        let text = &self.folded[bytes.clone()];
        let key = chinese_key(text)?;
        let mut alternatives = self.looked_up(&key, text, true);
        if alternatives.is_empty()
            && let Some((length, names)) = numbers::chinese(text)
            && length == text.len()
        {
            alternatives = self.numbers(names);
        }
        (!alternatives.is_empty()).then_some(TranslatedTerm { bytes, alternatives })
    }

    /// A name of several words, with those of its parts behind its own.
    fn chinese_compound(&self, words: &[Range<usize>]) -> Option<TranslatedTerm> {
        let (first, last) = (words.first()?, words.last()?);
        let mut term = self.chinese_term(first.start..last.end)?;
        let part = |words: &[Range<usize>]| {
            let bytes = words[0].start..words[words.len() - 1].end;
            let text = &self.folded[bytes];
            chinese_key(text).map(|key| self.looked_up(&key, text, true)).unwrap_or_default()
        };
        self.add_parts(&mut term.alternatives, words, part);
        Some(term)
    }

    /// Adds what a rare compound is called by its parts: clauses that hold both say the same in more words.
    fn add_parts<W>(
        &self,
        names: &mut Vec<Alternative>,
        words: &[W],
        part: impl Fn(&[W]) -> Vec<Alternative>,
    ) {
        let weights = &self.lexicons.weights;
        let held: u32 = names.iter().map(|name| (self.held)(&name.text)).sum();
        if names.is_empty() || held >= weights.parts_below {
            return;
        }
        let both = (1..words.len()).rev().find_map(|at| {
            let (left, right) = (part(&words[..at]), part(&words[at..]));
            (!left.is_empty() && !right.is_empty()).then_some((left, right))
        });
        let Some((left, right)) = both else { return };
        for left in left.iter().take(NAMES_OF_PARTS) {
            names.extend(right.iter().take(NAMES_OF_PARTS).map(|right| Alternative {
                text: format!("{}{TOGETHER}{}", left.text, right.text),
                weight: weights.parts * left.weight * right.weight,
                origin: left.origin,
            }));
        }
    }

    /// The longest names inside a word that is none itself; what is left over stands as it is.
    fn inside(&self, word: Range<usize>, terms: &mut Vec<TranslatedTerm>) {
        let mut found = Vec::new();
        let mut start = word.start;
        while start < word.end {
            let ends = self.folded[start..word.end].char_indices().map(|(at, c)| start + at + c.len_utf8());
            let ends: Vec<usize> = ends.take(MAX_KEY_CHARS).collect();
            let term = ends.iter().skip(1).rev().find_map(|&end| self.chinese_term(start..end));
            start = term.as_ref().map_or(ends[0], |term| term.bytes.end);
            found.extend(term);
        }
        if found.is_empty() {
            found.push(TranslatedTerm { bytes: word, alternatives: Vec::new() });
        }
        terms.extend(found);
    }

    fn english(&self, words: &[Word]) -> Vec<TranslatedTerm> {
        let mut terms = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (taken, alternatives) = self.english_term(&words[at..]);
            let bytes = words[at].bytes.start..words[at + taken - 1].bytes.end;
            terms.push(TranslatedTerm { bytes, alternatives });
            at += taken;
        }
        terms
    }

    /// English words as they were typed.
    fn typed(&self, words: &[Word]) -> &str {
        &self.folded[words[0].bytes.start..words[words.len() - 1].bytes.end]
    }

    /// The longest term at the beginning of `words`: how many of them it takes, and its alternatives.
    fn english_term(&self, words: &[Word]) -> (usize, Vec<Alternative>) {
        let number = numbers::english(words);
        for length in (1..=words.len().min(MAX_KEY_WORDS)).rev() {
            let typed = self.typed(&words[..length]);
            if length > 1 && typed.chars().any(|c| is_han(c) || matches!(c, '"' | ';' | '\n' | '?' | '!')) {
                continue;
            }
            let mut alternatives = self.looked_up(&join(&words[..length]), typed, false);
            self.add_parts(&mut alternatives, &words[..length], |part| {
                self.looked_up(&join(part), self.typed(part), false)
            });
            if !alternatives.is_empty() {
                return (length, alternatives);
            }
            if let Some((_, names)) = number.as_ref().filter(|(taken, _)| *taken == length) {
                let alternatives = self.numbers(names.clone());
                if !alternatives.is_empty() {
                    return (length, alternatives);
                }
            }
        }
        (1, Vec::new())
    }

    fn numbers(&self, names: Vec<String>) -> Vec<Alternative> {
        let names = names.into_iter().filter(|name| (self.held)(name) > 0);
        names.map(|text| Alternative { text, weight: 1.0, origin: Origin::Number }).collect()
    }

    /// The alternatives of a term that stand in the store, best first.
    fn looked_up(&self, key: &str, typed: &str, from_chinese: bool) -> Vec<Alternative> {
        let entries = self.lexicons.get(&format!("{}{key}", if from_chinese { 'z' } else { 'e' }));
        let behind = entries.first().is_some_and(|(origin, _)| *origin != Origin::Dictionary);
        let mut alternatives: Vec<Alternative> = Vec::new();
        for (origin, entry) in &entries {
            let (names, listed) = if from_chinese { (&entry.en, &entry.zh) } else { (&entry.zh, &entry.en) };
            let trust = self.trust(*origin, behind, entry) * self.typed_weight(*origin, key, typed, listed);
            for (place, name) in names.iter().enumerate() {
                let text = fold(name);
                let weight = trust * self.name_weight(&text, place);
                match alternatives.iter_mut().find(|known| known.text == text) {
                    Some(known) => known.weight = known.weight.max(weight),
                    None => alternatives.push(Alternative { text, weight, origin: *origin }),
                }
            }
        }
        alternatives.retain(|alternative| (self.held)(&alternative.text) > 0);
        self.best(alternatives)
    }

    fn best(&self, mut alternatives: Vec<Alternative>) -> Vec<Alternative> {
        let weights = &self.lexicons.weights;
        alternatives.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
        let least = alternatives.first().map_or(0.0, |best| best.weight * weights.least_share);
        alternatives.retain(|alternative| alternative.weight >= least);
        alternatives.truncate(weights.most);
        alternatives
    }

    /// How far an entry is trusted.
    fn trust(&self, origin: Origin, behind: bool, entry: &Entry<'_>) -> f32 {
        let weights = &self.lexicons.weights;
        match origin {
            Origin::Dictionary if behind => weights.dictionary_behind,
            Origin::Dictionary => weights.dictionary,
            _ if entry.flags.contains(&"general") => weights.general,
            Origin::Typed | Origin::User | Origin::Lexicon | Origin::Number => 1.0,
        }
    }

    fn name_weight(&self, name: &str, place: usize) -> f32 {
        let weights = &self.lexicons.weights;
        let single = name.chars().nth(1).is_none() && name.starts_with(is_han);
        (if single { weights.single } else { 1.0 }) / (1.0 + weights.name_step * place as f32)
    }

    /// How well the typed term is one of the names that are `listed` for it. A dictionary gives the
    /// usual sense first; in the lexicon, names of one entry are of equal right.
    fn typed_weight(&self, origin: Origin, key: &str, typed: &str, listed: &[&str]) -> f32 {
        let (weights, keys) = (&self.lexicons.weights, &self.lexicons.keys);
        let single = typed.chars().nth(1).is_none() && typed.starts_with(is_han);
        let is_typed =
            |name: &str| chinese_key(name).as_deref() == Some(key) || keys.key(name).as_deref() == Some(key);
        let names: Vec<String> = listed.iter().map(|name| fold(name)).collect();
        let place = names.iter().position(|name| is_typed(name)).unwrap_or(names.len());
        let step = if origin == Origin::Dictionary { weights.typed_step } else { 0.0 };
        let exact =
            typed.contains(is_han) || names.iter().any(|name| is_typed(name) && keys.same_form(name, typed));
        (if single { weights.typed_single } else { 1.0 }) * (if exact { 1.0 } else { weights.inexact })
            / (1.0 + step * place as f32)
    }
}

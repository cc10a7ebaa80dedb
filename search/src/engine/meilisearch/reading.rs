//! Reads candidates, and notes what a plan looks for in them.
//!
//! Some thousand candidates are read for one question, so each is looked through once, where it stands, and
//! nothing of it is copied but what the plan asks about.

use super::{
    evidence::Sight,
    units::{CandidateUnits, Postings, Unit},
};
use crate::{
    engine::matching::{DocId, Norms, Stretches, length_class},
    query::plan::Plan,
    rank::Field,
    stats::Side,
};
use memchr::memchr;
use std::collections::{HashMap, HashSet};

/// The sign between tokens, labels and facets.
const BETWEEN: u8 = 0x1f;

/// The place of something that is looked for among everything that is.
type Slot = u32;

/// What a plan looks for.
#[derive(Default)]
struct Wanted {
    terms: [HashMap<Vec<u8>, Slot>; 4],
    prefixes: [Vec<(String, Slot)>; 4],
    labels: HashMap<Vec<u8>, Slot>,
    sieves: [Sieve; 4],
    slots: Slot,
    /// Whether phrases are looked for whose terms must stand at their distances.
    phrases: bool,
}

impl Wanted {
    fn of(plan: &Plan) -> Self {
        let mut wanted = Self::default();
        for term in &plan.terms {
            wanted.term(term.own, &term.text, term.prefix);
            wanted.term(term.context, &term.text, term.prefix);
        }
        for name in plan.translations.iter().flat_map(|translation| &translation.alternatives) {
            for term in &name.terms {
                wanted.term(name.own, term, false);
                wanted.term(name.own.context(), term, false);
            }
        }
        for phrase in &plan.phrases {
            wanted.phrases |= phrase.terms.len() > 1;
            for term in &phrase.terms {
                wanted.term(Field::BodyGrams, &term.text, term.prefix);
                wanted.term(Field::ContextGrams, &term.text, term.prefix);
            }
        }
        let sets = plan.filters.iter().chain(&plan.labels).flatten();
        let language = plan.side.map(Side::labels).unwrap_or_default();
        let boosts = plan.boosts.iter().map(|boost| &boost.label);
        for label in sets.chain(&plan.exclusions).chain(&language).chain(boosts) {
            let slot = wanted.slots;
            wanted.labels.entry(label.as_bytes().to_vec()).or_insert(slot);
            wanted.slots += 1;
        }
        wanted.sieves = std::array::from_fn(|field| Sieve::new(wanted.terms[field].keys()));
        wanted
    }

    fn term(&mut self, field: Field, text: &str, prefix: bool) {
        let (at, slot) = (field.index(), self.slots);
        if !prefix {
            self.terms[at].entry(text.as_bytes().to_vec()).or_insert(slot);
        } else if !self.prefixes[at].iter().any(|(known, _)| known == text) {
            self.prefixes[at].push((text.to_owned(), slot));
        }
        self.slots += 1;
    }
}

/// Candidates as they are read.
pub struct Reading {
    wanted: Wanted,
    units: Vec<Unit>,
    /// What the units hold, one unit after the other; a slot comes as often as the unit holds it.
    held: Vec<Slot>,
    /// Where the part of each unit ends.
    ends: Vec<usize>,
    facet_labels: Vec<String>,
    facet_places: HashMap<Vec<u8>, u64>,
    /// Lists of facets: many units have the same.
    facet_lists: Vec<Vec<u64>>,
    lists: HashMap<Vec<u8>, u32>,
}

impl Reading {
    /// Begins to read for `plan`.
    pub fn new(plan: &Plan) -> Self {
        Self {
            wanted: Wanted::of(plan),
            units: Vec::new(),
            held: Vec::new(),
            ends: Vec::new(),
            facet_labels: Vec::new(),
            facet_places: HashMap::new(),
            facet_lists: Vec::new(),
            lists: HashMap::new(),
        }
    }

    /// Reads a unit.
    pub fn see(&mut self, sight: &Sight<'_>) {
        let lengths = Field::ALL.map(|field| self.field(field, sight.fields[field.index()]));
        if !self.wanted.labels.is_empty() {
            let labels = parts(sight.labels).filter_map(|label| self.wanted.labels.get(label));
            self.held.extend(labels);
        }
        self.ends.push(self.held.len());
        let text = |field: Field| {
            let bytes = sight.fields[field.index()];
            if self.wanted.phrases { String::from_utf8_lossy(bytes).into_owned() } else { String::new() }
        };
        let grams = [text(Field::BodyGrams), text(Field::ContextGrams)];
        let facets = self.facets(sight.facets);
        self.units.push(Unit { facts: sight.facts, lengths, facets, grams });
    }

    /// Notes what a field holds. Returns the class of its length.
    fn field(&mut self, field: Field, tokens: &[u8]) -> u8 {
        let at = field.index();
        let (wanted, mut count) = (&self.wanted, 0);
        let (sieve, terms, prefixes) = (&wanted.sieves[at], &wanted.terms[at], &wanted.prefixes[at]);
        for Token { text, begin } in Tokens(tokens) {
            count += 1;
            if sieve.may_hold(begin) {
                self.held.extend(terms.get(text));
            }
            let begun = prefixes.iter().filter(|(prefix, _)| text.starts_with(prefix.as_bytes()));
            self.held.extend(begun.map(|(_, slot)| slot));
        }
        length_class(count)
    }

    /// The place of a list of facets.
    fn facets(&mut self, facets: &[u8]) -> u32 {
        if let Some(&known) = self.lists.get(facets) {
            return known;
        }
        let list = parts(facets).map(|facet| {
            *self.facet_places.entry(facet.to_vec()).or_insert_with(|| {
                self.facet_labels.push(String::from_utf8_lossy(facet).into_owned());
                self.facet_labels.len() as u64 - 1
            })
        });
        self.facet_lists.push(list.collect());
        let place = self.facet_lists.len() as u32 - 1;
        self.lists.insert(facets.to_vec(), place);
        place
    }

    /// The policies of what was read.
    pub fn policies(&self) -> HashSet<i64> {
        self.units.iter().map(|unit| unit.facts.policy).collect()
    }

    /// The candidates, newest editions first: the first match of a document speaks for its facets.
    pub fn finish(mut self, norms: Norms) -> CandidateUnits {
        let mut order: Vec<usize> = (0..self.units.len()).collect();
        order.sort_unstable_by_key(|&place| {
            let facts = &self.units[place].facts;
            (facts.superseded, facts.clause)
        });
        let mut postings: Vec<Postings> = (0..self.wanted.slots).map(|_| Postings::default()).collect();
        for (doc, &place) in order.iter().enumerate() {
            let begin = place.checked_sub(1).map_or(0, |before| self.ends[before]);
            for &slot in &self.held[begin..self.ends[place]] {
                postings[slot as usize].add(doc as DocId);
            }
        }
        let mut taken = |slot: Slot| std::mem::take(&mut postings[slot as usize]);
        let units: Vec<Unit> = order.iter().map(|&place| self.units[place].take()).collect();
        let stretches = Stretches::new(units.iter().map(|unit| unit.facts.policy as u32));
        let Wanted { terms, prefixes, labels, .. } = self.wanted;
        let lengths = Field::ALL.map(|field| units.iter().map(|unit| unit.lengths[field.index()]).collect());
        CandidateUnits {
            units,
            stretches,
            lengths,
            norms,
            terms: terms.map(|terms| terms.into_iter().map(|(term, slot)| (term, taken(slot))).collect()),
            prefixes: prefixes
                .map(|all| all.into_iter().map(|(prefix, slot)| (prefix, taken(slot))).collect()),
            labels: labels.into_iter().map(|(label, slot)| (label, taken(slot))).collect(),
            facet_labels: self.facet_labels,
            facet_lists: self.facet_lists,
        }
    }
}

/// The parts between signs that are not empty.
fn parts(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    Tokens(list).map(|token| token.text)
}

/// A part of a list.
#[derive(Clone, Copy)]
struct Token<'a> {
    text: &'a [u8],
    /// Its first eight bytes as a number, zeros where it is shorter.
    begin: u64,
}

/// The parts of a list that are not empty. Most are shorter than eight bytes, two characters for instance: these are
/// found and read in one step.
struct Tokens<'a>(&'a [u8]);

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while !self.0.is_empty() {
            let (end, begin) = end_and_begin(self.0);
            let text = &self.0[..end];
            self.0 = self.0.get(end + 1..).unwrap_or_default();
            if !text.is_empty() {
                return Some(Token { text, begin });
            }
        }
        None
    }
}

/// Where the first part of a list ends, and its first eight bytes as a number.
fn end_and_begin(list: &[u8]) -> (usize, u64) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let Some(eight) = list.first_chunk::<8>() else {
        let end = memchr(BETWEEN, list).unwrap_or(list.len());
        return (end, begin_of(&list[..end]));
    };
    let number = u64::from_le_bytes(*eight);
    // A byte of zero marks the sign (Mycroft's test; the lowest mark is never a false one).
    let signs = number ^ (ONES * u64::from(BETWEEN));
    let marks = signs.wrapping_sub(ONES) & !signs & (ONES << 7);
    if marks == 0 {
        return (8 + memchr(BETWEEN, &list[8..]).unwrap_or(list.len() - 8), number);
    }
    let end = marks.trailing_zeros() / 8;
    (end as usize, number & ((1 << (end * 8)) - 1))
}

/// The first eight bytes of a text as a number, zeros where it is shorter.
fn begin_of(text: &[u8]) -> u64 {
    text.iter().take(8).rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// Tells most tokens that are not looked for, quickly.
#[derive(Default)]
struct Sieve(Vec<bool>);

impl Sieve {
    const BITS: u32 = 12;

    fn new<'a>(terms: impl Iterator<Item = &'a Vec<u8>>) -> Self {
        let mut sieve = Self(vec![false; 1 << Self::BITS]);
        for term in terms {
            sieve.0[Self::place(begin_of(term))] = true;
        }
        sieve
    }

    fn may_hold(&self, begin: u64) -> bool {
        self.0[Self::place(begin)]
    }

    fn place(begin: u64) -> usize {
        (begin.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_are_parted() {
        let parted = |list: &'static str| parts(list.as_bytes()).collect::<Vec<_>>();
        assert_eq!(parted("软件\u{1f}\u{1f}a"), ["软件".as_bytes(), b"a"]);
        assert!(parted("").is_empty());
        assert_eq!(parted("\u{1f}a\u{1f}"), [b"a"]);
    }

    proptest! {
        #[test]
        fn parts_are_those_of_a_split(list in "[a\u{1e}\u{1f}软\u{9f}]{0,40}") {
            let expected: Vec<&str> = list.split('\u{1f}').filter(|part| !part.is_empty()).collect();
            let found: Vec<Token<'_>> = Tokens(list.as_bytes()).collect();
            prop_assert_eq!(found.len(), expected.len());
            for (token, expected) in found.iter().zip(expected) {
                prop_assert_eq!(token.text, expected.as_bytes());
                prop_assert_eq!(token.begin, begin_of(expected.as_bytes()));
            }
        }
    }

    #[test]
    fn the_sieve_lets_its_terms_through() {
        let terms: Vec<Vec<u8>> =
            ["软件", "industri", "2021", "a"].map(|term| term.as_bytes().to_vec()).into();
        let sieve = Sieve::new(terms.iter());
        assert!(terms.iter().all(|term| sieve.may_hold(begin_of(term))));
    }
}

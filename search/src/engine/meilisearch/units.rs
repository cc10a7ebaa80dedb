//! Candidates as units that a plan can be held against.

use super::evidence::Row;
use crate::{
    engine::{
        EngineError,
        matching::{DocId, Norms, Units, Visit, class_length, length_class},
    },
    query::plan::{Phrase, Plan},
    rank::{Field, Role},
    text::PhraseTerm,
};
use std::collections::{BTreeMap, HashMap};

/// Units that hold a term, with how often.
#[derive(Default)]
struct Postings {
    docs: Vec<DocId>,
    frequencies: Vec<u32>,
}

impl Postings {
    fn add(&mut self, doc: DocId) {
        if self.docs.last() == Some(&doc) {
            if let Some(frequency) = self.frequencies.last_mut() {
                *frequency += 1;
            }
        } else {
            self.docs.push(doc);
            self.frequencies.push(1);
        }
    }
}

/// The candidates of one plan, with postings of the plan's terms.
pub struct CandidateUnits {
    rows: Vec<Row>,
    /// Classes of lengths, by unit.
    lengths: Vec<[u8; 4]>,
    norms: Norms,
    terms: [HashMap<Vec<u8>, Postings>; 4],
    prefixes: [BTreeMap<String, Postings>; 4],
    facet_labels: Vec<String>,
    facet_ordinals: Vec<Vec<u64>>,
}

impl CandidateUnits {
    /// Looks the terms of `plan` up in `rows`.
    pub fn new(rows: Vec<Row>, plan: &Plan, norms: Norms) -> Self {
        let mut units = Self {
            lengths: Vec::with_capacity(rows.len()),
            norms,
            terms: <_>::default(),
            prefixes: <_>::default(),
            facet_labels: Vec::new(),
            facet_ordinals: Vec::with_capacity(rows.len()),
            rows: Vec::new(),
        };
        units.want(plan);
        let sieves = std::array::from_fn(|field| Sieve::new(units.terms[field].keys()));
        let mut facets: HashMap<String, u64> = HashMap::new();
        for (doc, row) in rows.iter().enumerate() {
            units.read(doc as DocId, row, &sieves);
            let ordinals = row.facets().map(|facet| {
                *facets.entry(facet.to_owned()).or_insert_with(|| {
                    units.facet_labels.push(facet.to_owned());
                    units.facet_labels.len() as u64 - 1
                })
            });
            units.facet_ordinals.push(ordinals.collect());
        }
        units.rows = rows;
        units
    }

    /// Notes which terms are looked for.
    fn want(&mut self, plan: &Plan) {
        let mut want = |field: Field, text: &str, prefix: bool| {
            if prefix {
                self.prefixes[field.index()].entry(text.to_owned()).or_default();
            } else {
                self.terms[field.index()].entry(text.as_bytes().to_vec()).or_default();
            }
        };
        for term in &plan.terms {
            want(term.own, &term.text, term.prefix);
            want(term.context, &term.text, term.prefix);
        }
        for name in plan.translations.iter().flat_map(|translation| &translation.alternatives) {
            for term in &name.terms {
                want(name.own, term, false);
                want(name.own.context(), term, false);
            }
        }
        for term in plan.phrases.iter().flat_map(|phrase| &phrase.terms) {
            want(Field::BodyGrams, &term.text, term.prefix);
            want(Field::ContextGrams, &term.text, term.prefix);
        }
    }

    fn read(&mut self, doc: DocId, row: &Row, sieves: &[Sieve; 4]) {
        let mut lengths = [0; 4];
        for field in Field::ALL {
            let (at, mut tokens) = (field.index(), 0);
            for token in row.field(field).split('\u{1f}').filter(|token| !token.is_empty()) {
                tokens += 1;
                if sieves[at].may_hold(token.as_bytes())
                    && let Some(postings) = self.terms[at].get_mut(token.as_bytes())
                {
                    postings.add(doc);
                }
                for (_, postings) in
                    self.prefixes[at].iter_mut().filter(|(prefix, _)| token.starts_with(prefix.as_str()))
                {
                    postings.add(doc);
                }
            }
            lengths[at] = length_class(tokens);
        }
        self.lengths.push(lengths);
    }

    fn row(&self, doc: DocId) -> &Row {
        &self.rows[doc as usize]
    }
}

/// Tells most tokens that are not looked for, quickly.
struct Sieve(Vec<bool>);

impl Sieve {
    const BITS: u32 = 12;

    fn new<'a>(terms: impl Iterator<Item = &'a Vec<u8>>) -> Self {
        let mut sieve = Self(vec![false; 1 << Self::BITS]);
        for term in terms {
            let place = Self::place(term);
            sieve.0[place] = true;
        }
        sieve
    }

    fn may_hold(&self, term: &[u8]) -> bool {
        self.0[Self::place(term)]
    }

    fn place(term: &[u8]) -> usize {
        let mut bytes = [0; 8];
        let taken = term.len().min(8);
        bytes[..taken].copy_from_slice(&term[..taken]);
        let mixed = u64::from_le_bytes(bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> (64 - Self::BITS)) as usize
    }
}

impl Units for CandidateUnits {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn is_alive(&self, _: DocId) -> bool {
        true
    }

    fn postings(&self, field: Field, term: &str, visit: Visit<'_>) -> Result<(), EngineError> {
        if let Some(postings) = self.terms[field.index()].get(term.as_bytes()) {
            visit(&postings.docs, &postings.frequencies);
        }
        Ok(())
    }

    fn prefix_postings(&self, field: Field, prefix: &str, visit: Visit<'_>) -> Result<(), EngineError> {
        if let Some(postings) = self.prefixes[field.index()].get(prefix) {
            visit(&postings.docs, &postings.frequencies);
        }
        Ok(())
    }

    fn labelled(&self, label: &str, visit: Visit<'_>) -> Result<(), EngineError> {
        let held = self.rows.iter().enumerate().filter(|(_, row)| row.labels().any(|held| held == label));
        let docs: Vec<DocId> = held.map(|(doc, _)| doc as DocId).collect();
        visit(&docs, &vec![1; docs.len()]);
        Ok(())
    }

    fn frequencies(&self, field: Field, term: &str, docs: &[DocId]) -> Result<Vec<u32>, EngineError> {
        let Some(postings) = self.terms[field.index()].get(term.as_bytes()) else {
            return Ok(vec![0; docs.len()]);
        };
        let frequency = |doc| postings.docs.binary_search(doc).map_or(0, |place| postings.frequencies[place]);
        Ok(docs.iter().map(frequency).collect())
    }

    fn holding(&self, phrase: &Phrase, field: Field) -> Result<Vec<DocId>, EngineError> {
        let held = self.rows.iter().enumerate().filter(|(_, row)| stands(row.field(field), &phrase.terms));
        Ok(held.map(|(doc, _)| doc as DocId).collect())
    }

    fn facet_labels(&self) -> Result<&[String], EngineError> {
        Ok(&self.facet_labels)
    }

    fn facet_ordinals(&self, doc: DocId) -> impl Iterator<Item = u64> {
        self.facet_ordinals[doc as usize].iter().copied()
    }

    fn norm(&self, field: Field, doc: DocId) -> f32 {
        self.norms.0[field.index()][self.lengths[doc as usize][field.index()] as usize]
    }

    fn length(&self, field: Field, doc: DocId) -> u32 {
        class_length(self.lengths[doc as usize][field.index()])
    }

    fn policy(&self, doc: DocId) -> u32 {
        self.row(doc).policy as u32
    }

    fn clause(&self, doc: DocId) -> i64 {
        self.row(doc).clause
    }

    fn tie(&self, doc: DocId) -> u64 {
        self.row(doc).tie
    }

    fn role(&self, doc: DocId) -> Role {
        self.row(doc).role
    }

    fn superseded(&self, doc: DocId) -> bool {
        self.row(doc).superseded
    }

    fn date(&self, doc: DocId) -> Option<i64> {
        self.row(doc).date
    }

    fn effective(&self, doc: DocId) -> Option<i64> {
        self.row(doc).effective
    }

    fn expires(&self, doc: DocId) -> Option<i64> {
        self.row(doc).expires
    }
}

/// Whether tokens, one a position, hold all terms at their distances.
fn stands(field: &str, terms: &[PhraseTerm]) -> bool {
    let Some(first) = terms.first() else { return false };
    if !field.contains(first.text.as_str()) {
        return false;
    }
    let tokens: Vec<&str> = field.split('\u{1f}').collect();
    let holds = |at: usize, term: &PhraseTerm| {
        let token = tokens.get(at + (term.position - first.position) as usize);
        token.is_some_and(
            |token| {
                if term.prefix { token.starts_with(&term.text) } else { *token == term.text }
            },
        )
    };
    (0..tokens.len()).any(|at| terms.iter().all(|term| holds(at, term)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field: &str, phrase: &str, expected: bool) {
        let terms = crate::text::Analyzer::for_query().phrase_terms(phrase);
        assert_eq!(stands(&field.replace('|', "\u{1f}"), &terms), expected, "{phrase} in {field}");
    }

    #[test]
    fn phrases_stand_where_their_terms_do() {
        let field = "工业|业软|软件|件||a|股上|上市|市";
        check(field, "工业软件", true);
        check(field, "软件a", false);
        check(field, "a股", true);
        check(field, "软件、a股上", true);
        check(field, "业件", false);
    }

    #[test]
    fn the_sieve_lets_its_terms_through() {
        let terms: Vec<Vec<u8>> =
            ["软件", "industri", "2021", "a"].map(|term| term.as_bytes().to_vec()).into();
        let sieve = Sieve::new(terms.iter());
        assert!(terms.iter().all(|term| sieve.may_hold(term)));
    }
}

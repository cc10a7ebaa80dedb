//! Candidates as units that a plan can be held against.

use super::evidence::Facts;
use crate::{
    engine::{
        EngineError,
        matching::{DocBits, DocId, Norms, Stretches, Units, Visit},
    },
    query::phrase::Phrase,
    rank::{Field, Role},
    text::PhraseTerm,
};
use std::collections::HashMap;

/// Units that hold a term, with how often.
#[derive(Default)]
pub struct Postings {
    docs: Vec<DocId>,
    frequencies: Vec<u32>,
}

impl Postings {
    /// Notes that a unit holds it once more; units come in rising order.
    pub fn add(&mut self, doc: DocId) {
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

/// One candidate.
pub struct Unit {
    /// What it is.
    pub facts: Facts,
    /// Classes of the lengths of its fields.
    pub lengths: [u8; 4],
    /// The place of its list of facets.
    pub facets: u32,
    /// The bigrams of itself and of what stands above it, where phrases are looked for.
    pub grams: [String; 2],
}

impl Unit {
    /// The unit, of which nothing is left here that is looked at again.
    pub fn take(&mut self) -> Self {
        Self { grams: std::mem::take(&mut self.grams), ..*self }
    }
}

/// The candidates of one plan, with postings of what the plan looks for.
pub struct CandidateUnits {
    pub(super) units: Vec<Unit>,
    pub(super) stretches: Stretches,
    /// By field and unit the class of its length.
    pub(super) lengths: [Vec<u8>; 4],
    pub(super) norms: Norms,
    pub(super) terms: [HashMap<Vec<u8>, Postings>; 4],
    pub(super) prefixes: [HashMap<String, Postings>; 4],
    pub(super) labels: HashMap<Vec<u8>, Postings>,
    pub(super) facet_labels: Vec<String>,
    pub(super) facet_lists: Vec<Vec<u64>>,
}

impl CandidateUnits {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    fn facts(&self, doc: DocId) -> &Facts {
        &self.units[doc as usize].facts
    }
}

impl Units for CandidateUnits {
    fn len(&self) -> usize {
        self.units.len()
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
        if let Some(postings) = self.labels.get(label.as_bytes()) {
            visit(&postings.docs, &postings.frequencies);
        }
        Ok(())
    }

    fn frequencies(&self, field: Field, term: &str, docs: &[DocId]) -> Result<Vec<u32>, EngineError> {
        let Some(postings) = self.terms[field.index()].get(term.as_bytes()) else {
            return Ok(vec![0; docs.len()]);
        };
        let frequency = |doc| postings.docs.binary_search(doc).map_or(0, |place| postings.frequencies[place]);
        Ok(docs.iter().map(frequency).collect())
    }

    fn holding(&self, phrase: &Phrase, field: Field, among: &DocBits) -> Result<DocBits, EngineError> {
        let side = usize::from(field != Field::BodyGrams);
        let mut held = DocBits::none(self.len());
        for doc in among.within(0..self.len() as DocId) {
            if stands(&self.units[doc as usize].grams[side], &phrase.terms) {
                held.insert(doc);
            }
        }
        Ok(held)
    }

    fn facet_labels(&self) -> Result<&[String], EngineError> {
        Ok(&self.facet_labels)
    }

    fn facet_ordinals(&self, doc: DocId) -> impl Iterator<Item = u64> {
        self.facet_lists[self.units[doc as usize].facets as usize].iter().copied()
    }

    fn norms(&self, field: Field) -> &[f32; 256] {
        &self.norms.0[field.index()]
    }

    fn length_classes(&self, field: Field) -> &[u8] {
        &self.lengths[field.index()]
    }

    fn stretches(&self) -> &Stretches {
        &self.stretches
    }

    fn clause(&self, doc: DocId) -> i64 {
        self.facts(doc).clause
    }

    fn tie(&self, doc: DocId) -> u64 {
        self.facts(doc).tie
    }

    fn role(&self, doc: DocId) -> Role {
        self.facts(doc).role
    }

    fn superseded(&self, doc: DocId) -> bool {
        self.facts(doc).superseded
    }

    fn date(&self, doc: DocId) -> Option<i64> {
        self.facts(doc).date
    }

    fn effective(&self, doc: DocId) -> Option<i64> {
        self.facts(doc).effective
    }

    fn expires(&self, doc: DocId) -> Option<i64> {
        self.facts(doc).expires
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
}

//! The numbers of the ranker: data, read from `weights.toml`.

use super::{Field, Model, Role};
use crate::meaning::MeaningWeights;
use serde::{Deserialize, Serialize};

/// The parameters of BM25 and the worth of each piece of evidence.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// How fast repetitions of a term stop counting.
    pub k1: f32,
    /// How much long clauses are held back, per field, 0 to 1.
    pub b: [f32; 4],
    /// Worth of a match in each field, in the order of [`Field::ALL`].
    pub field: [f32; 4],
    /// Worth of the whole document's match, added to each of its clauses.
    pub document: f32,
    /// `k1` over whole documents.
    pub document_k1: f32,
    /// How much long documents are held back, 0 to 1.
    pub document_b: f32,
    /// Factor for heading lines.
    pub heading: f32,
    /// Factor for title and notes.
    pub front: f32,
    /// Added when the query is the document's title.
    pub exact_title: f32,
    /// Added when the query names the document's own number.
    pub own_number: f32,
    /// Added when the clause mentions a number that the query names.
    pub mentioned_number: f32,
    /// Added for every quoted phrase that the clause holds.
    pub phrase: f32,
    /// Worth of a term of the field that stands for an everyday word of the query, against that of a word as
    /// typed.
    #[serde(default)]
    pub everyday: f32,
    /// How many of a query's informative terms a clause must hold under `--match most`: the entry of
    /// their number, the last entry for longer queries.
    pub most: Vec<usize>,
    /// How far an embedder moves hits, where one is asked.
    #[serde(default)]
    pub meaning: MeaningWeights,
    /// How the best candidates are put in order; without it the order of the first score stays.
    #[serde(default)]
    pub model: Model,
}

impl Weights {
    /// The shipped weights.
    ///
    /// # Panics
    /// Never: the file is part of the program and a test reads it.
    pub fn shipped() -> Self {
        toml::from_str(include_str!("weights.toml")).expect("weights.toml is part of the program")
    }

    /// The text of a weights file; [`Weights::shipped`] and `--weights` read it.
    ///
    /// # Panics
    /// Never: weights are numbers and lists of numbers.
    pub fn to_toml(&self) -> String {
        let mut text = toml::to_string(self).expect("weights are numbers and lists of numbers");
        text.insert_str(
            0,
            "# Weights of the ranker. How they were found, and what they reach: tests/measurements/relevance.md.\n\
             # The curves are written by `polidex learn`; adds[i] holds from at[i-1] up to at[i].\n",
        );
        text
    }

    /// What one term adds to the score of one unit through `field`.
    ///
    /// Okapi BM25 (Robertson and Zaragoza 2009) with the term frequency part scaled to at most 1.
    pub fn term(&self, field: Field, idf: f32, frequency: f32, norm: f32) -> f32 {
        saturated(self.scale(field, idf), frequency, norm)
    }

    /// What one term adds through `field` at most: its part in the score of a unit that holds nothing else.
    pub fn scale(&self, field: Field, idf: f32) -> f32 {
        self.field[field.index()] * idf
    }

    /// The length part of BM25's denominator for a unit of `length` tokens.
    pub fn norm(&self, field: Field, length: f32, average: f32) -> f32 {
        let b = self.b[field.index()];
        self.k1 * (1.0 - b + b * length / average.max(1.0))
    }

    /// What one term adds to a whole document's score.
    pub fn document_term(&self, idf: f32, frequency: f32, norm: f32) -> f32 {
        saturated(self.document_scale(idf), frequency, norm)
    }

    /// What one term adds to a whole document's score at most.
    pub fn document_scale(&self, idf: f32) -> f32 {
        self.document * idf
    }

    /// The length part of BM25's denominator for a whole document of `length` tokens.
    pub fn document_norm(&self, length: f32, average: f32) -> f32 {
        self.document_k1 * (1.0 - self.document_b + self.document_b * length / average.max(1.0))
    }

    /// The factor of a role.
    pub fn role(&self, role: Role) -> f32 {
        match role {
            Role::Body => 1.0,
            Role::Heading => self.heading,
            Role::Front => self.front,
        }
    }

    /// The whole score of a clause: what its terms added, the bits of the phrases it holds, its role,
    /// what its labels added (an exact title, a number), and its document's score.
    pub fn total(&self, terms: f32, phrases: u64, role: Role, labels: f32, document: f32) -> f32 {
        (terms + self.phrase * phrases.count_ones() as f32) * self.role(role) + labels + document
    }

    /// A score that [`Weights::total`] does not exceed for no more than `terms`, any role, at most so many phrases and at most what `labels` add;
    /// every step of a sum is rounded like there, so that this holds to the last digit.
    pub fn most(&self, terms: f32, phrases: usize, labels: f32, document: f32) -> f32 {
        let terms = terms + self.phrase.max(0.0) * phrases as f32;
        let (low, high) = (self.heading.min(self.front), self.heading.max(self.front).max(1.0));
        // Of less than nothing the least is most.
        let role = if terms < 0.0 { low.min(1.0) } else { high };
        terms * role + labels + document
    }

    /// How many of `terms` informative terms a clause must hold.
    pub fn needed(&self, terms: usize) -> usize {
        let entry = self.most.get(terms).or(self.most.last()).copied().unwrap_or(1);
        entry.clamp(usize::from(terms > 0), terms.max(1)).min(terms)
    }
}

/// BM25's growth with the frequency of a term, towards `scale`.
pub(crate) fn saturated(scale: f32, frequency: f32, norm: f32) -> f32 {
    scale * frequency / (frequency + norm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_score_is_above_the_most(
            terms in -5.0_f32..80.0,
            held in 0u64..8,
            role in prop_oneof![Just(Role::Body), Just(Role::Heading), Just(Role::Front)],
            boosts in prop::collection::vec((-5.0_f32..40.0, any::<bool>()), 0..4),
            document in 0.0_f32..60.0,
            factors in prop::array::uniform3(0.0_f32..2.0),
        ) {
            let [heading, front, phrase] = factors;
            let weights = Weights { heading, front, phrase, ..Weights::shipped() };
            let (mut labels, mut most) = (0.0, 0.0);
            for (boost, carried) in boosts {
                labels += if carried { boost } else { 0.0 };
                most += boost.max(0.0);
            }
            prop_assert!(weights.total(terms, held, role, labels, document) <= weights.most(terms, 3, most, document));
        }
    }

    #[test]
    fn the_shipped_weights_read() {
        let weights = Weights::shipped();
        assert!(weights.k1 > 0.0 && weights.field.iter().all(|&field| field >= 0.0));
    }

    #[test]
    fn short_queries_want_every_term_and_long_ones_few() {
        let weights = Weights { most: vec![0, 1, 2, 2, 1], ..Weights::shipped() };
        assert_eq!([0, 1, 2, 3, 4, 10].map(|n| weights.needed(n)), [0, 1, 2, 2, 1, 1]);
        let strict = Weights { most: vec![9], ..Weights::shipped() };
        assert_eq!([0, 1, 2].map(|n| strict.needed(n)), [0, 1, 2]);
    }
}

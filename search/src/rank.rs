//! The one ranker: how much each piece of evidence is worth.
//!
//! Engines find candidates and count terms; every number that turns counts into a score comes from
//! here, so that two engines over the same store order the same clauses alike. The weights are data
//! (`weights.toml`), chosen by `polidex eval` on the visible judgements and recorded in
//! `tests/measurements.md`.

use serde::{Deserialize, Serialize};

/// Which tokens of a unit a term is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Search-mode words and English stems of the clause itself.
    BodyWords,
    /// Character bigrams and exact Latin tokens of the clause itself.
    BodyGrams,
    /// Words of the document's title and of the headings above the clause.
    ContextWords,
    /// Bigrams of the same.
    ContextGrams,
}

impl Field {
    /// Every field, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::BodyWords, Self::BodyGrams, Self::ContextWords, Self::ContextGrams];

    /// The same kind of tokens of title and headings.
    #[must_use]
    pub fn context(self) -> Self {
        match self {
            Self::BodyWords | Self::ContextWords => Self::ContextWords,
            Self::BodyGrams | Self::ContextGrams => Self::ContextGrams,
        }
    }

    /// The field's number, from 0.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// What a unit is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An article, item or paragraph.
    Body,
    /// A chapter's or section's heading line, or the lead of a list.
    Heading,
    /// The title and the notes above the body.
    Front,
}

impl Role {
    /// The role's number in an index.
    pub fn code(self) -> u64 {
        self as u64
    }

    /// The role of a number; unknown numbers are bodies.
    pub fn from_code(code: u64) -> Self {
        match code {
            1 => Self::Heading,
            2 => Self::Front,
            _ => Self::Body,
        }
    }
}

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
    /// How many of a query's informative terms a clause must hold under `--match most`: the entry of
    /// their number, the last entry for longer queries.
    pub most: Vec<usize>,
}

impl Weights {
    /// The shipped weights.
    ///
    /// # Panics
    /// Never: the file is part of the program and a test reads it.
    pub fn shipped() -> Self {
        toml::from_str(include_str!("weights.toml")).expect("weights.toml is part of the program")
    }

    /// What one term adds to the score of one unit through `field`.
    ///
    /// Okapi BM25 (Robertson and Zaragoza 2009) with the term frequency part scaled to at most 1.
    pub fn term(&self, field: Field, idf: f32, frequency: f32, norm: f32) -> f32 {
        self.field[field.index()] * idf * frequency / (frequency + norm)
    }

    /// The length part of BM25's denominator for a unit of `length` tokens.
    pub fn norm(&self, field: Field, length: f32, average: f32) -> f32 {
        let b = self.b[field.index()];
        self.k1 * (1.0 - b + b * length / average.max(1.0))
    }

    /// What one term adds to a whole document's score. `length` counts its tokens.
    pub fn document_term(&self, idf: f32, frequency: f32, length: f32, average: f32) -> f32 {
        let norm = self.document_k1 * (1.0 - self.document_b + self.document_b * length / average.max(1.0));
        self.document * idf * frequency / (frequency + norm)
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

    /// How many of `terms` informative terms a clause must hold.
    pub fn needed(&self, terms: usize) -> usize {
        let entry = self.most.get(terms).or(self.most.last()).copied().unwrap_or(1);
        entry.clamp(usize::from(terms > 0), terms.max(1)).min(terms)
    }
}

/// BM25's inverse document frequency, never negative (the form used by Lucene and Tantivy).
pub fn idf(units: u64, document_frequency: u64) -> f32 {
    let (n, df) = (units as f32, document_frequency.min(units) as f32);
    (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn rarer_terms_are_worth_more() {
        assert!(idf(1000, 1) > idf(1000, 10));
        assert!(idf(1000, 1000) > 0.0);
    }
}

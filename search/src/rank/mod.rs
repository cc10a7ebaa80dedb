//! The one ranker: how much each piece of evidence is worth.
//!
//! Engines find candidates and count terms; every number that turns counts into a score comes from
//! here, so that two engines over the same store order the same clauses alike.
//!
//! * [`Weights`]: the numbers, data in `weights.toml`
//! * the *first score* of every match is cheap: BM25 over the clause, its title and headings, and its
//!   document ([`Weights::total`])
//! * the best [`Model::depth`] matches by that score are looked at closely: [`Evidence`] is what an
//!   engine says about one of them, [`features`] puts it in numbers that compare across queries, and the
//!   [`Model`] adds up what each number is worth
//! * [`learn`] finds the model on judged questions, as `polidex learn` does
//!
//! How the numbers came about and what they reach is in `tests/measurements/relevance.md`.

mod evidence;
mod feature;
pub mod learn;
mod model;
mod weights;

pub use evidence::{Evidence, Order, SetParts, order};
pub use feature::{Feature, Features, features};
pub(crate) use model::sum;
pub use model::{Curve, Model};
pub use weights::Weights;
pub(crate) use weights::saturated;

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

/// BM25's inverse document frequency, never negative (the form used by Lucene and Tantivy).
pub fn idf(units: u64, document_frequency: u64) -> f32 {
    let (n, df) = (units as f32, document_frequency.min(units) as f32);
    (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_terms_are_worth_more() {
        assert!(idf(1000, 1) > idf(1000, 10));
        assert!(idf(1000, 1000) > 0.0);
    }
}

//! Everything that was understood of one text.

use super::{BackReference, CommonTerms, Edge, Measure, NumberMention, Validity};
use serde::{Deserialize, Serialize};

/// Everything that was understood of a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Understanding {
    /// Document numbers.
    pub numbers: Vec<NumberMention>,
    /// Other documents named.
    pub edges: Vec<Edge>,
    /// Pointers to this document, its clauses and documents named before.
    pub references: Vec<BackReference>,
    /// From when and until when it applies.
    pub validity: Validity,
    /// Support measures.
    pub measures: Vec<Measure>,
    /// What binds all of them.
    pub common: CommonTerms,
}

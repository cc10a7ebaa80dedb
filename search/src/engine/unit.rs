//! What an engine is given to index.

use crate::{rank::Role, stats::Side};

/// One retrieval unit, analysed, ready for any engine.
#[derive(Debug, Clone)]
pub struct IndexUnit {
    /// Row of the clause in the store.
    pub clause: i64,
    /// Row of its policy in the store.
    pub policy: i64,
    /// Orders clauses of equal score: a hash of the policy's id in the high half, the clause's
    /// place in its document in the low half. The same in every store that holds the same text.
    pub tie: u64,
    /// What the unit is in its document.
    pub role: Role,
    /// Whether a later edition has replaced the text.
    pub superseded: bool,
    /// The date to sort by, in days since 1970-01-01.
    pub date: Option<i64>,
    /// In force from, in days since 1970-01-01.
    pub effective: Option<i64>,
    /// In force until, in days since 1970-01-01.
    pub expires: Option<i64>,
    /// The tokens of each field, in the order of [`crate::rank::Field::ALL`], in the form that
    /// [`crate::text`] writes: joined by U+001F, an empty entry for every skipped position.
    pub fields: [String; 4],
    /// The punctuation of the clause itself at the positions that its grams leave empty, in the same form.
    pub marks: String,
    /// Exact values to filter and to boost by, such as `kind:law`.
    pub labels: Vec<String>,
    /// Exact values to count, such as `kind:law`.
    pub facets: Vec<String>,
}

impl IndexUnit {
    /// The side of the store where it belongs.
    pub fn side(&self) -> Side {
        Side::of(self.facets.iter().map(String::as_str))
    }
}

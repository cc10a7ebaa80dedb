//! Lengths of units, in classes.
//!
//! Tantivy keeps the length of a field in one byte, rounded down to one of 256 classes. The classes are part
//! of how scores come about, so every engine uses them.

use crate::{
    rank::{Field, Weights},
    stats::Totals,
};
use tantivy::fieldnorm::FieldNormReader;

/// The class of a number of tokens.
pub fn length_class(tokens: u32) -> u8 {
    FieldNormReader::fieldnorm_to_id(tokens)
}

/// The number of tokens that a class stands for.
pub fn class_length(class: u8) -> u32 {
    FieldNormReader::id_to_fieldnorm(class)
}

/// For each field and each class of lengths, the length part of BM25's denominator.
#[derive(Clone)]
pub struct Norms(pub [[f32; 256]; 4]);

impl Norms {
    /// Norms for the average lengths of `totals`.
    pub fn new(weights: &Weights, totals: &Totals) -> Self {
        Self(Field::ALL.map(|field| {
            let average = totals.average_length(field);
            std::array::from_fn(|class| weights.norm(field, class_length(class as u8) as f32, average))
        }))
    }
}

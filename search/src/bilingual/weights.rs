//! How far alternatives are trusted, as data.

use serde::{Deserialize, Serialize};

/// The numbers of `weights.toml`; it says what each is.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TranslationWeights {
    /// Worth of a translated term, against one that stands as typed.
    pub term: f32,
    /// A term of which the name has at least this share of what all names tell, by their rarity, may stand alone in
    /// a clause of the other language.
    pub alone: f32,
    /// Worth of a whole document's match, added to each of its clauses.
    pub document: f32,
    /// Worth of the first score of a clause in the language of the question, added to the clauses that render it.
    pub rendering: f32,
    /// How much of a document's match counts for a clause that holds only some of the terms: the power to
    /// which the share of what it holds is raised; 0 for all of it.
    pub coverage: f32,
    /// BM25's `k1` over whole documents.
    pub document_k1: f32,
    /// How much long documents are held back, 0 to 1.
    pub document_b: f32,
    /// The share of trust that an alternative has to earn by standing in one clause with the other terms.
    pub cohesion: f32,
    /// How much less an entry is worth for each name that stands before the one typed.
    pub typed_step: f32,
    /// How much less a name in the other language is worth for each that stands before it.
    pub name_step: f32,
    /// Worth of a general dictionary's alternatives.
    pub dictionary: f32,
    /// The same where the lexicon has the term too.
    pub dictionary_behind: f32,
    /// Worth of the lexicon's words of the language at large.
    pub general: f32,
    /// Worth of an entry that has only the stem in common with what was typed.
    pub inexact: f32,
    /// A compound that stands in fewer clauses than this is looked for by its parts too.
    pub parts_below: u32,
    /// Worth of two names that stand in one clause in place of their compound.
    pub parts: f32,
    /// Worth of a single Chinese character as a translation.
    pub single: f32,
    /// Worth of the translations of a single Chinese character.
    pub typed_single: f32,
    /// Alternatives below this share of the best are left out.
    pub least_share: f32,
    /// Alternatives that a term has at most.
    pub most: usize,
    /// Terms of a query that are translated at most.
    pub terms: usize,
}

impl TranslationWeights {
    /// What one term adds to a whole document's score at most.
    pub fn document_scale(&self, idf: f32) -> f32 {
        self.document * idf
    }

    /// The length part of BM25's denominator for a whole document of `length` tokens.
    pub fn document_norm(&self, length: f32, average: f32) -> f32 {
        self.document_k1 * (1.0 - self.document_b + self.document_b * length / average.max(1.0))
    }

    /// The shipped numbers.
    ///
    /// # Panics
    /// Never: the file is part of the program and a test reads it.
    pub fn shipped() -> Self {
        toml::from_str(include_str!("weights.toml")).expect("weights.toml is part of the program")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_numbers_read() {
        assert!(super::TranslationWeights::shipped().term > 0.0);
    }
}

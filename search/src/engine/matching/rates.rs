//! What terms add to whole documents.

use super::translated::ToldTerm;
use crate::{
    bilingual::TranslationWeights,
    query::plan::Plan,
    rank::{Weights, saturated},
};

/// What a term adds to documents that are all in the language of the query, or all in others.
#[derive(Clone, Copy)]
pub struct Rate {
    /// Its score at most,
    scale: f32,
    /// and how rare it is among documents.
    idf: f32,
}

impl Rate {
    /// That of a term as typed.
    pub fn typed(weights: &Weights, idf: f32) -> Self {
        Self { scale: weights.document_scale(idf), idf }
    }

    /// Those of a term with alternatives in the other language, in documents of others and in those in the language of
    /// the query: there alternatives that count are worth what a term as typed is.
    pub fn translated(weights: &Weights, translation: &TranslationWeights, told: &ToldTerm) -> [Self; 2] {
        let [across, own] = [told.across.documents, told.own.documents];
        [Self { scale: translation.document_scale(across), idf: across }, Self::typed(weights, own)]
    }

    /// What it adds to a document that holds it so often; see [`DocumentNorms`].
    pub fn worth(self, frequency: f32, norm: f32) -> Worth {
        Worth { score: saturated(self.scale, frequency, norm), covered: self.idf }
    }
}

/// What a whole document adds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Worth {
    /// Its score.
    pub score: f32,
    /// Sum of the inverse document frequencies of the bigrams that stand anywhere in it.
    pub covered: f32,
}

impl Worth {
    /// Adds what another term is worth.
    pub fn add(&mut self, other: Self) {
        self.score += other.score;
        self.covered += other.covered;
    }
}

/// The length parts of BM25's denominator for whole documents.
#[derive(Clone, Copy)]
pub struct DocumentNorms<'a> {
    weights: &'a Weights,
    /// Those of the translations; none where nothing is translated.
    translation: Option<&'a TranslationWeights>,
    /// Average number of body bigrams of a document.
    average: f32,
}

impl<'a> DocumentNorms<'a> {
    /// Those of a plan, where documents have so many body bigrams on average.
    pub fn new(plan: &'a Plan, weights: &'a Weights, average: f32) -> Self {
        let translation = plan.translations.first().map(|translation| &*translation.weights);
        Self { weights, translation, average }
    }

    /// That of a document of so many body bigrams, in the language of the query (`own`) or another.
    pub fn of(&self, length: u32, own: bool) -> f32 {
        let (weights, length) = (self.weights, length as f32);
        match self.translation.filter(|_| !own) {
            Some(translation) => translation.document_norm(length, self.average),
            None => weights.document_norm(length, self.average),
        }
    }
}

//! Units of which little is known, for tests: dates and what orders equal scores.

use super::{DocBits, DocId, EngineError, Stretches, Units, Visit};
use crate::{
    query::phrase::Phrase,
    rank::{Field, Role},
};

/// Units that hold no terms.
#[derive(Default)]
pub struct KnownUnits {
    /// By unit its date,
    pub dates: Vec<Option<i64>>,
    /// and what orders it among units of its score.
    pub ties: Vec<u64>,
    /// All of no document.
    pub stretches: Stretches,
}

impl Units for KnownUnits {
    fn len(&self) -> usize {
        self.ties.len()
    }

    fn is_alive(&self, _: DocId) -> bool {
        true
    }

    fn postings(&self, _: Field, _: &str, _: Visit<'_>) -> Result<(), EngineError> {
        Ok(())
    }

    fn prefix_postings(&self, _: Field, _: &str, _: Visit<'_>) -> Result<(), EngineError> {
        Ok(())
    }

    fn labelled(&self, _: &str, _: Visit<'_>) -> Result<(), EngineError> {
        Ok(())
    }

    fn frequencies(&self, _: Field, _: &str, docs: &[DocId]) -> Result<Vec<u32>, EngineError> {
        Ok(vec![0; docs.len()])
    }

    fn holding(&self, _: &Phrase, _: Field, _: &DocBits) -> Result<DocBits, EngineError> {
        Ok(DocBits::none(self.len()))
    }

    fn facet_labels(&self) -> Result<&[String], EngineError> {
        Ok(&[])
    }

    fn facet_ordinals(&self, _: DocId) -> impl Iterator<Item = u64> {
        std::iter::empty()
    }

    fn norms(&self, _: Field) -> &[f32; 256] {
        &[1.0; 256]
    }

    fn length_classes(&self, _: Field) -> &[u8] {
        &[]
    }

    fn stretches(&self) -> &Stretches {
        &self.stretches
    }

    fn clause(&self, doc: DocId) -> i64 {
        i64::from(doc)
    }

    fn tie(&self, doc: DocId) -> u64 {
        self.ties[doc as usize]
    }

    fn role(&self, _: DocId) -> Role {
        Role::Body
    }

    fn superseded(&self, _: DocId) -> bool {
        false
    }

    fn date(&self, doc: DocId) -> Option<i64> {
        self.dates[doc as usize]
    }

    fn effective(&self, _: DocId) -> Option<i64> {
        None
    }

    fn expires(&self, _: DocId) -> Option<i64> {
        None
    }
}

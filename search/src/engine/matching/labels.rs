//! Sets of documents as bits, from labels.

use super::{super::EngineError, DocId, Units};

/// A set of units of one part, one bit each.
#[derive(Debug, Clone)]
pub struct DocBits(Vec<u64>);

impl DocBits {
    /// No document of a segment of `len` documents.
    pub fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    /// Adds a document.
    pub fn insert(&mut self, doc: DocId) {
        self.0[doc as usize / 64] |= 1 << (doc % 64);
    }

    /// Whether the document is in the set.
    pub fn contains(&self, doc: DocId) -> bool {
        self.0[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    /// Number of documents.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Number of documents that are in `other` too.
    pub fn common(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(word, other)| (word & other).count_ones()).sum()
    }

    /// Adds what is in `other`.
    pub fn join(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// Keeps what is in `other` too.
    pub fn intersect(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Takes away what is in `other`.
    pub fn subtract(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }
}

/// Documents that carry at least one of `labels`.
pub fn any<U: Units + ?Sized>(segment: &U, labels: &[String]) -> Result<DocBits, EngineError> {
    let mut bits = DocBits::none(segment.len());
    for label in labels {
        segment.labelled(label, &mut |docs, _| docs.iter().for_each(|&doc| bits.insert(doc)))?;
    }
    Ok(bits)
}

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

    /// Adds documents, whose numbers rise. Runs without a gap, which labels of all documents have, are added
    /// word by word.
    pub fn extend(&mut self, docs: &[DocId]) {
        let (Some(&first), Some(&last)) = (docs.first(), docs.last()) else { return };
        if (last - first) as usize + 1 != docs.len() {
            for &doc in docs {
                self.insert(doc);
            }
            return;
        }
        let (from, to) = (first as usize / 64, last as usize / 64);
        for word in from..=to {
            let low = if word == from { u64::MAX << (first % 64) } else { u64::MAX };
            let high = if word == to { u64::MAX >> (63 - last % 64) } else { u64::MAX };
            self.0[word] |= low & high;
        }
    }

    /// Adds a document and makes room for it; says whether it is new.
    pub fn note(&mut self, doc: DocId) -> bool {
        let word = doc as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let new = !self.contains(doc);
        self.insert(doc);
        new
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
        segment.labelled(label, &mut |docs, _| bits.extend(docs))?;
    }
    Ok(bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_are_added_like_single_documents(first in 0u32..200, length in 0u32..300) {
            let docs: Vec<u32> = (first..first + length).collect();
            let (mut at_once, mut one_by_one) = (DocBits::none(512), DocBits::none(512));
            at_once.extend(&docs);
            for &doc in &docs {
                one_by_one.insert(doc);
            }
            prop_assert_eq!(at_once.0, one_by_one.0);
        }
    }
}

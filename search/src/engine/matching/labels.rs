//! Sets of documents as bits, from labels.

use super::{super::EngineError, DocId, Units, ones};
use std::ops::Range;

/// A set of units of one part, one bit each.
#[derive(Debug, Clone, Default)]
pub struct DocBits(Vec<u64>);

impl DocBits {
    /// No document of a segment of `len` documents.
    pub fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    /// All documents of a segment of `len` documents.
    pub fn all(len: usize) -> Self {
        let mut bits = Self(vec![u64::MAX; len.div_ceil(64)]);
        if let Some(last) = bits.0.last_mut().filter(|_| !len.is_multiple_of(64)) {
            *last >>= 64 - len % 64;
        }
        bits
    }

    /// Adds a document.
    pub fn insert(&mut self, doc: DocId) {
        self.0[doc as usize / 64] |= 1 << (doc % 64);
    }

    /// Takes a document away.
    pub fn remove(&mut self, doc: DocId) {
        self.0[doc as usize / 64] &= !(1 << (doc % 64));
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

    /// The same, also for documents beyond the end, which are not in it.
    pub fn holds(&self, doc: DocId) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// The documents of the word of bits at a place, the lowest bit first; none behind the end.
    pub fn word(&self, place: usize) -> u64 {
        self.0.get(place).copied().unwrap_or(0)
    }

    /// The words of bits from that of a document on.
    pub fn words(&self, from: DocId) -> &[u64] {
        self.0.get(from as usize / 64..).unwrap_or_default()
    }

    /// Whether all documents of a range, which is not empty, are in the set (`Some(true)`), or none is (`Some(false)`).
    pub fn alike(&self, range: Range<DocId>) -> Option<bool> {
        let words = range.start / 64..range.end.div_ceil(64);
        let mut alike = None;
        for place in words {
            let low = u64::MAX << range.start.saturating_sub(place * 64);
            let high = u64::MAX >> ((place + 1) * 64).saturating_sub(range.end);
            let (mask, word) = (low & high, self.word(place as usize));
            let found = match word & mask {
                0 => false,
                held if held == mask => true,
                _ => return None,
            };
            if *alike.get_or_insert(found) != found {
                return None;
            }
        }
        alike
    }

    /// The documents of a range that are in the set, in order.
    pub fn within(&self, range: Range<DocId>) -> impl Iterator<Item = DocId> {
        let words = (range.start as usize / 64)..(range.end as usize).div_ceil(64).min(self.0.len());
        let of_word = |at: usize| {
            let mut rest = self.0[at];
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(at as DocId * 64 + bit)
            })
        };
        words.flat_map(of_word).filter(move |doc| range.contains(doc))
    }

    /// The first document from one on that is in the set.
    pub fn from(&self, doc: DocId) -> Option<DocId> {
        let first = doc as usize / 64;
        let mut word = self.word(first) & u64::MAX << (doc % 64);
        let mut rest = self.words(doc).iter().zip(first..).skip(1);
        let mut place = first;
        while word == 0 {
            let (&next, at) = rest.next()?;
            (word, place) = (next, at);
        }
        Some(place as DocId * 64 + word.trailing_zeros())
    }

    /// Whether no document is in the set.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Number of documents.
    pub fn count(&self) -> u32 {
        ones::common(&self.0, &self.0)
    }

    /// Number of documents that are in `other` too.
    pub fn common(&self, other: &Self) -> u32 {
        ones::common(&self.0, &other.0)
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
        fn a_range_is_shown_in_order(
            docs in prop::collection::btree_set(0u32..300, 0..80),
            first in 0u32..320,
            length in 0u32..320,
        ) {
            let mut bits = DocBits::none(300);
            for &doc in &docs {
                bits.insert(doc);
            }
            let shown: Vec<u32> = bits.within(first..first + length).collect();
            let expected: Vec<u32> = docs.range(first..first + length).copied().collect();
            prop_assert_eq!(shown, expected);
            prop_assert_eq!(bits.from(first), docs.range(first..).next().copied());
            let held = docs.range(first..first + length).count() as u32;
            let alike = if held == 0 { Some(false) } else { (held == length).then_some(true) };
            prop_assert!(length == 0 || bits.alike(first..first + length) == alike);
            prop_assert!(DocBits::all(length as usize).within(0..400).eq(0..length));
            prop_assert!((0..400).all(|doc| bits.holds(doc) == docs.contains(&doc)));
        }

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

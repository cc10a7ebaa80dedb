//! Counts of documents by facet.

use super::{super::EngineError, DocId, Units, labels::DocBits};
use std::collections::BTreeMap;

/// By facet and value, the number of documents.
pub type Facets = BTreeMap<String, BTreeMap<String, u64>>;

/// Counts the documents that matches stand in, and, if wanted, how many of them have each facet value. All
/// units of a document carry the same values, so its first match speaks for it.
pub struct Counter<'a, U> {
    segments: &'a [&'a U],
    wanted: bool,
    /// Rows of the policies that were seen.
    seen: DocBits,
    policies: u64,
    /// By segment and ordinal of the value.
    ordinals: Vec<Vec<u64>>,
}

impl<'a, U: Units> Counter<'a, U> {
    /// Counts nothing yet.
    pub fn new(segments: &'a [&'a U], wanted: bool) -> Self {
        Self {
            segments,
            wanted,
            seen: DocBits::none(0),
            policies: 0,
            ordinals: vec![Vec::new(); segments.len()],
        }
    }

    /// Takes a match in, by its segment and number.
    pub fn see(&mut self, (number, doc): (u32, DocId)) -> Result<(), EngineError> {
        let segment = self.segments[number as usize];
        if !self.seen.note(segment.policy(doc)) {
            return Ok(());
        }
        self.policies += 1;
        if self.wanted {
            let counts = &mut self.ordinals[number as usize];
            counts.resize(segment.facet_labels()?.len(), 0);
            for ordinal in segment.facet_ordinals(doc) {
                counts[ordinal as usize] += 1;
            }
        }
        Ok(())
    }

    /// The number of documents, and their facets.
    pub fn finish(self) -> Result<(u64, Facets), EngineError> {
        let mut facets = Facets::new();
        for (segment, counts) in self.segments.iter().zip(&self.ordinals) {
            for (ordinal, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                if let Some((facet, value)) = segment.facet_labels()?[ordinal].split_once(':') {
                    *facets.entry(facet.to_owned()).or_default().entry(value.to_owned()).or_default() +=
                        count;
                }
            }
        }
        Ok((self.policies, facets))
    }
}

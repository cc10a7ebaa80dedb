//! Counts of documents by facet.

use super::{super::EngineError, DocId, Units, labels::DocBits};
use std::collections::BTreeMap;

/// By facet and value, the number of documents.
pub type Facets = BTreeMap<String, BTreeMap<String, u64>>;

/// Documents of a segment, each counted once.
#[derive(Default)]
pub struct Counted {
    policies: u64,
    /// By ordinal of the value; empty where facets are not wanted.
    ordinals: Vec<u64>,
}

impl Counted {
    /// Counts a document by its stretch and one of its units.
    pub fn see<U: Units>(
        &mut self,
        segment: &U,
        (stretch, doc): (usize, DocId),
        wanted: bool,
    ) -> Result<(), EngineError> {
        self.policies += 1;
        if !wanted {
            return Ok(());
        }
        if self.ordinals.is_empty() {
            self.ordinals.resize(segment.facet_labels()?.len(), 0);
        }
        match segment.shared_facets(stretch) {
            Some(shared) => shared.iter().for_each(|&ordinal| self.ordinals[ordinal as usize] += 1),
            None => segment.facet_ordinals(doc).for_each(|ordinal| self.ordinals[ordinal as usize] += 1),
        }
        Ok(())
    }
}

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

    /// Takes in what was counted of a segment: documents none of whose units are shown to [`Counter::see`].
    pub fn add(&mut self, number: usize, counted: &Counted) {
        self.policies += counted.policies;
        let counts = &mut self.ordinals[number];
        counts.resize(counts.len().max(counted.ordinals.len()), 0);
        counts.iter_mut().zip(&counted.ordinals).for_each(|(count, more)| *count += more);
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

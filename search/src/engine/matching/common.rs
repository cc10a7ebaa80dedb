//! Units that hold all terms of a name.

use super::{DocId, Walk};
use std::ops::Range;

/// Units that hold all terms of a name that were gone through so far, with the lowest of the frequencies.
#[derive(Default)]
pub struct Common {
    docs: Vec<DocId>,
    frequencies: Vec<u32>,
    /// Whether a term was gone through,
    narrows: bool,
    /// up to which place the units before were looked for among those of the next,
    at: usize,
    /// and how many were found.
    kept: usize,
}

impl Common {
    /// Begins with a name.
    pub fn begin(&mut self) {
        self.docs.clear();
        self.frequencies.clear();
        self.narrows = false;
    }

    /// Takes in units that hold the term at hand, whose numbers rise.
    pub fn see(&mut self, docs: &[DocId], frequencies: &[u32]) {
        if !self.narrows {
            self.docs.extend(docs);
            self.frequencies.extend(frequencies);
            return;
        }
        for (&doc, &frequency) in docs.iter().zip(frequencies) {
            while self.docs.get(self.at).is_some_and(|&other| other < doc) {
                self.at += 1;
            }
            match self.docs.get(self.at) {
                Some(&other) if other == doc => {
                    self.docs[self.kept] = doc;
                    self.frequencies[self.kept] = self.frequencies[self.at].min(frequency);
                    self.kept += 1;
                    self.at += 1;
                }
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Says that all units that hold the term at hand were shown.
    pub fn narrow(&mut self) {
        if self.narrows {
            self.docs.truncate(self.kept);
            self.frequencies.truncate(self.kept);
        }
        (self.narrows, self.at, self.kept) = (true, 0, 0);
    }

    /// Goes through all terms of a name in a range of units, the rarest first; the others only where it stands.
    pub fn walk(&mut self, terms: &mut [Box<dyn Walk + '_>], docs: Range<DocId>) {
        self.begin();
        let mut range = docs;
        for term in terms {
            term.within(range, &mut |docs, frequencies| self.see(docs, frequencies));
            self.narrow();
            let (Some(&first), Some(&last)) = (self.docs.first(), self.docs.last()) else { return };
            range = first..last + 1;
        }
    }

    /// The units with how often each holds the rarest of the terms in it.
    pub fn held(&self) -> impl Iterator<Item = (DocId, u32)> {
        self.docs.iter().copied().zip(self.frequencies.iter().copied())
    }

    /// The units,
    pub fn docs(&self) -> &[DocId] {
        &self.docs
    }

    /// and these frequencies.
    pub fn frequencies(&self) -> &[u32] {
        &self.frequencies
    }
}

#[cfg(test)]
mod tests {
    use super::{super::walk::Listed, *};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn units_that_hold_all_terms_are_found_window_by_window(
            terms in prop::collection::vec(prop::collection::btree_map(0u32..90, 1u32..5, 0..60), 1..4),
            size in 1u32..40,
        ) {
            let walk = |term: &BTreeMap<u32, u32>| {
                let mut listed = Listed::default();
                for (&doc, &frequency) in term {
                    listed.add(&[doc], &[frequency]);
                }
                listed.from(0)
            };
            let Some(mut walks) = terms.iter().map(walk).collect::<Option<Vec<_>>>() else { return Ok(()) };
            let (mut common, mut found) = (Common::default(), Vec::new());
            for start in (0..90).step_by(size as usize) {
                common.walk(&mut walks, start..start + size);
                found.extend(common.held());
            }
            let least = |doc: u32| terms.iter().map(|term| term.get(&doc).copied()).min().flatten();
            let expected: Vec<(u32, u32)> = (0..90).filter_map(|doc| Some((doc, least(doc)?))).collect();
            prop_assert_eq!(found, expected);
        }
    }
}

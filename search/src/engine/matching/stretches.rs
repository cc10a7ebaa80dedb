//! Documents as they stand in a part: stretches of units side by side.

use super::DocId;
use std::ops::Range;

/// The stretches of a part: units that stand side by side and are of one policy.
#[derive(Default)]
pub struct Stretches {
    /// By unit the number of its stretch,
    of: Vec<u32>,
    /// and by stretch the row of the policy,
    policies: Vec<u32>,
    /// and the first unit behind it.
    ends: Vec<DocId>,
}

impl Stretches {
    /// The stretches of units, by the rows of their policies.
    pub fn new(policies: impl Iterator<Item = u32>) -> Self {
        let mut stretches = Self::default();
        for (doc, policy) in policies.enumerate() {
            if stretches.policies.last() != Some(&policy) {
                stretches.policies.push(policy);
                stretches.ends.push(0);
            }
            stretches.of.push(stretches.policies.len() as u32 - 1);
            if let Some(end) = stretches.ends.last_mut() {
                *end = doc as DocId + 1;
            }
        }
        stretches
    }

    /// Number of stretches.
    pub fn len(&self) -> usize {
        self.policies.len()
    }

    /// The number of the stretch that a unit is in.
    pub fn of(&self, doc: DocId) -> usize {
        self.of[doc as usize] as usize
    }

    /// The policy of a unit.
    pub fn policy(&self, doc: DocId) -> u32 {
        self.policies[self.of(doc)]
    }

    /// The policies of some stretches.
    pub fn policies(&self, stretches: Range<usize>) -> &[u32] {
        &self.policies[stretches]
    }

    /// The units of a stretch.
    pub fn units(&self, stretch: usize) -> Range<DocId> {
        stretch.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[stretch]
    }

    /// The numbers of the stretches that units are in.
    pub fn numbers(&self, docs: Range<DocId>) -> &[u32] {
        &self.of[docs.start as usize..docs.end as usize]
    }

    /// The number of the stretch that a unit is in, looked for from a stretch on that is not behind it. Few lie between,
    /// and their ends are near, other than the list of all units.
    pub fn onward(&self, stretch: usize, doc: DocId) -> usize {
        stretch + self.ends[stretch..].iter().take_while(|&&end| end <= doc).count()
    }

    /// The numbers of the stretches that units of a range are in.
    pub fn within(&self, docs: Range<DocId>) -> Range<usize> {
        if docs.is_empty() { 0..0 } else { self.of(docs.start)..self.of(docs.end - 1) + 1 }
    }

    /// The first place from `doc` on at which no stretch is cut.
    pub fn end(&self, doc: DocId) -> DocId {
        match doc.checked_sub(1) {
            Some(before) if (doc as usize) < self.of.len() => self.ends[self.of(before)],
            _ => doc,
        }
    }

    /// The first unit, not before `first`, of the stretch that `doc` is in.
    pub fn start(&self, first: DocId, doc: DocId) -> DocId {
        self.units(self.of(doc)).start.max(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stretches_are_the_runs_of_one_policy(policies in prop::collection::vec(0u32..4, 1..40)) {
            let stretches = Stretches::new(policies.iter().copied());
            let len = policies.len() as DocId;
            let mut at = 0;
            for stretch in 0..stretches.len() {
                let units = stretches.units(stretch);
                prop_assert_eq!(units.start, at);
                prop_assert!(units.clone().all(|doc| policies[doc as usize] == policies[at as usize]));
                prop_assert!(policies.get(units.end as usize) != Some(&policies[at as usize]));
                prop_assert!(units.clone().all(|doc| stretches.start(0, doc) == at));
                prop_assert!(units.clone().all(|doc| (0..=stretch).all(|from| stretches.onward(from, doc) == stretch)));
                prop_assert_eq!(stretches.within(units.clone()), stretch..stretch + 1);
                prop_assert_eq!(stretches.end(units.end), units.end);
                prop_assert!(units.clone().skip(1).all(|doc| stretches.end(doc) == units.end));
                at = units.end;
            }
            prop_assert_eq!(at, len);
            prop_assert_eq!(stretches.within(0..len), 0..stretches.len());
        }
    }
}

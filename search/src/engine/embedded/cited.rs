//! How many documents name each document.

use super::{
    super::EngineError,
    segment::{Segment, for_each},
};
use crate::cites;
use std::collections::{BTreeMap, BTreeSet};

/// By row of the policy, how many other policies name it in book-title marks. Newest editions only.
pub struct CitedCounts(Vec<u32>);

impl CitedCounts {
    /// Counts, from the labels of `segments`.
    pub fn new(segments: &[Segment]) -> Result<Self, EngineError> {
        let naming = policies_by_key(segments, "cites:", str::to_owned)?;
        let rows = segments.iter().flat_map(|segment| &segment.policy).max().map_or(0, |&row| row + 1);
        let mut counts = vec![0; rows as usize];
        for (key, named) in policies_by_key(segments, "title:", cites::key)? {
            let Some(naming) = naming.get(&key) else { continue };
            for &policy in &named {
                let others = naming.iter().filter(|&&other| other != policy).count();
                counts[policy as usize] = counts[policy as usize].max(others as u32);
            }
        }
        Ok(Self(counts))
    }

    /// How many other policies name this one.
    pub fn of(&self, policy: u32) -> u32 {
        self.0.get(policy as usize).copied().unwrap_or(0)
    }
}

/// For each label that begins with `prefix` the policies that carry it, by what `key` makes of the rest.
fn policies_by_key(
    segments: &[Segment],
    prefix: &str,
    key: impl Fn(&str) -> String,
) -> Result<BTreeMap<String, BTreeSet<u32>>, EngineError> {
    let mut policies: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for segment in segments {
        segment.visit_labels(prefix, |label, postings| {
            let entry = policies.entry(key(&label[prefix.len()..])).or_default();
            for_each(postings, |docs, _| {
                entry.extend(
                    docs.iter()
                        .filter(|&&doc| segment.is_alive(doc))
                        .map(|&doc| segment.policy[doc as usize]),
                );
            });
        })?;
    }
    Ok(policies)
}

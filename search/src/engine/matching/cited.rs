//! How many documents name each document.

use crate::cites;
use std::collections::{BTreeMap, BTreeSet};

/// For each name the rows of the policies that bear it, or that name it.
pub type PoliciesByKey = BTreeMap<String, BTreeSet<u32>>;

/// By row of the policy, how many other policies name it in book-title marks. Newest editions only.
#[derive(Debug, Default)]
pub struct CitedCounts(Vec<u32>);

impl CitedCounts {
    /// Counts, from what stands behind `cites:` in labels and from what stands behind `title:`.
    pub fn new(naming: &PoliciesByKey, titles: &PoliciesByKey) -> Self {
        let mut bearing = PoliciesByKey::new();
        for (title, policies) in titles {
            bearing.entry(cites::key(title)).or_default().extend(policies);
        }
        let rows = bearing.values().flatten().max().map_or(0, |&row| row + 1);
        let mut counts = vec![0; rows as usize];
        for (key, named) in bearing {
            let Some(naming) = naming.get(&key) else { continue };
            for &policy in &named {
                let others = naming.iter().filter(|&&other| other != policy).count();
                counts[policy as usize] = counts[policy as usize].max(others as u32);
            }
        }
        Self(counts)
    }

    /// How many other policies name this one.
    pub fn of(&self, policy: u32) -> u32 {
        self.0.get(policy as usize).copied().unwrap_or(0)
    }
}

//! What the ranker must know of the whole documents in which candidates stand.

use crate::{engine::matching::DocumentCounts, rank::Field, stats::term_hash};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

/// Bytes of an entry of a document's list of bigrams: a hash and a count.
const ENTRY: usize = 12;

/// How often bigrams stand in a document.
pub struct Document {
    size: u32,
    /// Hashes of its bigrams, in rising order,
    hashes: Vec<u64>,
    /// and how often each stands there.
    counts: Vec<u32>,
}

impl Document {
    /// A document of so many bigrams, from its list of entries.
    pub fn new(size: u32, list: &[u8]) -> Self {
        let (hashes, counts) = read(list).unzip();
        Self { size, hashes, counts }
    }

    /// How often the bigram of this hash stands in it. Hashes lie evenly among all numbers, so that a place can
    /// be guessed, and little is left to search.
    fn count(&self, hash: u64) -> u32 {
        const NEAR: usize = 24;
        let len = self.hashes.len();
        let guess = ((u128::from(hash) * len as u128) >> 64) as usize;
        let (mut low, mut high) = (guess.saturating_sub(NEAR), (guess + NEAR).min(len));
        if low > 0 && self.hashes[low] > hash {
            (low, high) = (0, low);
        } else if high < len && self.hashes[high] < hash {
            (low, high) = (high, len);
        } else {
            high = (high + 1).min(len);
        }
        self.hashes[low..high].binary_search(&hash).map_or(0, |place| self.counts[low + place])
    }
}

/// The entries of a list.
fn read(list: &[u8]) -> impl Iterator<Item = (u64, u32)> {
    list.chunks_exact(ENTRY).map(|entry| {
        let (hash, count) = entry.split_at(8);
        let hash = u64::from_le_bytes(hash.try_into().unwrap_or_default());
        (hash, u32::from_le_bytes(count.try_into().unwrap_or_default()))
    })
}

/// The list of entries of some bigrams.
pub fn entries(counts: &HashMap<u64, u32>) -> Vec<u8> {
    let mut sorted: Vec<(u64, u32)> = counts.iter().map(|(&hash, &count)| (hash, count)).collect();
    sorted.sort_unstable();
    sorted
        .iter()
        .flat_map(|(hash, count)| hash.to_le_bytes().into_iter().chain(count.to_le_bytes()))
        .collect()
}

/// A list of entries with more added.
pub fn merged(before: &[u8], more: &HashMap<u64, u32>) -> Vec<u8> {
    let mut counts = more.clone();
    for (hash, count) in read(before) {
        *counts.entry(hash).or_default() += count;
    }
    entries(&counts)
}

/// Documents and how often a term stands in them.
type Frequencies = Arc<Vec<(u32, u32)>>;

/// Whole documents of candidates.
#[derive(Default)]
pub struct Documents {
    rows: usize,
    /// Of each policy the newest edition, and the superseded ones together.
    by_policy: BTreeMap<u32, [Option<Arc<Document>>; 2]>,
    /// Of terms that were asked for: documents are chosen by them, and ordered by them.
    known: Mutex<HashMap<String, Frequencies>>,
}

impl Documents {
    /// Adds a policy: its newest edition, and its superseded ones together.
    pub fn insert(&mut self, policy: i64, editions: [Option<Arc<Document>>; 2]) {
        self.rows = self.rows.max(policy as usize + 1);
        self.by_policy.insert(policy as u32, editions);
    }

    fn frequencies(&self, term: &str) -> Frequencies {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(term) {
            return Arc::clone(known);
        }
        let hash = term_hash(Field::BodyGrams, term.as_bytes());
        let frequency = |editions: &[Option<Arc<Document>>; 2]| -> u32 {
            editions.iter().flatten().map(|document| document.count(hash)).sum()
        };
        let all = self.by_policy.iter().map(|(&policy, editions)| (policy, frequency(editions)));
        let found: Frequencies = Arc::new(all.filter(|(_, frequency)| *frequency > 0).collect());
        known.insert(term.to_owned(), Arc::clone(&found));
        found
    }
}

impl DocumentCounts for Documents {
    fn rows(&self) -> usize {
        self.rows
    }

    fn size(&self, policy: u32) -> u32 {
        let newest = self.by_policy.get(&policy).and_then(|[newest, _]| newest.as_ref());
        newest.map_or(0, |document| document.size)
    }

    fn counts_terms(&self) -> bool {
        true
    }

    fn visit_term(&self, term: &str, visit: &mut dyn FnMut(u32, u32)) {
        self.frequencies(term).iter().for_each(|&(policy, frequency)| visit(policy, frequency));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_are_found_again(
            counts in prop::collection::hash_map(any::<u64>(), 1u32..90, 0..200),
            crowded in prop::collection::hash_map(0u64..400, 1u32..90, 0..200),
            absent: u64,
        ) {
            for counts in [counts, crowded] {
                let document = Document::new(1, &entries(&counts));
                for (&hash, &expected) in &counts {
                    prop_assert_eq!(document.count(hash), expected);
                }
                for absent in [absent, absent % 400, 0, u64::MAX] {
                    prop_assert_eq!(document.count(absent), counts.get(&absent).copied().unwrap_or(0));
                }
            }
        }

        #[test]
        fn lists_are_added_up(
            one in prop::collection::hash_map(0u64..50, 1u32..90, 0..30),
            other in prop::collection::hash_map(0u64..50, 1u32..90, 0..30),
        ) {
            let both = Document::new(1, &merged(&entries(&one), &other));
            for hash in 0..50 {
                let expected = one.get(&hash).unwrap_or(&0) + other.get(&hash).unwrap_or(&0);
                prop_assert_eq!(both.count(hash), expected);
            }
        }
    }
}

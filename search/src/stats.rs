//! Term statistics of our own: in how many units each term stands.
//!
//! Ranking needs document frequencies that do not depend on how an engine happens to have cut its
//! index into segments, nor on documents that are deleted but not yet merged away. The table counts
//! units of live, newest editions only, those in English apart from the others. It is counted off when an index is built or units are taken
//! away, and added to when units only come in; both ways give the same table.
//!
//! On disk it is one file: a header line of JSON, then the keys of all terms in rising order (8 bytes
//! each, little endian), then their counts (4 bytes each).

mod side;

pub use side::Side;

use crate::rank::{self, Field};
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    fs,
    io::{self, Write},
    path::Path,
};

/// How much there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Units,
    pub units: u64,
    /// and policies.
    pub policies: u64,
}

/// Totals that BM25 needs besides the counts of terms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Units in the table.
    pub units: u64,
    /// Tokens of all units, by field.
    pub tokens: [u64; 4],
    /// Policies in the table.
    pub policies: u64,
    /// What of it is in English.
    pub english: Size,
}

impl Totals {
    /// How much there is on one side, or in all.
    pub fn size(&self, side: Option<Side>) -> Size {
        let (all, english) = (Size { units: self.units, policies: self.policies }, self.english);
        match side {
            None => all,
            Some(Side::English) => english,
            Some(Side::Chinese) => {
                Size { units: all.units - english.units, policies: all.policies - english.policies }
            }
        }
    }

    fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.policies += other.policies;
        self.english.units += other.english.units;
        self.english.policies += other.english.policies;
        for (total, added) in self.tokens.iter_mut().zip(other.tokens) {
            *total += added;
        }
    }

    /// Average number of tokens of a unit in `field`.
    pub fn average_length(&self, field: Field) -> f32 {
        self.tokens[field.index()] as f32 / (self.units.max(1)) as f32
    }

    /// Average number of body bigrams of a policy.
    pub fn average_policy_length(&self) -> f32 {
        self.tokens[Field::BodyGrams.index()] as f32 / (self.policies.max(1)) as f32
    }
}

/// A term of a field as a 64-bit FNV-1a hash. Of a million terms, two share a hash with a chance
/// of one in 37 million, and then only their counts are off.
pub fn term_hash(field: Field, term: &[u8]) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let seed = 0xcbf2_9ce4_8422_2325 ^ (field.index() as u64 + 1).wrapping_mul(PRIME);
    let hash = term.iter().fold(seed, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    // FNV's high bits mix slowly for short terms; the table is searched by order, which does not mind.
    hash ^ (hash >> 32)
}

/// Under what a term is counted in the units of one side.
pub fn key(side: Side, term_hash: u64) -> u64 {
    const ENGLISH: u64 = 0x9e37_79b9_7f4a_7c15;
    match side {
        Side::Chinese => term_hash,
        Side::English => term_hash ^ ENGLISH,
    }
}

/// Sorts pairs, of which long runs may be in order already, as a table and what comes to it are: a stable sort
/// takes such runs for what they are.
#[expect(clippy::stable_sort_primitive, reason = "an unstable sort would not use the runs")]
fn merge(pairs: &mut [(u64, u32)]) {
    pairs.sort();
}

/// The table, in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermStatistics {
    /// Totals over all units.
    pub totals: Totals,
    hashes: Vec<u64>,
    counts: Vec<u32>,
}

impl TermStatistics {
    /// A table of `(hash, count)` pairs in any order; pairs of one hash are added up.
    pub fn from_pairs(totals: Totals, mut pairs: Vec<(u64, u32)>) -> Self {
        merge(&mut pairs);
        let mut table =
            Self { totals, hashes: Vec::with_capacity(pairs.len()), counts: Vec::with_capacity(pairs.len()) };
        for (hash, count) in pairs {
            table.push(hash, count);
        }
        table
    }

    fn push(&mut self, hash: u64, count: u32) {
        if count == 0 {
            return;
        }
        if let Some(last) = self.counts.last_mut().filter(|_| self.hashes.last() == Some(&hash)) {
            *last += count;
        } else {
            self.hashes.push(hash);
            self.counts.push(count);
        }
    }

    /// In how many units `term` stands in `field`.
    pub fn document_frequency(&self, field: Field, term: &str) -> u32 {
        Side::ALL.into_iter().map(|side| self.document_frequency_on(side, field, term)).sum()
    }

    /// The same for the units of one side.
    pub fn document_frequency_on(&self, side: Side, field: Field, term: &str) -> u32 {
        let hash = key(side, term_hash(field, term.as_bytes()));
        self.hashes.binary_search(&hash).map_or(0, |place| self.counts[place])
    }

    /// The inverse document frequency of `term` in `field`, among the units of one side or all.
    pub fn idf(&self, side: Option<Side>, field: Field, term: &str) -> f32 {
        let held = match side {
            Some(side) => self.document_frequency_on(side, field, term),
            None => self.document_frequency(field, term),
        };
        rank::idf(self.totals.size(side).units, u64::from(held))
    }

    /// How many different terms the table holds.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether the table holds no term.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The table with `additions` added.
    #[must_use]
    pub fn with(&self, additions: &Additions) -> Self {
        let mut pairs: Vec<(u64, u32)> =
            self.hashes.iter().copied().zip(self.counts.iter().copied()).collect();
        let mut added: Vec<(u64, u32)> =
            additions.counts.iter().map(|(&hash, &count)| (hash, count)).collect();
        added.sort_unstable();
        pairs.extend(added);
        let mut totals = self.totals;
        totals.add(&additions.totals);
        Self::from_pairs(totals, pairs)
    }

    /// Writes the table to `path`, synced to disk.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = io::BufWriter::new(fs::File::create(path)?);
        let header = Header { terms: self.hashes.len(), totals: self.totals };
        serde_json::to_writer(&mut file, &header)?;
        file.write_all(b"\n")?;
        for hash in &self.hashes {
            file.write_all(&hash.to_le_bytes())?;
        }
        for count in &self.counts {
            file.write_all(&count.to_le_bytes())?;
        }
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }

    /// Reads a table; a damaged file is an error of kind `InvalidData`.
    pub fn read(path: &Path) -> io::Result<Self> {
        let bytes = fs::read(path)?;
        let damaged =
            || io::Error::new(io::ErrorKind::InvalidData, "the table of term statistics is damaged");
        let line = memchr::memchr(b'\n', &bytes).ok_or_else(damaged)?;
        let header: Header = serde_json::from_slice(&bytes[..line]).map_err(|_| damaged())?;
        let body = &bytes[line + 1..];
        let split = header
            .terms
            .checked_mul(8)
            .filter(|&split| split + header.terms * 4 == body.len())
            .ok_or_else(damaged)?;
        let (hashes, counts) = body.split_at(split);
        Ok(Self {
            totals: header.totals,
            hashes: hashes
                .chunks_exact(8)
                .map(|b| u64::from_le_bytes(b.try_into().unwrap_or_default()))
                .collect(),
            counts: counts
                .chunks_exact(4)
                .map(|b| u32::from_le_bytes(b.try_into().unwrap_or_default()))
                .collect(),
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    terms: usize,
    totals: Totals,
}

/// Units that come in.
#[derive(Debug, Clone, Default)]
pub struct Additions {
    counts: HashMap<u64, u32>,
    policies: HashSet<i64>,
    totals: Totals,
}

impl Additions {
    /// Counts one unit of a policy, with its tokens given by field with U+001F between.
    pub fn count(&mut self, policy: i64, side: Side, fields: &[String; 4]) {
        let mut hashes = Vec::new();
        let tokens = Field::ALL.map(|field| {
            let terms = fields[field.index()].split('\u{1f}').filter(|term| !term.is_empty());
            terms.fold(0, |count, term| {
                hashes.push(key(side, term_hash(field, term.as_bytes())));
                count + 1
            })
        });
        let size = Size { units: 1, policies: u64::from(self.policies.insert(policy)) };
        self.unit(hashes, size, side, tokens);
    }

    /// Whether units of a policy came in.
    pub fn holds(&self, policy: i64) -> bool {
        self.policies.contains(&policy)
    }

    /// Whether none came in.
    pub fn is_empty(&self) -> bool {
        self.totals.units == 0
    }

    /// Counts one unit. `terms` are the hashes of all its tokens, repetitions included.
    fn unit(&mut self, mut terms: Vec<u64>, size: Size, side: Side, tokens: [u64; 4]) {
        terms.sort_unstable();
        terms.dedup();
        for hash in terms {
            *self.counts.entry(hash).or_default() += 1;
        }
        let english = if side == Side::English { size } else { Size::default() };
        self.totals.add(&Totals { units: size.units, policies: size.policies, tokens, english });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn additions(units: &[Vec<u64>]) -> Additions {
        let mut additions = Additions::default();
        for unit in units {
            let size = Size { units: 1, policies: 1 };
            additions.unit(unit.clone(), size, Side::English, [unit.len() as u64; 4]);
        }
        additions
    }

    fn count(units: &[Vec<u64>]) -> TermStatistics {
        TermStatistics::default().with(&additions(units))
    }

    proptest! {
        #[test]
        fn adding_later_equals_counting_at_once(
            first in prop::collection::vec(prop::collection::vec(0u64..40, 0..12), 0..20),
            second in prop::collection::vec(prop::collection::vec(0u64..40, 0..12), 0..20),
        ) {
            let all = [first.clone(), second.clone()].concat();
            prop_assert_eq!(count(&first).with(&additions(&second)), count(&all));
        }
    }

    #[test]
    fn a_table_survives_the_disk_and_a_damaged_one_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("statistics");
        let table = count(&[vec![1, 2, 2, 9], vec![2]]);
        table.write(&path).unwrap();
        assert_eq!(TermStatistics::read(&path).unwrap(), table);
        let mut bytes = fs::read(&path).unwrap();
        bytes.pop();
        fs::write(&path, bytes).unwrap();
        assert_eq!(TermStatistics::read(&path).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}

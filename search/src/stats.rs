//! Term statistics of our own: in how many units each term stands.
//!
//! Ranking needs document frequencies that do not depend on how an engine happens to have cut its
//! index into segments, nor on documents that are deleted but not yet merged away. The table counts
//! units of live, newest editions only, those in English apart from the others. It is counted off when an index is built, and
//! brought up to date by what comes in and goes away; both ways give the same table.
//!
//! On disk it is one file: a header line of JSON, then the keys of all terms in rising order (8 bytes
//! each, little endian), then their counts (4 bytes each).

mod changes;
mod side;

pub use changes::{Changes, UnitTerms};
pub use side::Side;

use crate::rank::{self, Field};
use serde::{Deserialize, Serialize};
use std::{
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

    fn take_away(&mut self, other: &Self) {
        // Of a damaged table less may be there than goes.
        let less = |total: &mut u64, gone: u64| *total = total.saturating_sub(gone);
        less(&mut self.units, other.units);
        less(&mut self.policies, other.policies);
        less(&mut self.english.units, other.english.units);
        less(&mut self.english.policies, other.english.policies);
        self.tokens.iter_mut().zip(other.tokens).for_each(|(total, gone)| less(total, gone));
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

/// The table, in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermStatistics {
    /// Totals over all units.
    pub totals: Totals,
    hashes: Vec<u64>,
    counts: Vec<u32>,
}

impl TermStatistics {
    /// The table with `(hash, change)` pairs in any order added to its counts; pairs of one hash are added up.
    #[must_use]
    pub fn merged(&self, totals: Totals, mut pairs: Vec<(u64, i64)>) -> Self {
        pairs.sort_unstable_by_key(|&(hash, _)| hash);
        let room = self.len() + pairs.len();
        let mut merged = Self { totals, hashes: Vec::with_capacity(room), counts: Vec::with_capacity(room) };
        let mut place = 0;
        for same in pairs.chunk_by(|left, right| left.0 == right.0) {
            let hash = same[0].0;
            let before = place + self.hashes[place..].partition_point(|&kept| kept < hash);
            merged.hashes.extend_from_slice(&self.hashes[place..before]);
            merged.counts.extend_from_slice(&self.counts[place..before]);
            place = before;
            let mut count: i64 = same.iter().map(|&(_, change)| change).sum();
            if self.hashes.get(place) == Some(&hash) {
                count += i64::from(self.counts[place]);
                place += 1;
            }
            if let Ok(count @ 1..) = u32::try_from(count) {
                merged.hashes.push(hash);
                merged.counts.push(count);
            }
        }
        merged.hashes.extend_from_slice(&self.hashes[place..]);
        merged.counts.extend_from_slice(&self.counts[place..]);
        merged
    }

    /// In how many units `term` stands in `field`.
    pub fn document_frequency(&self, field: Field, term: &str) -> u32 {
        Side::ALL.into_iter().map(|side| self.document_frequency_on(side, field, term)).sum()
    }

    /// The same for the units of one side.
    pub fn document_frequency_on(&self, side: Side, field: Field, term: &str) -> u32 {
        self.place(key(side, term_hash(field, term.as_bytes()))).map_or(0, |place| self.counts[place])
    }

    /// The place of a key. Keys are spread evenly, so that it is near where a share of all keys that is as large as the
    /// key leads to: to begin there keeps a large table out of the way of the caches.
    fn place(&self, key: u64) -> Option<usize> {
        let guess = ((u128::from(key) * self.len() as u128) >> 64) as usize;
        let (mut from, mut to, mut step) = (guess, guess, 64);
        while from > 0 && self.hashes[from] > key {
            from = from.saturating_sub(step);
            step *= 2;
        }
        step = 64;
        while to < self.len() && self.hashes[to] <= key {
            to = (to + step).min(self.len());
            step *= 2;
        }
        self.hashes[from..to].binary_search(&key).ok().map(|place| from + place)
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

    /// The table after `changes`.
    #[must_use]
    pub fn with(&self, changes: &Changes) -> Self {
        let mut totals = self.totals;
        totals.add(&changes.come.totals);
        totals.take_away(&changes.gone.totals);
        self.merged(totals, changes.counts.iter().map(|(&hash, &change)| (hash, change)).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Units of one policy each, of terms `t0`, `t1` and so on.
    fn changes(come: &[Vec<u8>], gone: &[Vec<u8>]) -> Changes {
        let mut changes = Changes::default();
        let units = |units: &[Vec<u8>]| -> Vec<UnitTerms> {
            let field = |terms: &[u8]| terms.iter().map(u8::to_string).collect::<Vec<_>>().join("\u{1f}");
            units
                .iter()
                .map(|terms| UnitTerms::of(Side::English, &Field::ALL.map(|_| field(terms))))
                .collect()
        };
        for (policy, unit) in units(come).iter().enumerate() {
            changes.comes(policy as i64, unit);
        }
        for (policy, unit) in units(gone).iter().enumerate() {
            changes.goes(policy as i64, unit);
        }
        changes
    }

    fn count(units: &[Vec<u8>]) -> TermStatistics {
        TermStatistics::default().with(&changes(units, &[]))
    }

    proptest! {
        #[test]
        fn changing_later_equals_counting_at_once(
            gone in prop::collection::vec(prop::collection::vec(0u8..40, 0..12), 0..20),
            kept in prop::collection::vec(prop::collection::vec(0u8..40, 0..12), 0..20),
            come in prop::collection::vec(prop::collection::vec(0u8..40, 0..12), 0..20),
        ) {
            let before = count(&[gone.clone(), kept.clone()].concat());
            prop_assert_eq!(before.with(&changes(&come, &gone)), count(&[kept, come].concat()));
        }
    }

    proptest! {
        #[test]
        fn every_key_has_its_place(
            even in prop::collection::btree_set(0u64.., 0..600),
            crowded in prop::collection::btree_set(0u64..2_000, 0..600),
            others in prop::collection::vec(0u64..2_000, 0..50),
        ) {
            let keys: Vec<u64> = even.union(&crowded).copied().collect();
            let pairs = keys.iter().map(|&key| (key, 1)).collect();
            let table = TermStatistics::default().merged(Totals::default(), pairs);
            for (place, &key) in keys.iter().enumerate() {
                prop_assert_eq!(table.place(key), Some(place));
            }
            for other in others.into_iter().chain([0, u64::MAX]) {
                prop_assert_eq!(table.place(other), keys.binary_search(&other).ok());
            }
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

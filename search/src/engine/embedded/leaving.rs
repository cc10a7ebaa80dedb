//! Units that go away, and what they counted for.
//!
//! The index does not keep the terms of a unit, but a fingerprint of them. Where a document changed, its units come in
//! again, as they were or as superseded ones, and by the fingerprints it is known whether with the same terms.

use super::{super::EngineError, schema::Fields};
use crate::{engine::IndexUnit, stats::Side};
use std::collections::HashMap;
use tantivy::{DocSet, Searcher, TERMINATED, Term, schema::IndexRecordOption};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A hash of the terms of a unit and of its side, the same on every machine.
pub fn fingerprint(unit: &IndexUnit) -> u64 {
    let seed = match unit.side() {
        Side::Chinese => 0,
        Side::English => 1,
    };
    unit.fields.iter().fold(seed, |hash, field| xxh3_64_with_seed(field.as_bytes(), hash))
}

/// Units that go away.
#[derive(Default)]
pub struct Leaving {
    /// By policy how many units of each fingerprint went and did not come in again.
    missing: HashMap<i64, HashMap<u64, u32>>,
}

impl Leaving {
    /// All units that a policy has go away.
    pub fn go(&mut self, index: &Searcher, fields: &Fields, policy: i64) -> Result<(), EngineError> {
        let term = Term::from_field_u64(fields.policy, policy as u64);
        for reader in index.segment_readers() {
            let inverted = reader.inverted_index(fields.policy)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            let fingerprints = reader.fast_fields().u64("fingerprint")?;
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if !reader.is_deleted(doc) {
                    let units = self.missing.entry(policy).or_default();
                    *units.entry(fingerprints.values.get_val(doc)).or_default() += 1;
                }
                postings.advance();
            }
        }
        Ok(())
    }

    /// Whether a unit that comes in has the terms of one that went, which is then known.
    pub fn know(&mut self, unit: &IndexUnit) -> bool {
        let Some(missing) = self.missing.get_mut(&unit.policy) else { return false };
        let Some(count) = missing.get_mut(&fingerprint(unit)) else { return false };
        let known = *count > 0;
        *count = count.saturating_sub(1);
        known
    }

    /// Whether the terms of all units that went are known.
    pub fn is_known(&self) -> bool {
        self.missing.values().flat_map(HashMap::values).all(|&count| count == 0)
    }
}

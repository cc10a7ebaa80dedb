//! What a store says, as one number.

use super::{Store, StoreError, normal, record::Record, write};
use sha2::{Digest, Sha256};

impl Store {
    /// SHA-256 over everything that the store says: policies with their ids, editions, texts,
    /// clauses, names and captures. Rowids, the watermark, places in the archive and the order in
    /// which things came do not count, so a store and the import of its export have one fingerprint.
    pub fn fingerprint(&self) -> Result<String, StoreError> {
        self.digest(|_| {})
    }

    /// The same without what depends on which document came first: policy ids, the ordering
    /// numbers of editions, and which of several identical files was read.
    pub fn content_fingerprint(&self) -> Result<String, StoreError> {
        self.digest(|record| {
            record.policy.clear();
            for edition in &mut record.polidex.editions {
                edition.ordinal = 0;
                edition.parts.iter_mut().for_each(|part| part.capture = 0);
            }
        })
    }

    fn digest(&self, forget: impl Fn(&mut Record)) -> Result<String, StoreError> {
        let snapshot = self.conn.unchecked_transaction()?;
        let mut policies = Vec::new();
        for (rowid, id) in self.policies_changed_since(0)? {
            let mut record = self.record(rowid, &id)?;
            sort_captures(&mut record);
            forget(&mut record);
            policies.push(Sha256::digest(write::json(&record)));
        }
        snapshot.finish()?;
        policies.sort();
        let all = policies.iter().fold(Sha256::new(), Digest::chain_update);
        Ok(normal::hex(&all.finalize()))
    }
}

/// Captures stand in a record in the order of their arrival; here they are sorted by what they are.
fn sort_captures(record: &mut Record) {
    let inner = &mut record.polidex;
    let mut order: Vec<usize> = (0..inner.captures.len()).collect();
    order.sort_by_key(|&at| write::json(&inner.captures[at]));
    let mut place = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    inner.captures.sort_by_key(write::json);
    for part in inner.editions.iter_mut().flat_map(|edition| &mut edition.parts) {
        part.capture = place[part.capture];
    }
    for name in &mut inner.names {
        name.capture = place[name.capture];
    }
}

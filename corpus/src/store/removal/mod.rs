//! Taking documents out.
//!
//! Nothing of a text stays: editions, extractions, clauses, names, captures and what was understood go in one
//! transaction, and pages that held them are overwritten. What stays tells those who look for the document
//! that it was removed, and keeps the same bytes, text or name from coming back unasked.

mod delete;
mod recognised;

pub(super) use recognised::{barred, by_keys, restored};

use super::{Store, StoreError, migrate, normal};
use crate::model::PolicyId;
use delete::{delete, note};
use recognised::{barred_by, by_name};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

/// That a document was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removal {
    /// The document's id, which nothing else gets.
    pub policy: PolicyId,
    /// Its title as published.
    pub title: String,
    /// Its number as printed.
    pub doc_number: Option<String>,
    /// Why.
    pub reason: String,
    /// Who took it out.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// A record of the archive that belongs to a removed document, with the hash of the bytes that were received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct RemovedRecord {
    /// Name of the WARC file.
    pub file: String,
    /// First byte of the response's record.
    pub offset: u64,
    /// SHA-256 of what was received.
    pub sha256: String,
}

/// A removal whose tombstone is still to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The removal.
    pub removal: Removal,
    /// The records that are to be overwritten.
    pub records: Vec<RemovedRecord>,
    /// SHA-256 of everything that was received of the document, also where it is not archived.
    pub hashes: Vec<String>,
}

const REMOVAL: &str =
    "SELECT r.policy_id, r.title, r.doc_number, r.reason, r.made_by, r.made_at FROM removal r";

impl Store {
    /// Takes a document out, with all its editions. Who, when and why comes from the caller; title and number
    /// are those that were published. `None` where no such document is stored.
    ///
    /// The bytes in the archive are still there then: [`Store::pending_removals`] says which, and
    /// [`Store::removal_done`] ends it.
    pub fn remove(
        &mut self,
        id: &PolicyId,
        (reason, by, at): (&str, &str, &str),
    ) -> Result<Option<Removal>, StoreError> {
        let Some(policy) = self.published_policy(id)? else { return Ok(None) };
        let removal = Removal {
            policy: id.clone(),
            title: policy.title.clone(),
            doc_number: policy.doc_number.clone(),
            reason: reason.to_owned(),
            by: by.to_owned(),
            at: at.to_owned(),
        };
        // Pages that are freed are filled with zeros, so that no text is left in the file.
        self.conn.pragma_update_and_check(None, "secure_delete", "ON", |_| Ok(()))?;
        self.write(|batch| {
            let row: i64 =
                batch
                    .conn
                    .query_row("SELECT id FROM policy WHERE policy_id = ?1", [&id.0], |row| row.get(0))?;
            note(batch, &removal, row, policy.lang.tag())?;
            delete(batch.conn, row)
        })?;
        // What stands in the log goes over into the file, and the log is emptied.
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        migrate::discard_copies(&self.dir)?;
        Ok(Some(removal))
    }

    /// The documents that were taken out and not brought back, in the order of their ids.
    pub fn removals(&self) -> Result<Vec<Removal>, StoreError> {
        let sql = format!("{REMOVAL} WHERE r.restored_at IS NULL ORDER BY r.policy_id");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_map([], removal)?.collect::<Result<_, _>>()?)
    }

    /// The removed document that a name means: an id, a number, a title or what a source calls it.
    pub fn removed(&self, name: &str) -> Result<Option<Removal>, StoreError> {
        let name = name.trim();
        let by_id = format!("{REMOVAL} WHERE r.policy_id = ?1 AND r.restored_at IS NULL");
        let mut statement = self.conn.prepare_cached(&by_id)?;
        let found = statement.query_row([name.to_ascii_lowercase()], removal).optional()?;
        if found.is_some() || name.is_empty() {
            return Ok(found);
        }
        let number = crate::number::DocumentNumber::parse(name).map(|number| number.key);
        let title = normal::title_key(name.trim_start_matches('《').trim_end_matches('》'));
        match by_keys(&self.conn, number.as_deref(), &[title])? {
            Some(found) => Ok(Some(found)),
            None => by_name(&self.conn, name),
        }
    }

    /// The rows, in the table policy, of documents that were taken out after a watermark.
    pub fn policies_removed_since(&self, watermark: u64) -> Result<Vec<i64>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT row FROM removal WHERE changed > ?1 ORDER BY row")?;
        let rows = statement.query_map([watermark.cast_signed()], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The removals whose tombstone is still to be written into the archive.
    pub fn pending_removals(&self) -> Result<Vec<Pending>, StoreError> {
        let sql = format!(
            "SELECT x.*, r.records,
                    (SELECT json_group_array(value) FROM removed_key k
                     WHERE k.policy_id = r.policy_id AND k.kind = 'bytes')
             FROM removal r JOIN ({REMOVAL}) x ON x.policy_id = r.policy_id
             WHERE r.pending ORDER BY r.made_at, r.policy_id"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            Ok(Pending {
                removal: removal(row)?,
                records: serde_json::from_str(row.get_ref(6)?.as_str()?).unwrap_or_default(),
                hashes: serde_json::from_str(row.get_ref(7)?.as_str()?).unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The archive holds the tombstone, and the bytes are gone.
    pub fn removal_done(&mut self, id: &PolicyId) -> Result<(), StoreError> {
        self.write(|batch| {
            batch
                .conn
                .execute("UPDATE removal SET pending = 0, records = '[]' WHERE policy_id = ?1", [&id.0])?;
            Ok(())
        })
    }

    /// Whether removed documents that are put again come back; else they stay away, as
    /// [`Change::StaysRemoved`](super::Change::StaysRemoved).
    pub fn bring_back_removed(&mut self, bring_back: bool) {
        self.bring_back = bring_back;
    }

    /// Whether removed documents come back.
    pub fn brings_back_removed(&self) -> bool {
        self.bring_back
    }

    /// Whether bytes of this SHA-256 are what a removed document was read from.
    pub fn are_bytes_removed(&self, sha256: &str) -> Result<bool, StoreError> {
        barred_by(&self.conn, "bytes", sha256).map(|found| found.is_some())
    }

    /// Whether what a document was read from at a web address was removed, whatever source it came by.
    pub fn is_address_removed(&self, url: &str) -> Result<bool, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT 1 FROM removed_key WHERE kind = 'name' AND substr(value, instr(value, char(10)) + 1) = ?1",
        )?;
        Ok(statement.exists([url])?)
    }
}

fn removal(row: &Row<'_>) -> rusqlite::Result<Removal> {
    Ok(Removal {
        policy: PolicyId(row.get(0)?),
        title: row.get(1)?,
        doc_number: row.get(2)?,
        reason: row.get(3)?,
        by: row.get(4)?,
        at: row.get(5)?,
    })
}

//! Taking documents out.
//!
//! Nothing of a text stays: editions, extractions, clauses, names, captures and what was understood go in one
//! transaction, and pages that held them are overwritten. What stays tells those who look for the document
//! that it was removed, and keeps the same bytes, text or name from coming back unasked.

use super::{Store, StoreError, migrate, normal, read, reading::Reading, write, write::Batch};
use crate::model::{Document, PolicyId};
use rusqlite::{Connection, OptionalExtension, Row, params};
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
    /// [`Change::StaysRemoved`].
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

/// Writes down what is known of a document that goes away.
fn note(batch: &mut Batch<'_>, removal: &Removal, row: i64, lang: &str) -> Result<(), StoreError> {
    let conn = batch.conn;
    let records = records(conn, row)?;
    conn.execute("DELETE FROM removed_key WHERE policy_id = ?1", [&removal.policy.0])?;
    conn.execute(
        "INSERT OR REPLACE INTO removal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, ?9, ?10, 1)",
        params![
            removal.policy.0,
            row,
            removal.title,
            removal.doc_number,
            lang,
            removal.reason,
            removal.by,
            removal.at,
            batch.watermark().cast_signed(),
            write::json(&records),
        ],
    )?;
    batch.note_change();
    for (kind, sql) in [
        ("name", "SELECT source || char(10) || external_id FROM external_id WHERE policy = ?1"),
        ("bytes", CAPTURED),
        (
            "body",
            "SELECT x.body_sha256 FROM edition e JOIN edition_part ep ON ep.edition = e.id
             JOIN extraction x ON x.id = ep.extraction WHERE e.policy = ?1 AND x.body_sha256 IS NOT NULL",
        ),
        ("title", "SELECT title_key FROM edition WHERE policy = ?1 AND title_key <> ''"),
        ("number", "SELECT number_key FROM edition WHERE policy = ?1 AND number_key IS NOT NULL"),
    ] {
        conn.prepare(&format!(
            "INSERT OR IGNORE INTO removed_key (kind, value, policy_id) SELECT ?2, value, ?3 FROM (
                 SELECT '' AS value WHERE 0 UNION {sql})"
        ))?
        .execute((row, kind, &removal.policy.0))?;
    }
    Ok(())
}

/// The hashes of everything that was received under the names of a policy.
const CAPTURED: &str = "SELECT c.sha256 FROM capture c WHERE c.id IN (
    SELECT h.id FROM external_id n JOIN capture h ON h.external_id = n.external_id AND h.source = n.source
    WHERE n.policy = ?1
    UNION SELECT x.capture FROM edition e JOIN edition_part ep ON ep.edition = e.id
    JOIN extraction x ON x.id = ep.extraction WHERE e.policy = ?1)";

/// Its records of the archive, those left out that hold what another document was read from as well.
fn records(conn: &Connection, row: i64) -> Result<Vec<RemovedRecord>, StoreError> {
    let mut statement = conn.prepare(&format!(
        "SELECT DISTINCT c.archive_file, c.archive_offset, c.sha256 FROM capture c
         WHERE c.archive_file IS NOT NULL AND c.sha256 IN ({CAPTURED})
           AND NOT EXISTS (SELECT 1 FROM external_id n JOIN capture h ON h.id = n.capture
                           WHERE n.policy <> ?1 AND h.sha256 = c.sha256)
         ORDER BY c.archive_file, c.archive_offset"
    ))?;
    let rows = statement.query_map([row], |row| {
        Ok(RemovedRecord { file: row.get(0)?, offset: read::offset(row, 1)? as u64, sha256: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Deletes everything that belongs to a policy, what refers to a thing before the thing.
fn delete(conn: &Connection, row: i64) -> Result<(), StoreError> {
    const OF_POLICY: &str =
        "SELECT ep.extraction FROM edition e JOIN edition_part ep ON ep.edition = e.id WHERE e.policy = ?1";
    conn.execute_batch("CREATE TEMP TABLE IF NOT EXISTS removed_capture (id INTEGER PRIMARY KEY); DELETE FROM removed_capture")?;
    conn.execute(
        "INSERT INTO removed_capture SELECT h.id FROM external_id n
         JOIN capture h ON h.external_id = n.external_id AND h.source = n.source WHERE n.policy = ?1
         UNION SELECT x.capture FROM edition e JOIN edition_part ep ON ep.edition = e.id
         JOIN extraction x ON x.id = ep.extraction WHERE e.policy = ?1",
        [row],
    )?;
    // A name that another policy holds by now keeps its text.
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS removed_text (id INTEGER PRIMARY KEY)", [])?;
    conn.execute("DELETE FROM removed_text", [])?;
    conn.execute(&format!("INSERT INTO removed_text {OF_POLICY}"), [row])?;
    conn.execute("DELETE FROM external_id WHERE policy = ?1", [row])?;
    for sql in [
        "DELETE FROM edition_part WHERE extraction IN (SELECT id FROM removed_text)",
        "DELETE FROM clause WHERE extraction IN (SELECT id FROM removed_text)",
        "DELETE FROM extraction WHERE id IN (SELECT id FROM removed_text)",
        "DELETE FROM capture WHERE id IN (SELECT id FROM removed_capture)
         AND id NOT IN (SELECT capture FROM external_id) AND id NOT IN (SELECT capture FROM extraction)",
        "DROP TABLE removed_text",
        "DROP TABLE removed_capture",
    ] {
        conn.execute(sql, [])?;
    }
    conn.execute("DELETE FROM edition WHERE policy = ?1", [row])?;
    conn.execute("DELETE FROM policy WHERE id = ?1", [row])?;
    Ok(())
}

fn name_value(source: &str, external_id: &str) -> String {
    format!("{source}\n{external_id}")
}

/// The removed document that a document is: by its name, its bytes, or its text.
pub(super) fn barred(conn: &Connection, doc: &Document) -> Result<Option<PolicyId>, StoreError> {
    let any: bool =
        conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM removed_key)")?.query_row([], |row| row.get(0))?;
    if !any {
        return Ok(None);
    }
    for (kind, value) in
        [("name", name_value(&doc.source, &doc.external_id)), ("bytes", doc.capture.sha256.clone())]
    {
        if let Some(found) = barred_by(conn, kind, &value)? {
            return Ok(Some(found));
        }
    }
    match Reading::new(doc, "").body_sha256 {
        Some(body) => barred_by(conn, "body", &body),
        None => Ok(None),
    }
}

fn barred_by(conn: &Connection, kind: &str, value: &str) -> Result<Option<PolicyId>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT policy_id FROM removed_key WHERE kind = ?1 AND value = ?2 ORDER BY policy_id LIMIT 1",
    )?;
    Ok(statement.query_row((kind, value), |row| row.get(0)).optional()?.map(PolicyId))
}

/// A removed document is back: it is not recognised any more.
pub(super) fn restored(batch: &mut Batch<'_>, id: &PolicyId, at: &str) -> Result<(), StoreError> {
    batch.conn.execute("DELETE FROM removed_key WHERE policy_id = ?1", [&id.0])?;
    batch.conn.execute("UPDATE removal SET restored_at = ?2 WHERE policy_id = ?1", (&id.0, at))?;
    batch.note_change();
    Ok(())
}

/// The removed document that bears a number, else the only one that bears one of the titles.
pub(super) fn by_keys(
    conn: &Connection,
    number: Option<&str>,
    titles: &[String],
) -> Result<Option<Removal>, StoreError> {
    let keys = number.map(|number| ("number", number)).into_iter();
    for (kind, value) in keys.chain(titles.iter().map(|title| ("title", title.as_str()))) {
        let found = barred_by(conn, kind, value)?;
        if let Some(id) = found {
            let sql = format!("{REMOVAL} WHERE r.policy_id = ?1 AND r.restored_at IS NULL");
            return Ok(conn.prepare_cached(&sql)?.query_row([&id.0], removal).optional()?);
        }
    }
    Ok(None)
}

fn by_name(conn: &Connection, name: &str) -> Result<Option<Removal>, StoreError> {
    let sql = format!(
        "{REMOVAL} JOIN removed_key k ON k.policy_id = r.policy_id AND k.kind = 'name'
         WHERE r.restored_at IS NULL AND (substr(k.value, instr(k.value, char(10)) + 1) = ?1
               OR replace(k.value, char(10), '/') = ?1)
         ORDER BY r.policy_id LIMIT 1"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([name], removal).optional()?)
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

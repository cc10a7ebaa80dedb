//! Writes down what is known of a document, and deletes everything of it.

use super::{Removal, RemovedRecord};
use crate::store::{StoreError, read, write, write::Batch};
use rusqlite::{Connection, params};

/// Writes down what is known of a document that goes away.
pub(super) fn note(batch: &mut Batch<'_>, removal: &Removal, row: i64, lang: &str) -> Result<(), StoreError> {
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
pub(super) fn delete(conn: &Connection, row: i64) -> Result<(), StoreError> {
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

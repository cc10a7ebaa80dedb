//! How removed documents are recognised: by name, bytes, text, number and title.

use super::{REMOVAL, Removal, removal};
use crate::{
    model::{Document, PolicyId},
    store::{StoreError, reading::Reading, write::Batch},
};
use rusqlite::{Connection, OptionalExtension};

fn name_value(source: &str, external_id: &str) -> String {
    format!("{source}\n{external_id}")
}

/// The removed document that a document is: by its name, its bytes, or its text.
pub(in crate::store) fn barred(conn: &Connection, doc: &Document) -> Result<Option<PolicyId>, StoreError> {
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

pub(super) fn barred_by(conn: &Connection, kind: &str, value: &str) -> Result<Option<PolicyId>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT policy_id FROM removed_key WHERE kind = ?1 AND value = ?2 ORDER BY policy_id LIMIT 1",
    )?;
    Ok(statement.query_row((kind, value), |row| row.get(0)).optional()?.map(PolicyId))
}

/// A removed document is back: it is not recognised any more.
pub(in crate::store) fn restored(batch: &mut Batch<'_>, id: &PolicyId, at: &str) -> Result<(), StoreError> {
    batch.conn.execute("DELETE FROM removed_key WHERE policy_id = ?1", [&id.0])?;
    batch.conn.execute("UPDATE removal SET restored_at = ?2 WHERE policy_id = ?1", (&id.0, at))?;
    batch.note_change();
    Ok(())
}

/// The removed document that bears a number, else the only one that bears one of the titles.
pub(in crate::store) fn by_keys(
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

pub(super) fn by_name(conn: &Connection, name: &str) -> Result<Option<Removal>, StoreError> {
    let sql = format!(
        "{REMOVAL} JOIN removed_key k ON k.policy_id = r.policy_id AND k.kind = 'name'
         WHERE r.restored_at IS NULL AND (substr(k.value, instr(k.value, char(10)) + 1) = ?1
               OR replace(k.value, char(10), '/') = ?1)
         ORDER BY r.policy_id LIMIT 1"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([name], removal).optional()?)
}

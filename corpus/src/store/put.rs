//! Putting documents into the store.

use super::{
    Store, StoreError, agree, id,
    place::{self, Placement},
    read,
    reading::Reading,
    removal,
    write::{Batch, EditionName},
};
use crate::model::{Document, Metadata, PolicyId};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

/// What putting a document did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A policy that was not known.
    New,
    /// Another edition of a known policy, newer or older.
    NewEdition,
    /// A further part of a known edition.
    NewPart,
    /// The same text from other bytes or another extractor; references stay, clause rowids may not.
    Reread,
    /// A text that is stored under another name; the document has one more name now.
    AliasOf,
    /// Nothing.
    Unchanged,
    /// Nothing: the document was removed, and [`Store::bring_back_removed`] was not asked for.
    StaysRemoved,
}

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The policy that the document belongs to.
    pub policy: PolicyId,
    /// What putting it did.
    pub change: Change,
}

impl Store {
    /// Stores the documents in one transaction: all or, on an error, none of them. Outcomes come
    /// in the order of the documents.
    pub fn put(&mut self, docs: &[Document]) -> Result<Vec<Outcome>, StoreError> {
        let extractor = self.extractor.clone();
        self.write(|batch| docs.iter().map(|doc| put_one(batch, doc, &extractor)).collect())
    }

    /// Runs `work` in one transaction that takes the right to write at once.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_or_try(true, work)
    }

    /// The same; unless it is to be `kept`, everything is taken back at the end.
    pub(super) fn write_or_try<T>(
        &mut self,
        kept: bool,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly { dir: self.dir.clone() });
        }
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut batch = Batch::begin(&tx)?.bringing_back(self.bring_back);
        let result = work(&mut batch)?;
        batch.finish()?;
        if kept {
            tx.commit()?;
        } else {
            tx.rollback()?;
        }
        Ok(result)
    }
}

/// Places one document and writes it.
pub(super) fn put_one(batch: &mut Batch<'_>, doc: &Document, extractor: &str) -> Result<Outcome, StoreError> {
    if let Some(policy) = place::unchanged(batch.conn, doc, extractor)? {
        return Ok(Outcome { policy: read::policy_id(batch.conn, policy)?, change: Change::Unchanged });
    }
    let removed = removal::barred(batch.conn, doc)?;
    if let Some(policy) = removed.as_ref().filter(|_| !batch.brings_back()) {
        return Ok(Outcome { policy: policy.clone(), change: Change::StaysRemoved });
    }
    if let Some(policy) = &removed {
        removal::restored(batch, policy, &doc.capture.captured_at)?;
    }
    let (policy, change) = write(batch, &Reading::new(doc, extractor), removed)?;
    Ok(Outcome { policy: read::policy_id(batch.conn, policy)?, change })
}

/// Writes a document where it belongs. A policy that comes back gets the id that it `had`.
pub(super) fn write(
    batch: &mut Batch<'_>,
    reading: &Reading<'_>,
    had: Option<PolicyId>,
) -> Result<(i64, Change), StoreError> {
    Ok(match place::place(batch.conn, reading)? {
        Placement::Alias { policy, extraction } => {
            hold(batch, reading, policy, extraction)?;
            batch.touch(policy)?;
            (policy, Change::AliasOf)
        }
        Placement::Keep { policy, extraction } => {
            hold(batch, reading, policy, extraction)?;
            set_extractor(batch.conn, extraction, reading.extractor)?;
            batch.note_change();
            (policy, Change::Reread)
        }
        Placement::Replace { policy, extraction } => {
            replace(batch, reading, policy, extraction)?;
            (policy, Change::Reread)
        }
        Placement::Part { policy, edition } => {
            add_part(batch, reading, policy, edition)?;
            (policy, Change::NewPart)
        }
        Placement::Edition { policy, after } => {
            let name = edition_name(batch.conn, policy, &reading.doc.meta, after)?;
            let edition = batch.new_edition(policy, &name)?;
            add_part(batch, reading, policy, edition)?;
            (policy, Change::NewEdition)
        }
        Placement::New => {
            let policy = batch.new_policy(had.into_iter().chain(id::candidates(reading.doc)))?;
            let name = edition_name(batch.conn, policy, &reading.doc.meta, None)?;
            let edition = batch.new_edition(policy, &name)?;
            add_part(batch, reading, policy, edition)?;
            (policy, Change::New)
        }
    })
}

fn add_part(
    batch: &mut Batch<'_>,
    reading: &Reading<'_>,
    policy: i64,
    edition: i64,
) -> Result<(), StoreError> {
    let doc = reading.doc;
    let capture = batch.capture(&doc.source, &doc.external_id, &doc.capture)?;
    let extraction = batch.new_part(edition, capture, reading)?;
    batch.name((&doc.source, &doc.external_id), policy, extraction, capture)?;
    batch.describe(policy)
}

/// Lets the document's name hold a text that is stored already.
fn hold(
    batch: &mut Batch<'_>,
    reading: &Reading<'_>,
    policy: i64,
    extraction: i64,
) -> Result<i64, StoreError> {
    let doc = reading.doc;
    let capture = batch.capture(&doc.source, &doc.external_id, &doc.capture)?;
    batch.name((&doc.source, &doc.external_id), policy, extraction, capture)?;
    Ok(capture)
}

/// Puts the reading in the place of an extraction. Where both say the same, the stored one stays
/// with its rowids, so that an index need not read the policy again.
fn replace(batch: &mut Batch<'_>, reading: &Reading<'_>, policy: i64, old: i64) -> Result<(), StoreError> {
    if says_the_same(batch.conn, reading, old)? {
        let named = hold(batch, reading, policy, old)?;
        let changed = batch
            .conn
            .prepare_cached(
                "UPDATE extraction SET extractor = ?2, capture = ?3
                 WHERE id = ?1 AND (extractor <> ?2 OR capture <> ?3)",
            )?
            .execute((old, reading.extractor, named))?;
        if changed > 0 {
            batch.note_change();
        }
        return Ok(());
    }
    let edition = batch
        .conn
        .prepare_cached("SELECT edition FROM edition_part WHERE extraction = ?1")?
        .query_row([old], |row| row.get(0))?;
    let doc = reading.doc;
    let capture = batch.capture(&doc.source, &doc.external_id, &doc.capture)?;
    let new = batch.new_part(edition, capture, reading)?;
    batch.name((&doc.source, &doc.external_id), policy, new, capture)?;
    batch.supersede(old, new)?;
    batch.describe(policy)
}

fn says_the_same(conn: &Connection, reading: &Reading<'_>, old: i64) -> Result<bool, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT text_sha256, metadata, warnings FROM extraction WHERE id = ?1")?;
    let (text, metadata, warnings): (String, String, String) =
        statement.query_row([old], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(text == reading.text_sha256
        && metadata == super::write::json(&reading.doc.meta)
        && warnings == super::write::json(&reading.warnings)
        && read::clauses_of(conn, old)? == *reading.clauses)
}

fn set_extractor(conn: &Connection, extraction: i64, extractor: &str) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE extraction SET extractor = ?2 WHERE id = ?1")?
        .execute((extraction, extractor))?;
    Ok(())
}

/// The key of a new edition: its date, with a number behind it when the policy has that already.
fn edition_name(
    conn: &Connection,
    policy: i64,
    meta: &Metadata,
    after: Option<String>,
) -> Result<EditionName, StoreError> {
    let own = agree::sort_date(meta);
    let base = own.clone().unwrap_or_else(|| "undated".to_owned());
    let sort_date = own.or(after);
    let mut taken = conn.prepare_cached("SELECT 1 FROM edition WHERE policy = ?1 AND key = ?2")?;
    let mut key = base.clone();
    let mut number = 1;
    while taken.exists((policy, &key))? {
        number += 1;
        key = format!("{base}-{number}");
    }
    let last: Option<i64> = conn
        .prepare_cached("SELECT max(ordinal) FROM edition WHERE policy = ?1 AND sort_date IS ?2")?
        .query_row((policy, &sort_date), |row| row.get(0))
        .optional()?
        .flatten();
    Ok(EditionName { key, ordinal: last.unwrap_or(0) + 1, sort_date })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing;

    #[test]
    fn a_full_disk_stores_nothing_and_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        store.put(&[testing::document("a.md", "云谷市软件办法", "第一条 内容。")]).unwrap();
        let fingerprint = store.fingerprint().unwrap();
        // A limit on the number of pages is what a full disk looks like to the database.
        let pages: i64 = store.conn.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        store.conn.pragma_update_and_check(None, "max_page_count", pages + 8, |_| Ok(())).unwrap();
        let long = "第一条 长文。\n".repeat(3000);
        let docs: Vec<_> = (0..9)
            .map(|number| testing::document(&format!("{number}.md"), &format!("办法{number}"), &long))
            .collect();
        assert!(matches!(store.put(&docs), Err(StoreError::Full)));
        assert_eq!(store.fingerprint().unwrap(), fingerprint);
        assert_eq!(store.integrity().unwrap(), []);
        let short = testing::document("b.md", "另一办法", "第一条 短。");
        assert_eq!(store.put(&[short]).unwrap()[0].change, Change::New);
    }
}

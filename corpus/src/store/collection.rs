//! Collections: a reviewer's documents and clauses, with notes, tags and marks, and the searches that led to them.

use super::{Store, StoreError, write, write::Batch};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// A collection with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// Its name, unique in the store.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// When it was begun, RFC 3339 in UTC.
    pub created_at: String,
    /// What is in it, in the order in which it was added.
    pub items: Vec<CollectionItem>,
    /// Searches that were saved in it, by name.
    pub searches: Vec<SavedSearch>,
}

/// A document or a clause in a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionItem {
    /// The reference, with its edition, so that it always leads to the same words.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Title and clause when it was added.
    pub label: String,
    /// What the reviewer notes.
    pub note: String,
    /// Sorted, without repetition.
    pub tags: Vec<String>,
    /// Who has reviewed it.
    pub reviewed_by: Option<String>,
    /// When it was reviewed, RFC 3339 in UTC.
    pub reviewed_at: Option<String>,
    /// When it was added.
    pub added_at: String,
    /// When anything of it was last changed.
    pub changed_at: String,
}

/// A search in a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its name, unique in the collection.
    pub name: String,
    /// The parameters, JSON as the HTTP API names them.
    pub parameters: String,
    /// The day for statuses, `YYYY-MM-DD`.
    pub as_of: String,
    /// The state of the store that answered.
    pub watermark: u64,
    /// The store's lineage: watermarks of different lineages cannot be compared.
    pub lineage: String,
    /// Clauses that it found.
    pub total: u64,
    /// When it was saved, RFC 3339 in UTC.
    pub saved_at: String,
}

/// Like a watch, a collection is no change of the documents: the watermark stays as it is.
impl Store {
    /// All collections, by name.
    pub fn collections(&self) -> Result<Vec<Collection>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT name FROM collection ORDER BY name")?;
        let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        names.iter().map(|name| self.collection(name)).filter_map(Result::transpose).collect()
    }

    /// The collection of a name.
    pub fn collection(&self, name: &str) -> Result<Option<Collection>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT name, about, created_at FROM collection WHERE name = ?1")?;
        let found = statement.query_row([name], |row| {
            Ok(Collection {
                name: row.get(0)?,
                about: row.get(1)?,
                created_at: row.get(2)?,
                items: Vec::new(),
                searches: Vec::new(),
            })
        });
        let Some(mut collection) = found.optional()? else { return Ok(None) };
        let mut items = self.conn.prepare_cached(
            "SELECT reference, label, note, tags, reviewed_by, reviewed_at, added_at, changed_at
             FROM collection_item WHERE collection = ?1 ORDER BY added_at, reference",
        )?;
        collection.items = items.query_map([name], item)?.collect::<Result<_, _>>()?;
        let mut searches = self.conn.prepare_cached(
            "SELECT name, parameters, as_of, watermark, lineage, total, saved_at
             FROM collection_search WHERE collection = ?1 ORDER BY name",
        )?;
        collection.searches = searches.query_map([name], search)?.collect::<Result<_, _>>()?;
        Ok(Some(collection))
    }

    /// Begins a collection. False when there is one of that name.
    pub fn new_collection(&mut self, name: &str, about: &str, at: &str) -> Result<bool, StoreError> {
        self.write(|batch| {
            let new = batch.conn.execute(
                "INSERT OR IGNORE INTO collection (name, about, created_at) VALUES (?1, ?2, ?3)",
                (name, about, at),
            )?;
            Ok(new > 0)
        })
    }

    /// Ends a collection; what was in it stays in the store. Says whether there was one.
    pub fn remove_collection(&mut self, name: &str) -> Result<bool, StoreError> {
        self.write(|batch| {
            let gone = batch.conn.execute("DELETE FROM collection WHERE name = ?1", [name])?;
            Ok(gone > 0)
        })
    }

    /// Puts an item into a collection, or in the place of the one of its reference. False when there is no
    /// such collection.
    pub fn put_item(&mut self, collection: &str, item: &CollectionItem) -> Result<bool, StoreError> {
        self.write(|batch| {
            let put = put_item(batch, collection, item)?;
            Ok(put > 0)
        })
    }

    /// Takes an item out of a collection. Says whether it was in it.
    pub fn remove_item(&mut self, collection: &str, reference: &str) -> Result<bool, StoreError> {
        self.write(|batch| {
            let gone = batch.conn.execute(
                "DELETE FROM collection_item WHERE collection = ?1 AND reference = ?2",
                [collection, reference],
            )?;
            Ok(gone > 0)
        })
    }

    /// Saves a search in a collection, or in the place of the one of its name. False when there is no such
    /// collection.
    pub fn put_search(&mut self, collection: &str, search: &SavedSearch) -> Result<bool, StoreError> {
        self.write(|batch| {
            let put = put_search(batch, collection, search)?;
            Ok(put > 0)
        })
    }

    /// Takes a search out of a collection. Says whether it was in it.
    pub fn remove_search(&mut self, collection: &str, name: &str) -> Result<bool, StoreError> {
        self.write(|batch| {
            let gone = batch.conn.execute(
                "DELETE FROM collection_search WHERE collection = ?1 AND name = ?2",
                [collection, name],
            )?;
            Ok(gone > 0)
        })
    }
}

/// Takes a collection of another store into the one of its name: of two items of one reference the one that
/// was changed last, then the greater one, so that the order of merging makes no difference. Gives the number
/// of items and searches that are new or other now.
pub(super) fn take(
    batch: &mut Batch<'_>,
    other: &Collection,
    known: Option<&Collection>,
) -> Result<usize, StoreError> {
    batch.conn.execute(
        "INSERT INTO collection (name, about, created_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET about = max(about, excluded.about),
             created_at = min(created_at, excluded.created_at)",
        (&other.name, &other.about, &other.created_at),
    )?;
    let mut changed = 0;
    for item in &other.items {
        let own = known.and_then(|known| known.items.iter().find(|own| own.reference == item.reference));
        if own.is_none_or(|own| rank(item) > rank(own)) {
            changed += put_item(batch, &other.name, item)?;
        }
    }
    for search in &other.searches {
        let own = known.and_then(|known| known.searches.iter().find(|own| own.name == search.name));
        let rank = |search: &SavedSearch| (search.saved_at.clone(), write::json(search));
        if own.is_none_or(|own| rank(search) > rank(own)) {
            changed += put_search(batch, &other.name, search)?;
        }
    }
    Ok(changed)
}

fn rank(item: &CollectionItem) -> (String, String) {
    (item.changed_at.clone(), write::json(item))
}

fn put_item(batch: &Batch<'_>, collection: &str, item: &CollectionItem) -> Result<usize, StoreError> {
    let put = batch
        .conn
        .prepare_cached(
            "INSERT OR REPLACE INTO collection_item
             SELECT name, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM collection WHERE name = ?1",
        )?
        .execute(params![
            collection,
            item.reference,
            item.label,
            item.note,
            write::json(&item.tags),
            item.reviewed_by,
            item.reviewed_at,
            item.added_at,
            item.changed_at,
        ])?;
    Ok(put)
}

fn put_search(batch: &Batch<'_>, collection: &str, search: &SavedSearch) -> Result<usize, StoreError> {
    let put = batch
        .conn
        .prepare_cached(
            "INSERT OR REPLACE INTO collection_search
             SELECT name, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM collection WHERE name = ?1",
        )?
        .execute(params![
            collection,
            search.name,
            search.parameters,
            search.as_of,
            search.watermark.cast_signed(),
            search.lineage,
            search.total.cast_signed(),
            search.saved_at,
        ])?;
    Ok(put)
}

fn item(row: &Row<'_>) -> rusqlite::Result<CollectionItem> {
    Ok(CollectionItem {
        reference: row.get(0)?,
        label: row.get(1)?,
        note: row.get(2)?,
        tags: serde_json::from_str(row.get_ref(3)?.as_str()?).unwrap_or_default(),
        reviewed_by: row.get(4)?,
        reviewed_at: row.get(5)?,
        added_at: row.get(6)?,
        changed_at: row.get(7)?,
    })
}

fn search(row: &Row<'_>) -> rusqlite::Result<SavedSearch> {
    Ok(SavedSearch {
        name: row.get(0)?,
        parameters: row.get(1)?,
        as_of: row.get(2)?,
        watermark: row.get::<_, i64>(3)?.cast_unsigned(),
        lineage: row.get(4)?,
        total: row.get::<_, i64>(5)?.cast_unsigned(),
        saved_at: row.get(6)?,
    })
}

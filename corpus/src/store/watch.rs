//! What users want to hear news of.

use super::{Store, StoreError, frontier::parsed};
use jiff::Timestamp;
use rusqlite::params;

/// Something that is watched. What is watched, and what was seen, is JSON that only its reader
/// understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// Its name, unique in the store.
    pub name: String,
    /// What is watched.
    pub subject: String,
    /// What stood there at the last look.
    pub seen: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last looked at.
    pub checked_at: Option<Timestamp>,
}

impl Store {
    /// Everything that is watched, by name.
    pub fn watches(&self) -> Result<Vec<Watch>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT name, subject, seen, created_at, checked_at FROM watch ORDER BY name")?;
        let watches = statement.query_map([], |row| {
            Ok(Watch {
                name: row.get(0)?,
                subject: row.get(1)?,
                seen: row.get(2)?,
                created_at: parsed(row, 3)?.unwrap_or_default(),
                checked_at: parsed(row, 4)?,
            })
        })?;
        Ok(watches.collect::<Result<_, _>>()?)
    }

    /// Adds a watch, or replaces the one of its name. The documents stay as they are, so the watermark
    /// does too.
    pub fn put_watch(&mut self, watch: &Watch) -> Result<(), StoreError> {
        self.write(|batch| {
            batch.conn.prepare_cached("INSERT OR REPLACE INTO watch VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(
                params![
                    watch.name,
                    watch.subject,
                    watch.seen,
                    watch.created_at.to_string(),
                    watch.checked_at.map(|at| at.to_string()),
                ],
            )?;
            Ok(())
        })
    }

    /// Ends a watch. Says whether there was one of that name.
    pub fn remove_watch(&mut self, name: &str) -> Result<bool, StoreError> {
        self.write(|batch| Ok(batch.conn.execute("DELETE FROM watch WHERE name = ?1", [name])? > 0))
    }
}

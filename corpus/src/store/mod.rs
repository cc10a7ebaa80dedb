//! The document store: one `SQLite` file, `polidex.sqlite`, in the data directory.
//!
//! The schema is in `schema.sql` and, with its comments, in every store, so that researchers can
//! open it with ordinary tools. In short: a `policy` has `edition`s, an edition has `edition_part`s
//! (one as a rule), each part is the current `extraction` of a `capture`, and every extraction has
//! its `clause`s; `external_id` holds what users call the documents. `frontier` and `host` are what
//! crawls know of the web, `crawl_run` and the tables behind it how sources are, `watch` is what users want to
//! hear news of; `correction` is laid over what was read, `removal` says what was taken out, `collection` is a
//! reviewer's list; `understood`, `edge`,
//! `back_reference`, `validity` and `measure` hold what texts were understood to say.
//!
//! One process writes at a time ([`Store::open`]); any number read ([`Store::open_reader`]), also
//! while it writes and also from a read-only directory. A batch is stored wholly or not at all.

mod agree;
mod alike;
mod backup;
mod clause;
mod collection;
mod correction;
mod csv;
mod describe;
mod error;
mod export;
mod family;
mod files;
mod fingerprint;
mod frontier;
mod health;
mod host;
mod id;
mod import;
mod integrity;
mod label;
mod lock;
mod manifest;
mod merging;
mod migrate;
mod names;
mod normal;
mod open;
mod outline;
mod past;
mod place;
mod provenance;
mod put;
mod read;
mod reading;
mod record;
mod relation;
mod removal;
mod reread;
mod resolve;
mod suggest;
#[cfg(test)]
mod testing;
mod texts;
mod translations;
mod understood;
mod unit;
mod watch;
mod write;

pub use clause::{KeptText, StoredClause};
pub use collection::{Collection, CollectionItem, SavedSearch};
pub use correction::Taken;
pub use error::StoreError;
pub use family::Relative;
pub use frontier::{CrawlEntry, Crawled, EntryKind, EntryState};
pub use health::{
    Alarm, Coverage, CrawlRun, Failure, PageCounts, PagePresence, PageReading, SourceRecord, SourceRun,
};
pub use host::HostRecord;
pub use integrity::Finding;
pub use manifest::{BackupFile, Manifest};
pub use merging::Merged;
pub use names::Named;
pub use outline::{OutlineEntry, PartText};
pub use past::Past;
pub use provenance::{Provenance, SourceCount};
pub use put::{Change, Outcome};
pub use read::{Counts, Known};
pub use relation::{Relation, Target};
pub use removal::{Pending, Removal, RemovedRecord};
pub use reread::ArchivedName;
pub use resolve::{Missing, Resolution};
pub use texts::TextPlace;
pub use understood::{MeasuredText, UnreadText};
pub use unit::{Unit, UnitFacts, UnitRole};
pub use watch::Watch;

use rusqlite::Connection;
use std::{
    cell::Cell,
    path::{Path, PathBuf},
};

/// An open document store. Not shared between threads; open one reader for each.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    dir: PathBuf,
    /// Held by a writer for as long as the store is open.
    lock: Option<lock::WriterLock>,
    /// The version of the extractor whose documents are put.
    extractor: String,
    /// Whether readers are strangers, who learn no paths of this machine.
    hides_paths: Cell<bool>,
    /// Whether removed documents that are put again come back.
    bring_back: bool,
    /// The earlier state that is looked at, if one is.
    past: Option<std::sync::Arc<Past>>,
}

/// A state of the store that stays as it is while this is held.
#[derive(Debug)]
pub struct Snapshot<'a> {
    _transaction: rusqlite::Transaction<'a>,
}

impl Store {
    /// Whether the store was opened for reading.
    pub fn is_read_only(&self) -> bool {
        self.lock.is_none()
    }

    /// Whether the store's file may be written: not on a read-only file system or without permission.
    pub fn can_be_written(&self) -> bool {
        std::fs::OpenOptions::new().write(true).open(self.dir.join(migrate::STORE_FILE)).is_ok()
    }

    /// Keeps what is read the same until the snapshot is dropped, whatever is written meanwhile; it
    /// also spares a lock for every single read. Snapshots do not nest.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, StoreError> {
        Ok(Snapshot { _transaction: self.conn.unchecked_transaction()? })
    }

    /// The data directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// From now on [`Store::provenance`] gives of files their names and not where they lay: for readers who
    /// are not at this machine.
    pub fn hide_paths(&self) {
        self.hides_paths.set(true);
    }

    /// Names the version of the extractor whose documents will be put. Documents that another
    /// version read are then read again although their bytes did not change. Until this is called,
    /// it is the version of this crate.
    pub fn set_extractor(&mut self, version: &str) {
        version.clone_into(&mut self.extractor);
    }

    /// Removes the copies of the store that were made before migrations; says how many there
    /// were. Call it once the store has been found sound.
    pub fn discard_migration_copies(&self) -> Result<usize, StoreError> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly { dir: self.dir.clone() });
        }
        migrate::discard_copies(&self.dir)
    }
}

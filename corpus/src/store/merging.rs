//! Taking everything that another store holds.

use super::{
    Change, Collection, Store, StoreError, Taken, collection, correction, files, import,
    migrate::STORE_FILE,
    provenance::archived,
    record::{self, Record},
    removal::Removal,
    write::Batch,
};
use crate::model::{Archived, Capture, Correction};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};
use serde::Serialize;
use std::{collections::BTreeMap, path::Path};

/// Policies that are taken in one transaction.
const BATCH: usize = 64;

/// What taking another store came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// Documents by what taking them changed.
    pub documents: BTreeMap<Change, usize>,
    /// Captures that were not known, or whose place in the archive was not.
    pub captures: usize,
    /// Corrections.
    pub corrections: Taken,
    /// Items and searches of collections that are new or other now.
    pub collected: usize,
    /// Documents that the other store has removed and this one keeps.
    pub removed_there: Vec<Removal>,
}

/// What a name of this store holds before something is taken under it.
struct Held {
    source: String,
    external_id: String,
    policy: i64,
    extraction: i64,
    capture: i64,
    captured_at: String,
}

impl Store {
    /// Takes the documents, captures, corrections and collections of `other`, each once: what is known stays
    /// as it is. `place` says where a record of the other archive stands in the one of this store. Where
    /// nothing is to be `kept`, it only says what would come of it. `progress` is told how many policies of
    /// how many are done.
    ///
    /// Documents that were removed here stay away, and those that were removed there stay here. A text that
    /// was received before the one that a name holds here becomes the edition before it, so that the order in
    /// which stores are merged makes no difference.
    pub fn merge(
        &mut self,
        other: &Self,
        place: &dyn Fn(&Archived) -> Option<Archived>,
        kept: bool,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Merged, StoreError> {
        let _snapshot = other.snapshot()?;
        let policies = other.policies_changed_since(0)?;
        let beside = Beside {
            captures: other.all_captures()?,
            corrections: other.corrections(None)?,
            theirs: other.collections()?,
            ours: self.collections()?,
        };
        let mut merged = Merged::default();
        let mut done = 0;
        // What is taken back at the end must be one transaction.
        let size = if kept { BATCH } else { policies.len().max(1) };
        let mut chunks: Vec<_> = policies.chunks(size).collect();
        if chunks.is_empty() {
            chunks.push(&[]);
        }
        for (number, chunk) in chunks.iter().enumerate() {
            self.write_or_try(kept, |batch| {
                for (row, id) in *chunk {
                    let change = take(batch, other.record(*row, id)?)?;
                    *merged.documents.entry(change).or_default() += 1;
                    done += 1;
                    progress(done, policies.len() as u64);
                }
                // What is named by documents comes behind them.
                if number + 1 == chunks.len() { beside.take(batch, place, &mut merged) } else { Ok(()) }
            })?;
        }
        for removal in other.removals()? {
            if self.policy_rowid(&removal.policy)?.is_some() {
                merged.removed_there.push(removal);
            }
        }
        Ok(merged)
    }

    /// The store in `dir`, which an older polidex wrote, in a copy below `into` that is brought up to date.
    /// The store itself stays as it is.
    pub fn upgraded_copy(dir: &Path, into: &Path) -> Result<Self, StoreError> {
        let path = dir.join(STORE_FILE);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        files::copy_database(&Connection::open_with_flags(&path, flags)?, &into.join(STORE_FILE))?;
        Self::open(into)
    }

    /// Every capture with its name, in the order of arrival.
    fn all_captures(&self) -> Result<Vec<(String, String, Capture)>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT source, external_id, location, media_type, charset, bytes, sha256, captured_at,
                    archive_file, archive_offset, archive_length FROM capture ORDER BY id",
        )?;
        let captures = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, capture(row)?)))?;
        Ok(captures.collect::<Result<_, _>>()?)
    }
}

/// What the other store holds beside its documents.
struct Beside {
    captures: Vec<(String, String, Capture)>,
    corrections: Vec<Correction>,
    theirs: Vec<Collection>,
    ours: Vec<Collection>,
}

impl Beside {
    fn take(
        &self,
        batch: &mut Batch<'_>,
        place: &dyn Fn(&Archived) -> Option<Archived>,
        merged: &mut Merged,
    ) -> Result<(), StoreError> {
        for (source, external_id, capture) in &self.captures {
            let archived = capture.archived.as_ref().and_then(place);
            let capture = Capture { archived, ..capture.clone() };
            merged.captures += take_capture(batch, source, external_id, &capture)?;
        }
        let sound = self.corrections.iter().filter(|correction| correction.check().is_ok());
        merged.corrections = correction::take(batch, &sound.cloned().collect::<Vec<_>>())?;
        for theirs in &self.theirs {
            let known = self.ours.iter().find(|ours| ours.name == theirs.name);
            merged.collected += collection::take(batch, theirs, known)?;
        }
        Ok(())
    }
}

fn capture(row: &Row<'_>) -> rusqlite::Result<Capture> {
    Ok(Capture {
        location: row.get(2)?,
        media_type: row.get(3)?,
        charset: row.get(4)?,
        bytes: row.get::<_, i64>(5)?.cast_unsigned(),
        sha256: row.get(6)?,
        captured_at: row.get(7)?,
        archived: archived(row, 8)?,
    })
}

/// Takes one policy. Its corrections come with all the others.
fn take(batch: &mut Batch<'_>, mut record: Record) -> Result<Change, StoreError> {
    record.corrections.clear();
    let held = held(batch, &record)?;
    let bad = record::bad(1);
    record.check().map_err(&bad)?;
    let outcome = import::take(batch, &record, &bad)?;
    if !held.is_empty() && outcome.change != Change::Unchanged {
        keep_latest(batch, &held)?;
    }
    Ok(outcome.change)
}

/// What the names of a record hold here.
fn held(batch: &Batch<'_>, record: &Record) -> Result<Vec<Held>, StoreError> {
    let mut statement = batch.conn.prepare_cached(
        "SELECT n.policy, n.extraction, n.capture, c.captured_at FROM external_id n JOIN capture c ON c.id = n.capture
         WHERE n.external_id = ?1 AND n.source = ?2",
    )?;
    let mut all = Vec::new();
    for name in &record.polidex.names {
        let found = statement.query_row((&name.external_id, &name.source), |row| {
            Ok(Held {
                source: name.source.clone(),
                external_id: name.external_id.clone(),
                policy: row.get(0)?,
                extraction: row.get(1)?,
                capture: row.get(2)?,
                captured_at: row.get(3)?,
            })
        });
        all.extend(found.optional()?);
    }
    Ok(all)
}

/// Lets names hold what was received last again, and puts the editions of one date in the order in which they
/// were received.
fn keep_latest(batch: &mut Batch<'_>, held: &[Held]) -> Result<(), StoreError> {
    for name in held {
        let captured_at: String = batch
            .conn
            .prepare_cached(
                "SELECT c.captured_at FROM external_id n JOIN capture c ON c.id = n.capture
                 WHERE n.external_id = ?1 AND n.source = ?2",
            )?
            .query_row((&name.external_id, &name.source), |row| row.get(0))?;
        let still_there = batch
            .conn
            .prepare_cached("SELECT 1 FROM edition_part WHERE extraction = ?1")?
            .exists([name.extraction])?;
        if captured_at < name.captured_at && still_there {
            batch.name((&name.source, &name.external_id), name.policy, name.extraction, name.capture)?;
        }
        batch
            .conn
            .prepare_cached(
                "UPDATE edition SET ordinal = ordered.number FROM (
                     SELECT e.id, row_number() OVER (PARTITION BY coalesce(e.sort_date, '')
                                                     ORDER BY min(c.captured_at), e.ordinal) AS number
                     FROM edition e JOIN edition_part ep ON ep.edition = e.id
                     JOIN extraction x ON x.id = ep.extraction JOIN capture c ON c.id = x.capture
                     WHERE e.policy = ?1 GROUP BY e.id) AS ordered
                 WHERE edition.id = ordered.id AND edition.ordinal <> ordered.number",
            )?
            .execute([name.policy])?;
        batch.describe(name.policy)?;
    }
    Ok(())
}

/// Takes a capture whose name is known here; one of a document that stays away is left out.
fn take_capture(
    batch: &mut Batch<'_>,
    source: &str,
    external_id: &str,
    capture: &Capture,
) -> Result<usize, StoreError> {
    let named = batch
        .conn
        .prepare_cached("SELECT 1 FROM external_id WHERE external_id = ?1 AND source = ?2")?
        .exists((external_id, source))?;
    if !named {
        return Ok(0);
    }
    let before: i64 =
        batch.conn.query_row("SELECT coalesce(max(id), 0) FROM capture", [], |row| row.get(0))?;
    let id = batch.capture(source, external_id, capture)?;
    let Some(place) = &capture.archived else { return Ok(usize::from(id > before)) };
    let placed = batch
        .conn
        .prepare_cached(
            "UPDATE capture SET archive_file = ?2, archive_offset = ?3, archive_length = ?4
             WHERE id = ?1 AND archive_file IS NULL",
        )?
        .execute(params![id, place.file, place.offset.cast_signed(), place.length.cast_signed()])?;
    if placed > 0 {
        batch.note_change();
    }
    Ok(usize::from(id > before || placed > 0))
}

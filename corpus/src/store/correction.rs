//! Corrections beside what was read.
//!
//! The tables keep what was read; [`active`] gives what is to be laid over it. So a document that is read
//! again is placed by what it says, and its corrections stay.

use super::{Store, StoreError, describe, normal, read, write::Batch};
use crate::model::{Correction, Field, Metadata, Policy, PolicyId, Undone};
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "SELECT id, policy_id, edition, field, value, published, reason, made_by, made_at,
       undone_by, undone_at, undone_reason FROM correction";

/// What taking corrections of somebody else came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Taken {
    /// Corrections that were not known.
    pub added: usize,
    /// Known ones that were taken back elsewhere.
    pub undone: usize,
    /// Known ones that say nothing new.
    pub known: usize,
    /// Of all of them, those whose document is not stored; they wait for it.
    pub waiting: usize,
}

impl Store {
    /// Lays a correction over a document. The id is worked out, and what was read is noted in it.
    pub fn correct(&mut self, correction: Correction) -> Result<Correction, StoreError> {
        let published = self.read_of(&correction)?;
        let correction = Correction { published, ..correction }.with_id();
        self.write(|batch| {
            insert(batch, &correction)?;
            told(batch, &correction.policy)
        })?;
        Ok(correction)
    }

    /// What was read of the field that a correction is about: of its edition, else of the newest.
    fn read_of(&self, correction: &Correction) -> Result<Option<String>, StoreError> {
        let Some(row) = self.policy_rowid(&correction.policy)? else { return Ok(None) };
        let key = match &correction.edition {
            Some(key) => Some(key.clone()),
            None => self.published_policy(&correction.policy)?.map(|policy| policy.edition.key),
        };
        let edition: Option<i64> = self
            .conn
            .prepare_cached("SELECT id FROM edition WHERE policy = ?1 AND key = ?2")?
            .query_row((row, key), |row| row.get(0))
            .optional()?;
        let read = describe::editions(&self.conn, row)?.into_iter().find(|(id, _)| Some(*id) == edition);
        Ok(read.and_then(|(_, meta)| correction.field.read_of(&meta)))
    }

    /// The corrections of a document, or of all, those that were taken back included, in the order in which
    /// they were made.
    pub fn corrections(&self, policy: Option<&PolicyId>) -> Result<Vec<Correction>, StoreError> {
        let sql = format!("{COLUMNS} WHERE ?1 IS NULL OR policy_id = ?1 ORDER BY made_at, id");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([policy.map(|policy| &policy.0)], correction)?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The corrections whose id begins so.
    pub fn corrections_named(&self, id: &str) -> Result<Vec<Correction>, StoreError> {
        let all = self.corrections(None)?;
        Ok(all.into_iter().filter(|known| !id.is_empty() && known.id.starts_with(id)).collect())
    }

    /// Takes a correction back; what was read stands again, or the correction before. Says whether it held.
    pub fn undo_correction(&mut self, id: &str, undone: &Undone) -> Result<bool, StoreError> {
        self.write(|batch| {
            let policy: Option<String> = batch
                .conn
                .prepare_cached("SELECT policy_id FROM correction WHERE id = ?1 AND undone_at IS NULL")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            let Some(policy) = policy else { return Ok(false) };
            undo(batch, id, undone)?;
            told(batch, &PolicyId(policy))?;
            Ok(true)
        })
    }

    /// Takes the corrections of somebody else, which [`Correction::check`] found sound. One that either side
    /// took back is taken back.
    pub fn take_corrections(&mut self, corrections: &[Correction]) -> Result<Taken, StoreError> {
        self.write(|batch| take(batch, corrections))
    }

    /// A policy as it was read, without corrections.
    pub fn as_published(&self, id: &PolicyId) -> Result<Option<Policy>, StoreError> {
        self.published_policy(id)
    }
}

/// See [`Store::take_corrections`].
pub(super) fn take(batch: &mut Batch<'_>, corrections: &[Correction]) -> Result<Taken, StoreError> {
    let mut taken = Taken::default();
    for correction in corrections {
        let (correction, before) = (correction.clone().with_id(), taken.known);
        let known: Option<bool> = batch
            .conn
            .prepare_cached("SELECT undone_at IS NOT NULL FROM correction WHERE id = ?1")?
            .query_row([&correction.id], |row| row.get(0))
            .optional()?;
        match (known, &correction.undone) {
            (None, _) => {
                insert(batch, &correction)?;
                taken.added += 1;
            }
            (Some(false), Some(undone)) => {
                undo(batch, &correction.id, undone)?;
                taken.undone += 1;
            }
            _ => taken.known += 1,
        }
        let row = row_of(batch, &correction.policy)?;
        if let Some(row) = row.filter(|_| taken.known == before) {
            batch.describe(row)?;
        }
        taken.waiting += usize::from(row.is_none());
    }
    Ok(taken)
}

fn insert(batch: &mut Batch<'_>, correction: &Correction) -> Result<(), StoreError> {
    let key = match correction.field {
        Field::Title => correction.value.as_deref().map(normal::title_key),
        Field::Number => correction.number().map(|number| number.key),
        _ => None,
    };
    let undone = correction.undone.as_ref();
    batch
        .conn
        .prepare_cached(
            "INSERT OR IGNORE INTO correction VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
        )?
        .execute(params![
            correction.id,
            correction.policy.0,
            correction.edition,
            correction.field.name(),
            correction.value,
            key,
            correction.published,
            correction.reason,
            correction.by,
            correction.at,
            undone.map(|undone| &undone.by),
            undone.map(|undone| &undone.at),
            undone.map(|undone| &undone.reason),
        ])?;
    batch.note_change();
    Ok(())
}

fn undo(batch: &mut Batch<'_>, id: &str, undone: &Undone) -> Result<(), StoreError> {
    batch
        .conn
        .prepare_cached(
            "UPDATE correction SET undone_by = ?2, undone_at = ?3, undone_reason = ?4 WHERE id = ?1",
        )?
        .execute((id, &undone.by, &undone.at, &undone.reason))?;
    batch.note_change();
    Ok(())
}

/// The document reads otherwise now.
fn told(batch: &mut Batch<'_>, policy: &PolicyId) -> Result<(), StoreError> {
    let row = row_of(batch, policy)?;
    row.map_or(Ok(()), |row| batch.describe(row))
}

/// The row of a policy; `None` where it is not stored.
fn row_of(batch: &Batch<'_>, policy: &PolicyId) -> Result<Option<i64>, StoreError> {
    let mut statement = batch.conn.prepare_cached("SELECT id FROM policy WHERE policy_id = ?1")?;
    Ok(statement.query_row([&policy.0], |row| row.get(0)).optional()?)
}

/// The corrections of a document that hold: of several of one field and edition the last.
pub(super) fn active(conn: &Connection, policy: &str) -> Result<Vec<Correction>, StoreError> {
    let sql = format!("{COLUMNS} WHERE policy_id = ?1 AND undone_at IS NULL ORDER BY made_at, id");
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([policy], correction)?;
    let mut all: Vec<Correction> = rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    // One of an edition says more than one of all: it is laid over last.
    all.sort_by_key(|correction| correction.edition.is_some());
    let mut held: Vec<Correction> = Vec::new();
    for correction in all {
        held.retain(|other| (other.field, &other.edition) != (correction.field, &correction.edition));
        held.push(correction);
    }
    Ok(held)
}

/// Lays corrections over what was read of every edition of a policy.
pub(super) fn lay_over(
    conn: &Connection,
    policy: i64,
    editions: &mut [(i64, Metadata)],
) -> Result<(), StoreError> {
    let corrections = active(conn, &read::policy_id(conn, policy)?.0)?;
    if corrections.is_empty() {
        return Ok(());
    }
    let mut key = conn.prepare_cached("SELECT key FROM edition WHERE id = ?1")?;
    for (edition, meta) in editions {
        let key: String = key.query_row([*edition], |row| row.get(0))?;
        for correction in corrections.iter().filter(|correction| correction.applies_to(&key)) {
            correction.apply_to_metadata(meta);
        }
    }
    Ok(())
}

/// The correction in a row; `None` for a field that this program does not know.
fn correction(row: &Row<'_>) -> rusqlite::Result<Option<Correction>> {
    let Some(field) = Field::parse(row.get_ref(3)?.as_str()?) else { return Ok(None) };
    let undone = match (row.get(9)?, row.get(10)?) {
        (Some(by), Some(at)) => {
            Some(Undone { by, at, reason: row.get::<_, Option<String>>(11)?.unwrap_or_default() })
        }
        _ => None,
    };
    Ok(Some(Correction {
        id: row.get(0)?,
        policy: PolicyId(row.get(1)?),
        edition: row.get(2)?,
        field,
        value: row.get(4)?,
        published: row.get(5)?,
        reason: row.get(6)?,
        by: row.get(7)?,
        at: row.get(8)?,
        undone,
    }))
}

//! Reading an edition as a whole: its text, its clauses, its outline.

use super::{Store, StoreError, clause, clause::Place, read};
use crate::model::{ClauseKind, ClausePath, PolicyId};
use rusqlite::OptionalExtension;

/// The text of one part of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartText {
    /// Its number, from 1.
    pub part: u32,
    /// Its title, where the edition stands in several parts.
    pub title: Option<String>,
    /// What users call it.
    pub external_ids: Vec<String>,
    /// The text as published. Clause spans count its characters.
    pub text: String,
}

/// A line of an edition's outline: everything down to the units of retrieval, without their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineEntry {
    /// Address within the edition, as in [`super::StoredClause::path`].
    pub path: ClausePath,
    /// What it is.
    pub kind: ClauseKind,
    /// Its number or heading; may be empty.
    pub label: String,
    /// How many clauses lie around it.
    pub depth: usize,
    /// Whether it is a unit of retrieval.
    pub unit: bool,
    /// The rowid of the clause.
    pub rowid: i64,
}

impl Store {
    /// The parts of an edition with their texts, in order: one part as a rule. Without an edition,
    /// of the newest. Empty when there is no such policy or edition.
    pub fn text(&self, policy: &PolicyId, edition: Option<&str>) -> Result<Vec<PartText>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT ep.part, ep.part_title, x.text FROM edition_part ep JOIN extraction x ON x.id = ep.extraction
             WHERE x.id = ?1",
        )?;
        let mut parts = Vec::new();
        for place in self.places(policy, edition)? {
            parts.push(statement.query_row([place.extraction], |row| {
                Ok(PartText {
                    part: row.get(0)?,
                    title: row.get(1)?,
                    text: row.get(2)?,
                    external_ids: place.names.clone(),
                })
            })?);
        }
        Ok(parts)
    }

    /// All clauses of an edition, in the order of parts and text.
    pub fn clauses(
        &self,
        policy: &PolicyId,
        edition: Option<&str>,
    ) -> Result<Vec<super::StoredClause>, StoreError> {
        let mut clauses = Vec::new();
        for place in self.places(policy, edition)? {
            clauses.extend(self.clauses_in(&place)?);
        }
        Ok(clauses)
    }

    /// The outline of an edition: headings and units, nothing below the units.
    pub fn outline(&self, policy: &PolicyId, edition: Option<&str>) -> Result<Vec<OutlineEntry>, StoreError> {
        let mut outline = Vec::new();
        for place in self.places(policy, edition)? {
            self.outline_of(&place, &mut outline)?;
        }
        Ok(outline)
    }

    fn outline_of(&self, place: &Place, outline: &mut Vec<OutlineEntry>) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, parent, path, kind, label, unit FROM clause WHERE extraction = ?1 ORDER BY id",
        )?;
        let mut rows = statement.query([place.extraction])?;
        // Of every clause: how deep it lies, and whether it is a unit or lies in one.
        let mut seen: Vec<(usize, bool)> = Vec::new();
        while let Some(row) = rows.next()? {
            let parent = row.get::<_, Option<i64>>(1)?.and_then(|parent| seen.get(parent as usize).copied());
            let (depth, inside) = parent.map_or((0, false), |(depth, inside)| (depth + 1, inside));
            let unit: bool = row.get(5)?;
            seen.push((depth, inside || unit));
            if !inside {
                outline.push(OutlineEntry {
                    rowid: row.get(0)?,
                    path: clause::path_in(place.part, read::parsed(row, 2)?),
                    kind: read::kind(row, 3)?,
                    label: row.get(4)?,
                    depth,
                    unit,
                });
            }
        }
        Ok(())
    }

    /// Where the parts of an edition stand, in their order.
    pub(super) fn places(&self, policy: &PolicyId, edition: Option<&str>) -> Result<Vec<Place>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT e.id FROM edition e JOIN policy p ON p.id = e.policy
             WHERE p.policy_id = ?1 AND CASE WHEN ?2 IS NULL THEN e.superseded = 0 ELSE e.key = ?2 END",
        )?;
        let found: Option<i64> = statement.query_row((&policy.0, edition), |row| row.get(0)).optional()?;
        match found {
            Some(edition) => self.places_of(edition),
            None => Ok(Vec::new()),
        }
    }

    /// The same for the rowid of an edition.
    pub(super) fn places_of(&self, edition: i64) -> Result<Vec<Place>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT extraction FROM edition_part WHERE edition = ?1 ORDER BY part")?;
        let extractions =
            statement.query_map([edition], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        let mut places = Vec::new();
        for extraction in extractions {
            places.extend(self.place(extraction)?);
        }
        Ok(places)
    }
}

//! Reading units of retrieval in bulk, for an index.

use super::{Store, StoreError, describe, read};
use crate::model::{ClauseKind, Kind, Lang, Level, MeasureKind, Metadata};
use jiff::civil::Date;
use rusqlite::Row;
use std::{collections::HashMap, ops::Range, sync::Arc};

/// One unit of retrieval with what an index wants to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The rowid of its clause, for [`Store::clause`].
    pub clause_rowid: i64,
    /// The rowid of its policy, for [`Store::policy_by_rowid`].
    pub policy_rowid: i64,
    /// Its position among the units of its edition, from 0.
    pub ord: u32,
    /// Its number or heading: 第五条. May be empty.
    pub label: String,
    /// The headings above it from the outermost down, then its own heading if it has one.
    pub headings: Vec<String>,
    /// What it is in its document.
    pub role: UnitRole,
    /// Its words as published, label and heading included. Of a heading or a lead only the words
    /// that belong to no unit below it.
    pub text: String,
    /// What it shares with the other units of its part.
    pub facts: Arc<UnitFacts>,
}

/// What a unit is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitRole {
    /// A unit of retrieval proper: an article, item or paragraph.
    Body,
    /// A heading line, or the lead of a list whose items are units.
    Heading,
    /// The title, or a note above the body.
    Front,
}

/// What the units of one part of an edition share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFacts {
    /// The key of the edition.
    pub edition: String,
    /// Whether a newer edition is in the store.
    pub superseded: bool,
    /// The title of this edition as published.
    pub title: String,
    /// The title of the part, where the edition stands in several.
    pub part_title: Option<String>,
    /// A title in the other language, where one is known.
    pub title_translated: Option<String>,
    /// Issuers in the order printed.
    pub issuer: Vec<String>,
    /// The first issuer's level of government.
    pub level: Option<Level>,
    /// The first issuer's region.
    pub region: Option<String>,
    /// Kind of document.
    pub kind: Kind,
    /// Language and script.
    pub lang: Lang,
    /// The document number in its canonical form.
    pub doc_number: Option<String>,
    /// The date by which the edition is sorted, as in [`crate::model::Dates::sort_date`].
    pub sort_date: Option<Date>,
    /// In force from.
    pub effective: Option<Date>,
    /// In force until, the last day.
    pub expires: Option<Date>,
    /// The sources that hold the part, sorted.
    pub sources: Vec<String>,
    /// The kinds of support that the edition promises, in any of its parts, as far as it was understood.
    pub measures: Vec<MeasureKind>,
}

/// A part of an edition as it is read for units.
struct Part {
    extraction: i64,
    text: String,
    facts: Arc<UnitFacts>,
}

/// What is kept of a clause while the clauses below it are read.
struct Above {
    parent: Option<usize>,
    heading: Option<String>,
    /// Whether it is a unit proper or lies within one.
    in_unit: bool,
}

impl Store {
    /// Every unit of every edition of a policy, in the order of editions, parts and text: the units
    /// of retrieval proper, and everything that lies in none of them (titles, notes, headings, leads).
    /// So every character of a text lies in exactly one of them, white space between them aside.
    pub fn units(&self, policy_rowid: i64) -> Result<Vec<Unit>, StoreError> {
        let mut units = Vec::new();
        let mut edition = String::new();
        let mut ord = 0;
        for part in self.parts(policy_rowid)? {
            if part.facts.edition != edition {
                edition.clone_from(&part.facts.edition);
                ord = 0;
            }
            self.push_units(policy_rowid, &part, &mut ord, &mut units)?;
        }
        Ok(units)
    }

    fn parts(&self, policy_rowid: i64) -> Result<Vec<Part>, StoreError> {
        let metas: HashMap<i64, Metadata> =
            describe::corrected_editions(&self.conn, policy_rowid)?.into_iter().collect();
        let mut statement = self.conn.prepare_cached(
            "SELECT e.id, e.key, e.superseded, ep.part_title, x.id, x.text
             FROM edition e JOIN edition_part ep ON ep.edition = e.id JOIN extraction x ON x.id = ep.extraction
             WHERE e.policy = ?1
             ORDER BY coalesce(e.sort_date, ''), e.ordinal, e.key, ep.part",
        )?;
        let mut rows = statement.query([policy_rowid])?;
        let mut parts: Vec<Part> = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(meta) = metas.get(&row.get(0)?) else { continue };
            let extraction = row.get(4)?;
            let mut facts = facts(meta);
            facts.edition = row.get(1)?;
            facts.superseded = row.get(2)?;
            facts.part_title = row.get(3)?;
            facts.sources = self.sources(extraction)?;
            facts.measures = self.kinds_of_support(row.get(0)?)?;
            parts.push(Part { extraction, text: row.get(5)?, facts: Arc::new(facts) });
        }
        Ok(parts)
    }

    fn sources(&self, extraction: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT source FROM external_id WHERE extraction = ?1 ORDER BY source",
        )?;
        Ok(statement.query_map([extraction], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn kinds_of_support(&self, edition: i64) -> Result<Vec<MeasureKind>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT m.kind FROM edition_part ep JOIN measure m ON m.extraction = ep.extraction
             WHERE ep.edition = ?1 ORDER BY m.kind",
        )?;
        let names = statement.query_map([edition], |row| row.get::<_, String>(0))?;
        Ok(names
            .filter_map(|name| name.map(|name| MeasureKind::parse(&name)).transpose())
            .collect::<Result<_, _>>()?)
    }

    fn push_units(
        &self,
        policy_rowid: i64,
        part: &Part,
        next: &mut u32,
        units: &mut Vec<Unit>,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, parent, unit, label, char_start, char_end, byte_start, byte_end, heading_start, heading_end, kind
             FROM clause WHERE extraction = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([part.extraction], |row| ClauseRow::read(&part.text, row))?;
        let rows: Vec<ClauseRow> = rows.collect::<Result<_, _>>()?;
        let mut above: Vec<Above> = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let parent = row.parent.filter(|&parent| parent < at);
            let in_unit = row.unit || parent.is_some_and(|parent| above[parent].in_unit);
            // A unit comes whole; what lies in none gives the words before its first child.
            let first_child =
                rows.get(at + 1).filter(|next| next.parent == Some(at)).map(|next| next.bytes.start);
            let end = if row.unit { row.bytes.end } else { first_child.unwrap_or(row.bytes.end) };
            let words = part.text.get(row.bytes.start..end).unwrap_or_default().trim_end();
            if (row.unit || !in_unit) && !words.is_empty() {
                let mut headings = headings_above(&above, parent);
                headings.extend(row.heading.clone().filter(|_| row.unit));
                units.push(Unit {
                    clause_rowid: row.id,
                    policy_rowid,
                    ord: *next,
                    role: row.role(),
                    label: row.label.clone(),
                    headings,
                    text: words.to_owned(),
                    facts: Arc::clone(&part.facts),
                });
                *next += 1;
            }
            above.push(Above { parent, heading: row.heading.clone(), in_unit });
        }
        Ok(())
    }
}

/// A clause as it is read for units.
struct ClauseRow {
    id: i64,
    parent: Option<usize>,
    unit: bool,
    front: bool,
    label: String,
    bytes: Range<usize>,
    heading: Option<String>,
}

impl ClauseRow {
    fn read(text: &str, row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            parent: row.get::<_, Option<i64>>(1)?.and_then(|parent| usize::try_from(parent).ok()),
            unit: row.get(2)?,
            front: row.get_ref(10)?.as_str()? == ClauseKind::Front.name(),
            label: row.get(3)?,
            bytes: read::offset(row, 6)?..read::offset(row, 7)?,
            heading: heading(text, row)?,
        })
    }

    fn role(&self) -> UnitRole {
        match (self.unit, self.front) {
            (true, _) => UnitRole::Body,
            (false, true) => UnitRole::Front,
            (false, false) => UnitRole::Heading,
        }
    }
}

fn facts(meta: &Metadata) -> UnitFacts {
    UnitFacts {
        edition: String::new(),
        superseded: false,
        title: meta.title.value.clone(),
        part_title: None,
        title_translated: meta.title_translated.as_ref().map(|title| title.value.clone()),
        issuer: meta.issuer.iter().map(|issuer| issuer.value.clone()).collect(),
        level: meta.level,
        region: meta.region.clone(),
        kind: meta.kind,
        lang: meta.lang,
        doc_number: meta.doc_number.as_ref().map(|number| number.value.key.clone()),
        sort_date: meta.dates.sort_date(),
        effective: meta.dates.effective.as_ref().map(|date| date.value),
        expires: meta.dates.expires.as_ref().map(|date| date.value),
        sources: Vec::new(),
        measures: Vec::new(),
    }
}

fn words<'a>(text: &'a str, row: &Row<'_>) -> rusqlite::Result<&'a str> {
    Ok(text.get(read::offset(row, 6)?..read::offset(row, 7)?).unwrap_or_default())
}

/// The clause's heading. It stands near the clause's beginning, so its characters are counted from
/// there.
fn heading(text: &str, row: &Row<'_>) -> rusqlite::Result<Option<String>> {
    if row.get::<_, Option<i64>>(8)?.is_none() {
        return Ok(None);
    }
    let first = read::offset(row, 4)?;
    let span = read::span(row, 8)?;
    let from = span.start.saturating_sub(first);
    let heading: String = words(text, row)?.chars().skip(from).take(span.len()).collect();
    Ok((!heading.is_empty()).then_some(heading))
}

fn headings_above(above: &[Above], mut parent: Option<usize>) -> Vec<String> {
    let mut headings = Vec::new();
    while let Some(at) = parent {
        headings.extend(above[at].heading.clone());
        parent = above[at].parent.filter(|&next| next < at);
    }
    headings.reverse();
    headings
}

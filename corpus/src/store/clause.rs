//! Reading clauses.

use super::{Store, StoreError, read};
use crate::model::{ClauseKind, ClausePath, ClauseRef, Lang, PolicyId, Span, Step};
use rusqlite::{OptionalExtension, Row, blob::Blob};
use std::io::{Read, Seek, SeekFrom};

/// A clause with everything that a hit shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredClause {
    /// Its number in the store; changes when its document is read again.
    pub rowid: i64,
    /// The rowid of its policy.
    pub policy_rowid: i64,
    /// The id of its policy.
    pub policy: PolicyId,
    /// The key of its edition.
    pub edition: String,
    /// Whether a newer edition is in the store.
    pub superseded: bool,
    /// Its address within the edition. Where the edition stands in several parts, `p1`, `p2` …
    /// stands before all but articles, so that it names one clause.
    pub path: ClausePath,
    /// What it is.
    pub kind: ClauseKind,
    /// The number or heading as a reader would say it: 第五条. May be empty.
    pub label: String,
    /// The labels from the outermost ancestor down to the clause itself, empty ones left out:
    /// `第一章 总则`, `第五条`.
    pub labels: Vec<String>,
    /// Its words as published.
    pub text: String,
    /// Where they stand in the text of their part, in characters.
    pub span: Span,
    /// Whether it is a unit of retrieval.
    pub unit: bool,
    /// What its documents are called, with this clause behind `#`: `民法典/总则.md#第五条`; clauses
    /// other than articles by their path. One for every name.
    pub external_ids: Vec<String>,
    /// Language and script of its part.
    pub lang: Lang,
}

impl StoredClause {
    /// The reference that will always lead here: with its edition.
    pub fn reference(&self) -> ClauseRef {
        ClauseRef {
            policy: self.policy.clone(),
            edition: Some(self.edition.clone()),
            clause: Some(self.path.to_string()),
        }
    }
}

/// The text that was read last, see [`Store::clause_words`]. Most of a document is not looked at, so it is kept as
/// bytes: to find out whether they are well formed takes longer than to read them.
#[derive(Debug, Default)]
pub struct KeptText {
    extraction: Option<i64>,
    text: Vec<u8>,
}

/// What all clauses of one extraction share.
pub(super) struct Place {
    pub extraction: i64,
    pub policy_rowid: i64,
    pub policy: PolicyId,
    pub edition: String,
    pub superseded: bool,
    /// The number of the part, where there is more than one.
    pub part: Option<u32>,
    pub lang: Lang,
    pub names: Vec<String>,
}

/// A clause's row.
struct Entry {
    rowid: i64,
    extraction: i64,
    ord: i64,
    parent: Option<i64>,
    path: ClausePath,
    kind: ClauseKind,
    label: String,
    span: Span,
    bytes: (usize, usize),
    unit: bool,
}

const ENTRY: &str = "SELECT id, extraction, ord, parent, path, kind, label, char_start, char_end, byte_start, byte_end, unit FROM clause";

impl Store {
    /// The clause of a rowid, which units and indexes carry. None when its document has been read
    /// again since.
    pub fn clause(&self, rowid: i64) -> Result<Option<StoredClause>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!("{ENTRY} WHERE id = ?1"))?;
        let Some(entry) = statement.query_row([rowid], read_entry).optional()? else {
            return Ok(None);
        };
        let Some(place) = self.place(entry.extraction)? else { return Ok(None) };
        let labels = self.labels(&entry)?;
        let text = self.slice(entry.extraction, entry.bytes)?;
        Ok(Some(complete(entry, &place, labels, text)))
    }

    /// The words of a clause alone, for whoever reads many of them: the text of the document at hand is `kept`. Of a
    /// heading or a lead only those before the first clause below it, as in [`Store::units`]. None as for
    /// [`Store::clause`].
    pub fn clause_words<'k>(
        &self,
        rowid: i64,
        kept: &'k mut KeptText,
    ) -> Result<Option<&'k str>, StoreError> {
        // What begins first behind the beginning of a clause lies in it, if it has anything below it.
        let mut statement = self.conn.prepare_cached(
            "SELECT c.extraction, c.byte_start, CASE WHEN c.unit THEN c.byte_end ELSE min(c.byte_end, coalesce(
                 (SELECT n.byte_start FROM clause n WHERE n.extraction = c.extraction AND n.id > c.id ORDER BY n.id LIMIT 1),
                 c.byte_end)) END
             FROM clause c WHERE c.id = ?1",
        )?;
        let place = statement
            .query_row([rowid], |row| Ok((row.get(0)?, read::offset(row, 1)?, read::offset(row, 2)?)))
            .optional()?;
        let Some((extraction, start, end)) = place else { return Ok(None) };
        if kept.extraction != Some(extraction) {
            kept.extraction = None;
            kept.text.clear();
            let mut statement = self.conn.prepare_cached("SELECT text FROM extraction WHERE id = ?1")?;
            statement.query_row([extraction], |row| {
                kept.text.extend_from_slice(row.get_ref(0)?.as_bytes()?);
                Ok(())
            })?;
            kept.extraction = Some(extraction);
        }
        Ok(kept.text.get(start..end).and_then(|words| std::str::from_utf8(words).ok()))
    }

    /// Whether the store holds the clause of a rowid.
    pub fn has_clause(&self, rowid: i64) -> Result<bool, StoreError> {
        Ok(self.conn.prepare_cached("SELECT 1 FROM clause WHERE id = ?1")?.exists([rowid])?)
    }

    /// All clauses of one extraction, in document order.
    pub(super) fn clauses_in(&self, place: &Place) -> Result<Vec<StoredClause>, StoreError> {
        let text: String = self
            .conn
            .prepare_cached("SELECT text FROM extraction WHERE id = ?1")?
            .query_row([place.extraction], |row| row.get(0))?;
        let mut statement =
            self.conn.prepare_cached(&format!("{ENTRY} WHERE extraction = ?1 ORDER BY id"))?;
        let mut rows = statement.query([place.extraction])?;
        let mut clauses: Vec<StoredClause> = Vec::new();
        while let Some(row) = rows.next()? {
            let entry = read_entry(row)?;
            let parent = entry.parent.and_then(|parent| clauses.get(parent.max(0) as usize));
            let mut labels = parent.map(|parent| parent.labels.clone()).unwrap_or_default();
            labels.extend((!entry.label.is_empty()).then(|| entry.label.clone()));
            let words = text.get(entry.bytes.0..entry.bytes.1).unwrap_or_default().to_owned();
            clauses.push(complete(entry, place, labels, words));
        }
        Ok(clauses)
    }

    /// Where an extraction stands. None when no edition holds it.
    pub(super) fn place(&self, extraction: i64) -> Result<Option<Place>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.policy_id, e.key, e.superseded, x.lang, ep.part,
                    (SELECT count(*) FROM edition_part WHERE edition = e.id)
             FROM edition_part ep JOIN edition e ON e.id = ep.edition JOIN policy p ON p.id = e.policy
             JOIN extraction x ON x.id = ep.extraction
             WHERE ep.extraction = ?1",
        )?;
        let place = statement.query_row([extraction], |row| {
            let part = row.get(5)?;
            let parts: i64 = row.get(6)?;
            Ok(Place {
                extraction,
                policy_rowid: row.get(0)?,
                policy: PolicyId(row.get(1)?),
                edition: row.get(2)?,
                superseded: row.get(3)?,
                lang: Lang::parse(row.get_ref(4)?.as_str()?).unwrap_or(Lang::Und),
                part: (parts > 1).then_some(part),
                names: Vec::new(),
            })
        });
        let Some(mut place) = place.optional()? else { return Ok(None) };
        let mut statement = self.conn.prepare_cached(
            "SELECT external_id FROM external_id WHERE extraction = ?1 ORDER BY external_id, source",
        )?;
        place.names = statement.query_map([extraction], |row| row.get(0))?.collect::<Result<_, _>>()?;
        place.names.dedup();
        Ok(Some(place))
    }

    /// The labels from the outermost ancestor down. Rowids of one extraction are consecutive, so
    /// the parent's follows from its position.
    fn labels(&self, entry: &Entry) -> Result<Vec<String>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT label, parent FROM clause WHERE id = ?1")?;
        let first = entry.rowid - entry.ord;
        let mut labels = vec![entry.label.clone()];
        let mut parent = entry.parent;
        while let Some(ord) = parent {
            let (label, above): (String, Option<i64>) =
                statement.query_row([first + ord], |row| Ok((row.get(0)?, row.get(1)?)))?;
            labels.push(label);
            parent = above.filter(|&above| above < ord);
        }
        labels.retain(|label| !label.is_empty());
        labels.reverse();
        Ok(labels)
    }

    /// Some bytes of a text, without reading the whole of it.
    fn slice(&self, extraction: i64, (start, end): (usize, usize)) -> Result<String, StoreError> {
        let mut blob = self.conn.blob_open("main", "extraction", "text", extraction, true)?;
        read_slice(&mut blob, start, end).map_err(|error| StoreError::Damaged { detail: error.to_string() })
    }
}

fn read_slice(blob: &mut Blob<'_>, start: usize, end: usize) -> std::io::Result<String> {
    let end = end.min(blob.len());
    let mut bytes = vec![0; end.saturating_sub(start)];
    blob.seek(SeekFrom::Start(start.min(end) as u64))?;
    blob.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        rowid: row.get(0)?,
        extraction: row.get(1)?,
        ord: row.get(2)?,
        parent: row.get(3)?,
        path: read::parsed(row, 4)?,
        kind: read::kind(row, 5)?,
        label: row.get(6)?,
        span: read::span(row, 7)?,
        bytes: (read::offset(row, 9)?, read::offset(row, 10)?),
        unit: row.get(11)?,
    })
}

fn complete(entry: Entry, place: &Place, labels: Vec<String>, text: String) -> StoredClause {
    StoredClause {
        rowid: entry.rowid,
        policy_rowid: place.policy_rowid,
        policy: place.policy.clone(),
        edition: place.edition.clone(),
        superseded: place.superseded,
        external_ids: external_ids(place, &entry),
        path: path_in(place.part, entry.path),
        kind: entry.kind,
        label: entry.label,
        labels,
        text,
        span: entry.span,
        unit: entry.unit,
        lang: place.lang,
    }
}

fn external_ids(place: &Place, entry: &Entry) -> Vec<String> {
    let address = if entry.kind == ClauseKind::Article && !entry.label.is_empty() {
        entry.label.clone()
    } else {
        entry.path.to_string()
    };
    place.names.iter().map(|name| format!("{name}#{address}")).collect()
}

/// The path within the edition: numbered by part, unless it begins with an article, whose numbers
/// run through all parts.
pub(super) fn path_in(part: Option<u32>, path: ClausePath) -> ClausePath {
    match (part, path.0.first()) {
        (None, _) | (Some(_), None | Some(Step::Article(..))) => path,
        (Some(part), Some(_)) => {
            let mut steps = vec![Step::Part(part)];
            steps.extend(path.0);
            ClausePath(steps)
        }
    }
}

//! Reading policies and editions.

use super::{Store, StoreError, correction, write};
use crate::model::{
    Clause, ClauseKind, ClausePath, Dates, Edition, Kind, Lang, Level, Origin, Policy, PolicyId, Sourced,
    Span,
};
use rusqlite::{Connection, OptionalExtension, Row};

/// How much the store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Policies.
    pub policies: u64,
    /// Editions, superseded ones included.
    pub editions: u64,
    /// Clauses of all editions.
    pub clauses: u64,
    /// Clauses that are units of retrieval.
    pub units: u64,
    /// Captures, those included whose text was replaced.
    pub captures: u64,
    /// UTF-8 bytes of the texts of all editions.
    pub text_bytes: u64,
}

/// What the store has of a file or a JSON line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// The version of the extractor that read them.
    pub extractor: String,
}

const POLICY: &str = "SELECT p.id, p.policy_id, p.title, p.title_translated, p.doc_number, p.issuer, p.level, p.region, p.kind,
       p.lang, p.url, p.family, p.translation_of, p.illustrative, p.catalogue,
       e.key, e.superseded, e.written, e.written_origin, e.published, e.published_origin,
       e.effective, e.effective_origin, e.expires, e.expires_origin,
       (SELECT CASE WHEN count(g.since) = count(*) THEN substr(max(g.since), 1, 10) END FROM external_id n
        LEFT JOIN page_gone g ON g.external_id = n.external_id AND g.source = n.source WHERE n.policy = p.id)
FROM policy p JOIN edition e ON e.policy = p.id AND e.superseded = 0";

const EDITION: &str =
    "SELECT e.key, e.superseded, e.written, e.written_origin, e.published, e.published_origin,
       e.effective, e.effective_origin, e.expires, e.expires_origin
FROM edition e WHERE e.policy = (SELECT id FROM policy WHERE policy_id = ?1)
ORDER BY coalesce(e.sort_date, '') DESC, e.ordinal DESC, e.key DESC";

impl Store {
    /// The number of the last change: grows with every batch that changed something.
    pub fn watermark(&self) -> Result<u64, StoreError> {
        Ok(write::number(&self.conn, "watermark")?.cast_unsigned())
    }

    /// A random name that a store gets when it is made or restored. Watermarks of different
    /// lineages cannot be compared.
    pub fn lineage(&self) -> Result<String, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT value FROM meta WHERE key = 'lineage'")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// How much is stored. Walks over all clauses: some 10 ms for 100,000.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT (SELECT count(*) FROM policy), (SELECT count(*) FROM edition), count(*), coalesce(sum(unit), 0),
                    (SELECT count(*) FROM capture), (SELECT coalesce(sum(octet_length(text)), 0) FROM extraction)
             FROM clause",
        )?;
        let get = |row: &Row<'_>, column| offset(row, column).map(|count| count as u64);
        Ok(statement.query_row([], |row| {
            Ok(Counts {
                policies: get(row, 0)?,
                editions: get(row, 1)?,
                clauses: get(row, 2)?,
                units: get(row, 3)?,
                captures: get(row, 4)?,
                text_bytes: get(row, 5)?,
            })
        })?)
    }

    /// What is stored under a name, so that unchanged input need not be read again.
    pub fn known(&self, source: &str, external_id: &str) -> Result<Option<Known>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT c.sha256, x.extractor FROM external_id n
             JOIN capture c ON c.id = n.capture JOIN extraction x ON x.id = n.extraction
             WHERE n.external_id = ?1 AND n.source = ?2",
        )?;
        let known = statement.query_row((external_id, source), |row| {
            Ok(Known { sha256: row.get(0)?, extractor: row.get(1)? })
        });
        Ok(known.optional()?)
    }

    /// The policy of an id.
    pub fn policy(&self, id: &PolicyId) -> Result<Option<Policy>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!("{POLICY} WHERE p.policy_id = ?1"))?;
        let found = statement.query_row([&id.0], read_policy).optional()?;
        found.map(|(rowid, policy)| self.corrected(self.with_names(rowid, policy)?)).transpose()
    }

    /// The policy of a rowid, which units, clauses and indexes carry.
    pub fn policy_by_rowid(&self, rowid: i64) -> Result<Option<Policy>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!("{POLICY} WHERE p.id = ?1"))?;
        let found = statement.query_row([rowid], read_policy).optional()?;
        found.map(|(rowid, policy)| self.corrected(self.with_names(rowid, policy)?)).transpose()
    }

    /// See [`Store::as_published`].
    pub(super) fn published_policy(&self, id: &PolicyId) -> Result<Option<Policy>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!("{POLICY} WHERE p.policy_id = ?1"))?;
        let found = statement.query_row([&id.0], read_policy).optional()?;
        found.map(|(rowid, policy)| self.with_names(rowid, policy)).transpose()
    }

    /// With what users call it.
    fn with_names(&self, rowid: i64, mut policy: Policy) -> Result<Policy, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT external_id FROM external_id WHERE policy = ?1 ORDER BY external_id",
        )?;
        policy.external_id = statement.query_map([rowid], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(policy)
    }

    /// With the corrections that hold for it.
    fn corrected(&self, mut policy: Policy) -> Result<Policy, StoreError> {
        let mut corrections = correction::active(&self.conn, &policy.id.0)?;
        for correction in &mut corrections {
            if correction.applies_to(&policy.edition.key) {
                correction.apply_to_policy(&mut policy);
            }
        }
        policy.corrections = corrections;
        Ok(policy)
    }

    /// The rowid of a policy.
    pub fn policy_rowid(&self, id: &PolicyId) -> Result<Option<i64>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT id FROM policy WHERE policy_id = ?1")?;
        Ok(statement.query_row([&id.0], |row| row.get(0)).optional()?)
    }

    /// How many policies are stored.
    pub fn policy_count(&self) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM policy")?;
        Ok(statement.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }

    /// All editions of a policy, the newest first. Empty for an unknown policy.
    pub fn editions(&self, id: &PolicyId) -> Result<Vec<Edition>, StoreError> {
        let mut editions = self.published_editions(id)?;
        if let Some(past) = self.past() {
            editions.retain(|edition| !past.hides(id, &edition.key));
        }
        for correction in correction::active(&self.conn, &id.0)? {
            for edition in editions.iter_mut().filter(|edition| correction.applies_to(&edition.key)) {
                correction.apply_to_dates(&mut edition.dates);
            }
        }
        Ok(editions)
    }

    /// The same as they were read, without corrections.
    pub fn published_editions(&self, id: &PolicyId) -> Result<Vec<Edition>, StoreError> {
        let mut statement = self.conn.prepare_cached(EDITION)?;
        let editions = statement.query_map([&id.0], |row| read_edition(row, 0))?;
        Ok(editions.collect::<Result<_, _>>()?)
    }

    /// The rowids and ids of the policies that changed after a watermark, in order of rowid; with
    /// 0, all policies.
    pub fn policies_changed_since(&self, watermark: u64) -> Result<Vec<(i64, PolicyId)>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT id, policy_id FROM policy WHERE changed > ?1 ORDER BY id")?;
        let changed =
            statement.query_map([watermark.cast_signed()], |row| Ok((row.get(0)?, PolicyId(row.get(1)?))))?;
        Ok(changed.collect::<Result<_, _>>()?)
    }
}

fn read_policy(row: &Row<'_>) -> rusqlite::Result<(i64, Policy)> {
    let policy = Policy {
        id: PolicyId(row.get(1)?),
        external_id: Vec::new(),
        title: row.get(2)?,
        title_translated: row.get(3)?,
        doc_number: row.get(4)?,
        issuer: serde_json::from_str(row.get_ref(5)?.as_str()?).unwrap_or_default(),
        level: row.get::<_, Option<String>>(6)?.as_deref().and_then(Level::parse),
        region: row.get(7)?,
        kind: Kind::parse(row.get_ref(8)?.as_str()?).unwrap_or(Kind::Other),
        lang: Lang::parse(row.get_ref(9)?.as_str()?).unwrap_or(Lang::Und),
        url: row.get(10)?,
        family: row.get(11)?,
        translation_of: row.get(12)?,
        illustrative: row.get(13)?,
        catalogue: row.get(14)?,
        edition: read_edition(row, 15)?,
        corrections: Vec::new(),
        gone_since: row.get(25)?,
    };
    Ok((row.get(0)?, policy))
}

/// An edition from the columns that begin at `at`.
fn read_edition(row: &Row<'_>, at: usize) -> rusqlite::Result<Edition> {
    Ok(Edition {
        key: row.get(at)?,
        superseded: row.get(at + 1)?,
        dates: Dates {
            written: read_date(row, at + 2)?,
            published: read_date(row, at + 4)?,
            effective: read_date(row, at + 6)?,
            expires: read_date(row, at + 8)?,
        },
    })
}

fn read_date(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Sourced<jiff::civil::Date>>> {
    let date = row.get::<_, Option<String>>(at)?.and_then(|date| date.parse().ok());
    let origin = row.get::<_, Option<String>>(at + 1)?;
    let origin: Option<Origin> = origin.and_then(|origin| serde_json::from_str(&origin).ok());
    Ok(date.map(|date| Sourced::new(date, origin.unwrap_or(Origin::FileName))))
}

/// The id of a policy's rowid.
pub(super) fn policy_id(conn: &Connection, rowid: i64) -> Result<PolicyId, StoreError> {
    let mut statement = conn.prepare_cached("SELECT policy_id FROM policy WHERE id = ?1")?;
    Ok(PolicyId(statement.query_row([rowid], |row| row.get(0))?))
}

/// The clauses of an extraction as the model has them.
pub(super) fn clauses_of(conn: &Connection, extraction: i64) -> Result<Vec<Clause>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT path, kind, label, char_start, char_end, heading_start, heading_end, parent, unit
         FROM clause WHERE extraction = ?1 ORDER BY id",
    )?;
    let clauses = statement.query_map([extraction], |row| {
        Ok(Clause {
            path: parsed(row, 0)?,
            kind: kind(row, 1)?,
            label: row.get(2)?,
            span: span(row, 3)?,
            heading: match row.get::<_, Option<i64>>(5)? {
                Some(_) => Some(span(row, 5)?),
                None => None,
            },
            parent: row.get::<_, Option<i64>>(7)?.map(|parent| parent as usize),
            unit: row.get(8)?,
        })
    })?;
    Ok(clauses.collect::<Result<_, _>>()?)
}

/// The clause path in a column. One that cannot be read is empty: it was not written by this program.
pub(super) fn parsed(row: &Row<'_>, column: usize) -> rusqlite::Result<ClausePath> {
    Ok(row.get_ref(column)?.as_str()?.parse().unwrap_or_default())
}

/// The kind of clause in a column.
pub(super) fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<ClauseKind> {
    Ok(ClauseKind::parse(row.get_ref(column)?.as_str()?).unwrap_or(ClauseKind::Text))
}

/// A count or an offset; the schema holds nothing negative there.
pub(super) fn offset(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    Ok(row.get::<_, i64>(column)?.max(0) as usize)
}

/// The span of two neighbouring columns.
pub(super) fn span(row: &Row<'_>, column: usize) -> rusqlite::Result<Span> {
    let start = offset(row, column)?;
    Ok(Span { start, end: offset(row, column + 1)?.max(start) })
}

//! What the ranker must know of candidates, kept beside the index on the server.
//!
//! The server finds units, and says nothing of how often a term stands in them or in their documents, which
//! is what the ranker orders them by. To analyse the texts of a thousand candidates anew for every question
//! would take longer than the question, so their tokens are kept in a file of `SQLite` in the data directory.
//! It is derived from the store, has no order by terms, and can find nothing.

use super::{
    documents::{Document, Documents},
    keep::{self, Held},
    words,
};
use crate::{
    engine::{
        EngineError, IndexUnit, Manifest, SCHEMA_VERSION,
        matching::{CitedCounts, PoliciesByKey},
    },
    rank::{Field, Role},
    stats::TermStatistics,
};
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

pub(super) const SCHEMA: &str = "
CREATE TABLE unit (
    clause INTEGER PRIMARY KEY, policy INTEGER NOT NULL, tie INTEGER NOT NULL, role INTEGER NOT NULL,
    superseded INTEGER NOT NULL, date INTEGER, effective INTEGER, expires INTEGER,
    labels TEXT NOT NULL, facets TEXT NOT NULL,
    body_words TEXT NOT NULL, body_grams TEXT NOT NULL, context_words TEXT NOT NULL, context_grams TEXT NOT NULL
);
CREATE INDEX unit_policy ON unit (policy);
CREATE TABLE document (key INTEGER PRIMARY KEY, size INTEGER NOT NULL, grams BLOB NOT NULL);
CREATE TABLE label (
    label TEXT NOT NULL, policy INTEGER NOT NULL, superseded INTEGER NOT NULL,
    PRIMARY KEY (label, policy, superseded)
) WITHOUT ROWID;
CREATE INDEX label_policy ON label (policy);
CREATE TABLE manifest (only INTEGER PRIMARY KEY CHECK (only = 1), text TEXT NOT NULL);
";

/// Bytes of the file that are read through a map: as many as `SQLite` maps at most.
const MAPPED: u32 = 0x7fff_0000;

/// So many documents are kept in memory: some 100 MB of laws, less of notices.
const DOCUMENTS_KEPT: usize = 2000;

/// The directory of what is kept beside the index on the server.
pub fn dir(data: &Path) -> PathBuf {
    data.join("index").join("meilisearch")
}

pub(super) fn file(dir: &Path) -> PathBuf {
    dir.join("evidence.sqlite")
}

/// The key of a document's row: its newest edition, or its superseded ones together.
pub(super) fn document_key(policy: i64, superseded: bool) -> i64 {
    policy * 2 + i64::from(superseded)
}

/// What a unit is besides its text.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Row of the clause in the store.
    pub clause: i64,
    /// Row of the policy in the store.
    pub policy: i64,
    /// What orders clauses of equal score.
    pub tie: u64,
    /// What the unit is in its document.
    pub role: Role,
    /// Whether a later edition has replaced the text.
    pub superseded: bool,
    /// The date to sort by, in days since 1970-01-01.
    pub date: Option<i64>,
    /// In force from.
    pub effective: Option<i64>,
    /// In force until.
    pub expires: Option<i64>,
}

/// A unit where it stands in the evidence: its lists have U+001F between.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'r> {
    /// What it is.
    pub facts: Facts,
    /// Exact values to filter and to boost by.
    pub labels: &'r [u8],
    /// Exact values to count.
    pub facets: &'r [u8],
    /// The tokens of the fields, one a position.
    pub fields: [&'r [u8]; 4],
}

impl<'r> Sight<'r> {
    fn of(row: &'r rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let bytes = |place: usize| row.get_ref(place)?.as_bytes().map_err(rusqlite::Error::from);
        Ok(Self {
            facts: facts(row)?,
            labels: bytes(8)?,
            facets: bytes(9)?,
            fields: [bytes(10)?, bytes(11)?, bytes(12)?, bytes(13)?],
        })
    }
}

/// One unit, whole.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is.
    pub facts: Facts,
    labels: String,
    fields: [String; 4],
}

impl Row {
    /// The tokens of a field, one a position, with U+001F between.
    pub fn field(&self, field: Field) -> &str {
        &self.fields[field.index()]
    }

    /// Exact values to filter and to boost by.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.split('\u{1f}').filter(|label| !label.is_empty())
    }
}

impl From<IndexUnit> for Row {
    fn from(unit: IndexUnit) -> Self {
        Self {
            facts: Facts {
                clause: unit.clause,
                policy: unit.policy,
                tie: unit.tie,
                role: unit.role,
                superseded: unit.superseded,
                date: unit.date,
                effective: unit.effective,
                expires: unit.expires,
            },
            labels: joined(&unit.labels),
            fields: unit.fields,
        }
    }
}

impl From<rusqlite::Error> for EngineError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull | rusqlite::ErrorCode::SystemIoFailure) => {
                Self::Io(std::io::Error::other(error.to_string()))
            }
            _ => Self::Damaged(error.to_string()),
        }
    }
}

const UNITS: &str = "SELECT clause, policy, tie, role, superseded, date, effective, expires, labels, facets,
    body_words, body_grams, context_words, context_grams FROM unit";

fn facts(row: &rusqlite::Row<'_>) -> rusqlite::Result<Facts> {
    Ok(Facts {
        clause: row.get(0)?,
        policy: row.get(1)?,
        tie: row.get::<_, i64>(2)?.cast_unsigned(),
        role: Role::from_code(row.get::<_, i64>(3)?.cast_unsigned()),
        superseded: row.get(4)?,
        date: row.get(5)?,
        effective: row.get(6)?,
        expires: row.get(7)?,
    })
}

fn read_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let fields = [row.get(10)?, row.get(11)?, row.get(12)?, row.get(13)?];
    Ok(Row { facts: facts(row)?, labels: row.get(8)?, fields })
}

/// The evidence, open for reading.
pub struct Evidence {
    database: Mutex<Connection>,
    /// Documents that were read lately.
    documents: Mutex<HashMap<i64, Option<Arc<Document>>>>,
    /// In how many units terms stand.
    pub statistics: TermStatistics,
}

impl Evidence {
    /// Opens what is kept in `dir`.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let manifest = manifest(dir)?;
        let statistics = TermStatistics::read(&dir.join(&manifest.statistics))?;
        Ok(Self { database: Mutex::new(read_only(dir)?), documents: Mutex::default(), statistics })
    }

    fn database(&self) -> MutexGuard<'_, Connection> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows the units of these rows; those that are not known are left out.
    pub fn visit(&self, clauses: &[i64], visit: &mut dyn FnMut(&Sight<'_>)) -> Result<(), EngineError> {
        let database = self.database();
        // Outside of a transaction the file would be locked and looked at anew for every row.
        let reading = database.unchecked_transaction()?;
        let mut statement = reading.prepare_cached(&format!("{UNITS} WHERE clause = ?"))?;
        for clause in clauses {
            let mut rows = statement.query([clause])?;
            if let Some(row) = rows.next()? {
                visit(&Sight::of(row)?);
            }
        }
        Ok(())
    }

    /// The units of a policy.
    pub fn of_policy(&self, policy: i64) -> Result<Vec<Row>, EngineError> {
        let database = self.database();
        let mut statement = database.prepare_cached(&format!("{UNITS} WHERE policy = ? ORDER BY clause"))?;
        let rows = statement.query_map([policy], read_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All policies.
    pub fn policies(&self) -> Result<Vec<Held>, EngineError> {
        keep::policies(&self.database())
    }

    /// What is known of the whole documents of these policies, superseded editions too if `superseded`.
    pub fn documents(&self, policies: &HashSet<i64>, superseded: bool) -> Result<Documents, EngineError> {
        let database = self.database();
        let reading = database.unchecked_transaction()?;
        let mut statement = reading.prepare_cached("SELECT size, grams FROM document WHERE key = ?")?;
        let mut kept = self.documents.lock().unwrap_or_else(PoisonError::into_inner);
        let mut read = |key: i64| -> Result<Option<Arc<Document>>, EngineError> {
            if let Some(known) = kept.get(&key) {
                return Ok(known.clone());
            }
            let row = |row: &rusqlite::Row<'_>| {
                Ok(Document::new(row.get(0)?, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?))
            };
            let document = statement.query_row([key], row).optional()?.map(Arc::new);
            if kept.len() >= DOCUMENTS_KEPT {
                kept.clear();
            }
            kept.insert(key, document.clone());
            Ok(document)
        };
        let mut documents = Documents::default();
        for &policy in policies {
            let newest = read(document_key(policy, false))?;
            let older = if superseded { read(document_key(policy, true))? } else { None };
            documents.insert(policy, [newest, older]);
        }
        Ok(documents)
    }

    /// How many documents name each document.
    pub fn cited(&self) -> Result<CitedCounts, EngineError> {
        Ok(CitedCounts::new(&self.policies_by_key("cites:")?, &self.policies_by_key("title:")?))
    }

    fn policies_by_key(&self, prefix: &str) -> Result<PoliciesByKey, EngineError> {
        let database = self.database();
        let mut statement = database.prepare_cached(
            "SELECT label, policy FROM label WHERE label >= ?1 AND label < ?2 AND NOT superseded",
        )?;
        let mut policies = PoliciesByKey::new();
        let mut rows = statement.query(params![prefix, behind(prefix)])?;
        while let Some(row) = rows.next()? {
            let label = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            policies.entry(label[prefix.len()..].to_owned()).or_default().insert(row.get(1)?);
        }
        Ok(policies)
    }

    /// Shows the words of a field from one text up to another, that one left out.
    pub fn words(
        &self,
        field: Field,
        range: Range<&str>,
        visit: &mut dyn FnMut(&str, u32),
    ) -> Result<(), EngineError> {
        words::visit(&self.database(), field, range, visit)
    }

    /// In how many units the most frequent word that begins with `prefix` stands.
    pub fn most_units(&self, prefix: &str) -> Result<u32, EngineError> {
        let mut most = 0;
        self.words(Field::BodyWords, prefix..&behind(prefix), &mut |_, units| most = most.max(units))?;
        Ok(most)
    }

    /// All labels that begin with `prefix`.
    pub fn labels(&self, prefix: &str) -> Result<Vec<String>, EngineError> {
        let database = self.database();
        let mut statement = database.prepare_cached(
            "SELECT DISTINCT label FROM label WHERE label >= ?1 AND label < ?2 ORDER BY label",
        )?;
        let labels = statement.query_map(params![prefix, behind(prefix)], |row| row.get(0))?;
        Ok(labels.collect::<Result<_, _>>()?)
    }
}

/// What the evidence in `dir` belongs to.
pub fn manifest(dir: &Path) -> Result<Manifest, EngineError> {
    let text: String = read_only(dir)?.query_row("SELECT text FROM manifest", [], |row| row.get(0))?;
    read_manifest(&text)
}

/// Reads a manifest of this version.
pub(super) fn read_manifest(text: &str) -> Result<Manifest, EngineError> {
    let manifest: Manifest =
        serde_json::from_str(text).map_err(|_| EngineError::Damaged("its manifest cannot be read".into()))?;
    if manifest.schema != SCHEMA_VERSION {
        return Err(EngineError::Version { found: manifest.schema, expected: SCHEMA_VERSION });
    }
    Ok(manifest)
}

fn read_only(dir: &Path) -> Result<Connection, EngineError> {
    let file = file(dir);
    if !file.exists() {
        return Err(EngineError::NotOnServer { place: dir.display().to_string() });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(file, flags)?;
    // Rows lie all over the file: mapped into memory they are read where they are.
    database.query_row(&format!("PRAGMA mmap_size = {MAPPED}"), [], |_| Ok(()))?;
    Ok(database)
}

/// The least text behind all that begin with `prefix`: its end, ':' or a letter, is raised by one.
fn behind(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// The unit's fields as [`Row`] keeps them.
pub(super) fn joined(values: &[String]) -> String {
    values.join("\u{1f}")
}

/// What [`joined`] joined.
pub(super) fn separated(text: &str) -> impl Iterator<Item = &str> {
    text.split('\u{1f}').filter(|value| !value.is_empty())
}

/// The tokens of a field of a unit.
pub(super) fn field_tokens(unit: &IndexUnit, field: Field) -> impl Iterator<Item = &str> {
    separated(&unit.fields[field.index()])
}

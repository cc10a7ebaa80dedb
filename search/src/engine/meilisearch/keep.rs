//! Writes the evidence.

use super::{
    documents::{entries, merged},
    evidence::{SCHEMA, document_key, field_tokens, file, joined, manifest, separated},
    placement::policy_key,
    words::{self, Words},
};
use crate::{
    engine::{
        EngineError, IndexUnit, Manifest,
        matching::{class_length, length_class},
    },
    rank::Field,
    stats::{Changes, Side, TermStatistics, UnitTerms, term_hash},
};
use rusqlite::{Connection, params};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

/// A policy as the evidence holds it.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// Its row in the store.
    pub policy: i64,
    /// By which it is placed.
    pub key: u32,
    /// Number of its units.
    pub units: u64,
}

/// All policies of a database.
pub fn policies(database: &Connection) -> Result<Vec<Held>, EngineError> {
    let mut statement =
        database.prepare("SELECT policy, MIN(tie), COUNT(*) FROM unit GROUP BY policy ORDER BY policy")?;
    let held = statement.query_map([], |row| {
        let (tie, units): (i64, i64) = (row.get(1)?, row.get(2)?);
        let key = policy_key(tie.cast_unsigned());
        Ok(Held { policy: row.get(0)?, key, units: units.cast_unsigned() })
    })?;
    Ok(held.collect::<Result<_, _>>()?)
}

/// Says what the evidence belongs to, and leaves it as it is.
pub fn write_manifest(dir: &Path, manifest: &Manifest) -> Result<(), EngineError> {
    put_manifest(&Connection::open(file(dir))?, manifest)
}

fn put_manifest(database: &Connection, manifest: &Manifest) -> Result<(), EngineError> {
    let text = serde_json::to_string(manifest).map_err(|error| EngineError::Engine(error.to_string()))?;
    database.execute("INSERT OR REPLACE INTO manifest VALUES (1, ?1)", [text])?;
    Ok(())
}

/// Adds and removes units of the evidence. Nothing is visible to readers before [`Keeper::commit`].
pub struct Keeper {
    database: Connection,
    dir: PathBuf,
    /// Where a whole new file is written, until it takes the place of the old one.
    beside: Option<PathBuf>,
    table: TermStatistics,
    changes: Changes,
    words: Words,
    document: Option<Document>,
}

/// The document whose units come in, one after the other.
struct Document {
    key: i64,
    size: u32,
    grams: HashMap<u64, u32>,
}

impl Keeper {
    /// Begins whole new evidence beside the one in use.
    pub fn build(dir: &Path) -> Result<Self, EngineError> {
        fs::create_dir_all(dir)?;
        let beside = dir.join("evidence.new.sqlite");
        for leftover in [beside.clone(), dir.join("evidence.new.sqlite-journal")] {
            if leftover.exists() {
                fs::remove_file(leftover)?;
            }
        }
        let database = Connection::open(&beside)?;
        database
            .execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        database.execute_batch(SCHEMA)?;
        database.execute_batch(words::SCHEMA)?;
        Self::new(database, dir, Some(beside), TermStatistics::default())
    }

    /// Begins an update of the evidence in use.
    pub fn update(dir: &Path) -> Result<Self, EngineError> {
        let table = TermStatistics::read(&dir.join(manifest(dir)?.statistics))?;
        Self::new(Connection::open(file(dir))?, dir, None, table)
    }

    fn new(
        database: Connection,
        dir: &Path,
        beside: Option<PathBuf>,
        table: TermStatistics,
    ) -> Result<Self, EngineError> {
        // What is removed leaves nothing behind in the file.
        database.execute_batch("PRAGMA secure_delete = ON; BEGIN IMMEDIATE")?;
        Ok(Self {
            database,
            dir: dir.to_owned(),
            beside,
            table,
            changes: Changes::default(),
            words: Words::default(),
            document: None,
        })
    }

    /// Adds one unit. The units of a policy come one after the other.
    pub fn add(&mut self, unit: &IndexUnit) -> Result<(), EngineError> {
        self.database
            .prepare_cached(
                "INSERT OR REPLACE INTO unit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(params![
                unit.clause,
                unit.policy,
                unit.tie.cast_signed(),
                unit.role.code().cast_signed(),
                unit.superseded,
                unit.date,
                unit.effective,
                unit.expires,
                joined(&unit.labels),
                joined(&unit.facets),
                unit.fields[0],
                unit.fields[1],
                unit.fields[2],
                unit.fields[3],
            ])?;
        let mut label = self.database.prepare_cached("INSERT OR IGNORE INTO label VALUES (?1, ?2, ?3)")?;
        for value in &unit.labels {
            label.execute(params![value, unit.policy, unit.superseded])?;
        }
        drop(label);
        if !unit.superseded {
            self.changes.comes(unit.policy, &UnitTerms::of(unit.side(), &unit.fields));
            self.words.come(&unit.fields[0], &unit.fields[1]);
        }
        self.count_document(unit)
    }

    fn count_document(&mut self, unit: &IndexUnit) -> Result<(), EngineError> {
        let key = document_key(unit.policy, unit.superseded);
        if self.document.as_ref().is_some_and(|document| document.key != key) {
            self.write_document()?;
        }
        let document = self.document.get_or_insert_with(|| Document { key, size: 0, grams: HashMap::new() });
        let mut tokens = 0;
        for term in field_tokens(unit, Field::BodyGrams) {
            *document.grams.entry(term_hash(Field::BodyGrams, term.as_bytes())).or_default() += 1;
            tokens += 1;
        }
        document.size += class_length(length_class(tokens));
        Ok(())
    }

    fn write_document(&mut self) -> Result<(), EngineError> {
        let Some(document) = self.document.take() else { return Ok(()) };
        let grams = entries(&document.grams);
        // Newest and older editions of one policy may come in turns; the parts are then joined.
        let before: Option<(u32, Vec<u8>)> = {
            use rusqlite::OptionalExtension;
            self.database
                .prepare_cached("SELECT size, grams FROM document WHERE key = ?1")?
                .query_row([document.key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?
        };
        let (size, grams) = match before {
            Some((size, before)) => (size + document.size, merged(&before, &document.grams)),
            None => (document.size, grams),
        };
        self.database
            .prepare_cached("INSERT OR REPLACE INTO document VALUES (?1, ?2, ?3)")?
            .execute(params![document.key, size, grams])?;
        Ok(())
    }

    /// Removes every unit of a policy.
    pub fn remove(&mut self, policy: i64) -> Result<(), EngineError> {
        self.count_leaving(policy)?;
        for statement in [
            "DELETE FROM unit WHERE policy = ?1",
            "DELETE FROM label WHERE policy = ?1",
            "DELETE FROM document WHERE key / 2 = ?1 AND key BETWEEN ?1 * 2 AND ?1 * 2 + 1",
        ] {
            self.database.prepare_cached(statement)?.execute([policy])?;
        }
        Ok(())
    }

    /// Takes away what the units of a policy counted for.
    fn count_leaving(&mut self, policy: i64) -> Result<(), EngineError> {
        let mut statement = self.database.prepare_cached(
            "SELECT facets, body_words, body_grams, context_words, context_grams
             FROM unit WHERE policy = ?1 AND NOT superseded",
        )?;
        let mut rows = statement.query([policy])?;
        while let Some(row) = rows.next()? {
            let facets: String = row.get(0)?;
            let fields: [String; 4] = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
            self.changes.goes(policy, &UnitTerms::of(Side::of(separated(&facets)), &fields));
            self.words.go(&fields[0], &fields[1]);
        }
        Ok(())
    }

    /// All policies.
    pub fn policies(&self) -> Result<Vec<Held>, EngineError> {
        policies(&self.database)
    }

    /// Makes everything visible at once.
    pub fn commit(mut self, manifest: &Manifest) -> Result<(), EngineError> {
        self.write_document()?;
        self.words.write(&self.database)?;
        self.table.with(&self.changes).write(&self.dir.join(&manifest.statistics))?;
        put_manifest(&self.database, manifest)?;
        self.database.execute_batch("COMMIT")?;
        drop(self.database);
        if let Some(beside) = &self.beside {
            fs::File::open(beside)?.sync_all()?;
            fs::rename(beside, file(&self.dir))?;
            fs::File::open(&self.dir)?.sync_all()?;
        }
        for entry in fs::read_dir(&self.dir)? {
            let entry = entry?;
            let name = entry.file_name();
            if name
                .to_str()
                .is_some_and(|name| name.starts_with("statistics-") && name != manifest.statistics)
            {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

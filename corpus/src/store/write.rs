//! Writing rows. A [`Batch`] is one transaction.

use super::{StoreError, describe, reading::Reading};
use crate::model::{Capture, PolicyId};
use rusqlite::{Connection, OptionalExtension, named_params, params};

/// One transaction's worth of changes.
pub(super) struct Batch<'a> {
    pub conn: &'a Connection,
    /// The number that the changes are stamped with.
    watermark: u64,
    /// The id of the next clause. Counted here, since ids must not be used twice.
    next_clause: i64,
    changed: bool,
    /// Whether removed documents come back.
    brings_back: bool,
}

/// What names an edition, and what orders it.
pub(super) struct EditionName {
    pub key: String,
    pub ordinal: i64,
    pub sort_date: Option<String>,
}

impl<'a> Batch<'a> {
    /// Begins a batch inside the transaction that `conn` has open.
    pub fn begin(conn: &'a Connection) -> Result<Self, StoreError> {
        Ok(Self {
            conn,
            watermark: number(conn, "watermark")?.cast_unsigned() + 1,
            next_clause: number(conn, "next_clause")?,
            changed: false,
            brings_back: false,
        })
    }

    /// The same, in which removed documents come back or stay away.
    pub fn bringing_back(self, brings_back: bool) -> Self {
        Self { brings_back, ..self }
    }

    /// Whether removed documents come back.
    pub fn brings_back(&self) -> bool {
        self.brings_back
    }

    /// The number that the changes are stamped with.
    pub fn watermark(&self) -> u64 {
        self.watermark
    }

    /// Writes the counters, if anything changed.
    pub fn finish(self) -> Result<(), StoreError> {
        if self.changed {
            set_number(self.conn, "watermark", self.watermark.cast_signed())?;
            set_number(self.conn, "next_clause", self.next_clause)?;
        }
        Ok(())
    }

    /// The store is not the same any more, though no policy reads otherwise.
    pub fn note_change(&mut self) {
        self.changed = true;
    }

    /// The policy reads otherwise now: an index has to read it again.
    pub fn touch(&mut self, policy: i64) -> Result<(), StoreError> {
        self.changed = true;
        self.conn
            .prepare_cached("UPDATE policy SET changed = ?1 WHERE id = ?2")?
            .execute((self.watermark.cast_signed(), policy))?;
        Ok(())
    }

    /// Works out edition and policy from their parts again, and stamps the policy.
    pub fn describe(&mut self, policy: i64) -> Result<(), StoreError> {
        describe::describe(self.conn, policy)?;
        self.touch(policy)
    }

    /// A new policy, under the first of the ids that is free. [`Batch::describe`] fills it.
    pub fn new_policy(&mut self, ids: impl IntoIterator<Item = PolicyId>) -> Result<i64, StoreError> {
        // The id of a removed document is given to nothing else.
        let mut taken = self.conn.prepare_cached(
            "SELECT 1 FROM policy WHERE policy_id = ?1
             UNION ALL SELECT 1 FROM removal WHERE policy_id = ?1 AND restored_at IS NULL",
        )?;
        let mut free = PolicyId(String::new());
        for id in ids {
            let is_taken = taken.exists([&id.0])?;
            free = id;
            if !is_taken {
                break;
            }
        }
        self.conn
            .prepare_cached(
                "INSERT INTO policy (policy_id, title, issuer, kind, lang, illustrative, catalogue, changed)
                 VALUES (?1, '', '[]', '', '', 0, 0, ?2)",
            )?
            .execute((&free.0, self.watermark.cast_signed()))?;
        Ok(self.conn.last_insert_rowid())
    }

    /// A new edition. [`Batch::describe`] fills it.
    pub fn new_edition(&mut self, policy: i64, name: &EditionName) -> Result<i64, StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO edition (policy, key, ordinal, sort_date, superseded, title, title_key, lang, notes)
                 VALUES (?1, ?2, ?3, ?4, 0, '', '', '', '[]')",
            )?
            .execute((policy, &name.key, name.ordinal, &name.sort_date))?;
        let edition = self.conn.last_insert_rowid();
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO arrival VALUES (?1, ?2)")?
            .execute((edition, self.watermark.cast_signed()))?;
        Ok(edition)
    }

    /// The capture's row; made unless these bytes of this time are known under this name.
    pub fn capture(&mut self, source: &str, external_id: &str, capture: &Capture) -> Result<i64, StoreError> {
        let known = self
            .conn
            .prepare_cached(
                "SELECT id FROM capture WHERE external_id = ?1 AND source = ?2 AND sha256 = ?3 AND captured_at = ?4",
            )?
            .query_row((external_id, source, &capture.sha256, &capture.captured_at), |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        self.changed = true;
        let archived = capture.archived.as_ref();
        self.conn
            .prepare_cached(
                "INSERT INTO capture (source, external_id, location, media_type, charset, bytes, sha256, captured_at,
                                      archive_file, archive_offset, archive_length)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                source,
                external_id,
                capture.location,
                capture.media_type,
                capture.charset,
                capture.bytes.cast_signed(),
                capture.sha256,
                capture.captured_at,
                archived.map(|place| &place.file),
                archived.map(|place| place.offset.cast_signed()),
                archived.map(|place| place.length.cast_signed()),
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Stores the text and its clauses as a part of an edition.
    pub fn new_part(&mut self, edition: i64, capture: i64, reading: &Reading<'_>) -> Result<i64, StoreError> {
        let extraction = self.extraction(capture, reading)?;
        self.clauses(extraction, reading)?;
        let (first, last) = reading.articles.unzip();
        self.conn
            .prepare_cached(
                "INSERT INTO edition_part (extraction, edition, part, part_title, first_article, last_article)
                 VALUES (?1, ?2, 1, ?3, ?4, ?5)",
            )?
            .execute((extraction, edition, reading.part_title(), first, last))?;
        Ok(extraction)
    }

    fn extraction(&self, capture: i64, reading: &Reading<'_>) -> Result<i64, StoreError> {
        let doc = reading.doc;
        self.conn
            .prepare_cached(
                "INSERT INTO extraction (capture, extractor, title, lang, chars, text_sha256, body_sha256,
                                         metadata, warnings, text)
                 VALUES (:capture, :extractor, :title, :lang, :chars, :text_sha256, :body_sha256,
                         :metadata, :warnings, :text)",
            )?
            .execute(named_params! {
                ":capture": capture,
                ":extractor": reading.extractor,
                ":title": doc.meta.title.value,
                ":lang": doc.meta.lang.tag(),
                ":chars": int(reading.chars),
                ":text_sha256": reading.text_sha256,
                ":body_sha256": reading.body_sha256,
                ":metadata": json(&doc.meta),
                ":warnings": json(&reading.warnings),
                ":text": doc.text,
            })?;
        Ok(self.conn.last_insert_rowid())
    }

    fn clauses(&mut self, extraction: i64, reading: &Reading<'_>) -> Result<(), StoreError> {
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO clause (id, extraction, ord, parent, path, kind, label, char_start, char_end,
                                 byte_start, byte_end, heading_start, heading_end, unit)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?;
        let mut path = String::new();
        for (ord, (clause, bytes)) in reading.clauses.iter().zip(&reading.bytes).enumerate() {
            path.clear();
            let _ = std::fmt::Write::write_fmt(&mut path, format_args!("{}", clause.path));
            let heading = clause.heading.map(|heading| (int(heading.start), int(heading.end))).unzip();
            insert.execute(params![
                self.next_clause + int(ord),
                extraction,
                int(ord),
                clause.parent.map(int),
                path,
                clause.kind.name(),
                clause.label,
                int(clause.span.start),
                int(clause.span.end),
                int(bytes.0),
                int(bytes.1),
                heading.0,
                heading.1,
                clause.unit,
            ])?;
        }
        self.next_clause += int(reading.clauses.len());
        Ok(())
    }

    /// Lets a name hold a text; the policy that held the name before is stamped as changed.
    pub fn name(
        &mut self,
        (source, external_id): (&str, &str),
        policy: i64,
        extraction: i64,
        capture: i64,
    ) -> Result<(), StoreError> {
        let before: Option<i64> = self
            .conn
            .prepare_cached("SELECT policy FROM external_id WHERE external_id = ?1 AND source = ?2")?
            .query_row((external_id, source), |row| row.get(0))
            .optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO external_id (source, external_id, policy, extraction, capture) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (external_id, source) DO UPDATE
                 SET policy = excluded.policy, extraction = excluded.extraction, capture = excluded.capture",
            )?
            .execute((source, external_id, policy, extraction, capture))?;
        match before.filter(|&before| before != policy) {
            Some(before) => self.touch(before),
            None => Ok(()),
        }
    }

    /// Gives everything that belonged to the extraction `old` to `new`, and removes `old`.
    pub fn supersede(&mut self, old: i64, new: i64) -> Result<(), StoreError> {
        for sql in [
            "UPDATE external_id SET extraction = ?2 WHERE extraction = ?1",
            "DELETE FROM edition_part WHERE extraction = ?1 AND extraction <> ?2",
            "DELETE FROM clause WHERE extraction = ?1 AND extraction <> ?2",
            "DELETE FROM extraction WHERE id = ?1 AND id <> ?2",
        ] {
            self.conn.prepare_cached(sql)?.execute((old, new))?;
        }
        Ok(())
    }
}

/// The value as JSON. The store's own types always have one.
pub(super) fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A length as the database counts it.
pub(super) fn int(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A counter of the table `meta`.
pub(super) fn number(conn: &Connection, key: &str) -> Result<i64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0))?)
}

fn set_number(conn: &Connection, key: &str, value: i64) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE meta SET value = CAST(?2 AS TEXT) WHERE key = ?1")?.execute((key, value))?;
    Ok(())
}

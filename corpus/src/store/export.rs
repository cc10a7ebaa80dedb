//! Writing the whole store as JSON lines.

use super::{
    Store, StoreError, describe, read,
    record::{CaptureRecord, EditionRecord, FORMAT, Inner, NameRecord, PartRecord, Record, Structure, Words},
};
use crate::model::{Capture, Policy, PolicyId};
use rusqlite::{Row, params};
use std::{collections::HashMap, io};

/// Extractions and captures by rowid, with their place in a record.
#[derive(Default)]
struct Places {
    parts: HashMap<i64, (usize, usize)>,
    captures: HashMap<i64, usize>,
}

impl Store {
    /// Hands every policy to `sink` as one JSON object, in order of rowid, all of one moment.
    ///
    /// Its fixed fields are `id` (an external id), `lang`, `text`, `title`, `url`, `issuer`,
    /// `doc_number`, `kind`, `written`, `published`, `effective`, `expires`, `policy`, `edition`,
    /// `external_id` and `clauses`; the object `polidex` holds what [`Store::import`] needs besides.
    /// An error of the sink ends the export as [`StoreError::Output`].
    pub fn export(
        &self,
        sink: &mut dyn FnMut(serde_json::Value) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        let snapshot = self.conn.unchecked_transaction()?;
        for (rowid, id) in self.policies_changed_since(0)? {
            let record = self.record(rowid, &id)?;
            let value = serde_json::to_value(record).map_err(|error| StoreError::Output(error.into()))?;
            sink(value).map_err(StoreError::Output)?;
        }
        snapshot.finish()?;
        Ok(())
    }

    pub(super) fn record(&self, rowid: i64, id: &PolicyId) -> Result<Record, StoreError> {
        let policy = self
            .policy_by_rowid(rowid)?
            .ok_or_else(|| StoreError::Damaged { detail: format!("policy {id} has no edition") })?;
        let mut record = fixed_fields(policy);
        record.corrections = self.corrections(Some(id))?;
        let mut places = Places::default();
        record.polidex.captures = self.captures(rowid, &mut places)?;
        self.editions_into(rowid, &mut record, &mut places)?;
        record.polidex.names = self.names(rowid, &places)?;
        Ok(record)
    }

    /// The captures under the policy's names, and those that its texts were read from.
    fn captures(&self, rowid: i64, places: &mut Places) -> Result<Vec<CaptureRecord>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, source, external_id, location, media_type, charset, bytes, sha256, captured_at FROM capture
             WHERE id IN (SELECT c.id FROM external_id n JOIN capture c ON c.external_id = n.external_id AND c.source = n.source
                          WHERE n.policy = ?1
                          UNION
                          SELECT x.capture FROM edition e JOIN edition_part ep ON ep.edition = e.id
                          JOIN extraction x ON x.id = ep.extraction WHERE e.policy = ?1)
             ORDER BY id",
        )?;
        let mut rows = statement.query([rowid])?;
        let mut captures = Vec::new();
        while let Some(row) = rows.next()? {
            places.captures.insert(row.get(0)?, captures.len());
            captures.push(read_capture(row)?);
        }
        Ok(captures)
    }

    fn editions_into(&self, rowid: i64, record: &mut Record, places: &mut Places) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT e.key, e.ordinal, e.sort_date, e.superseded, ep.part, x.id, x.capture, x.extractor, x.metadata,
                    x.warnings, x.text, (SELECT count(*) FROM edition_part WHERE edition = e.id)
             FROM edition e JOIN edition_part ep ON ep.edition = e.id JOIN extraction x ON x.id = ep.extraction
             WHERE e.policy = ?1 ORDER BY coalesce(e.sort_date, ''), e.ordinal, e.key, ep.part",
        )?;
        let mut rows = statement.query([rowid])?;
        while let Some(row) = rows.next()? {
            let key: String = row.get(0)?;
            if record.polidex.editions.last().is_none_or(|last| last.key != key) {
                record.polidex.editions.push(EditionRecord {
                    key,
                    ordinal: row.get(1)?,
                    sort_date: row.get(2)?,
                    parts: Vec::new(),
                });
            }
            let part = self.part(row, record, places)?;
            let edition = record.polidex.editions.len() - 1;
            let parts = &mut record.polidex.editions[edition].parts;
            places.parts.insert(row.get(5)?, (edition, parts.len()));
            parts.push(part);
        }
        Ok(())
    }

    fn part(&self, row: &Row<'_>, record: &mut Record, places: &Places) -> Result<PartRecord, StoreError> {
        let superseded: bool = row.get(3)?;
        let parts: i64 = row.get(11)?;
        let part: Option<u32> = if parts > 1 { Some(row.get(4)?) } else { None };
        let stored = read::clauses_of(&self.conn, row.get(5)?)?;
        let (text, clauses) = if superseded {
            (Words::Own(row.get(10)?), Structure::Own(stored))
        } else {
            record.append(row.get_ref(10)?.as_str().unwrap_or_default(), stored, part)
        };
        Ok(PartRecord {
            extractor: row.get(7)?,
            meta: describe::parse_metadata(row.get_ref(8)?.as_str().unwrap_or_default())?,
            warnings: serde_json::from_str(row.get_ref(9)?.as_str().unwrap_or_default()).unwrap_or_default(),
            capture: places.captures.get(&row.get(6)?).copied().unwrap_or_default(),
            text,
            clauses,
        })
    }

    fn names(&self, rowid: i64, places: &Places) -> Result<Vec<NameRecord>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT source, external_id, extraction, capture FROM external_id WHERE policy = ?1
             ORDER BY external_id, source",
        )?;
        let mut rows = statement.query(params![rowid])?;
        let mut names = Vec::new();
        while let Some(row) = rows.next()? {
            let (edition, part) = places.parts.get(&row.get(2)?).copied().unwrap_or_default();
            names.push(NameRecord {
                source: row.get(0)?,
                external_id: row.get(1)?,
                capture: places.captures.get(&row.get(3)?).copied().unwrap_or_default(),
                edition,
                part,
            });
        }
        Ok(names)
    }
}

fn read_capture(row: &Row<'_>) -> rusqlite::Result<CaptureRecord> {
    Ok(CaptureRecord {
        source: row.get(1)?,
        external_id: row.get(2)?,
        capture: Capture {
            location: row.get(3)?,
            media_type: row.get(4)?,
            charset: row.get(5)?,
            bytes: row.get::<_, i64>(6)?.cast_unsigned(),
            sha256: row.get(7)?,
            captured_at: row.get(8)?,
            archived: None,
        },
    })
}

fn fixed_fields(policy: Policy) -> Record {
    let dates = policy.edition.dates;
    let [written, published, effective, expires] =
        [dates.written, dates.published, dates.effective, dates.expires]
            .map(|date| date.map(|date| date.value.to_string()));
    Record {
        id: policy.external_id.first().unwrap_or(&policy.id.0).clone(),
        lang: policy.lang.tag().to_owned(),
        text: String::new(),
        title: policy.title,
        url: policy.url,
        issuer: policy.issuer,
        doc_number: policy.doc_number,
        kind: policy.kind.name().to_owned(),
        written,
        published,
        effective,
        expires,
        policy: policy.id.0,
        edition: policy.edition.key,
        external_id: policy.external_id,
        clauses: Vec::new(),
        corrections: Vec::new(),
        polidex: Inner { format: FORMAT, editions: Vec::new(), captures: Vec::new(), names: Vec::new() },
    }
}

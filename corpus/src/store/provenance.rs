//! Where stored texts came from.

use super::{Store, StoreError, StoredClause, read};
use crate::model::{Archived, Capture, PolicyId};
use rusqlite::Row;
use serde::Serialize;

/// One text of a policy with the bytes that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The key of the edition that the text belongs to.
    pub edition: String,
    /// The source that holds it.
    pub source: String,
    /// What the source calls it.
    pub external_id: String,
    /// The bytes.
    #[serde(flatten)]
    pub capture: Capture,
    /// SHA-256 of the text as published, in lower-case hexadecimal.
    pub text_sha256: String,
    /// The version of the extractor that read it.
    pub extractor: String,
}

/// How much a source has given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCount {
    /// Its name.
    pub name: String,
    /// Documents that it holds.
    pub policies: u64,
    /// When something was last received from it, RFC 3339 in UTC.
    pub latest: Option<String>,
}

/// The place in the archive, where there is one: three columns from `first` on.
pub(super) fn archived(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Archived>> {
    let Some(file) = row.get(first)? else { return Ok(None) };
    let number = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
    Ok(Some(Archived { file, offset: number(first + 1)?, length: number(first + 2)? }))
}

impl Store {
    /// A location as it may be shown.
    fn shown(&self, location: String) -> String {
        // A drive's letter is no scheme of the web.
        let is_web = location.starts_with("http://") || location.starts_with("https://");
        if is_web || !self.hides_paths.get() {
            return location;
        }
        location.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
    }

    /// Where the part of an edition came from that a clause stands in.
    pub fn provenance_of(&self, clause: &StoredClause) -> Result<Vec<Provenance>, StoreError> {
        let names = clause.external_ids.iter().filter_map(|name| name.rsplit_once('#'));
        let documents: Vec<&str> = names.map(|(document, _)| document).collect();
        let mut entries = self.provenance(&clause.policy)?;
        entries.retain(|entry| {
            entry.edition == clause.edition && documents.contains(&entry.external_id.as_str())
        });
        Ok(entries)
    }

    /// Where the present texts of a policy came from: one entry for every name, newest edition first.
    pub fn provenance(&self, policy: &PolicyId) -> Result<Vec<Provenance>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT e.key, n.source, n.external_id, c.location, c.media_type, c.charset, c.bytes, c.sha256,
                    c.captured_at, x.text_sha256, x.extractor,
                    c.archive_file, c.archive_offset, c.archive_length
             FROM external_id n
             JOIN policy p ON p.id = n.policy JOIN capture c ON c.id = n.capture
             JOIN extraction x ON x.id = n.extraction
             JOIN edition_part ep ON ep.extraction = x.id JOIN edition e ON e.id = ep.edition
             WHERE p.policy_id = ?1
             ORDER BY e.superseded, e.sort_date DESC, ep.part, n.source, n.external_id",
        )?;
        let entries = statement.query_map([&policy.0], |row| {
            Ok(Provenance {
                edition: row.get(0)?,
                source: row.get(1)?,
                external_id: row.get(2)?,
                capture: Capture {
                    location: self.shown(row.get(3)?),
                    media_type: row.get(4)?,
                    charset: row.get(5)?,
                    bytes: read::offset(row, 6)? as u64,
                    sha256: row.get(7)?,
                    captured_at: row.get(8)?,
                    archived: archived(row, 11)?,
                },
                text_sha256: row.get(9)?,
                extractor: row.get(10)?,
            })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// The sources that hold documents, by name.
    pub fn source_counts(&self) -> Result<Vec<SourceCount>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT n.source, count(DISTINCT n.policy), max(c.captured_at)
             FROM external_id n JOIN capture c ON c.id = n.capture GROUP BY n.source ORDER BY n.source",
        )?;
        let rows = statement.query_map([], |row| {
            let policies = read::offset(row, 1)? as u64;
            Ok(SourceCount { name: row.get(0)?, policies, latest: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

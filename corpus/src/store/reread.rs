//! Reading archived bytes again.

use super::{Change, Outcome, Store, StoreError, provenance::archived, put, read, reading::Reading};
use crate::model::{Archived, Document, PolicyId};
use rusqlite::{Connection, OptionalExtension};

/// A name whose bytes are archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedName {
    /// The policy that the name belongs to.
    pub policy: PolicyId,
    /// The family that was learned when the bytes were fetched, from the pages around them.
    pub family: Option<String>,
    /// See [`Document::source`].
    pub source: String,
    /// See [`Document::external_id`].
    pub external_id: String,
    /// Where the bytes are.
    pub place: Archived,
}

impl Store {
    /// Every name whose archived bytes a stored text was read from, in the order of the archive; those of
    /// one policy, where one is given. Further names of the same text are left out.
    pub fn archived_names(&self, policy: Option<&PolicyId>) -> Result<Vec<ArchivedName>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT c.archive_file, c.archive_offset, c.archive_length, n.source, n.external_id, p.policy_id,
                    p.family
             FROM extraction x JOIN external_id n ON n.extraction = x.id AND n.capture = x.capture
             JOIN capture c ON c.id = x.capture JOIN policy p ON p.id = n.policy
             WHERE c.archive_file IS NOT NULL AND (?1 IS NULL OR p.policy_id = ?1)
             ORDER BY c.archive_file, c.archive_offset, n.external_id",
        )?;
        let mut rows = statement.query([policy.map(|policy| &policy.0)])?;
        let mut names = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(place) = archived(row, 0)? {
                names.push(ArchivedName {
                    policy: PolicyId(row.get(5)?),
                    family: row.get(6)?,
                    source: row.get(3)?,
                    external_id: row.get(4)?,
                    place,
                });
            }
        }
        Ok(names)
    }

    /// Puts documents that were read from bytes which are stored already, in one transaction. Unlike
    /// [`Store::put`] it trusts no earlier reading by the same extractor. No edition comes of it:
    /// [`Change::Reread`] where the document reads differently now, else [`Change::Unchanged`].
    pub fn reread(&mut self, docs: &[Document]) -> Result<Vec<Outcome>, StoreError> {
        let extractor = self.extractor.clone();
        self.write(|batch| {
            let mut outcomes = Vec::with_capacity(docs.len());
            for doc in docs {
                let before = extraction(batch.conn, doc)?;
                let (policy, change) = put::write(batch, &Reading::new(doc, &extractor), None)?;
                let same = before.is_some() && before == extraction(batch.conn, doc)?;
                outcomes.push(Outcome {
                    policy: read::policy_id(batch.conn, policy)?,
                    change: if same { Change::Unchanged } else { change },
                });
            }
            Ok(outcomes)
        })
    }
}

/// The extraction that a document's name holds.
fn extraction(conn: &Connection, doc: &Document) -> Result<Option<i64>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT extraction FROM external_id WHERE external_id = ?1 AND source = ?2")?;
    Ok(statement.query_row((&doc.external_id, &doc.source), |row| row.get(0)).optional()?)
}

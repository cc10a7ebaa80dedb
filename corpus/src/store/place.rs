//! Where a document belongs: the rules by which the store tells editions, parts, copies and new
//! policies apart.

use super::{
    StoreError,
    agree::{self, Dating, DayRelation},
    reading::Reading,
};
use crate::model::Document;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// What is to be done with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Placement {
    /// Its text is stored: only the name and the bytes are new.
    Alias { policy: i64, extraction: i64 },
    /// The name's bytes changed, but hold no text any more: the stored text is kept.
    Keep { policy: i64, extraction: i64 },
    /// It takes the place of an extraction.
    Replace { policy: i64, extraction: i64 },
    /// It is a further part of an edition.
    Part { policy: i64, edition: i64 },
    /// It is another edition. Where it has no date of its own, `after` orders it.
    Edition { policy: i64, after: Option<String> },
    /// It is a policy of its own.
    New,
}

/// What a name holds now.
struct Held {
    name: i64,
    policy: i64,
    extraction: i64,
    edition: i64,
    sha256: String,
    body_sha256: Option<String>,
    title_key: String,
    number_key: Option<String>,
    edition_date: Option<String>,
    sort_date: Option<String>,
    parts: i64,
}

/// The policy of a document whose bytes were read before: those that its name holds now by the same
/// version of the extractor, or earlier ones that come a second time. Needs no look at the text.
pub(super) fn unchanged(
    conn: &Connection,
    doc: &Document,
    extractor: &str,
) -> Result<Option<i64>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT n.policy, c.sha256 = ?3, x.extractor = ?5,
                EXISTS (SELECT 1 FROM capture h WHERE h.external_id = ?1 AND h.source = ?2 AND h.sha256 = ?3
                        AND (h.captured_at = ?4 OR ?4 <= c.captured_at))
         FROM external_id n JOIN capture c ON c.id = n.capture JOIN extraction x ON x.id = n.extraction
         WHERE n.external_id = ?1 AND n.source = ?2",
    )?;
    let capture = &doc.capture;
    let found: Option<(i64, bool, bool, bool)> = statement
        .query_row((&doc.external_id, &doc.source, &capture.sha256, &capture.captured_at, extractor), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    Ok(found.and_then(|(policy, latest, same_extractor, known)| {
        let unchanged = if latest { same_extractor } else { known };
        unchanged.then_some(policy)
    }))
}

/// Decides where `reading`, which is not [`unchanged`], belongs.
pub(super) fn place(conn: &Connection, reading: &Reading<'_>) -> Result<Placement, StoreError> {
    let held = held(conn, reading)?;
    if let Some(held) = &held
        && held.sha256 == reading.doc.capture.sha256
    {
        return Ok(reread(held, reading));
    }
    if let Some(placement) = copy_of(conn, reading, held.as_ref())? {
        return Ok(placement);
    }
    if let Some(held) = &held
        && let Some(placement) = same_name(conn, reading, held)?
    {
        return Ok(placement);
    }
    same_title(conn, reading)
}

fn held(conn: &Connection, reading: &Reading<'_>) -> Result<Option<Held>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT n.id, n.policy, n.extraction, e.id, c.sha256, x.body_sha256, e.title_key,
                e.number_key, e.edition_date, e.sort_date,
                (SELECT count(*) FROM edition_part WHERE edition = e.id)
         FROM external_id n JOIN capture c ON c.id = n.capture JOIN extraction x ON x.id = n.extraction
         JOIN edition_part ep ON ep.extraction = x.id JOIN edition e ON e.id = ep.edition
         WHERE n.external_id = ?1 AND n.source = ?2",
    )?;
    let read = |row: &Row<'_>| {
        Ok(Held {
            name: row.get(0)?,
            policy: row.get(1)?,
            extraction: row.get(2)?,
            edition: row.get(3)?,
            sha256: row.get(4)?,
            body_sha256: row.get(5)?,
            title_key: row.get(6)?,
            number_key: row.get(7)?,
            edition_date: row.get(8)?,
            sort_date: row.get(9)?,
            parts: row.get(10)?,
        })
    };
    let found = statement.query_row((&reading.doc.external_id, &reading.doc.source), read);
    Ok(found.optional()?)
}

/// Reading the same bytes again never makes an edition, and never loses the text.
fn reread(held: &Held, reading: &Reading<'_>) -> Placement {
    let (policy, extraction) = (held.policy, held.extraction);
    if reading.body_sha256.is_none() && held.body_sha256.is_some() {
        Placement::Keep { policy, extraction }
    } else {
        Placement::Replace { policy, extraction }
    }
}

/// The same words under another name. Where only white space differs, the date must agree too.
fn copy_of(
    conn: &Connection,
    reading: &Reading<'_>,
    held: Option<&Held>,
) -> Result<Option<Placement>, StoreError> {
    let Some(body) = &reading.body_sha256 else { return Ok(None) };
    let mut statement = conn.prepare_cached(
        "SELECT x.id, e.policy, x.text_sha256, e.edition_date, e.written, e.sort_date
         FROM extraction x JOIN edition_part ep ON ep.extraction = x.id JOIN edition e ON e.id = ep.edition
         WHERE x.body_sha256 = :body AND e.title_key = :title AND ep.part_title IS :part AND x.id IS NOT :own
           AND EXISTS (SELECT 1 FROM external_id n WHERE n.extraction = x.id AND n.id IS NOT :name)
         ORDER BY x.id",
    )?;
    let mut rows = statement.query(named_params! {
        ":body": body,
        ":title": reading.title_key,
        ":part": reading.part_title(),
        ":own": held.map(|held| held.extraction),
        ":name": held.map(|held| held.name),
    })?;
    let dating = Dating::of(&reading.doc.meta);
    while let Some(row) = rows.next()? {
        let identical = row.get_ref(2)?.as_str().is_ok_and(|hash| hash == reading.text_sha256);
        let stored = Dating::new(row.get(3)?, row.get(4)?, row.get(5)?);
        let is_copy = match dating.relation(&stored) {
            DayRelation::Same => true,
            DayRelation::Unknown => identical,
            DayRelation::Different => false,
        };
        if is_copy {
            return Ok(Some(Placement::Alias { policy: row.get(1)?, extraction: row.get(0)? }));
        }
    }
    Ok(None)
}

/// Changed bytes under a known name. None when the name was given to another document.
fn same_name(conn: &Connection, reading: &Reading<'_>, held: &Held) -> Result<Option<Placement>, StoreError> {
    let date = reading.doc.meta.edition_date.as_ref().map(|date| date.value.to_string());
    let dates_differ = date.is_some() && held.edition_date.is_some() && date != held.edition_date;
    let body_changed = held.body_sha256.is_some() && held.body_sha256 != reading.body_sha256;
    if !dates_differ && (!body_changed || reading.body_sha256.is_none()) {
        return Ok(Some(reread(held, reading)));
    }
    let same_number = reading.number_key().is_some_and(|key| Some(key) == held.number_key.as_deref());
    if body_changed && !same_number && reading.title_key != held.title_key {
        return Ok(None);
    }
    if !dates_differ && held.parts > 1 {
        // A correction of one part must not leave an edition of that part alone.
        return Ok(Some(reread(held, reading)));
    }
    let policy = held.policy;
    for edition in agree::editions(conn, policy)? {
        if edition.id != held.edition && edition.takes_part(conn, reading)? {
            return Ok(Some(Placement::Part { policy, edition: edition.id }));
        }
    }
    Ok(Some(Placement::Edition { policy, after: held.sort_date.clone() }))
}

/// A document of a title that is known. Nothing merges by a title alone.
fn same_title(conn: &Connection, reading: &Reading<'_>) -> Result<Placement, StoreError> {
    if reading.title_key.is_empty() {
        return Ok(Placement::New);
    }
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT policy FROM edition WHERE title_key = ?1 AND lang = ?2 ORDER BY policy",
    )?;
    let policies = statement
        .query_map((&reading.title_key, reading.doc.meta.lang.tag()), |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    for policy in policies {
        if let Some(placement) = agree::within(conn, policy, reading)? {
            return Ok(placement);
        }
    }
    Ok(Placement::New)
}

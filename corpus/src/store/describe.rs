//! Working out what an edition and its policy are from the parts that are stored.
//!
//! Everything here is computed from the stored metadata alone, so that the order in which the
//! parts and editions came makes no difference.

use super::{StoreError, agree, correction, normal, write::json};
use crate::model::{Level, Metadata, Sourced};
use jiff::civil::Date;
use rusqlite::{Connection, named_params};

/// Writes the fields of all editions of a policy, and of the policy, again.
pub(super) fn describe(conn: &Connection, policy: i64) -> Result<(), StoreError> {
    let editions = editions(conn, policy)?;
    // A corrected date puts the editions in another order; everything else stays as it was read.
    let corrected = corrected_editions(conn, policy)?;
    for ((edition, meta), (_, corrected)) in editions.iter().zip(&corrected) {
        number_parts(conn, *edition)?;
        write_edition(conn, *edition, meta, agree::sort_date(corrected).as_deref())?;
    }
    let newest = order(conn, policy)?;
    if let Some((_, meta)) = editions.iter().find(|(edition, _)| Some(*edition) == newest) {
        write_policy(conn, policy, meta)?;
    }
    Ok(())
}

/// Every edition's rowid with what its parts say together.
pub(super) fn editions(conn: &Connection, policy: i64) -> Result<Vec<(i64, Metadata)>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT ep.edition, x.metadata
         FROM edition e JOIN edition_part ep ON ep.edition = e.id JOIN extraction x ON x.id = ep.extraction
         WHERE e.policy = ?1 ORDER BY e.id, ep.first_article, ep.part_title, ep.extraction",
    )?;
    let mut rows = statement.query([policy])?;
    let mut editions: Vec<(i64, Metadata)> = Vec::new();
    while let Some(row) = rows.next()? {
        let edition = row.get(0)?;
        let part = parse_metadata(row.get_ref(1)?.as_str().unwrap_or_default())?;
        match editions.last_mut().filter(|(last, _)| *last == edition) {
            Some((_, meta)) => merge(meta, part),
            None => editions.push((edition, part)),
        }
    }
    Ok(editions)
}

/// The same with the corrections that hold.
pub(super) fn corrected_editions(conn: &Connection, policy: i64) -> Result<Vec<(i64, Metadata)>, StoreError> {
    let mut editions = editions(conn, policy)?;
    correction::lay_over(conn, policy, &mut editions)?;
    Ok(editions)
}

/// Stored metadata.
pub(super) fn parse_metadata(text: &str) -> Result<Metadata, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged { detail: format!("metadata: {error}") })
}

/// Takes from a further part what the parts before it do not say.
pub(super) fn merge(meta: &mut Metadata, part: Metadata) {
    meta.title_translated = meta.title_translated.take().or(part.title_translated);
    meta.doc_number = meta.doc_number.take().or(part.doc_number);
    if meta.issuer.is_empty() {
        meta.issuer = part.issuer;
    }
    meta.level = meta.level.or(part.level);
    meta.region = meta.region.take().or(part.region);
    let dates = &mut meta.dates;
    dates.written = dates.written.take().or(part.dates.written);
    dates.published = dates.published.take().or(part.dates.published);
    dates.effective = dates.effective.take().or(part.dates.effective);
    dates.expires = dates.expires.take().or(part.dates.expires);
    if meta.notes.is_empty() {
        meta.notes = part.notes;
    }
    meta.edition_date = meta.edition_date.take().or(part.edition_date);
    meta.url = meta.url.take().or(part.url);
    meta.family = meta.family.take().or(part.family);
    meta.translation_of = meta.translation_of.take().or(part.translation_of);
}

/// Numbers the parts of an edition in the order of their articles.
fn number_parts(conn: &Connection, edition: i64) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE edition_part SET part = ordered.number
         FROM (SELECT extraction, row_number() OVER (ORDER BY first_article, part_title, extraction) AS number
               FROM edition_part WHERE edition = ?1) AS ordered
         WHERE edition_part.extraction = ordered.extraction AND part <> ordered.number",
    )?
    .execute([edition])?;
    Ok(())
}

fn write_edition(
    conn: &Connection,
    edition: i64,
    meta: &Metadata,
    sort_date: Option<&str>,
) -> Result<(), StoreError> {
    let notes: Vec<_> = meta.notes.iter().map(|note| &note.value).collect();
    let [edition_date, written, published, effective, expires] = [
        &meta.edition_date,
        &meta.dates.written,
        &meta.dates.published,
        &meta.dates.effective,
        &meta.dates.expires,
    ]
    .map(|date| date_columns(date.as_ref()));
    conn.prepare_cached(
        "UPDATE edition SET sort_date = coalesce(:sort_date, sort_date), title = :title, title_key = :title_key,
                number_key = :number_key, lang = :lang,
                edition_date = :edition_date, edition_date_origin = :edition_date_origin,
                written = :written, written_origin = :written_origin,
                published = :published, published_origin = :published_origin,
                effective = :effective, effective_origin = :effective_origin,
                expires = :expires, expires_origin = :expires_origin, notes = :notes
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": edition,
        ":sort_date": sort_date,
        ":title": meta.title.value,
        ":title_key": normal::title_key(&meta.title.value),
        ":number_key": meta.doc_number.as_ref().map(|number| &number.value.key),
        ":lang": meta.lang.tag(),
        ":edition_date": edition_date.0,
        ":edition_date_origin": edition_date.1,
        ":written": written.0,
        ":written_origin": written.1,
        ":published": published.0,
        ":published_origin": published.1,
        ":effective": effective.0,
        ":effective_origin": effective.1,
        ":expires": expires.0,
        ":expires_origin": expires.1,
        ":notes": json(&notes),
    })?;
    Ok(())
}

fn date_columns(date: Option<&Sourced<Date>>) -> (Option<String>, Option<String>) {
    let columns = date.map(|date| (date.value.to_string(), json(&date.origin)));
    columns.unzip()
}

/// Marks all editions but the newest as superseded; returns the newest.
fn order(conn: &Connection, policy: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id FROM edition WHERE policy = ?1
         ORDER BY coalesce(sort_date, '') DESC, ordinal DESC, key DESC LIMIT 1",
    )?;
    let newest: i64 = match statement.query_row([policy], |row| row.get(0)) {
        Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(None),
        other => other?,
    };
    conn.prepare_cached(
        "UPDATE edition SET superseded = (id <> ?2) WHERE policy = ?1 AND superseded <> (id <> ?2)",
    )?
    .execute((policy, newest))?;
    Ok(Some(newest))
}

fn write_policy(conn: &Connection, policy: i64, meta: &Metadata) -> Result<(), StoreError> {
    let issuers: Vec<_> = meta.issuer.iter().map(|issuer| &issuer.value).collect();
    conn.prepare_cached(
        "UPDATE policy SET title = :title, title_translated = :title_translated, doc_number = :doc_number,
                issuer = :issuer, level = :level, region = :region, kind = :kind, lang = :lang, url = :url,
                family = :family, translation_of = :translation_of, illustrative = :illustrative,
                catalogue = :catalogue
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": policy,
        ":title": meta.title.value,
        ":title_translated": meta.title_translated.as_ref().map(|title| &title.value),
        ":doc_number": meta.doc_number.as_ref().map(|number| &number.value.printed),
        ":issuer": json(&issuers),
        ":level": meta.level.map(Level::name),
        ":region": meta.region,
        ":kind": meta.kind.name(),
        ":lang": meta.lang.tag(),
        ":url": meta.url,
        ":family": meta.family,
        ":translation_of": meta.translation_of,
        ":illustrative": meta.illustrative,
        ":catalogue": meta.catalogue,
    })?;
    Ok(())
}

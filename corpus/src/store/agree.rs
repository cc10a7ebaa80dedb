//! Whether a document and a stored policy of the same title are one policy.

use super::{StoreError, place::Placement, reading::Reading};
use crate::model::{Kind, Level, Metadata};
use rusqlite::Connection;

/// The dates by which editions are told apart, as `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dating {
    edition: Option<String>,
    written: Option<String>,
    /// The edition's sort date: whatever date it has.
    any: Option<String>,
}

/// How two datings stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayRelation {
    Same,
    Different,
    /// One of them has no date that could be compared.
    Unknown,
}

impl DayRelation {
    fn of(a: Option<&String>, b: Option<&String>) -> Self {
        match (a, b) {
            (Some(a), Some(b)) if a == b => Self::Same,
            (Some(_), Some(_)) => Self::Different,
            _ => Self::Unknown,
        }
    }

    fn or(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }
}

impl Dating {
    pub fn new(edition: Option<String>, written: Option<String>, any: Option<String>) -> Self {
        Self { edition, written, any }
    }

    pub fn of(meta: &Metadata) -> Self {
        Self {
            edition: meta.edition_date.as_ref().map(|date| date.value.to_string()),
            written: meta.dates.written.as_ref().map(|date| date.value.to_string()),
            any: sort_date(meta),
        }
    }

    /// By the date of the last amendment, else by the date of writing.
    pub fn relation(&self, other: &Self) -> DayRelation {
        DayRelation::of(self.edition.as_ref(), other.edition.as_ref())
            .or(DayRelation::of(self.written.as_ref(), other.written.as_ref()))
    }

    /// The same, by any date there is.
    fn relation_by_any(&self, other: &Self) -> DayRelation {
        self.relation(other).or(DayRelation::of(self.any.as_ref(), other.any.as_ref()))
    }

    /// Whether dates of whatever kind lie further apart than adoption and entry into force do.
    fn years_apart(&self, other: &Self) -> DayRelation {
        let year = |dating: &Self| dating.any.as_ref()?.get(..4)?.parse::<i32>().ok();
        match (year(self), year(other)) {
            (Some(a), Some(b)) if a.abs_diff(b) > 1 => DayRelation::Different,
            _ => DayRelation::Unknown,
        }
    }

    fn is_undated(&self) -> bool {
        self.edition.is_none() && self.written.is_none()
    }
}

/// The date that orders an edition: of the last amendment, else written, published, effective.
pub(super) fn sort_date(meta: &Metadata) -> Option<String> {
    let amended = meta.edition_date.as_ref().map(|date| date.value);
    amended.or_else(|| meta.dates.sort_date()).map(|date| date.to_string())
}

/// A stored edition, as far as it is compared.
pub(super) struct StoredEdition {
    pub id: i64,
    title_key: String,
    number_key: Option<String>,
    dating: Dating,
    notes: Vec<String>,
    /// The only extraction, when it has no text: an entry of a catalogue.
    empty: Option<i64>,
    first: i64,
}

/// All editions of a policy.
pub(super) fn editions(conn: &Connection, policy: i64) -> Result<Vec<StoredEdition>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT e.id, e.title_key, e.number_key, e.edition_date, e.written, e.sort_date, e.notes,
                max(x.id) FILTER (WHERE x.body_sha256 IS NULL), count(*), min(ep.extraction)
         FROM edition e JOIN edition_part ep ON ep.edition = e.id JOIN extraction x ON x.id = ep.extraction
         WHERE e.policy = ?1 GROUP BY e.id",
    )?;
    let rows = statement.query_map([policy], |row| {
        let notes: String = row.get(6)?;
        let empty: Option<i64> = row.get(7)?;
        let parts: i64 = row.get(8)?;
        Ok(StoredEdition {
            id: row.get(0)?,
            title_key: row.get(1)?,
            number_key: row.get(2)?,
            dating: Dating::new(row.get(3)?, row.get(4)?, row.get(5)?),
            notes: serde_json::from_str(&notes).unwrap_or_default(),
            empty: empty.filter(|_| parts == 1),
            first: row.get(9)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl StoredEdition {
    /// Whether the document is a further part of this edition: of the same date (or, where both
    /// have none, with the same notes), other articles, another part title.
    pub fn takes_part(&self, conn: &Connection, reading: &Reading<'_>) -> Result<bool, StoreError> {
        if !self.is_of_the_day(reading) || self.title_key != reading.title_key {
            return Ok(false);
        }
        let (Some((first, last)), Some(title)) = (reading.articles, reading.part_title()) else {
            return Ok(false);
        };
        let mut statement = conn.prepare_cached(
            "SELECT count(*) FROM edition_part
             WHERE edition = ?1 AND (part_title IS NULL OR part_title = ?2 OR first_article IS NULL
                   OR (first_article <= ?4 AND last_article >= ?3))",
        )?;
        let conflicts: i64 = statement.query_row((self.id, title, first, last), |row| row.get(0))?;
        Ok(conflicts == 0)
    }

    fn is_of_the_day(&self, reading: &Reading<'_>) -> bool {
        let meta = &reading.doc.meta;
        let dating = Dating::of(meta);
        let same_notes =
            || !meta.notes.is_empty() && meta.notes.iter().map(|note| &note.value).eq(self.notes.iter());
        match dating.relation(&self.dating) {
            DayRelation::Same => true,
            DayRelation::Different => false,
            DayRelation::Unknown => dating.is_undated() && self.dating.is_undated() && same_notes(),
        }
    }

    /// Whether title and number, or title and date, are the same and nothing speaks against it.
    /// Good enough only to bring a catalogue entry and its text together.
    fn is_same_work(&self, reading: &Reading<'_>) -> bool {
        let numbers = match (reading.number_key(), &self.number_key) {
            (Some(new), Some(old)) if new == old => DayRelation::Same,
            (Some(_), Some(_)) => DayRelation::Different,
            _ => DayRelation::Unknown,
        };
        let days = Dating::of(&reading.doc.meta).relation_by_any(&self.dating);
        self.title_key == reading.title_key
            && [numbers, days].contains(&DayRelation::Same)
            && ![numbers, days].contains(&DayRelation::Different)
    }
}

/// Where in `policy`, which has an edition of the same title and language, the document belongs.
pub(super) fn within(
    conn: &Connection,
    policy: i64,
    reading: &Reading<'_>,
) -> Result<Option<Placement>, StoreError> {
    let editions = editions(conn, policy)?;
    let numbered = reading
        .number_key()
        .is_some_and(|key| editions.iter().any(|edition| edition.number_key.as_deref() == Some(key)));
    if !same_authority(conn, policy, &reading.doc.meta, numbered)? {
        return Ok(None);
    }
    if let Some(placement) = catalogue_entry(policy, &editions, reading) {
        return Ok(Some(placement));
    }
    for edition in &editions {
        if edition.takes_part(conn, reading)? {
            return Ok(Some(Placement::Part { policy, edition: edition.id }));
        }
    }
    let dating = Dating::of(&reading.doc.meta);
    let another_day = |edition: &StoredEdition| {
        let relation = if numbered {
            dating.relation_by_any(&edition.dating)
        } else if is_legislation(&reading.doc.meta) {
            dating.relation(&edition.dating).or(dating.years_apart(&edition.dating))
        } else {
            dating.relation(&edition.dating)
        };
        relation == DayRelation::Different
    };
    Ok(editions.iter().all(another_day).then_some(Placement::Edition { policy, after: None }))
}

/// A title without text meets its text, in either order.
fn catalogue_entry(policy: i64, editions: &[StoredEdition], reading: &Reading<'_>) -> Option<Placement> {
    let same = editions.iter().find(|edition| edition.is_same_work(reading))?;
    match (same.empty, reading.body_sha256.is_some()) {
        (Some(extraction), true) => Some(Placement::Replace { policy, extraction }),
        (_, false) => Some(Placement::Alias { policy, extraction: same.first }),
        (None, true) => None,
    }
}

/// Whether issuer, level and region agree. Unknown agrees with everything; so do level and region
/// where the number is the same.
fn same_authority(
    conn: &Connection,
    policy: i64,
    meta: &Metadata,
    numbered: bool,
) -> Result<bool, StoreError> {
    let mut statement = conn.prepare_cached("SELECT level, region, issuer FROM policy WHERE id = ?1")?;
    let (level, region, issuer): (Option<String>, Option<String>, String) =
        statement.query_row([policy], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let issuers: Vec<String> = serde_json::from_str(&issuer).unwrap_or_default();
    if numbered {
        return Ok(related(&issuers, meta));
    }
    let agrees = |old: Option<&str>, new: Option<&str>| old.is_none() || new.is_none() || old == new;
    Ok(agrees(level.as_deref(), meta.level.map(Level::name))
        && agrees(region.as_deref(), meta.region.as_deref())
        && (!is_departmental(meta) || related(&issuers, meta)))
}

/// Titles of laws and regulations name their jurisdiction, so one title is one policy even where an
/// old file tells nothing but the day of entry into force.
fn is_legislation(meta: &Metadata) -> bool {
    matches!(meta.kind, Kind::Law | Kind::Regulation | Kind::JudicialInterpretation)
}

/// Two ministries may issue rules of one title, at one level and in one region. Laws and
/// regulations have titles of their own, and their issuers change names.
fn is_departmental(meta: &Metadata) -> bool {
    meta.level == Some(Level::National) && !is_legislation(meta)
}

/// Whether one of the issuers is the same body, or a committee or office of it.
fn related(issuers: &[String], meta: &Metadata) -> bool {
    let related = |old: &String| {
        let same = |new: &str| old.starts_with(new) || new.starts_with(old.as_str());
        meta.issuer.iter().any(|new| same(&new.value))
    };
    issuers.is_empty() || meta.issuer.is_empty() || issuers.iter().any(related)
}

//! What a reference names, with everything that a citation or a bundle says of it.

use super::{Day, document, reference};
use crate::console::Message;
use anyhow::{Result, bail};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use polidex_corpus::{
    locale::Locale,
    model::{ClauseRef, Correction, Policy, Span},
    store::{Missing, Provenance, Resolution, Store, StoredClause},
};
use polidex_ingest::archive::{archive_dir, chain};
use polidex_search::{
    bilingual::Lexicons,
    citing::{ArchivedCopy, Citation, Style, Work, cite},
    origin::Origins,
    parallel::{Counterpart, parallel},
};
use serde::Serialize;

/// A document in one edition, perhaps a clause of it, and where it was read.
pub struct Cited {
    /// The document, described by the edition that is meant.
    pub policy: Policy,
    /// The clause, where one is meant.
    pub clause: Option<StoredClause>,
    /// Where the text came from; what an archive holds of it stands first.
    pub provenance: Vec<Provenance>,
}

/// Finds what a reference names.
pub fn find(store: &Store, day: Day, asked: &str) -> Result<Cited> {
    of(store, asked, reference::resolve(store, day, asked)?)
}

/// What is cited of something that was found.
pub fn of(store: &Store, asked: &str, found: Resolution) -> Result<Cited> {
    let (policy, edition, clause) = match found {
        Resolution::Policy { policy, edition } => (Some(*policy), edition, None),
        Resolution::Clause(clause) => (store.policy(&clause.policy)?, clause.edition.clone(), Some(*clause)),
        Resolution::Ambiguous(_) | Resolution::NotFound { .. } => (None, String::new(), None),
    };
    let Some(policy) = policy else {
        let asked = asked.to_owned();
        let missing = Missing::Policy;
        bail!(reference::Unresolved::Missing { asked, missing, suggestions: Vec::new() });
    };
    let policy = document::in_edition(store, policy, &edition)?;
    let mut provenance = match &clause {
        Some(clause) => store.provenance_of(clause)?,
        None => document::provenance_of(store, &policy.id, &edition)?,
    };
    provenance.sort_by_key(|entry| entry.capture.archived.is_none());
    Ok(Cited { policy, clause, provenance })
}

impl Cited {
    /// As what is cited. The day of access is, unless given, the day on which the copy was received.
    pub fn work(&self, store: &Store, day: Day, accessed: Option<Date>) -> Result<Work> {
        let copy = self.copy(store)?;
        let received = copy.as_ref().and_then(|copy| copy.captured_at.parse::<Timestamp>().ok());
        let received = received.map(|at| at.to_zoned(TimeZone::UTC).date());
        let accessed = accessed.or(received).unwrap_or(day.as_of);
        Ok(Work::new(&self.policy, self.clause.as_ref(), accessed).with_copy(copy))
    }

    /// What says the same in the other language: of a clause or a part of it its words, of a document its title.
    /// A span counts from the beginning of a text, so without a clause it is of use where there is one text.
    pub fn counterpart(&self, store: &Store, span: Option<Span>) -> Result<Option<Counterpart>> {
        let (origins, lexicons) = (Origins::load(store.dir()), Lexicons::open(store.dir()));
        let Some(both) = parallel(store, &origins, &lexicons, &self.policy)? else { return Ok(None) };
        let span = span.or(self.clause.as_ref().map(|clause| clause.span));
        let path = self.clause.as_ref().map(|clause| clause.path.clone()).unwrap_or_default();
        Ok(match span {
            Some(span) => both.counterpart(&self.policy.id, [&path, &path], span),
            None => Some(both.whole(&self.policy.id)),
        })
    }

    /// The copy that was kept, with its place in the archive.
    fn copy(&self, store: &Store) -> Result<Option<ArchivedCopy>> {
        let Some(entry) = self.provenance.first() else { return Ok(None) };
        let capture = &entry.capture;
        let place = capture.archived.as_ref();
        let link = match place {
            Some(place) => chain::find(&archive_dir(store.dir()), |link| {
                link.offset == place.offset && link.file == place.file
            })?,
            None => None,
        };
        Ok(Some(ArchivedCopy {
            sha256: capture.sha256.clone(),
            captured_at: capture.captured_at.clone(),
            record: place.map(|place| format!("{}:{}", place.file, place.offset)),
            head: link.map(|link| link.head),
        }))
    }
}

/// A document or clause, cited.
#[derive(Debug, Serialize)]
#[allow(clippy::struct_field_names, reason = "the names that programs read")]
pub struct Citations {
    /// What is cited, with its edition.
    pub reference: ClauseRef,
    /// The copy that was kept.
    pub archived: Option<ArchivedCopy>,
    /// What somebody says instead of what was read, where citations show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// It, in each style that was asked for.
    pub citations: Vec<Citation>,
    /// What says the same in the other language, where that is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<Counterpart>,
}

/// A work in several styles; what a style adds is in the document's language unless another is wanted.
pub fn citations(
    work: &Work,
    beside: Option<&Counterpart>,
    styles: &[Style],
    words: Option<Locale>,
) -> Citations {
    let words = words.unwrap_or_else(|| work.words());
    Citations {
        reference: work.reference.clone(),
        archived: work.archived.clone(),
        corrections: work.corrections.clone(),
        citations: styles.iter().map(|&style| cite(work, style, words)).collect(),
        counterpart: beside.cloned(),
    }
}

/// The styles that a name stands for: one, or `all`.
pub fn styles(name: &str) -> Result<Vec<Style>> {
    if name == "all" {
        return Ok(Style::ALL.to_vec());
    }
    let Some(style) = Style::parse(name) else {
        let known = Style::ALL.map(Style::name).join(" ");
        bail!(Message::new(
            format!("`{name}` is no style; there are: {known}, or all"),
            format!("没有 `{name}` 这种格式；可用：{known}，或 all"),
        ));
    };
    Ok(vec![style])
}

/// A style, and what is not certain about it.
#[derive(Debug, Serialize)]
pub struct ListedStyle {
    /// Its name.
    pub style: Style,
    /// Its title in English.
    pub title: &'static str,
    /// Its title in Chinese.
    pub title_zh: &'static str,
    /// What could not be verified of it, in English.
    pub remarks: &'static str,
    /// The same in Chinese.
    pub remarks_zh: &'static str,
}

/// All styles.
pub fn listed() -> Vec<ListedStyle> {
    let one = |style: Style| ListedStyle {
        style,
        title: style.title(Locale::En),
        title_zh: style.title(Locale::Zh),
        remarks: style.remarks(Locale::En),
        remarks_zh: style.remarks(Locale::Zh),
    };
    Style::ALL.map(one).into()
}

//! What a reference names, with everything that a citation or a bundle says of it.

use super::{reference, show};
use crate::config::Config;
use anyhow::Result;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use polidex_corpus::{
    model::{Policy, Span},
    store::{Provenance, Resolution, Store, StoredClause},
};
use polidex_ingest::archive::{archive_dir, chain};
use polidex_search::{
    bilingual::Lexicons,
    citing::{ArchivedCopy, Work},
    origin::Origins,
    parallel::{Counterpart, parallel},
};

/// A document in one edition, perhaps a clause of it, and where it was read.
pub struct Cited {
    /// The document, described by the edition that is meant.
    pub policy: Policy,
    /// The clause, where one is meant.
    pub clause: Option<StoredClause>,
    /// Where the text came from; what an archive holds of it stands first.
    pub provenance: Vec<Provenance>,
}

/// Finds what a reference names; says so where it names nothing, or several things.
pub fn find(config: &Config, store: &Store, asked: &str) -> Result<Option<Cited>> {
    let (policy, edition, clause) = match reference::resolve(config, store, asked)? {
        Some(Resolution::Policy { policy, edition }) => (Some(*policy), edition, None),
        Some(Resolution::Clause(clause)) => {
            (store.policy(&clause.policy)?, clause.edition.clone(), Some(*clause))
        }
        _ => return Ok(None),
    };
    let Some(policy) = policy else { return Ok(None) };
    let policy = show::in_edition(store, policy, &edition)?;
    let mut provenance = match &clause {
        Some(clause) => store.provenance_of(clause)?,
        None => show::provenance_of(store, &policy.id, &edition)?,
    };
    provenance.sort_by_key(|entry| entry.capture.archived.is_none());
    Ok(Some(Cited { policy, clause, provenance }))
}

impl Cited {
    /// As what is cited. The day of access is, unless given, the day on which the copy was received.
    pub fn work(&self, config: &Config, accessed: Option<Date>) -> Result<Work> {
        let copy = self.copy(config)?;
        let received = copy.as_ref().and_then(|copy| copy.captured_at.parse::<Timestamp>().ok());
        let received = received.map(|at| at.to_zoned(TimeZone::UTC).date());
        let accessed = accessed.or(received).unwrap_or(config.as_of);
        Ok(Work::new(&self.policy, self.clause.as_ref(), accessed).with_copy(copy))
    }

    /// What says the same in the other language: of a clause or a part of it its words, of a document its title.
    /// A span counts from the beginning of a text, so without a clause it is of use where there is one text.
    pub fn counterpart(
        &self,
        config: &Config,
        store: &Store,
        span: Option<Span>,
    ) -> Result<Option<Counterpart>> {
        let (origins, lexicons) = (Origins::load(&config.data), Lexicons::open(&config.data));
        let Some(both) = parallel(store, &origins, &lexicons, &self.policy)? else { return Ok(None) };
        let span = span.or(self.clause.as_ref().map(|clause| clause.span));
        let path = self.clause.as_ref().map(|clause| clause.path.clone()).unwrap_or_default();
        Ok(match span {
            Some(span) => both.counterpart(&self.policy.id, [&path, &path], span),
            None => Some(both.whole(&self.policy.id)),
        })
    }

    /// The copy that was kept, with its place in the archive.
    fn copy(&self, config: &Config) -> Result<Option<ArchivedCopy>> {
        let Some(entry) = self.provenance.first() else { return Ok(None) };
        let capture = &entry.capture;
        let place = capture.archived.as_ref();
        let link = match place {
            Some(place) => chain::find(&archive_dir(&config.data), |link| {
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

//! What stands there now.

use super::{WatchError, company};
use crate::{
    answer::{Hit, PolicySummary},
    matching::Profile,
    query::plan::day_number,
    searcher::{Request, SearchError, Searcher},
    standing,
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{ClauseRef, PolicyId},
    store::Resolution,
    text::sha256_hex,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// A search is watched up to this many clauses; more are no watch but a wide net.
const MOST: usize = 10_000;
/// Clauses asked for at once.
const PAGE: usize = 1_000;

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// Every clause that a query finds.
    Search {
        /// The query.
        query: String,
        /// Further filters, in the same language.
        filters: String,
    },
    /// A document: its editions and its status.
    Document {
        /// Its id.
        policy: String,
    },
    /// The wording of one clause.
    Clause {
        /// The document's id.
        policy: String,
        /// The clause's path.
        path: String,
    },
    /// The support that a company can get.
    Profile {
        /// The file with its profile, read at every look.
        path: String,
    },
}

/// What stood there on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// By reference without edition, what was seen.
    pub items: BTreeMap<String, Item>,
    /// Ends of validity that have been told: reference and day.
    #[serde(default)]
    pub told: BTreeSet<String>,
    /// Whether there was more than is watched.
    #[serde(default)]
    pub cut: bool,
}

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The document's title.
    pub title: String,
    /// The clause's label; empty for a document.
    pub label: String,
    /// Key of the edition.
    pub edition: String,
    /// SHA-256 of the words.
    pub sha256: String,
    /// The status on that day; of a measure for a company the verdict.
    pub status: String,
    /// The last day in force, or for applications, where it is known.
    pub expires: Option<String>,
    /// The official page.
    pub url: Option<String>,
}

/// Writes down what stands there.
///
/// # Errors
/// [`WatchError`] when the store, the index or a profile cannot be read.
pub fn observe(searcher: &Searcher, subject: &Subject, as_of: Date) -> Result<Seen, WatchError> {
    Ok(match subject {
        Subject::Profile { path } => company::within_reach(searcher.store(), &profile(path, as_of)?, as_of)?,
        Subject::Search { query, filters } => found(searcher, query, filters, as_of)?,
        Subject::Document { policy } => stated(searcher, policy, as_of, |edition| {
            let parts = searcher.store().text(&PolicyId(policy.clone()), Some(edition))?;
            let words: Vec<String> = parts.into_iter().map(|part| part.text).collect();
            Ok(Some((policy.clone(), String::new(), words.join("\n"))))
        })?,
        Subject::Clause { policy, path } => stated(searcher, policy, as_of, |edition| {
            let reference = ClauseRef {
                policy: PolicyId(policy.clone()),
                edition: Some(edition.to_owned()),
                clause: Some(path.clone()),
            };
            Ok(match searcher.store().resolve(&reference)? {
                Resolution::Clause(clause) => Some((format!("{policy}#{path}"), clause.label, clause.text)),
                _ => None,
            })
        })?,
    })
}

fn profile(path: &str, as_of: Date) -> Result<Profile, WatchError> {
    let text = fs::read_to_string(path).map_err(|error| WatchError::File { path: path.to_owned(), error })?;
    let checked = Profile::parse(&text).and_then(|profile| profile.check_on(as_of).map(|()| profile));
    checked.map_err(|error| WatchError::Profile { path: path.to_owned(), error })
}

fn found(searcher: &Searcher, query: &str, filters: &str, as_of: Date) -> Result<Seen, SearchError> {
    let mut seen = Seen::default();
    let mut cursor = None;
    loop {
        let request = Request {
            filters: filters.to_owned(),
            limit: PAGE,
            cursor,
            facets: false,
            ..Request::new(query, as_of)
        };
        let answer = searcher.search(&request)?;
        seen.items.extend(answer.hits.iter().map(entry));
        cursor = answer.next;
        seen.cut = cursor.is_some();
        if cursor.is_none() || seen.items.len() >= MOST {
            return Ok(seen);
        }
    }
}

fn entry(hit: &Hit) -> (String, Item) {
    let words = &hit.clause.text;
    (hit.clause.reference.to_string(), item(&hit.policy, &hit.clause.label, words))
}

/// A document as its newest edition has it. `words` gives reference, label and words of what is watched
/// in an edition; what is gone is not seen.
fn stated(
    searcher: &Searcher,
    id: &str,
    as_of: Date,
    words: impl Fn(&str) -> Result<Option<(String, String, String)>, SearchError>,
) -> Result<Seen, SearchError> {
    let mut seen = Seen::default();
    let store = searcher.store();
    let Some(policy) = store.policy(&PolicyId(id.to_owned()))? else { return Ok(seen) };
    let editions = store.editions(&policy.id)?.len();
    if let Some((reference, label, words)) = words(&policy.edition.key)? {
        let status = standing::status(store, &policy, as_of)?;
        let summary = PolicySummary { status, ..PolicySummary::new(&policy, editions, day_number(as_of)) };
        seen.items.insert(reference, item(&summary, &label, &words));
    }
    Ok(seen)
}

fn item(policy: &PolicySummary, label: &str, words: &str) -> Item {
    Item {
        title: policy.title.clone(),
        label: label.to_owned(),
        edition: policy.edition.clone(),
        sha256: sha256_hex(words.as_bytes()),
        status: policy.status.name().to_owned(),
        expires: policy.expires.clone(),
        url: policy.url.clone(),
    }
}

//! What a crawl did.

use super::web::Recorded;
use jiff::{Timestamp, civil::Date};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::Warning,
    store::{Alarm, Change, CrawlEntry, SourceRun},
};
use serde::Serialize;
use std::{borrow::Cow, collections::BTreeMap};

/// What a crawl did, and what it could not do.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    /// Lists, sitemaps and feeds that were read.
    pub lists: usize,
    /// Documents that were read, by what storing them changed.
    pub changes: BTreeMap<Change, usize>,
    /// Pages that were asked for and had not changed.
    pub unchanged: usize,
    /// Pages that were found and not asked for, since they were checked lately.
    pub not_asked: usize,
    /// Documents of an earlier day than asked for.
    pub older: usize,
    /// Links that lead to hosts of nobody the crawl knows.
    pub elsewhere: usize,
    /// Pages that are left for the next crawl.
    pub waiting: usize,
    /// Warnings about documents that were stored.
    pub document_warnings: usize,
    /// Whether the crawl was stopped before its end.
    pub stopped: bool,
    /// What a crawl that stores nothing would ask for.
    pub would_fetch: Vec<Candidate>,
    /// Pages that could not be had or read, and why.
    pub problems: Vec<PageProblem>,
    /// Pages that are no more; their documents stay stored.
    pub gone: Vec<PageProblem>,
    /// Pages that robots.txt forbids.
    pub forbidden: Vec<PageProblem>,
    /// Every server that was asked, or is set aside.
    pub hosts: Vec<HostSummary>,
    /// What else the reader should know.
    pub warnings: Vec<Warning>,
    /// The run's number in the store, where it was kept.
    pub run: Option<i64>,
    /// What it brought, source by source.
    pub sources: Vec<SourceRun>,
    /// Alarms of these sources that are on now.
    pub alarms: Vec<Alarm>,
}

impl Summary {
    /// Documents that were read.
    pub fn documents(&self) -> usize {
        self.changes.values().sum()
    }

    /// Whether every page was had that the crawl was to have.
    pub fn is_complete(&self) -> bool {
        self.problems.is_empty()
            && !self.stopped
            && self.hosts.iter().all(|host| host.set_aside_until.is_none())
    }
}

/// A document that would be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Its address.
    pub url: String,
    /// What the list calls it.
    pub title: Option<String>,
    /// The day that the list names.
    pub date: Option<Date>,
}

/// A page that could not be had, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageProblem {
    /// The source's name.
    pub source: String,
    /// The page's address.
    pub url: String,
    /// The page that led to it.
    pub found_on: Option<String>,
    /// Why.
    #[serde(flatten)]
    pub reason: Warning,
}

impl PageProblem {
    pub(super) fn new(entry: &CrawlEntry, reason: Warning) -> Self {
        Self {
            source: entry.source.clone(),
            url: entry.url.clone(),
            found_on: entry.found_on.clone(),
            reason,
        }
    }
}

impl Localized for PageProblem {
    /// The reason behind the address, unless it names the address itself.
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        let reason = self.reason.localized(locale);
        if reason.contains(&self.url) {
            return reason;
        }
        format!("{}{}{reason}", self.url, locale.pick(": ", "：")).into()
    }
}

/// One server in this crawl.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostSummary {
    /// Scheme, host and port.
    pub origin: String,
    /// Requests sent.
    pub requests: u64,
    /// Requests without a response.
    pub failures: u64,
    /// Bytes of bodies as received.
    pub bytes: u64,
    /// It asked to be left alone until then, for longer than a crawl waits.
    pub set_aside_until: Option<Timestamp>,
}

impl From<Recorded> for HostSummary {
    fn from(recorded: Recorded) -> Self {
        Self {
            origin: recorded.record.origin,
            requests: recorded.requests,
            failures: recorded.failures,
            bytes: recorded.bytes,
            set_aside_until: recorded.record.set_aside_until,
        }
    }
}

/// Something that happened to one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The page's host.
    pub host: String,
    /// The page's address.
    pub url: String,
    /// What happened.
    pub what: Happening,
}

/// What happened to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A list was read that names so many documents.
    Listed(usize),
    /// A document was read and stored.
    Stored(Change),
    /// Nothing changed since the last visit.
    Unchanged,
    /// It is no more.
    Gone,
    /// It could not be had or read.
    Failed(Warning),
    /// It will be asked for again.
    Postponed(Warning),
    /// It is of an earlier day than asked for.
    Older,
    /// It would be asked for, if this crawl stored anything.
    WouldFetch,
}

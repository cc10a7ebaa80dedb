//! Keeps what a crawl brings: archive first, then documents and frontier in one transaction.

mod health;
mod lists;
#[cfg(test)]
mod tests;
mod verdict;

use super::{
    clock::between,
    find::Found,
    judge::Judged,
    options::{Keep, Options, Target},
    queue::Job,
    run::CrawlError,
    summary::{Candidate, Event, Happening, Summary},
    web::Web,
};
use crate::{
    archive::{Archive, archive_dir},
    source::canonical,
};
use polidex_corpus::{
    model::{Archived, Document},
    source::CanonicalRules,
    store::{CrawlEntry, Crawled, EntryKind, HostRecord, PagePresence, PageReading, SourceRun},
};
use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};
use url::Url;

/// The one who writes.
pub(super) struct Ledger<'a> {
    targets: &'a [Target],
    options: &'a Options,
    keep: Keep<'a>,
    archive: Option<Archive>,
    /// Pages that were found in this crawl.
    seen: HashSet<(usize, String)>,
    /// What lists of this crawl held: a list that holds what another held has no more to say.
    listings: HashSet<(usize, String)>,
    documents: Vec<Document>,
    entries: Vec<CrawlEntry>,
    readings: Vec<PageReading>,
    presences: Vec<PagePresence>,
    /// The number of this run in the store; 0 where nothing is kept.
    run: i64,
    /// What it brought so far, by source.
    tallies: BTreeMap<String, SourceRun>,
    jobs: Vec<Job>,
    /// What happened, and the place in `documents` of what was stored.
    events: Vec<(Event, Option<usize>)>,
    /// What was done so far.
    pub summary: Summary,
}

impl<'a> Ledger<'a> {
    /// Opens the archive, if anything is to be kept.
    pub fn open(targets: &'a [Target], options: &'a Options, mut keep: Keep<'a>) -> Result<Self, CrawlError> {
        let mut summary = Summary::default();
        let archive = match keep.data() {
            Some(data) => {
                let software = concat!("polidex/", env!("CARGO_PKG_VERSION"));
                let (archive, warnings) = Archive::open(&archive_dir(data), software)?;
                summary.warnings = warnings;
                Some(archive)
            }
            None => None,
        };
        let run = match &mut keep {
            Keep::Store(store) => store.begin_run(options.clock.now())?,
            Keep::Nothing(_) => 0,
        };
        Ok(Self {
            targets,
            options,
            keep,
            archive,
            seen: HashSet::new(),
            listings: HashSet::new(),
            documents: Vec::new(),
            entries: Vec::new(),
            readings: Vec::new(),
            presences: Vec::new(),
            run,
            tallies: BTreeMap::new(),
            jobs: Vec::new(),
            events: Vec::new(),
            summary,
        })
    }

    /// What there is to do at first: what earlier crawls left, and where targets begin.
    pub fn begin(&mut self) -> Result<Vec<Job>, CrawlError> {
        for (number, target) in self.targets.iter().enumerate() {
            if target.resume {
                self.resume(number, target)?;
            }
            for (url, kind) in &target.seeds {
                self.find(&Found {
                    target: number,
                    url: url.clone(),
                    kind: *kind,
                    depth: 0,
                    found_on: None,
                    title: None,
                    date: None,
                    in_any_case: true,
                })?;
            }
        }
        self.write(&[])?;
        Ok(std::mem::take(&mut self.jobs))
    }

    fn resume(&mut self, number: usize, target: &Target) -> Result<(), CrawlError> {
        let Some(store) = self.keep.known() else { return Ok(()) };
        for entry in store.crawl_waiting(&target.name)? {
            if self.is_older(&entry) {
                self.summary.older += 1;
            } else if self.seen.insert((number, entry.key.clone())) {
                self.ask(number, entry)?;
            }
        }
        Ok(())
    }

    fn is_older(&self, entry: &CrawlEntry) -> bool {
        entry.kind == EntryKind::Document
            && self.options.since.zip(entry.date).is_some_and(|(since, date)| date < since)
    }

    /// Puts a page into the queue; where nothing is kept, documents are only named.
    fn ask(&mut self, target: usize, entry: CrawlEntry) -> Result<(), CrawlError> {
        if self.is_removed(target, &entry)? {
            self.summary.not_asked += 1;
            return Ok(());
        }
        let is_list = matches!(entry.kind, EntryKind::List | EntryKind::Sitemap);
        if is_list || matches!(self.keep, Keep::Store(_)) {
            self.jobs.push(Job { target, entry });
        } else if self.options.max.is_none_or(|max| self.summary.would_fetch.len() < max) {
            self.note(&entry, Happening::WouldFetch, None);
            self.summary.would_fetch.push(Candidate { url: entry.url, title: entry.title, date: entry.date });
        }
        Ok(())
    }

    /// Whether the document of a page was removed: then it is not received again either.
    fn is_removed(&self, target: usize, entry: &CrawlEntry) -> Result<bool, CrawlError> {
        let Some(store) = self.keep.known().filter(|store| !store.brings_back_removed()) else {
            return Ok(false);
        };
        let named = self.named(target, entry);
        Ok(store.is_address_removed(&entry.url)? || store.is_address_removed(&named)?)
    }

    fn note(&mut self, entry: &CrawlEntry, what: Happening, document: Option<usize>) {
        let host = Url::parse(&entry.url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let event = Event { host: host.unwrap_or_default(), url: entry.url.clone(), what };
        self.events.push((event, document));
    }

    /// Takes in what was judged; returns what is to be asked next, and what happened.
    pub fn settle(
        &mut self,
        mut batch: Vec<Judged>,
        web: &Web,
    ) -> Result<(Vec<Job>, Vec<Event>), CrawlError> {
        let places = self.archive(&mut batch, web)?;
        for (judged, place) in batch.into_iter().zip(places) {
            self.settle_one(judged, place)?;
        }
        self.write(&web.take_changed())?;
        let events = std::mem::take(&mut self.events).into_iter().map(|(event, _)| event).collect();
        Ok((std::mem::take(&mut self.jobs), events))
    }

    /// Archives what was received; gives the place of every final response.
    fn archive(&mut self, batch: &mut [Judged], web: &Web) -> Result<Vec<Option<Archived>>, CrawlError> {
        let mut pages = web.take_robots();
        let robots = pages.len();
        let Some(archive) = &mut self.archive else { return Ok(vec![None; batch.len()]) };
        // Lent, not copied: there may be much of it.
        pages.extend(batch.iter_mut().map(|judged| std::mem::take(&mut judged.fetched)));
        let archived = if pages.iter().all(|page| page.exchanges.is_empty()) {
            Ok(vec![Vec::new(); pages.len()])
        } else {
            archive.append_all(&pages)
        };
        for (judged, page) in batch.iter_mut().zip(pages.drain(robots..)) {
            judged.fetched = page;
        }
        Ok(archived?.into_iter().skip(robots).map(|mut hops| hops.pop()).collect())
    }

    fn canonical(&self, target: usize, url: &Url) -> Url {
        let generic = CanonicalRules::default();
        let rules = self.targets[target].source.as_ref().map_or(&generic, |source| &source.canonical);
        canonical(url, rules)
    }

    /// The address by which a page is named: the one behind redirects.
    fn named(&self, target: usize, entry: &CrawlEntry) -> String {
        let behind = entry.answered_by.as_deref().and_then(|url| Url::parse(url).ok());
        behind.map_or_else(|| entry.url.clone(), |url| self.canonical(target, &url).into())
    }

    /// Writes what has gathered, in one transaction.
    fn write(&mut self, hosts: &[HostRecord]) -> Result<(), CrawlError> {
        let entries = std::mem::take(&mut self.entries);
        let documents = std::mem::take(&mut self.documents);
        let readings = std::mem::take(&mut self.readings);
        let presences = std::mem::take(&mut self.presences);
        let Keep::Store(store) = &mut self.keep else { return Ok(()) };
        if entries.is_empty() && documents.is_empty() && hosts.is_empty() {
            return Ok(());
        }
        let outcomes = store.put_crawled(&Crawled {
            run: self.run,
            documents: &documents,
            entries: &entries,
            hosts,
            readings: &readings,
            presences: &presences,
        })?;
        for outcome in &outcomes {
            *self.summary.changes.entry(outcome.change).or_default() += 1;
        }
        for (event, document) in &mut self.events {
            if let Some(outcome) = document.and_then(|number| outcomes.get(number)) {
                event.what = Happening::Stored(outcome.change);
            }
        }
        Ok(())
    }

    /// Writes what is known of the servers; the summary is complete then, but for what was left.
    pub fn finish(mut self, web: &Web) -> Result<Summary, CrawlError> {
        self.archive(&mut [], web)?;
        let asked = web.asked();
        let records: Vec<_> = asked.iter().map(|recorded| recorded.record.clone()).collect();
        self.write(&records)?;
        self.conclude()?;
        let now = self.options.clock.now();
        self.summary.hosts = asked.into_iter().map(Into::into).collect();
        for host in &mut self.summary.hosts {
            host.set_aside_until = host.set_aside_until.filter(|&until| between(now, until) > Duration::ZERO);
        }
        Ok(self.summary)
    }
}

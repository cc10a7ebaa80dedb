//! Keeps what a crawl brings: archive first, then documents and frontier in one transaction.

use super::{
    clock::{after, between},
    find::{Found, forget_response},
    gate::LONGEST_WAIT,
    judge::{Judged, Listing, Verdict},
    options::{Keep, Options, Target},
    queue::Job,
    run::CrawlError,
    summary::{Candidate, Event, Happening, PageProblem, Summary},
    web::Web,
};
use crate::{
    archive::{Archive, archive_dir},
    fetch::{Exchange, Fetched},
    page::Page,
    source::{canonical, url_key},
};
use jiff::{Timestamp, civil::Date};
use polidex_corpus::{
    model::{Archived, Document, Warning},
    source::CanonicalRules,
    store::{CrawlEntry, EntryKind, EntryState},
};
use std::{collections::HashSet, time::Duration};
use url::Url;

/// Most requests for one page in one crawl.
const TRIES: u32 = 4;
/// The pause before the first further try; each one after is five times as long.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// Most pages of one list, where the source does not say.
const LIST_PAGES: u32 = 10_000;

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
    jobs: Vec<Job>,
    /// What happened, and the place in `documents` of what was stored.
    events: Vec<(Event, Option<usize>)>,
    /// What was done so far.
    pub summary: Summary,
}

impl<'a> Ledger<'a> {
    /// Opens the archive, if anything is to be kept.
    pub fn open(targets: &'a [Target], options: &'a Options, keep: Keep<'a>) -> Result<Self, CrawlError> {
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
        Ok(Self {
            targets,
            options,
            keep,
            archive,
            seen: HashSet::new(),
            listings: HashSet::new(),
            documents: Vec::new(),
            entries: Vec::new(),
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
                self.ask(number, entry);
            }
        }
        Ok(())
    }

    fn is_older(&self, entry: &CrawlEntry) -> bool {
        entry.kind == EntryKind::Document
            && self.options.since.zip(entry.date).is_some_and(|(since, date)| date < since)
    }

    /// Puts a page into the queue; where nothing is kept, documents are only named.
    fn ask(&mut self, target: usize, entry: CrawlEntry) {
        let is_list = matches!(entry.kind, EntryKind::List | EntryKind::Sitemap);
        if is_list || matches!(self.keep, Keep::Store(_)) {
            self.jobs.push(Job { target, entry });
        } else if self.options.max.is_none_or(|max| self.summary.would_fetch.len() < max) {
            self.note(&entry, Happening::WouldFetch, None);
            self.summary.would_fetch.push(Candidate { url: entry.url, title: entry.title, date: entry.date });
        }
    }

    fn note(&mut self, entry: &CrawlEntry, what: Happening, document: Option<usize>) {
        let host = Url::parse(&entry.url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let event = Event { host: host.unwrap_or_default(), url: entry.url.clone(), what };
        self.events.push((event, document));
    }

    /// Takes in what was judged; returns what is to be asked next, and what happened.
    pub fn settle(&mut self, batch: Vec<Judged>, web: &Web) -> Result<(Vec<Job>, Vec<Event>), CrawlError> {
        let places = self.archive(&batch, web)?;
        for (judged, place) in batch.into_iter().zip(places) {
            self.settle_one(judged, place)?;
        }
        self.write(&web.take_changed())?;
        let events = std::mem::take(&mut self.events).into_iter().map(|(event, _)| event).collect();
        Ok((std::mem::take(&mut self.jobs), events))
    }

    /// Archives what was received; gives the place of every final response.
    fn archive(&mut self, batch: &[Judged], web: &Web) -> Result<Vec<Option<Archived>>, CrawlError> {
        let robots = web.take_robots();
        let Some(archive) = &mut self.archive else { return Ok(vec![None; batch.len()]) };
        let first = robots.len();
        let mut pages = robots;
        pages.extend(
            batch.iter().map(|judged| judged.fetched.clone()).filter(|page| !page.exchanges.is_empty()),
        );
        if pages.is_empty() {
            return Ok(vec![None; batch.len()]);
        }
        let mut places = archive.append_all(&pages)?.into_iter().skip(first);
        let place = |judged: &Judged| {
            let archived = !judged.fetched.exchanges.is_empty();
            if archived { places.next().and_then(|mut hops| hops.pop()) } else { None }
        };
        Ok(batch.iter().map(place).collect())
    }

    fn settle_one(&mut self, judged: Judged, place: Option<Archived>) -> Result<(), CrawlError> {
        let Judged { job: Job { target, mut entry }, fetched, verdict } = judged;
        let now = self.options.clock.now();
        entry.not_before = None;
        match verdict {
            Verdict::Listing(listing) => {
                self.received(target, &mut entry, &fetched, listing.digest.clone(), now)?;
                self.list(target, &entry, listing)?;
            }
            Verdict::Page(page, sha256) => {
                return self.page(target, entry, *page, (&fetched, place), sha256, now);
            }
            Verdict::Unchanged => {
                entry.state = EntryState::Done;
                entry.tries = 0;
                entry.checked_at = Some(now);
                self.summary.unchanged += 1;
                self.note(&entry, Happening::Unchanged, None);
                self.follow_known(target, &entry)?;
            }
            Verdict::Gone => {
                entry.state = EntryState::Gone;
                entry.checked_at = Some(now);
                entry.error = Some(gone());
                forget_response(&mut entry);
                self.summary.gone.push(PageProblem::new(&entry, gone()));
                self.note(&entry, Happening::Gone, None);
            }
            Verdict::Unanswered(warning) => {
                self.unanswered(target, &mut entry, warning, fetched.exchanges.last());
            }
            Verdict::Failed(warning) => self.failed(&mut entry, warning),
            Verdict::Forbidden(warning) => {
                entry.state = EntryState::Failed;
                entry.error = Some(warning.clone());
                self.summary.forbidden.push(PageProblem::new(&entry, warning));
            }
            Verdict::SetAside(_) | Verdict::Stopped => {
                self.summary.waiting += 1;
                return Ok(());
            }
        }
        self.entries.push(entry);
        Ok(())
    }

    fn failed(&mut self, entry: &mut CrawlEntry, warning: Warning) {
        entry.state = EntryState::Failed;
        entry.error = Some(warning.clone());
        self.summary.problems.push(PageProblem::new(entry, warning.clone()));
        self.note(entry, Happening::Failed(warning), None);
    }

    /// Tries again later, a few times.
    fn unanswered(
        &mut self,
        target: usize,
        entry: &mut CrawlEntry,
        warning: Warning,
        exchange: Option<&Exchange>,
    ) {
        let now = self.options.clock.now();
        entry.tries += 1;
        if entry.tries >= TRIES {
            self.failed(entry, warning);
        } else {
            let asked = exchange.and_then(|exchange| exchange.retry_after(now)).unwrap_or_default();
            let pause = asked.max(FIRST_PAUSE * 5_u32.pow(entry.tries - 1));
            entry.not_before = Some(after(now, pause));
            entry.error = Some(warning.clone());
            self.note(entry, Happening::Postponed(warning), None);
            if pause > LONGEST_WAIT {
                self.summary.waiting += 1;
            } else {
                self.jobs.push(Job { target, entry: entry.clone() });
            }
        }
    }

    /// Notes a response, and that the page behind redirects need not be asked for itself.
    fn received(
        &mut self,
        target: usize,
        entry: &mut CrawlEntry,
        fetched: &Fetched,
        sha256: String,
        now: Timestamp,
    ) -> Result<(), CrawlError> {
        let exchange = fetched.last();
        let header = |name: &str| exchange.header(name).map(str::to_owned);
        entry.state = EntryState::Done;
        entry.tries = 0;
        entry.checked_at = Some(now);
        entry.error = None;
        entry.sha256 = Some(sha256);
        entry.etag = header("etag");
        entry.last_modified = header("last-modified");
        entry.answered_by = Some(exchange.url.to_string()).filter(|url| *url != entry.url);
        if entry.answered_by.is_none() {
            return Ok(());
        }
        let url = self.canonical(target, &exchange.url);
        let key = url_key(&url);
        let known = match self.keep.known() {
            Some(store) => store.crawl_entry(&entry.source, &key)?.is_some(),
            None => false,
        };
        if key != entry.key && !known && self.seen.insert((target, key.clone())) {
            let twin = CrawlEntry { key, url: url.into(), found_on: None, depth: 0, ..entry.clone() };
            self.entries.push(twin);
        }
        Ok(())
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

    fn list(&mut self, target: usize, entry: &CrawlEntry, listing: Listing) -> Result<(), CrawlError> {
        self.summary.lists += 1;
        self.summary.warnings.extend(listing.warnings.into_iter().map(|warning| on_page(entry, warning)));
        self.note(entry, Happening::Listed(listing.documents.len()), None);
        let repeats = !self.listings.insert((target, listing.digest)) && entry.kind == EntryKind::List;
        let dates: Vec<_> = listing.documents.iter().map(|link| link.date).collect();
        let address = self.named(target, entry);
        let from = |url, kind, depth, title, date| Found {
            target,
            url,
            kind,
            depth,
            found_on: Some(address.clone()),
            title,
            date,
            in_any_case: matches!(kind, EntryKind::List),
        };
        for link in listing.documents {
            self.find(&from(link.url, EntryKind::Document, 0, Some(link.text), link.date))?;
        }
        let far_enough = self.is_far_enough(target, entry, &dates);
        for (url, kind) in listing.lists.into_iter().filter(|_| !repeats) {
            let mut found = from(url, kind, entry.depth + 1, None, None);
            // A page of a list that changed has moved the others, but none leads out of the source.
            found.in_any_case &= Found { in_any_case: false, ..found.clone() }.belongs(&self.targets[target]);
            if far_enough { self.leave(&found)? } else { self.find(&found)? }
        }
        Ok(())
    }

    /// Whether a list is not read beyond this page: it is the last that the source wants, or all of its
    /// documents are of an earlier day than asked for.
    fn is_far_enough(&self, target: usize, entry: &CrawlEntry, dates: &[Option<Date>]) -> bool {
        if entry.kind != EntryKind::List {
            return false;
        }
        let most = self.targets[target].source.as_ref().and_then(|source| source.list.max_pages);
        let old = self.options.since.is_some_and(|since| {
            !dates.is_empty() && dates.iter().all(|date| date.is_some_and(|date| date < since))
        });
        old || entry.depth + 1 >= most.unwrap_or(LIST_PAGES)
    }

    /// Notes a page that this crawl leaves alone, so that another can go on there even if the page that
    /// leads to it has not changed by then.
    fn leave(&mut self, found: &Found) -> Result<(), CrawlError> {
        let fresh = found.entry(&self.targets[found.target]);
        let known = match self.keep.known() {
            Some(store) => store.crawl_entry(&fresh.source, &fresh.key)?.is_some(),
            None => true,
        };
        if found.belongs(&self.targets[found.target]) && !known {
            self.entries.push(CrawlEntry { state: EntryState::Done, ..fresh });
        }
        Ok(())
    }

    /// What the page led to when it was received.
    fn follow_known(&mut self, target: usize, entry: &CrawlEntry) -> Result<(), CrawlError> {
        if let Some(digest) = &entry.sha256
            && entry.kind == EntryKind::List
        {
            self.listings.insert((target, digest.clone()));
        }
        let Some(store) = self.keep.known() else { return Ok(()) };
        let mut known = store.crawl_found_on(&entry.source, &self.named(target, entry))?;
        let documents = known.iter().filter(|entry| entry.kind == EntryKind::Document);
        let dates: Vec<_> = documents.map(|entry| entry.date).collect();
        if self.is_far_enough(target, entry, &dates) {
            known.retain(|entry| entry.kind != EntryKind::List);
        }
        known.iter().filter_map(|entry| Found::again(target, entry)).try_for_each(|found| self.find(&found))
    }

    /// Takes in a page that was found: asks for it if it is due, else follows what it led to.
    fn find(&mut self, found: &Found) -> Result<(), CrawlError> {
        let target = &self.targets[found.target];
        if !found.belongs(target) {
            self.summary.elsewhere += 1;
            return Ok(());
        }
        let fresh = found.entry(target);
        if self.is_older(&fresh) {
            self.summary.older += 1;
            return self.leave(found);
        }
        if !self.seen.insert((found.target, fresh.key.clone())) {
            return Ok(());
        }
        let known = match self.keep.known() {
            Some(store) => store.crawl_entry(&fresh.source, &fresh.key)?,
            None => None,
        };
        let (entry, due) = match known {
            None => (fresh, true),
            Some(known) => {
                let due = found.is_due(&known, &fresh, self.options.clock.now());
                (found.refresh(known, fresh, due), due)
            }
        };
        self.entries.push(entry.clone());
        if due {
            // Where nothing is kept, a list must be had whole.
            let mut entry = entry;
            if matches!(self.keep, Keep::Nothing(_)) {
                forget_response(&mut entry);
            }
            self.ask(found.target, entry);
            return Ok(());
        }
        self.summary.not_asked += 1;
        self.follow_known(found.target, &entry)
    }

    fn page(
        &mut self,
        target: usize,
        mut entry: CrawlEntry,
        page: Page,
        (fetched, place): (&Fetched, Option<Archived>),
        sha256: String,
        now: Timestamp,
    ) -> Result<(), CrawlError> {
        let published =
            page.document.as_ref().ok().and_then(|document| document.meta.dates.published.as_ref());
        let published = published.map(|date| date.value);
        if entry.date.is_none() && entry.kind == EntryKind::Document {
            entry.date = published;
        }
        if self.is_older(&entry) {
            // It stays waiting for a crawl that asks for days as early as its own.
            self.summary.older += 1;
            self.note(&entry, Happening::Older, None);
            self.entries.push(entry);
            return Ok(());
        }
        self.received(target, &mut entry, fetched, sha256, now)?;
        let address = self.named(target, &entry);
        match page.document {
            Ok(mut document) => {
                document.capture.archived = place;
                if entry.kind == EntryKind::Attachment {
                    document.meta.family = self.family(&entry)?;
                } else if !page.attachments.is_empty() {
                    document.meta.family.get_or_insert_with(|| address.clone());
                }
                self.summary.document_warnings += document.warnings.len();
                self.note(&entry, Happening::Unchanged, Some(self.documents.len()));
                self.documents.push(*document);
            }
            Err(problem) => {
                let warning = Warning::new(problem.code, problem.message, problem.message_zh);
                entry.error = Some(warning.clone());
                self.summary.problems.push(PageProblem::new(&entry, warning.clone()));
                self.note(&entry, Happening::Failed(warning), None);
            }
        }
        for link in page.attachments {
            self.find(&Found {
                target,
                url: link.url,
                kind: EntryKind::Attachment,
                depth: 0,
                found_on: Some(address.clone()),
                title: Some(link.text),
                date: None,
                in_any_case: false,
            })?;
        }
        self.entries.push(entry);
        Ok(())
    }

    /// The family of a file: what the page that it belongs to states, else that page's address.
    fn family(&self, entry: &CrawlEntry) -> Result<Option<String>, CrawlError> {
        let Some((store, page)) = self.keep.known().zip(entry.found_on.as_deref()) else { return Ok(None) };
        Ok(store.stated_family(&entry.source, page)?.or_else(|| Some(page.to_owned())))
    }

    /// Writes what has gathered, in one transaction.
    fn write(&mut self, hosts: &[polidex_corpus::store::HostRecord]) -> Result<(), CrawlError> {
        let entries = std::mem::take(&mut self.entries);
        let documents = std::mem::take(&mut self.documents);
        let Keep::Store(store) = &mut self.keep else { return Ok(()) };
        if entries.is_empty() && documents.is_empty() && hosts.is_empty() {
            return Ok(());
        }
        let outcomes = store.put_crawled(&documents, &entries, hosts)?;
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
        self.archive(&[], web)?;
        let asked = web.asked();
        let records: Vec<_> = asked.iter().map(|recorded| recorded.record.clone()).collect();
        self.write(&records)?;
        let now = self.options.clock.now();
        self.summary.hosts = asked.into_iter().map(Into::into).collect();
        for host in &mut self.summary.hosts {
            host.set_aside_until = host.set_aside_until.filter(|&until| between(now, until) > Duration::ZERO);
        }
        Ok(self.summary)
    }
}

fn gone() -> Warning {
    Warning::new(
        "gone",
        "the server says that the page is no more; what is stored of it stays",
        "服务器称该网页已不存在；已入库的内容保留",
    )
}

/// A warning that says which page it is about.
fn on_page(entry: &CrawlEntry, warning: Warning) -> Warning {
    Warning {
        message: format!("{}: {}", entry.url, warning.message),
        message_zh: format!("{}：{}", entry.url, warning.message_zh),
        ..warning
    }
}

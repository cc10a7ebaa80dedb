//! What a verdict means for the page that it is about.

use super::{
    super::{
        clock::after,
        find::{Found, forget_response},
        gate::LONGEST_WAIT,
        judge::{Judged, Verdict},
        queue::Job,
        run::CrawlError,
        summary::{Happening, PageProblem},
    },
    Ledger,
};
use crate::{
    fetch::{Exchange, Fetched},
    page::Page,
    source::url_key,
};
use jiff::Timestamp;
use polidex_corpus::{
    model::{Archived, Warning},
    store::{CrawlEntry, EntryKind, EntryState},
};
use std::time::Duration;

/// Most requests for one page in one crawl.
const TRIES: u32 = 4;
/// The pause before the first further try; each one after is five times as long.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

impl Ledger<'_> {
    pub(super) fn settle_one(&mut self, judged: Judged, place: Option<Archived>) -> Result<(), CrawlError> {
        let Judged { job: Job { target, mut entry }, fetched, verdict, .. } = judged;
        let now = self.options.clock.now();
        entry.not_before = None;
        match verdict {
            Verdict::Listing(listing) => {
                self.received(target, &mut entry, &fetched, listing.digest.clone(), now)?;
                self.tally(target).answered += 1;
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
                self.tally(target).answered += 1;
                self.presence(target, &entry, None);
                self.note(&entry, Happening::Unchanged, None);
                self.follow_known(target, &entry)?;
            }
            Verdict::Gone => {
                entry.state = EntryState::Gone;
                entry.checked_at = Some(now);
                entry.error = Some(gone());
                self.presence(target, &entry, Some(now));
                self.tally(target).gone += 1;
                forget_response(&mut entry);
                self.summary.gone.push(PageProblem::new(&entry, gone()));
                self.note(&entry, Happening::Gone, None);
            }
            Verdict::Unanswered(warning) => {
                self.unanswered(target, &mut entry, warning, fetched.exchanges.last());
            }
            Verdict::Failed(warning) => self.failed(target, &mut entry, warning),
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

    fn failed(&mut self, target: usize, entry: &mut CrawlEntry, warning: Warning) {
        self.tally_failure(target, entry, &warning);
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
            self.failed(target, entry, warning);
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
        self.tally(target).answered += 1;
        self.presence(target, &entry, None);
        self.reading(target, &entry, page.document.as_deref().ok());
        match page.document {
            Ok(mut document) => {
                document.capture.archived = place;
                if entry.kind == EntryKind::Attachment {
                    document.meta.family = self.family(&entry)?;
                } else if !page.attachments.is_empty() {
                    document.meta.family.get_or_insert_with(|| address.clone());
                }
                self.tally(target).documents += 1;
                self.summary.document_warnings += document.warnings.len();
                self.note(&entry, Happening::Unchanged, Some(self.documents.len()));
                self.documents.push(*document);
            }
            Err(problem) => {
                let warning = Warning::new(problem.code, problem.message, problem.message_zh);
                entry.error = Some(warning.clone());
                self.tally_failure(target, &entry, &warning);
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
}

fn gone() -> Warning {
    Warning::new(
        "gone",
        "the server says that the page is no more; what is stored of it stays",
        "服务器称该网页已不存在；已入库的内容保留",
    )
}

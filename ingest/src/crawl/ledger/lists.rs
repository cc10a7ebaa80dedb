//! What pages lead to.

use super::{
    super::{
        find::{Found, forget_response},
        judge::Listing,
        options::Keep,
        run::CrawlError,
        summary::Happening,
    },
    Ledger,
};
use jiff::civil::Date;
use polidex_corpus::{
    model::Warning,
    store::{CrawlEntry, EntryKind, EntryState},
};

/// Most pages of one list, where the source does not say.
const LIST_PAGES: u32 = 10_000;

impl Ledger<'_> {
    pub(super) fn list(
        &mut self,
        target: usize,
        entry: &CrawlEntry,
        listing: Listing,
    ) -> Result<(), CrawlError> {
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
    pub(super) fn follow_known(&mut self, target: usize, entry: &CrawlEntry) -> Result<(), CrawlError> {
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
    pub(super) fn find(&mut self, found: &Found) -> Result<(), CrawlError> {
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
            return self.ask(found.target, entry);
        }
        self.summary.not_asked += 1;
        self.follow_known(found.target, &entry)
    }
}

/// A warning that says which page it is about.
fn on_page(entry: &CrawlEntry, warning: Warning) -> Warning {
    Warning {
        message: format!("{}: {}", entry.url, warning.message),
        message_zh: format!("{}：{}", entry.url, warning.message_zh),
        ..warning
    }
}

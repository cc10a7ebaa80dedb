//! Whether a page that was found is to be asked for.

use super::{clock::between, options::Target};
use crate::source::{canonical, url_key};
use jiff::{Timestamp, civil::Date};
use polidex_corpus::{
    source::CanonicalRules,
    store::{CrawlEntry, EntryKind, EntryState},
};
use std::time::Duration;
use url::Url;

/// A page that answers questions after changes is not asked again for so long.
const CHECKED: Duration = Duration::from_secs(6 * 3600);
/// One that would send everything again, for so long.
const CHECKED_COSTLY: Duration = Duration::from_secs(30 * 24 * 3600);

/// A page that another one led to.
#[derive(Debug, Clone)]
#[allow(clippy::struct_field_names, reason = "the field is called as in the entry that it becomes")]
pub(super) struct Found {
    pub target: usize,
    pub url: Url,
    pub kind: EntryKind,
    pub depth: u32,
    pub found_on: Option<String>,
    pub title: Option<String>,
    pub date: Option<Date>,
    /// To be asked for whatever is known of it.
    pub in_any_case: bool,
}

impl Found {
    /// The entry that stands for it, as long as nothing is known.
    pub fn entry(&self, target: &Target) -> CrawlEntry {
        let generic = CanonicalRules::default();
        let rules = target.source.as_ref().map_or(&generic, |source| &source.canonical);
        let url = canonical(&self.url, rules);
        CrawlEntry {
            depth: self.depth,
            found_on: self.found_on.clone(),
            title: self.title.clone().filter(|title| !title.is_empty()),
            date: self.date,
            ..CrawlEntry::new(&target.name, url_key(&url), url.into(), self.kind)
        }
    }

    /// The page as another visit of the page that led to it gives it.
    pub fn again(target: usize, entry: &CrawlEntry) -> Option<Self> {
        Some(Self {
            target,
            url: Url::parse(&entry.url).ok()?,
            kind: entry.kind,
            depth: entry.depth,
            found_on: entry.found_on.clone(),
            title: entry.title.clone(),
            date: entry.date,
            in_any_case: false,
        })
    }

    /// Whether it belongs to what is crawled: to a host of the source; a file also to its page's host.
    pub fn belongs(&self, target: &Target) -> bool {
        let host = self.url.host_str().unwrap_or_default();
        let of_source = match &target.source {
            Some(source) => source.host_distance(host).is_some(),
            None => target.seeds.iter().any(|(seed, _)| seed.host_str() == Some(host)),
        };
        let of_page = || {
            let page = self.found_on.as_deref().and_then(|page| Url::parse(page).ok());
            self.kind == EntryKind::Attachment && page.is_some_and(|page| page.host_str() == Some(host))
        };
        self.in_any_case || of_source || of_page()
    }

    /// Whether it is asked for, given what is known of it and what the page that led to it says now.
    pub fn is_due(&self, known: &CrawlEntry, fresh: &CrawlEntry, now: Timestamp) -> bool {
        let renamed = self.kind == EntryKind::Document
            && (known.title != fresh.title || fresh.date.is_some() && known.date != fresh.date);
        let cheap = known.etag.is_some() || known.last_modified.is_some();
        let is_list = matches!(known.kind, EntryKind::List | EntryKind::Sitemap);
        let patience = match known.state {
            EntryState::Waiting | EntryState::Failed => return true,
            EntryState::Done if !cheap && !is_list => CHECKED_COSTLY,
            EntryState::Done | EntryState::Gone => CHECKED,
        };
        self.in_any_case || renamed || known.checked_at.is_none_or(|at| between(at, now) >= patience)
    }

    /// The known entry, brought up to what was found now; to be asked for if `due`.
    pub fn refresh(&self, known: CrawlEntry, fresh: CrawlEntry, due: bool) -> CrawlEntry {
        let mut entry = CrawlEntry {
            url: fresh.url,
            kind: fresh.kind,
            depth: fresh.depth,
            found_on: fresh.found_on.or(known.found_on.clone()),
            title: fresh.title.or(known.title.clone()),
            date: fresh.date.or(known.date),
            ..known
        };
        if due {
            // What was received and could not be read is to be had again, not only asked after.
            if self.in_any_case && entry.error.is_some() {
                forget_response(&mut entry);
            }
            entry.state = EntryState::Waiting;
            entry.tries = 0;
            entry.not_before = None;
        }
        entry
    }
}

/// Forgets what would keep a server from sending the page again.
pub(super) fn forget_response(entry: &mut CrawlEntry) {
    entry.answered_by = None;
    entry.etag = None;
    entry.last_modified = None;
    entry.sha256 = None;
}

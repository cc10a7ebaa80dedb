//! What a site lists of itself, in sitemaps and feeds alike.

use super::{feed, markup, sitemap};
use jiff::{civil::Date, fmt::rfc2822::DateTimeParser};
use polidex_corpus::model::Warning;
use url::Url;

/// Most entries of one file that are read: what the sitemap protocol allows.
pub const MAX_ENTRIES: usize = 50_000;

/// Dates as RSS writes them; publishers get the day of the week wrong.
static RSS_DATE: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// An address that a site lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The address, without a fragment.
    pub url: Url,
    /// Whether a page or a further sitemap stands there.
    pub kind: EntryKind,
    /// When it was published or last changed, as the publisher's calendar has it.
    pub date: Option<Date>,
    /// Its title; sitemaps have none.
    pub title: Option<String>,
}

/// What stands at an entry's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A page.
    Page,
    /// A sitemap, named by a sitemap index.
    Sitemap,
}

/// Reads a file that is a sitemap or a feed, whichever it turns out to be; `base` is its address.
pub fn parse(bytes: &[u8], base: &Url) -> (Vec<Entry>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let text = markup::text_of(bytes, &mut warnings);
    let list = List::new(base, warnings);
    if feed::is_feed(&text) { feed::read(&text, list) } else { sitemap::read(&text, list) }
}

/// What was read of an entry so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Its address as written.
    pub link: String,
    /// A second address, for want of the first.
    pub fallback: String,
    /// Its date.
    pub date: Option<Date>,
    /// Its title.
    pub title: String,
}

/// Entries as they are read.
#[derive(Debug)]
pub(super) struct List<'a> {
    base: &'a Url,
    entries: Vec<Entry>,
    unusable: usize,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
}

impl<'a> List<'a> {
    /// An empty list of the file at `base`.
    pub fn new(base: &'a Url, warnings: Vec<Warning>) -> Self {
        Self { base, entries: Vec::new(), unusable: 0, warnings }
    }

    /// Whether no more entries are taken; says so in a warning the first time.
    pub fn is_full(&mut self) -> bool {
        let full = self.entries.len() >= MAX_ENTRIES;
        if full {
            self.warnings.push(Warning::new(
                "too_many_entries",
                format!("the file lists more than {MAX_ENTRIES} addresses; the others were not read"),
                format!("文件列出的地址超过 {MAX_ENTRIES} 个，其余未读取"),
            ));
        }
        full
    }

    /// Adds an entry, if its address is one of the web.
    pub fn push(&mut self, draft: Draft, kind: EntryKind) {
        let link = if draft.link.is_empty() { &draft.fallback } else { &draft.link };
        let url = self.base.join(link).ok().filter(|_| !link.is_empty());
        match url.filter(|url| matches!(url.scheme(), "http" | "https")) {
            Some(mut url) => {
                url.set_fragment(None);
                let title = Some(draft.title).filter(|title| !title.is_empty());
                self.entries.push(Entry { url, kind, date: draft.date, title });
            }
            None => self.unusable += 1,
        }
    }

    /// The entries and the warnings.
    pub fn finish(mut self) -> (Vec<Entry>, Vec<Warning>) {
        let unusable = self.unusable;
        if unusable > 0 {
            self.warnings.push(Warning::new(
                "unusable_addresses",
                format!("{unusable} entries have no address on the web and were left out"),
                format!("有 {unusable} 条没有可用的网址，已略去"),
            ));
        }
        (self.entries, self.warnings)
    }
}

/// A date in the forms of sitemaps and feeds, or any other that documents use.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    crate::date::parse(text).or_else(|| Some(RSS_DATE.parse_zoned(text).ok()?.date()))
}

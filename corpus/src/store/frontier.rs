//! What crawls know of the web, so that a killed one goes on and the next asks only for changes.

use super::{Outcome, Store, StoreError, health, host, put};
use crate::model::{Document, Warning};
use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, OptionalExtension, Row, named_params, types::Type};
use std::str::FromStr;

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A page of a list of documents.
    List,
    /// A sitemap or a feed.
    Sitemap,
    /// A document.
    Document,
    /// A file that belongs to a document.
    Attachment,
}

/// What became of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryState {
    /// It is to be asked.
    Waiting,
    /// It was received, or is left alone; an error says that it could not be read.
    Done,
    /// It could not be received.
    Failed,
    /// The server said that it is no more (404, 410).
    Gone,
}

/// One page of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrawlEntry {
    /// The source's name.
    pub source: String,
    /// What all addresses of the page share: `ingest::source::url_key`.
    pub key: String,
    /// The address to ask.
    pub url: String,
    /// What stands there.
    pub kind: EntryKind,
    /// What became of it.
    pub state: EntryState,
    /// How many pages of the same list lie before it.
    pub depth: u32,
    /// Address of the page that led to it.
    pub found_on: Option<String>,
    /// What that page calls it.
    pub title: Option<String>,
    /// The day that that page names.
    pub date: Option<Date>,
    /// Requests in vain since the last that was answered.
    pub tries: u32,
    /// When to try again.
    pub not_before: Option<Timestamp>,
    /// The address behind redirects, which the validators belong to.
    pub answered_by: Option<String>,
    /// `ETag` of the last response.
    pub etag: Option<String>,
    /// `Last-Modified` of the last response.
    pub last_modified: Option<String>,
    /// Hash of the body last received; of a list, of the addresses on it.
    pub sha256: Option<String>,
    /// Why it could not be received, or read.
    pub error: Option<Warning>,
    /// When it was last asked for with success.
    pub checked_at: Option<Timestamp>,
}

impl CrawlEntry {
    /// A page that is to be asked for the first time.
    pub fn new(source: &str, key: String, url: String, kind: EntryKind) -> Self {
        Self {
            source: source.to_owned(),
            key,
            url,
            kind,
            state: EntryState::Waiting,
            depth: 0,
            found_on: None,
            title: None,
            date: None,
            tries: 0,
            not_before: None,
            answered_by: None,
            etag: None,
            last_modified: None,
            sha256: None,
            error: None,
            checked_at: None,
        }
    }
}

/// What a crawl brought, to be stored together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Crawled<'a> {
    /// The run that it belongs to, from [`Store::begin_run`].
    pub run: i64,
    /// Documents that were read.
    pub documents: &'a [Document],
    /// What is known of addresses now.
    pub entries: &'a [CrawlEntry],
    /// What is known of servers now.
    pub hosts: &'a [host::HostRecord],
    /// How pages were read.
    pub readings: &'a [health::PageReading],
    /// Pages that are gone, or there again.
    pub presences: &'a [health::PagePresence],
}

impl EntryKind {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::List, "list"),
        (Self::Sitemap, "sitemap"),
        (Self::Document, "document"),
        (Self::Attachment, "attachment"),
    ];
}

impl EntryState {
    const NAMES: [(Self, &'static str); 4] =
        [(Self::Waiting, "waiting"), (Self::Done, "done"), (Self::Failed, "failed"), (Self::Gone, "gone")];
}

fn name_of<T: PartialEq>(names: &[(T, &'static str)], value: &T) -> &'static str {
    names.iter().find(|(known, _)| known == value).map_or("", |(_, name)| name)
}

/// The value of a column that holds one of a few names.
fn named<T: Copy>(row: &Row<'_>, column: usize, names: &[(T, &'static str)]) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    let found = names.iter().find(|(_, name)| *name == text).map(|(value, _)| *value);
    found.ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, text.into()))
}

/// The value of a column that holds a date or a time, or nothing.
pub(super) fn parsed<T: FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<String>>(column)?.and_then(|text| text.parse().ok()))
}

const COLUMNS: &str = "source, key, url, kind, state, depth, found_on, title, date, tries, not_before,
     answered_by, etag, last_modified, sha256, error_code, error, error_zh, checked_at";

fn entry(row: &Row<'_>) -> rusqlite::Result<CrawlEntry> {
    let error = match row.get::<_, Option<String>>(15)? {
        Some(code) => Some(Warning::new(&code, row.get::<_, String>(16)?, row.get::<_, String>(17)?)),
        None => None,
    };
    Ok(CrawlEntry {
        source: row.get(0)?,
        key: row.get(1)?,
        url: row.get(2)?,
        kind: named(row, 3, &EntryKind::NAMES)?,
        state: named(row, 4, &EntryState::NAMES)?,
        depth: row.get(5)?,
        found_on: row.get(6)?,
        title: row.get(7)?,
        date: parsed(row, 8)?,
        tries: row.get(9)?,
        not_before: parsed(row, 10)?,
        answered_by: row.get(11)?,
        etag: row.get(12)?,
        last_modified: row.get(13)?,
        sha256: row.get(14)?,
        error,
        checked_at: parsed(row, 18)?,
    })
}

impl Store {
    /// Stores what a crawl brought, in one transaction: documents, then what is known of addresses and
    /// servers now. Outcomes come in the order of the documents.
    pub fn put_crawled(&mut self, crawled: &Crawled<'_>) -> Result<Vec<Outcome>, StoreError> {
        let extractor = self.extractor.clone();
        self.write(|batch| {
            let documents = crawled.documents.iter();
            let outcomes = documents.map(|doc| put::put_one(batch, doc, &extractor)).collect();
            crawled.entries.iter().try_for_each(|entry| write(batch.conn, entry))?;
            crawled.hosts.iter().try_for_each(|record| host::write(batch.conn, record))?;
            health::write(batch, crawled.run, crawled.readings, crawled.presences)?;
            outcomes
        })
    }

    /// The family that a stored document states.
    pub fn stated_family(&self, source: &str, external_id: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.family FROM external_id n JOIN policy p ON p.id = n.policy
             WHERE n.source = ?1 AND n.external_id = ?2",
        )?;
        Ok(statement.query_row([source, external_id], |row| row.get(0)).optional()?.flatten())
    }

    /// What is known of one page of a source.
    pub fn crawl_entry(&self, source: &str, key: &str) -> Result<Option<CrawlEntry>, StoreError> {
        Ok(self.crawl_entries("key = ?2", source, key)?.pop())
    }

    /// What a source's last crawl left to be asked, in the order in which it was found.
    pub fn crawl_waiting(&self, source: &str) -> Result<Vec<CrawlEntry>, StoreError> {
        self.crawl_entries("state = 'waiting' AND ?2 = ''", source, "")
    }

    /// The pages that a page led to, in the order in which they were found.
    pub fn crawl_found_on(&self, source: &str, url: &str) -> Result<Vec<CrawlEntry>, StoreError> {
        self.crawl_entries("found_on = ?2", source, url)
    }

    /// The pages of a source that could not be received or read when they were last asked for, those
    /// that the server says are gone included, in the order in which they were found.
    pub fn crawl_failed(&self, source: &str) -> Result<Vec<CrawlEntry>, StoreError> {
        self.crawl_entries("(error_code IS NOT NULL OR state = 'gone') AND ?2 = ''", source, "")
    }

    /// The sources that crawls know pages of.
    pub fn crawled_sources(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.conn.prepare("SELECT DISTINCT source FROM frontier ORDER BY source")?;
        let sources = statement.query_map([], |row| row.get(0))?;
        Ok(sources.collect::<Result<_, _>>()?)
    }

    fn crawl_entries(&self, which: &str, source: &str, value: &str) -> Result<Vec<CrawlEntry>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM frontier WHERE source = ?1 AND {which} ORDER BY id");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let entries = statement.query_map([source, value], entry)?;
        Ok(entries.collect::<Result<_, _>>()?)
    }
}

fn write(conn: &Connection, entry: &CrawlEntry) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO frontier (source, key, url, kind, state, depth, found_on, title, date, tries, not_before,
                               answered_by, etag, last_modified, sha256, error_code, error, error_zh, checked_at)
         VALUES (:source, :key, :url, :kind, :state, :depth, :found_on, :title, :date, :tries, :not_before,
                 :answered_by, :etag, :last_modified, :sha256, :error_code, :error, :error_zh, :checked_at)
         ON CONFLICT (key, source) DO UPDATE
         SET url = excluded.url, kind = excluded.kind, state = excluded.state, depth = excluded.depth,
             found_on = excluded.found_on, title = excluded.title, date = excluded.date,
             tries = excluded.tries, not_before = excluded.not_before, answered_by = excluded.answered_by,
             etag = excluded.etag, last_modified = excluded.last_modified, sha256 = excluded.sha256,
             error_code = excluded.error_code, error = excluded.error, error_zh = excluded.error_zh,
             checked_at = excluded.checked_at",
    )?;
    let error = entry.error.as_ref();
    statement.execute(named_params! {
        ":source": entry.source,
        ":key": entry.key,
        ":url": entry.url,
        ":kind": name_of(&EntryKind::NAMES, &entry.kind),
        ":state": name_of(&EntryState::NAMES, &entry.state),
        ":depth": entry.depth,
        ":found_on": entry.found_on,
        ":title": entry.title,
        ":date": entry.date.map(|date| date.to_string()),
        ":tries": entry.tries,
        ":not_before": entry.not_before.map(|time| time.to_string()),
        ":answered_by": entry.answered_by,
        ":etag": entry.etag,
        ":last_modified": entry.last_modified,
        ":sha256": entry.sha256,
        ":error_code": error.map(|error| &error.code),
        ":error": error.map(|error| &error.message),
        ":error_zh": error.map(|error| &error.message_zh),
        ":checked_at": entry.checked_at.map(|time| time.to_string()),
    })?;
    Ok(())
}

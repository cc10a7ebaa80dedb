//! What crawls keep in the store.

use crate::Scratch;
use polidex_corpus::{
    model::Warning,
    store::{CrawlEntry, Crawled, EntryKind, EntryState, HostRecord, Store, StoreError},
};

fn entry(key: &str) -> CrawlEntry {
    CrawlEntry::new("city", key.to_owned(), format!("https://www.example.cn/{key}"), EntryKind::Document)
}

fn entries(entries: &[CrawlEntry]) -> Crawled<'_> {
    Crawled { entries, ..Crawled::default() }
}

fn full() -> CrawlEntry {
    CrawlEntry {
        kind: EntryKind::Attachment,
        state: EntryState::Failed,
        depth: 2,
        found_on: Some("https://www.example.cn/list".into()),
        title: Some("示例市办法".into()),
        date: Some("2024-05-01".parse().unwrap()),
        tries: 3,
        not_before: Some("2024-05-02T00:00:01Z".parse().unwrap()),
        answered_by: Some("https://www.example.cn/b".into()),
        etag: Some("\"1\"".into()),
        last_modified: Some("Wed, 01 May 2024 00:00:00 GMT".into()),
        sha256: Some("00".repeat(32)),
        error: Some(Warning::new("timeout", "slow", "慢")),
        checked_at: Some("2024-05-02T00:00:00Z".parse().unwrap()),
        ..entry("a")
    }
}

#[test]
fn the_frontier_gives_back_what_was_put() {
    let mut scratch = Scratch::new();
    let found = CrawlEntry { found_on: Some("https://www.example.cn/list".into()), ..entry("c") };
    scratch.store.put_crawled(&entries(&[entry("b"), full(), found.clone()])).unwrap();
    assert_eq!(scratch.store.crawl_entry("city", "a").unwrap(), Some(full()));
    assert_eq!(scratch.store.crawl_entry("other", "a").unwrap(), None);
    assert_eq!(scratch.store.crawl_waiting("city").unwrap(), [entry("b"), found.clone()]);
    assert_eq!(scratch.store.crawl_found_on("city", "https://www.example.cn/list").unwrap(), [full(), found]);
    let done = CrawlEntry { state: EntryState::Done, ..entry("b") };
    scratch.store.put_crawled(&entries(std::slice::from_ref(&done))).unwrap();
    assert_eq!(scratch.store.crawl_entry("city", "b").unwrap(), Some(done));
    assert_eq!(scratch.store.crawl_waiting("city").unwrap().len(), 1);
    // A crawl that brought no document leaves nothing for an index to do.
    assert_eq!(scratch.store.watermark().unwrap(), 0);
}

#[test]
fn servers_are_remembered() {
    let mut scratch = Scratch::new();
    let host = HostRecord {
        origin: "https://www.example.cn".into(),
        robots_status: Some(200),
        robots_body: b"User-agent: *\n".to_vec(),
        robots_at: Some("2024-05-02T00:00:00Z".parse().unwrap()),
        set_aside_until: Some("2024-05-03T00:00:00Z".parse().unwrap()),
        requests: 3,
        failures: 1,
        bytes: 42,
    };
    let silent = HostRecord { origin: "http://silent.example.cn".into(), ..HostRecord::default() };
    scratch
        .store
        .put_crawled(&Crawled { hosts: &[host.clone(), silent.clone()], ..Crawled::default() })
        .unwrap();
    assert_eq!(scratch.store.crawl_hosts().unwrap(), [silent, host]);
    let reader = Store::open_reader(scratch.dir.path()).unwrap();
    assert_eq!(reader.crawl_hosts().unwrap().len(), 2);
}

#[test]
fn a_reader_cannot_put() {
    let scratch = Scratch::new();
    let mut reader = Store::open_reader(scratch.dir.path()).unwrap();
    assert!(matches!(reader.put_crawled(&entries(&[entry("a")])), Err(StoreError::ReadOnly { .. })));
}

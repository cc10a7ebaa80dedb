//! Archived pages are read again to the same documents, or to better ones, never to new editions.

use polidex_corpus::{
    source::{Source, parse},
    store::Store,
};
use polidex_ingest::{
    Limits,
    archive::{Archive, archive_dir, read, verify},
    fetch::{Exchange, Fetched},
    page::read_page,
    reextract::{Reextracted, reextract},
};
use std::path::Path;

const PARAGRAPH: &str = "第一条　为支持示例市软件产业发展，对首次升规入统的软件企业给予一次性奖励，对购置国产软件的企业按照购置额给予补助，\
    具体实施细则由示例市经济和信息化主管部门会同财政部门另行制定并公布，本办法自公布之日起施行。";

fn source() -> Source {
    let text = "name = 'example'\ntitle = { zh = '示例市', en = 'Example City' }\ntier = 'official'\nhosts = ['www.example.cn']";
    parse(text, "example").unwrap()
}

fn response(number: usize) -> Exchange {
    Exchange {
        url: format!("http://www.example.cn/{number}.html").parse().unwrap(),
        sent_at: "2026-01-02T03:04:05.678901234Z".parse().unwrap(),
        server: None,
        request_headers: Vec::new(),
        status: 200,
        response_headers: vec![("Content-Type".to_owned(), "text/html".to_owned())],
        body: format!(
            "<html><head><title>示例市办法{number}（示例）</title></head><body><div id=zoom>\
             <h1>示例市办法{number}（示例）</h1><p class=remark>{PARAGRAPH}</p><p>{PARAGRAPH}{number}</p></div></body></html>"
        )
        .into_bytes(),
    }
}

/// A store with `count` pages that were archived first.
fn crawled(dir: &Path, count: usize) -> Store {
    let (mut archive, _) = Archive::open(&archive_dir(dir), "polidex/test").unwrap();
    let mut store = Store::open(dir).unwrap();
    for number in 0..count {
        let exchange = response(number);
        let place = archive.append(&Fetched { exchanges: vec![exchange.clone()] }).unwrap().remove(0);
        let mut page = read_page(&exchange, Some(place), Some(&source()), &Limits::default());
        if let Ok(document) = &mut page.document {
            document.meta.family = Some("示例市办法".to_owned());
        }
        store.put(&[*page.document.unwrap()]).unwrap();
    }
    store
}

fn again(store: &mut Store, limits: &Limits) -> Reextracted {
    let names = store.archived_names(None).unwrap();
    reextract(store, &names, &[source()], limits, &mut |_| ()).unwrap()
}

#[test]
fn the_same_extractor_gives_the_same_documents() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = crawled(dir.path(), 5);
    let before = (store.fingerprint().unwrap(), store.watermark().unwrap());
    let done = again(&mut store, &Limits::default());
    assert_eq!(done, Reextracted { pages: 5, unchanged: 5, ..Reextracted::default() });
    assert_eq!((store.fingerprint().unwrap(), store.watermark().unwrap()), before);
}

#[test]
fn another_reading_changes_the_text_and_makes_no_edition() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = crawled(dir.path(), 3);
    let before = store.counts().unwrap();
    let mut better = source();
    better.page.remove = vec![".remark".to_owned()];
    let names = store.archived_names(None).unwrap();
    let done = reextract(&mut store, &names, &[better], &Limits::default(), &mut |_| ()).unwrap();
    assert_eq!(done, Reextracted { pages: 3, changed: 3, ..Reextracted::default() });
    let after = store.counts().unwrap();
    assert_eq!((after.policies, after.editions, after.captures), (3, 3, 3));
    assert_ne!(after.clauses, before.clauses);
    for name in store.archived_names(None).unwrap() {
        assert_eq!(name.family.as_deref(), Some("示例市办法"));
        assert_eq!(store.archived_names(Some(&name.policy)).unwrap(), [name]);
    }
}

#[test]
fn what_is_damaged_is_named_and_stays_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = crawled(dir.path(), 3);
    let before = store.fingerprint().unwrap();
    let place = store.archived_names(None).unwrap()[1].place.clone();
    let file = archive_dir(dir.path()).join(&place.file);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[(place.offset + place.length / 2) as usize] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let done = again(&mut store, &Limits::default());
    assert_eq!((done.pages, done.unchanged, done.problems.len()), (3, 2, 1));
    assert!(done.problems[0].message.contains(&place.file), "{}", done.problems[0].message);
    assert_eq!(store.fingerprint().unwrap(), before);
}

#[test]
fn a_backup_taken_meanwhile_holds_every_page_that_its_store_points_to() {
    let dir = tempfile::tempdir().unwrap();
    drop(crawled(dir.path(), 1));
    let backups = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        let crawl = scope.spawn(|| drop(crawled(dir.path(), 200)));
        let mut number = 0;
        while !crawl.is_finished() || number == 0 {
            let store = Store::open_reader(dir.path()).unwrap();
            store.backup(&backups.path().join(number.to_string())).unwrap();
            number += 1;
        }
        for number in 0..number {
            let restored = tempfile::tempdir().unwrap();
            Store::restore(&backups.path().join(number.to_string()), restored.path(), false).unwrap();
            let store = Store::open(restored.path()).unwrap();
            let names = store.archived_names(None).unwrap();
            assert_eq!(names.len() as u64, store.counts().unwrap().policies);
            for name in names {
                read(&archive_dir(restored.path()), &name.place).unwrap();
            }
            // What was copied of a record that was being written is cut off.
            Archive::open(&archive_dir(restored.path()), "polidex/test").unwrap();
            assert_eq!(verify(&archive_dir(restored.path())).unwrap().findings, []);
        }
    });
}

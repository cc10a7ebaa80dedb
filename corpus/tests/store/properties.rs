//! What holds for any sequence of documents.

use crate::{
    Scratch,
    documents::{dated, document, part, set_text},
};
use polidex_corpus::{
    model::Document,
    store::{Change, Store, UnitRole},
};
use proptest::prelude::*;

/// Documents that get in each other's way: few names, titles, texts and dates.
fn any_document() -> impl Strategy<Value = Document> {
    let names = prop::sample::select(vec!["a.md", "b.md", "c/a.md", "d.md"]);
    let titles = prop::sample::select(vec!["云谷市软件办法", "云谷市软件条例（一）", ""]);
    let texts = prop::sample::select(vec![
        "第一条 十万元。",
        "第一条  十万元。",
        "第一章 总则\n第一条 二十万元。\n第二条 施行。",
        "第三条 三十万元。\n另款。",
        "没有条文的一段话。",
        "",
    ]);
    let dates = prop::option::of(prop::sample::select(vec!["2015-03-01", "2021-04-29"]));
    let parts = prop::option::of(prop::sample::select(vec!["总则", "分则"]));
    (names, titles, texts, dates, parts).prop_map(|(name, title, text, date, title_of_part)| {
        let mut doc = document(name, title, text);
        if let Some(date) = date {
            doc = dated(doc, date);
        }
        if let Some(title) = title_of_part {
            doc = part(doc, title);
        }
        // Bytes that differ in the date differ in their hash too.
        let bytes = format!("{title}{text}{date:?}{title_of_part:?}");
        doc.capture.sha256 = polidex_corpus::text::sha256_hex(bytes.as_bytes());
        doc
    })
}

/// Documents as they come, one after the other.
fn documents() -> impl Strategy<Value = Vec<Document>> {
    prop::collection::vec(any_document(), 1..10).prop_map(|mut docs| {
        for (hour, doc) in docs.iter_mut().enumerate() {
            doc.capture.captured_at = format!("2026-01-01T0{hour}:00:00Z");
        }
        docs
    })
}

/// Every case makes stores, which wait for the disk. `POLIDEX_LONG=1` tries many more.
fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(if std::env::var_os("POLIDEX_LONG").is_some() { 1000 } else { 24 })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn putting_all_again_changes_nothing(docs in documents()) {
        let mut scratch = Scratch::of(&docs);
        let watermark = scratch.store.watermark().unwrap();
        let fingerprint = scratch.store.fingerprint().unwrap();
        for outcome in scratch.store.put(&docs).unwrap() {
            prop_assert_eq!(outcome.change, Change::Unchanged);
        }
        prop_assert_eq!(scratch.store.watermark().unwrap(), watermark);
        prop_assert_eq!(scratch.store.fingerprint().unwrap(), fingerprint);
        prop_assert_eq!(scratch.store.integrity().unwrap(), []);
    }

    #[test]
    fn exports_rebuild_the_store(docs in documents()) {
        let scratch = Scratch::of(&docs);
        let lines = scratch.export();
        let mut target = Scratch::new();
        target.store.import(&lines).unwrap();
        prop_assert_eq!(target.store.fingerprint().unwrap(), scratch.store.fingerprint().unwrap());
        let watermark = target.store.watermark().unwrap();
        target.store.import(&lines).unwrap();
        prop_assert_eq!(target.store.watermark().unwrap(), watermark);
        prop_assert_eq!(target.store.integrity().unwrap(), []);
    }

    #[test]
    fn batches_make_no_difference(docs in documents()) {
        let mut single = Scratch::new();
        for doc in &docs {
            single.put(doc);
        }
        let batch = Scratch::of(&docs);
        prop_assert_eq!(batch.store.fingerprint().unwrap(), single.store.fingerprint().unwrap());
    }

    #[test]
    fn the_order_of_arrival_makes_no_difference(order in Just(editions_and_parts()).prop_shuffle()) {
        let expected = Scratch::of(&editions_and_parts()).store.content_fingerprint().unwrap();
        let scratch = Scratch::of(&order);
        prop_assert_eq!(scratch.store.content_fingerprint().unwrap(), expected);
        let (rowid, _) = scratch.store.policies_changed_since(0).unwrap()[0];
        let policy = scratch.store.policy_by_rowid(rowid).unwrap().unwrap();
        prop_assert_eq!(policy.edition.key, "2024-01-01");
    }

    #[test]
    fn any_text_is_stored_and_read_as_it_was(text in "\\PC{0,40}(\n\\PC{0,40}){0,5}", title in "\\PC{0,20}") {
        let mut doc = document("any.md", "", "");
        doc.meta.title.value = title;
        set_text(&mut doc, &text);
        let scratch = Scratch::of(std::slice::from_ref(&doc));
        let (rowid, id) = scratch.store.policies_changed_since(0).unwrap().remove(0);
        prop_assert_eq!(&scratch.store.text(&id, None).unwrap()[0].text, &text);
        let units = scratch.store.units(rowid).unwrap();
        for unit in units.iter().filter(|unit| unit.role == UnitRole::Body) {
            let clause = scratch.store.clause(unit.clause_rowid).unwrap().unwrap();
            prop_assert_eq!(&clause.text, &unit.text);
        }
        let reader = Store::open_reader(scratch.dir.path()).unwrap();
        prop_assert_eq!(reader.fingerprint().unwrap(), scratch.store.fingerprint().unwrap());
    }
}

fn editions_and_parts() -> Vec<Document> {
    let title = "云谷市法典";
    let of_parts = |name: &str, text: &str| {
        part(dated(document(&format!("{name}.md"), title, text), "2020-05-28"), name)
    };
    let mut copy = of_parts("总则", "第一条 新。\n第二条 新。");
    "copy.md".clone_into(&mut copy.external_id);
    vec![
        dated(document("2010.md", title, "第一条 旧。\n第九条 旧。"), "2010-01-01"),
        of_parts("总则", "第一条 新。\n第二条 新。"),
        of_parts("物权编", "第三条 新。\n第四条 新。"),
        of_parts("附则", "第五条 新。"),
        copy,
        dated(document("2024.md", title, "第一条 最新。"), "2024-01-01"),
    ]
}

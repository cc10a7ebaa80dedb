//! What texts say is kept beside them, brought up to date, and goes with them. The texts are illustrative.

use polidex_corpus::store::Store;
use polidex_ingest::{
    Format, read_text,
    understand::{READER, bring_up_to_date, understand},
};

const TEXT: &str = "云谷市软件产业扶持办法\n\n第一条 本办法适用于在本市登记注册、依法纳税的企业。\n\n第二条 对首次升规的企业，给予一次性奖励10万元。\n\n第三条 按照就高、不重复的原则执行。\n\n第四条 本办法自2024年1月1日起施行。《云谷市软件奖励办法》同时废止。";

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    store.put(&[read_text(TEXT, Format::Text, "a.txt")]).unwrap();
    (dir, store)
}

#[test]
fn stored_texts_are_read_once() {
    let (_dir, mut store) = store();
    assert_eq!(store.count_unread(READER).unwrap(), 1);
    let mut told = Vec::new();
    let read = bring_up_to_date(&mut store, &mut |done, total| told.push((done, total))).unwrap();
    assert_eq!((read, told), (1, vec![(1, 1)]));
    assert_eq!(bring_up_to_date(&mut store, &mut |_, _| {}).unwrap(), 0);
    let measured = store.measured().unwrap();
    let [text] = measured.as_slice() else { panic!("{measured:?}") };
    assert_eq!(text.measures.len(), 1);
    assert_eq!(text.measures[0].amounts[0].value, 100_000);
    assert_eq!(text.common.scope.len(), 1);
    assert_eq!(text.common.stacking.len(), 1);
}

#[test]
fn what_another_version_read_is_read_again() {
    let (_dir, mut store) = store();
    let unread = store.unread(READER, 10).unwrap();
    store.put_understood("an older one", &[(unread[0].extraction, understand(""))]).unwrap();
    assert!(store.measured().unwrap().is_empty());
    assert_eq!(store.count_unread(READER).unwrap(), 1);
    bring_up_to_date(&mut store, &mut |_, _| {}).unwrap();
    assert_eq!(store.measured().unwrap()[0].measures.len(), 1);
}

#[test]
fn it_goes_with_its_text() {
    let (_dir, mut store) = store();
    bring_up_to_date(&mut store, &mut |_, _| {}).unwrap();
    store.set_extractor("another");
    let changed = TEXT.replace("一次性奖励10万元", "一次性奖励20万元");
    let mut doc = read_text(&changed, Format::Text, "a.txt");
    doc.meta.notes.clear();
    store.put(&[doc]).unwrap();
    bring_up_to_date(&mut store, &mut |_, _| {}).unwrap();
    let sums: Vec<i64> =
        store.measured().unwrap().iter().map(|text| text.measures[0].amounts[0].value).collect();
    assert_eq!(sums, [200_000]);
    assert_eq!(store.integrity().unwrap(), []);
}

#[test]
fn derived_facts_are_in_no_export() {
    let (_dir, mut store) = store();
    let before = store.fingerprint().unwrap();
    bring_up_to_date(&mut store, &mut |_, _| {}).unwrap();
    assert_eq!(store.fingerprint().unwrap(), before);
}

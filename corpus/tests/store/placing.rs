//! Which documents are editions, parts and copies of one another.

use crate::{
    Scratch,
    documents::{dated, document, part, set_text},
};
use polidex_corpus::{
    model::{Document, Kind, Lang, Level, Origin, Policy, Sourced},
    number::DocumentNumber,
    store::Change,
};

const TEXT: &str = "第一条 为了支持软件产业，制定本办法。\n第二条 给予一次性奖补十万元。";
const AMENDED: &str = "第一条 为了支持软件产业，制定本办法。\n第二条 给予一次性奖补二十万元。";

fn only_policy(scratch: &Scratch) -> Policy {
    let all = scratch.store.policies_changed_since(0).unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    scratch.store.policy_by_rowid(all[0].0).unwrap().unwrap()
}

fn edition_keys(scratch: &Scratch) -> Vec<String> {
    let id = only_policy(scratch).id;
    let editions = scratch.store.editions(&id).unwrap();
    assert_eq!(editions.iter().filter(|edition| !edition.superseded).count(), 1);
    assert!(!editions[0].superseded, "the newest comes first");
    editions.into_iter().map(|edition| edition.key).collect()
}

#[test]
fn the_same_document_twice_changes_nothing() {
    let mut scratch = Scratch::new();
    let doc = document("a.md", "云谷市软件办法", TEXT);
    assert_eq!(scratch.put(&doc), Change::New);
    let watermark = scratch.store.watermark().unwrap();
    let mut later = doc.clone();
    later.capture.captured_at = "2026-02-02T00:00:00Z".to_owned();
    assert_eq!(scratch.put(&later), Change::Unchanged);
    assert_eq!(scratch.store.watermark().unwrap(), watermark);
    let known = scratch.store.known("laws", "a.md").unwrap().unwrap();
    assert_eq!(known.sha256, doc.capture.sha256);
    assert_eq!(scratch.store.known("laws", "b.md").unwrap(), None);
}

#[test]
fn identical_files_are_one_document_with_two_names() {
    let doc = document("行政法/a.md", "云谷市软件办法", TEXT);
    let mut scratch = Scratch::of(std::slice::from_ref(&doc));
    let mut copy = doc.clone();
    copy.external_id = "经济法/a.md".to_owned();
    assert_eq!(scratch.put(&copy), Change::AliasOf);
    assert_eq!(only_policy(&scratch).external_id, ["经济法/a.md", "行政法/a.md"]);
    assert_eq!(scratch.put(&copy), Change::Unchanged);
    assert_eq!(scratch.put(&doc), Change::Unchanged);
}

#[test]
fn copies_that_differ_in_white_space_are_one_document_when_their_date_agrees() {
    let title = "云谷市软件办法";
    let spaced = TEXT.replace("第二条 ", "第二条　　");
    let mut scratch = Scratch::of(&[dated(document("a.md", title, TEXT), "2021-04-29")]);
    assert_eq!(scratch.put(&dated(document("b.md", title, &spaced), "2021-04-29")), Change::AliasOf);
    assert_eq!(scratch.put(&document("c.md", title, &spaced)), Change::New);
}

#[test]
fn changed_bytes_are_an_edition_only_when_the_words_change() {
    let mut scratch = Scratch::new();
    let mut doc = document("a.md", "云谷市软件办法", TEXT);
    scratch.put(&doc);
    set_text(&mut doc, &TEXT.replace('\n', "\n\n"));
    assert_eq!(scratch.put(&doc), Change::Reread);
    assert_eq!(edition_keys(&scratch), ["undated"]);
    set_text(&mut doc, AMENDED);
    assert_eq!(scratch.put(&doc), Change::NewEdition);
    assert_eq!(edition_keys(&scratch), ["undated-2", "undated"]);
}

#[test]
fn a_page_that_goes_back_to_its_old_words_answers_with_them() {
    let mut scratch = Scratch::new();
    let mut doc = document("a.md", "云谷市软件办法", TEXT);
    for (text, time, change) in [
        (TEXT, "2026-01-01T00:00:00Z", Change::New),
        (AMENDED, "2026-01-02T00:00:00Z", Change::NewEdition),
        (TEXT, "2026-01-03T00:00:00Z", Change::NewEdition),
        (AMENDED, "2026-01-02T00:00:00Z", Change::Unchanged),
    ] {
        set_text(&mut doc, text);
        doc.capture.captured_at = time.to_owned();
        assert_eq!(scratch.put(&doc), change, "{time}");
    }
    let newest = scratch.store.text(&only_policy(&scratch).id, None).unwrap();
    assert_eq!(newest[0].text, TEXT);
}

#[test]
fn another_extractor_reads_again_without_an_edition() {
    let mut scratch = Scratch::new();
    let mut doc = document("a.md", "云谷市软件办法", TEXT);
    scratch.put(&doc);
    scratch.store.set_extractor("2");
    let watermark = scratch.store.watermark().unwrap();
    assert_eq!(scratch.put(&doc), Change::Reread);
    assert_eq!(scratch.store.policies_changed_since(watermark).unwrap(), [], "it says the same");
    scratch.store.set_extractor("3");
    doc.text = TEXT.replace("十万元", "10万元");
    assert_eq!(scratch.put(&doc), Change::Reread);
    assert_eq!(scratch.store.policies_changed_since(watermark).unwrap().len(), 1);
    assert_eq!(edition_keys(&scratch), ["undated"]);
    assert_eq!(scratch.store.known("laws", "a.md").unwrap().unwrap().extractor, "3");
}

#[test]
fn a_text_is_not_lost_when_its_page_becomes_empty() {
    let mut scratch = Scratch::new();
    let mut doc = document("a.md", "云谷市软件办法", TEXT);
    scratch.put(&doc);
    set_text(&mut doc, "");
    assert_eq!(scratch.put(&doc), Change::Reread);
    assert_eq!(scratch.put(&doc), Change::Unchanged);
    assert_eq!(scratch.store.text(&only_policy(&scratch).id, None).unwrap()[0].text, TEXT);
}

#[test]
fn one_title_with_different_dates_is_one_policy() {
    let title = "云谷市软件条例";
    let docs = [
        dated(document("new.md", title, AMENDED), "2021-04-29"),
        dated(document("old.md", title, TEXT), "2015-03-01"),
    ];
    for docs in [[&docs[0], &docs[1]], [&docs[1], &docs[0]]] {
        let mut scratch = Scratch::new();
        assert_eq!(scratch.put(docs[0]), Change::New);
        assert_eq!(scratch.put(docs[1]), Change::NewEdition);
        assert_eq!(edition_keys(&scratch), ["2021-04-29", "2015-03-01"]);
        let policy = only_policy(&scratch);
        assert_eq!(policy.edition.key, "2021-04-29");
        assert_eq!(scratch.store.text(&policy.id, None).unwrap()[0].text, AMENDED);
        assert_eq!(scratch.store.text(&policy.id, Some("2015-03-01")).unwrap()[0].text, TEXT);
    }
}

#[test]
fn what_has_no_date_or_another_authority_stays_apart() {
    let title = "软件产业发展办法";
    let base = dated(document("a.md", title, TEXT), "2021-04-29");
    let mut located = base.clone();
    located.meta.region = Some("CN-CQ".to_owned());
    located.meta.level = Some(Level::Provincial);
    let other = |change: &dyn Fn(&mut Document)| {
        let mut doc = dated(document("b.md", title, AMENDED), "2022-01-01");
        doc.meta.region = Some("CN-CQ".to_owned());
        doc.meta.level = Some(Level::Provincial);
        change(&mut doc);
        let mut scratch = Scratch::of(std::slice::from_ref(&located));
        scratch.put(&doc)
    };
    assert_eq!(other(&|_| {}), Change::NewEdition);
    assert_eq!(other(&|doc| doc.meta.edition_date = None), Change::New);
    assert_eq!(other(&|doc| doc.meta.region = Some("CN-GD".to_owned())), Change::New);
    assert_eq!(other(&|doc| doc.meta.level = Some(Level::District)), Change::New);
    assert_eq!(other(&|doc| doc.meta.lang = Lang::En), Change::New);
    assert_eq!(other(&|doc| doc.meta.title.value.push_str("（二）")), Change::New);
    assert_eq!(other(&|doc| doc.meta.title.value.clear()), Change::New);
}

#[test]
fn an_old_regulation_may_tell_only_since_when_it_applies() {
    let title = "云谷市软件条例";
    let since = |date: &str| {
        let mut doc = document("old.md", title, TEXT);
        doc.meta.kind = Kind::Regulation;
        doc.meta.dates.effective = Some(Sourced::new(date.parse().unwrap(), Origin::FileName));
        doc
    };
    let newer = dated(document("new.md", title, AMENDED), "2024-12-31");
    for (date, change) in [("2001-09-01", Change::NewEdition), ("2025-01-01", Change::New)] {
        let mut scratch = Scratch::of(std::slice::from_ref(&newer));
        assert_eq!(scratch.put(&since(date)), change, "{date}");
    }
    let mut other_order = Scratch::of(&[since("2001-09-01")]);
    assert_eq!(other_order.put(&newer), Change::NewEdition);
    assert_eq!(edition_keys(&other_order), ["2024-12-31", "2001-09-01"]);
}

#[test]
fn rules_of_two_ministries_stay_apart() {
    let of = |name: &str, issuer: &str, text: &str, date: &str| {
        let mut doc = dated(document(name, "行政复议工作规定", text), date);
        doc.meta.kind = Kind::Rule;
        doc.meta.level = Some(Level::National);
        doc.meta.region = Some("CN".to_owned());
        doc.meta.issuer = vec![Sourced::new(issuer.to_owned(), Origin::FileName)];
        doc
    };
    let mut scratch = Scratch::of(&[of("a.md", "财政部", TEXT, "2015-03-01")]);
    assert_eq!(scratch.put(&of("b.md", "公安部", AMENDED, "2021-04-29")), Change::New);
    assert_eq!(scratch.put(&of("c.md", "财政部办公厅", "第一条 修订。", "2021-04-29")), Change::NewEdition);
}

#[test]
fn files_of_one_date_with_other_articles_are_parts() {
    let title = "云谷市法典";
    let file = |name: &str, text: &str| {
        part(dated(document(&format!("{name}.md"), title, text), "2020-05-28"), name)
    };
    let parts = [
        file("附则", "第七条 本法自公布之日起施行。"),
        file("总则", "第一章 基本规定\n第一条 目的。\n第二条 范围。"),
        file("物权编", "第一章 一般规定\n第三条 物权。\n第四条 登记。"),
    ];
    let mut scratch = Scratch::new();
    let changes: Vec<_> = parts.iter().map(|doc| scratch.put(doc)).collect();
    assert_eq!(changes, [Change::New, Change::NewPart, Change::NewPart]);
    let policy = only_policy(&scratch);
    let texts = scratch.store.text(&policy.id, None).unwrap();
    let titles: Vec<_> = texts.iter().map(|text| text.title.as_deref().unwrap()).collect();
    assert_eq!(titles, ["总则", "物权编", "附则"], "in the order of articles");
    // A corrected file replaces its part, and leaves the others where they are.
    let mut corrected = parts[2].clone();
    set_text(&mut corrected, "第一章 一般规定\n第三条 物权法定。\n第四条 登记。");
    assert_eq!(scratch.put(&corrected), Change::Reread);
    assert_eq!(scratch.store.text(&policy.id, None).unwrap().len(), 3);
    // Overlapping articles are no part.
    assert_eq!(scratch.put(&file("合同编", "第四条 合同。")), Change::New);
}

#[test]
fn a_name_given_to_another_document_makes_another_policy() {
    let mut scratch = Scratch::of(&[document("notice.txt", "关于开展申报工作的通知", TEXT)]);
    let other = document("notice.txt", "关于举办培训班的通知", "第一条 培训班定于六月举办。");
    assert_eq!(scratch.put(&other), Change::New);
    assert_eq!(scratch.store.counts().unwrap().policies, 2);
}

#[test]
fn a_catalogue_entry_meets_its_text_in_either_order() {
    let title = "云谷市软件产业政策";
    let number = DocumentNumber {
        printed: "云府发〔2020〕8号".to_owned(),
        key: "云府发〔2020〕8号".to_owned(),
        code: "云府发".to_owned(),
        year: Some(2020),
        sequence: 8,
    };
    let numbered = |name: &str, text: &str| {
        let mut doc = document(name, title, text);
        doc.meta.doc_number = Some(Sourced::new(number.clone(), Origin::FileName));
        doc.meta.catalogue = text.is_empty();
        doc
    };
    let (entry, full) = (numbered("catalogue#1", ""), numbered("a.md", TEXT));
    let mut one = Scratch::new();
    assert_eq!([one.put(&entry), one.put(&full)], [Change::New, Change::Reread]);
    let mut other = Scratch::new();
    assert_eq!([other.put(&full), other.put(&entry)], [Change::New, Change::AliasOf]);
    for scratch in [&mut one, &mut other] {
        let policy = only_policy(scratch);
        assert_eq!(policy.id.0, "yunfufa-2020-8");
        assert!(!policy.catalogue);
        assert_eq!([scratch.put(&entry), scratch.put(&full)], [Change::Unchanged; 2]);
    }
    assert_eq!(one.store.fingerprint().unwrap(), other.store.fingerprint().unwrap());
}

#[test]
fn a_batch_with_an_error_stores_nothing() {
    let scratch = Scratch::of(&[document("a.md", "云谷市软件办法", TEXT)]);
    let mut lines = scratch.export();
    lines[0]["policy"] = "another".into();
    lines[0]["polidex"]["names"] = serde_json::json!([]);
    let bad = serde_json::json!({"polidex": 1});
    let mut target = Scratch::new();
    let error = target.store.import(&[lines[0].clone(), bad]).unwrap_err();
    assert!(error.to_string().starts_with("record 2 is no polidex export"), "{error}");
    assert_eq!(target.store.counts().unwrap().policies, 0);
    assert_eq!(target.store.watermark().unwrap(), 0);
}

#[test]
fn spans_outside_the_text_are_mended_with_a_warning() {
    let mut doc = document("a.md", "云谷市软件办法", TEXT);
    doc.clauses[1].span.end = 10_000;
    doc.clauses[0].parent = Some(7);
    let mut scratch = Scratch::new();
    assert_eq!(scratch.put(&doc), Change::New);
    let warnings = &scratch.export()[0]["polidex"]["editions"][0]["parts"][0]["warnings"];
    assert_eq!(warnings[0]["code"], "clauses_mended");
    assert_eq!(scratch.store.integrity().unwrap(), []);
}

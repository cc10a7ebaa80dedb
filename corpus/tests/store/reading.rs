//! Reading clauses, units and outlines, and finding what a reference names.

use crate::{
    Scratch,
    documents::{dated, document, part},
};
use polidex_corpus::{
    model::{ClauseRef, Document, Origin, Sourced},
    number::DocumentNumber,
    store::{KeptText, Missing, Resolution, StoredClause, UnitRole},
};

const TEXT: &str = "第一章 总则\n第一条 为了支持软件产业，制定本办法。\n第二章 支持措施\n第二条 给予奖补：\n（一）首次上规十万元；\n（二）首次进入百强五十万元。\n第十七条 自公布之日起施行。";

fn measures() -> Document {
    let mut doc = dated(document("办法/a.md", "云谷市软件产业办法", TEXT), "2021-04-29");
    doc.meta.doc_number =
        Some(Sourced::new(DocumentNumber::parse("云府发〔2021〕5号").unwrap(), Origin::FileName));
    doc
}

fn code() -> Vec<Document> {
    let file = |name: &str, text: &str| {
        part(dated(document(&format!("法典/{name}.md"), "中华人民共和国云谷法典", text), "2020-05-28"), name)
    };
    vec![
        file("总则", "第一章 基本规定\n第一条 目的。"),
        file("物权编", "第一章 一般规定\n第二条 物权。\n前款另有规定的除外。"),
    ]
}

fn resolve(scratch: &Scratch, reference: &str) -> Resolution {
    scratch.store.resolve(&ClauseRef::parse(reference)).unwrap()
}

fn clause(scratch: &Scratch, reference: &str) -> StoredClause {
    match resolve(scratch, reference) {
        Resolution::Clause(clause) => *clause,
        other => panic!("{reference}: {other:?}"),
    }
}

#[test]
fn a_clause_comes_with_its_surroundings() {
    let scratch = Scratch::of(&[measures()]);
    let found = clause(&scratch, "yunfufa-2021-5#a2");
    assert_eq!(found.labels, ["第二章 支持措施", "第二条"]);
    assert_eq!(found.text, "第二条 给予奖补：\n（一）首次上规十万元；\n（二）首次进入百强五十万元。");
    assert_eq!(found.external_ids, ["办法/a.md#第二条"]);
    assert_eq!(found.reference().to_string(), "yunfufa-2021-5@2021-04-29#a2");
    let inner = clause(&scratch, "yunfufa-2021-5#第二条第二款");
    assert_eq!(inner.external_ids, ["办法/a.md#a2.k2"]);
    assert_eq!(inner.text, "（一）首次上规十万元；");
    let chars: Vec<char> = TEXT.chars().collect();
    assert_eq!(chars[inner.span.start..inner.span.end].iter().collect::<String>(), inner.text);
}

#[test]
fn a_policy_goes_by_many_names() {
    let mut original = measures();
    original.capture.sha256 = "0".repeat(64);
    let scratch =
        Scratch::of(&[original, dated(document("旧.md", "云谷市软件产业办法", "第一条 旧。"), "2015-03-01")]);
    for name in [
        "yunfufa-2021-5",
        "YUNFUFA-2021-5",
        "办法/a.md",
        "laws/办法/a.md",
        "云府发〔2021〕5号",
        "云府发[2021]5号",
        "云谷市软件产业办法",
        "《云谷市软件产业办法》",
    ] {
        assert_eq!(clause(&scratch, &format!("{name}#第一条")).edition, "2021-04-29", "{name}");
        assert!(scratch.store.knows(&ClauseRef::parse(&format!("{name}#第一条"))).unwrap(), "{name}");
    }
    assert_eq!(clause(&scratch, "旧.md#第一条").text, "第一条 旧。");
    assert_eq!(clause(&scratch, "yunfufa-2021-5@2015-03-01#a1").text, "第一条 旧。");
    assert_eq!(clause(&scratch, "yunfufa-2021-5@2015#a1").text, "第一条 旧。");
    let whole = resolve(&scratch, "yunfufa-2021-5@2015");
    assert!(matches!(whole, Resolution::Policy { edition, .. } if edition == "2015-03-01"));
}

#[test]
fn addresses_may_be_written_in_words() {
    let scratch = Scratch::of(&[measures()]);
    for (address, path) in [
        ("第一章", "c1"),
        ("第二章 支持措施", "c2"),
        ("第二章第二条", "a2"),
        ("第十七条", "a17"),
        ("第17条", "a17"),
        ("Article 17", "a17"),
        ("第十七条第一款", "a17"),
        ("第二条第一款", "a2.k1"),
    ] {
        assert_eq!(
            clause(&scratch, &format!("yunfufa-2021-5#{address}")).path.to_string(),
            path,
            "{address}"
        );
    }
}

#[test]
fn what_is_not_there_is_answered_with_what_is_near() {
    let scratch = Scratch::of(&[measures()]);
    let suggestions = |reference: &str, expected: Missing| match resolve(&scratch, reference) {
        Resolution::NotFound { missing, suggestions } => {
            assert_eq!(missing, expected, "{reference}");
            assert!(!scratch.store.knows(&ClauseRef::parse(reference)).unwrap(), "{reference}");
            suggestions.iter().map(ToString::to_string).collect::<Vec<_>>()
        }
        other => panic!("{reference}: {other:?}"),
    };
    assert_eq!(suggestions("yunfufa-2021-5#第十六条", Missing::Clause)[0], "yunfufa-2021-5@2021-04-29#a17");
    assert_eq!(suggestions("云谷市软件办法", Missing::Policy), ["yunfufa-2021-5"]);
    assert_eq!(suggestions("yunfufa-2021-5@1999", Missing::Edition), ["yunfufa-2021-5@2021-04-29"]);
    assert!(suggestions("", Missing::Policy).is_empty());
    assert!(suggestions("#", Missing::Policy).is_empty());
}

#[test]
fn one_name_in_two_sources_is_ambiguous_without_its_source() {
    let first = document("0", "甲办法", "第一条 甲。");
    let mut second = document("0", "乙办法", "第一条 乙。");
    second.source = "questions-zh".to_owned();
    let scratch = Scratch::of(&[first, second]);
    assert!(matches!(resolve(&scratch, "0#第一条"), Resolution::Ambiguous(found) if found.len() == 2));
    assert_eq!(clause(&scratch, "questions-zh/0#第一条").text, "第一条 乙。");
}

#[test]
fn parts_make_paths_unique() {
    let scratch = Scratch::of(&code());
    let policy = &scratch.store.policies_changed_since(0).unwrap()[0].1.0;
    assert_eq!(policy, "laws-yungufadian-6b19b5");
    assert_eq!(clause(&scratch, &format!("{policy}#a2.k2")).text, "前款另有规定的除外。");
    assert_eq!(clause(&scratch, "云谷法典#第二条").external_ids, ["法典/物权编.md#第二条"]);
    assert_eq!(clause(&scratch, "云谷法典#p2.c1").labels, ["第一章 一般规定"]);
    assert_eq!(clause(&scratch, "法典/物权编.md#第一章").path.to_string(), "p2.c1");
    let Resolution::Ambiguous(chapters) = resolve(&scratch, "云谷法典#第一章") else {
        panic!("both parts have a first chapter");
    };
    let chapters: Vec<_> = chapters.iter().map(|chapter| chapter.clause.clone().unwrap()).collect();
    assert_eq!(chapters, ["p1.c1", "p2.c1"]);
    let paths: Vec<_> = scratch
        .store
        .clauses(&ClauseRef::parse(policy).policy, None)
        .unwrap()
        .iter()
        .map(|clause| clause.path.to_string())
        .collect();
    assert_eq!(paths, ["p1.c1", "a1", "p2.c1", "a2", "a2.k1", "a2.k2"]);
}

#[test]
fn units_carry_what_an_index_needs() {
    let scratch = Scratch::of(&[
        measures(),
        dated(document("旧.md", "云谷市软件产业办法", "第一条 旧。"), "2015-03-01"),
    ]);
    let rowid = scratch.store.policies_changed_since(0).unwrap()[0].0;
    let mut units = scratch.store.units(rowid).unwrap();
    let mut kept = KeptText::default();
    for unit in &units {
        let words = scratch.store.clause_words(unit.clause_rowid, &mut kept).unwrap().unwrap();
        assert_eq!(words.trim_end(), unit.text);
    }
    let chapters: Vec<_> = units.iter().filter(|unit| unit.role == UnitRole::Heading).collect();
    assert_eq!(
        chapters.iter().map(|unit| unit.text.as_str()).collect::<Vec<_>>(),
        ["第一章 总则", "第二章 支持措施"]
    );
    units.retain(|unit| unit.role == UnitRole::Body);
    let seen: Vec<_> = units
        .iter()
        .map(|unit| (unit.facts.edition.as_str(), unit.facts.superseded, unit.ord, unit.label.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            ("2015-03-01", true, 0, "第一条"),
            ("2021-04-29", false, 1, "第一条"),
            ("2021-04-29", false, 3, "第二条"),
            ("2021-04-29", false, 4, "第十七条"),
        ]
    );
    assert_eq!(units[2].headings, ["第二章 支持措施"]);
    assert_eq!(units[2].facts.doc_number.as_deref(), Some("云府发〔2021〕5号"));
    assert_eq!(units[2].facts.sources, ["laws"]);
    for unit in &units {
        assert_eq!(scratch.store.clause(unit.clause_rowid).unwrap().unwrap().text, unit.text);
    }
}

#[test]
fn an_outline_ends_at_the_units() {
    let scratch = Scratch::of(&[measures()]);
    let id = ClauseRef::parse("yunfufa-2021-5").policy;
    let outline = scratch.store.outline(&id, None).unwrap();
    let lines: Vec<_> = outline.iter().map(|entry| (entry.depth, entry.label.as_str())).collect();
    let expected =
        [(0, "第一章 总则"), (1, "第一条"), (0, "第二章 支持措施"), (1, "第二条"), (1, "第十七条")];
    assert_eq!(lines, expected);
    assert!(scratch.store.outline(&id, Some("1999")).unwrap().is_empty());
}

#[test]
fn numbers_of_clauses_are_never_used_twice() {
    let mut scratch = Scratch::of(&[measures()]);
    let before = clause(&scratch, "yunfufa-2021-5#a17").rowid;
    let mut doc = measures();
    doc.meta.illustrative = false;
    scratch.store.set_extractor("2");
    scratch.put(&doc);
    assert_eq!(scratch.store.clause(before).unwrap(), None);
    assert!(clause(&scratch, "yunfufa-2021-5#a1").rowid > before);
}

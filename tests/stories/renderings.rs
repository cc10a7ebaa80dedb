//! Translations that a store holds: what is asked in one language is found in the other by the words of the translation.

use crate::{
    engines::{migrate, same_answers},
    haystack::{User, sample},
    meili::Meilisearch,
};
use serde_json::Value;
use std::{fmt::Write, fs};

/// Illustrative texts, written for these stories, line by line the same in both languages. No lexicon knows their names.
const CHINESE: &str = r#"{"id": "v1", "lang": "zh", "text": "云谷市青岚券办法（示例）\n第一条 对开设书店的居民发放青岚券，每户二百元。\n第二条 青岚券由图书馆发放，有效期三个月。"}
{"id": "v2", "lang": "zh", "text": "云谷市渡口规定（示例）\n第一条 渡口每日六时至二十时开放。\n第二条 乘客应当在船上穿着救生衣。"}
"#;
const ENGLISH: &str = r#"{"id": "v1", "lang": "en", "text": "Measures of Yungu City on Bluemist Vouchers (sample)\nArticle 1 Residents who open a bookshop receive bluemist vouchers of 200 yuan a household.\nArticle 2 Bluemist vouchers are issued by the library and are valid for three months."}
{"id": "v2", "lang": "en", "text": "Provisions of Yungu City on Ferries (sample)\nArticle 1 Ferries run from 6:00 to 20:00 every day.\nArticle 2 Passengers shall wear life jackets on board."}
"#;

fn user() -> User {
    let user = User::new();
    user.file("texts/corpus.zh.jsonl", CHINESE);
    user.ingest(user.file("texts/corpus.en.jsonl", ENGLISH).parent().unwrap());
    user
}

/// The first hit that something in the other language speaks for.
fn rendered(answer: &Value) -> Option<&Value> {
    answer["hits"].as_array().unwrap().iter().find(|hit| hit["rendering"].is_object())
}

#[test]
fn a_translation_named_like_its_original_leads_to_it() {
    let user = user();
    let answer = user.search("bluemist vouchers library", &["--lang", "zh"]);
    let hit = rendered(&answer).unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(hit["clause"]["external_id"][0], "v1#第二条", "{answer}");
    assert_eq!(hit["rendering"]["lang"], "en");
    assert!(hit["rendering"]["ref"].as_str().unwrap().ends_with("#a2"));
    assert!(hit["rendering"]["confidence"].as_f64().unwrap() > 0.4, "{hit}");

    // The other way round.
    let answer = user.search("青岚券 书店", &["--lang", "en"]);
    assert_eq!(rendered(&answer).unwrap()["clause"]["external_id"][0], "v1#Article 1", "{answer}");

    // In both languages, what is written in that of the question comes first.
    let named = user.named("bluemist vouchers library", &[]);
    assert_eq!(named[..2], ["v1#Article 2", "v1#第二条"], "{named:?}");

    let plain = user.run(&["search", "bluemist vouchers library", "--lang", "zh"]);
    assert!(plain.stdout().contains("English text"), "{}", plain.stdout());
    assert!(rendered(&user.search("bluemist vouchers", &["--lang", "zh", "--no-translate"])).is_none());
}

#[test]
fn filters_and_phrases_are_for_the_clause_itself() {
    let user = user();
    for query in ["\"bluemist vouchers\"", "bluemist -青岚券", "bluemist number:国发〔2020〕8号"] {
        assert!(rendered(&user.search(query, &["--lang", "zh"])).is_none(), "{query}");
    }
    assert!(rendered(&user.search("bluemist -kind:law", &["--lang", "zh"])).is_some());
}

#[test]
fn names_alone_prove_nothing() {
    let user = User::new();
    user.file(
        "pages/zh/17.md",
        "# 云谷市青岚券办法（示例）\n\n第一条 对开设书店的居民发放青岚券，每户二百元。\n",
    );
    let other = "# Provisions of Yungu City on Ferries (sample)\n\nArticle 1 Bluemist ferries run from 6:00 to 20:00 every day, and their passengers shall wear life jackets on board.\n";
    user.ingest(user.file("pages/en/17.md", other).parent().unwrap().parent().unwrap());
    assert!(rendered(&user.search("bluemist ferries", &["--lang", "zh"])).is_none());
}

#[test]
fn the_links_follow_the_store() {
    let user = user();
    let found = |user: &User| rendered(&user.search("bluemist vouchers", &["--lang", "zh"])).is_some();
    assert!(found(&user));

    // Damaged, searches say so and go on; the next update makes them anew.
    let file = user.data().join("index/renderings.json");
    fs::write(&file, "{\"version\": 1, \"pairs\": [").unwrap();
    let answer = user.search("bluemist vouchers", &["--lang", "zh"]);
    assert!(answer["warnings"].to_string().contains("renderings_unread"), "{answer}");
    assert_eq!(user.run(&["index", "update"]).code(), 0);
    assert!(found(&user));

    // A text that changes is laid beside the other one again.
    let changed = ENGLISH.replace("bookshop", "teahouse");
    user.ingest(&user.file("texts/corpus.en.jsonl", &changed));
    let answer = user.search("teahouse", &["--lang", "zh"]);
    assert_eq!(rendered(&answer).map(|hit| &hit["rendering"]["only"]), Some(&true.into()), "{answer}");

    let id = user.search("bluemist vouchers", &["--lang", "en"])["hits"][0]["policy"]["id"].clone();
    let ran = user.run(&["remove", id.as_str().unwrap(), "--reason", "示例", "--by", "李伟"]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    assert!(!found(&user));
}

#[test]
fn a_stated_translation_leads_to_its_original_clause_by_clause() {
    let answer = sample().search("rewards granted without application", &["--lang", "zh"]);
    let hit = rendered(&answer).unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(hit["clause"]["external_id"][0], "zh/software-measures.md#第十九条", "{answer}");
    assert_eq!(hit["clause"]["ref"], answer["hits"][0]["clause"]["ref"]);
}

/// Articles of each of many illustrative texts.
const ARTICLES: usize = 80;

#[test]
fn more_linked_clauses_than_a_server_is_asked_for_are_a_filter() {
    let user = User::new();
    let (mut chinese, mut english) = (String::new(), String::new());
    for text in 0..28 {
        let (mut zh, mut en) =
            (String::from("云谷市渡口规定（示例）"), String::from("Yungu Ferries (sample)"));
        for article in 1..=ARTICLES {
            let number = text * ARTICLES + article;
            let special = if number.is_multiple_of(700) {
                ("青岚券", "bluemist vouchers")
            } else {
                ("船票", "tickets")
            };
            write!(zh, "\\n第{article}条 第{number}号渡口发放{}，每户{number}元。", special.0).unwrap();
            write!(
                en,
                "\\nArticle {article} Ferry {number} issues {} of {number} yuan a household.",
                special.1
            )
            .unwrap();
        }
        writeln!(chinese, r#"{{"id": "f{text}", "lang": "zh", "text": "{zh}"}}"#).unwrap();
        writeln!(english, r#"{{"id": "f{text}", "lang": "en", "text": "{en}"}}"#).unwrap();
    }
    user.file("texts/corpus.zh.jsonl", &chinese);
    user.ingest(user.file("texts/corpus.en.jsonl", &english).parent().unwrap());
    let kept = fs::read_to_string(user.data().join("index/renderings.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    let linked: usize =
        kept["pairs"].as_array().unwrap().iter().map(|pair| pair["links"].as_array().unwrap().len()).sum();
    assert!(linked > 2000, "{linked} clauses are linked");

    let answer = user.search("bluemist vouchers", &["--lang", "zh"]);
    let hit = rendered(&answer).unwrap_or_else(|| panic!("{answer}"));
    assert!(hit["clause"]["text"].as_str().unwrap().contains("青岚券"), "{hit}");
    let server = Meilisearch::start();
    migrate(&user, &server.url());
    same_answers(&user, &[("bluemist vouchers", &["--lang", "zh"]), ("青岚券", &["--lang", "en"])]);
}

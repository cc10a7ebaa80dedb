//! Real laws and regulations, where they are present.

use crate::haystack::{User, laws, real};
use serde_json::Value;
use std::{collections::BTreeSet, fs};

#[test]
fn every_law_is_taken() {
    let Some(user) = laws() else { return };
    let status = user.run(&["index", "status", "--json"]).json();
    assert_eq!(status["up_to_date"], true);
    assert!(status["store"]["units"].as_u64().unwrap() > 64_000, "{status}");
    assert_eq!(user.run(&["doctor"]).code(), 0);
}

#[test]
fn eight_files_are_one_civil_code() {
    let Some(user) = laws() else { return };
    let found = user.search("居住权合同", &["--limit", "1"]);
    let id = found["hits"][0]["policy"]["id"].as_str().unwrap();
    let outline = user.run(&["show", id, "--json"]).json();
    let articles: BTreeSet<&str> = outline["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|clause| clause["kind"] == "article")
        .map(|clause| clause["path"].as_str().unwrap())
        .collect();
    assert_eq!(articles.len(), 1260);
    assert_eq!(outline["policy"]["external_id"].as_array().unwrap().len(), 8);
    let last = user.run(&["show", &format!("{id}#a1260"), "--json"]).json();
    assert_eq!(last["clause"]["label"], "第一千二百六十条");
}

#[test]
fn twelve_amendments_of_the_criminal_law_are_twelve_policies() {
    let Some(user) = laws() else { return };
    let export = user.run(&["export"]);
    let titles: Vec<String> = export
        .stdout()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["title"].as_str().unwrap().to_owned())
        .filter(|title| title.starts_with("中华人民共和国刑法修正案"))
        .collect();
    assert_eq!(titles.len(), 12, "{titles:?}");
    assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), 12);
}

#[test]
fn identical_files_are_one_document_with_two_names() {
    let Some(user) = laws() else { return };
    let shown = user.run(&["show", "行政法/居民身份证法(2011-10-29).md", "--json"]).json();
    let names: Vec<&str> =
        shown["policy"]["external_id"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(names.contains(&"宪法相关法/居民身份证法(2011-10-29).md"), "{names:?}");
    assert!(names.contains(&"行政法/居民身份证法(2011-10-29).md"), "{names:?}");
}

#[test]
fn every_judged_reference_resolves() {
    let Some(user) = laws() else { return };
    let Some(judgements) = real("statutes/queries.zh.jsonl") else { return };
    let report = user.run(&["eval", judgements.to_str().unwrap(), "--json"]).json();
    assert_eq!(report["unknown_references"], 0, "{report}");
    let text = fs::read_to_string(judgements).unwrap();
    for line in text.lines().step_by(40) {
        let judgement: Value = serde_json::from_str(line).unwrap();
        let reference = judgement["gold"][0].as_str().unwrap();
        let shown = user.run(&["show", reference, "--json"]);
        assert_eq!(shown.code(), 0, "{reference}: {}", shown.stderr());
        assert!(
            shown.json()["clause"]["external_id"].as_array().unwrap().iter().any(|name| name == reference),
            "{reference}"
        );
    }
}

#[test]
fn local_regulations_are_taken_and_know_their_place() {
    let Some(folder) = real("local-regulations/重庆") else { return };
    let user = User::new();
    let report = user.ingest(&folder);
    assert_eq!(report["problems"], serde_json::json!([]));
    let answer = user.search("软件 产业 发展", &["--limit", "5"]);
    assert!(!answer["hits"].as_array().unwrap().is_empty());
    for hit in answer["hits"].as_array().unwrap() {
        assert_eq!(hit["policy"]["level"], "provincial", "{}", hit["policy"]["title"]);
        assert_eq!(hit["policy"]["region"], "CN-CQ");
    }
}

#[test]
fn the_news_article_is_read_without_the_site_around_it() {
    let Some(seeds) = real("seeds") else { return };
    let user = User::new();
    user.ingest(&seeds);
    let answer = user.search("industrial software", &["--limit", "1"]);
    let policy = &answer["hits"][0]["policy"];
    assert_eq!((&policy["lang"], &policy["kind"]), (&"en".into(), &"news".into()));
    assert!(policy["title"].as_str().unwrap().contains("First-Class Chinese Software City"));
    for chrome in
        ["\"I Agree\"", "\"cookie settings\"", "\"Leaving a message\"", "\"A City with Cultural Appeal\""]
    {
        assert_eq!(user.search(chrome, &[])["total"], 0, "{chrome}");
    }
    assert_eq!(user.search("\"Kylin Software\"", &[])["total"], 1);
}

#[test]
fn two_corpora_with_the_same_ids_live_in_one_store() {
    let (Some(zh), Some(en)) = (real("xquad/corpus.zh.jsonl"), real("xquad/corpus.en.jsonl")) else { return };
    let user = User::new();
    assert_eq!(user.ingest(&zh)["new"], 240);
    assert_eq!(user.ingest(&en)["new"], 240);
    let status = user.run(&["index", "status", "--json"]).json();
    assert_eq!(status["store"]["policies"], 480);
}

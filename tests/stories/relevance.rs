//! Telling questions of our own, in both languages: which of them are answered among the first hits,
//! how scores add up, and how weights are learned and compared.

use crate::haystack::{User, laws};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::PathBuf};

/// A question passes when a right clause is among so many first hits.
const FIRST: usize = 3;

fn project(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn sample() -> User {
    let user = User::new();
    user.ingest(&project("corpus/sample"));
    user
}

/// The questions of a file that pass.
fn passing(user: &User, questions: &str) -> BTreeSet<String> {
    let (judgements, run) = (project(&format!("tests/queries/{questions}")), user.path("run.jsonl"));
    let ran = user.run(&["eval", judgements.to_str().unwrap(), "--run", run.to_str().unwrap()]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let lines = |path: &PathBuf| -> Vec<Value> {
        let text = fs::read_to_string(path).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let names = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let passes = |judgement: &Value, answer: &Value| {
        assert_eq!(judgement["id"], answer["id"]);
        let gold = names(&judgement["gold"]);
        names(&answer["ranked"]).iter().take(FIRST).any(|name| gold.contains(name))
    };
    lines(&judgements)
        .iter()
        .zip(lines(&run))
        .filter(|(judgement, answer)| passes(judgement, answer))
        .map(|(judgement, _)| judgement["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The ratchet: what `pass.txt` lists of a file must pass, and what passes must be listed.
fn ratchet(user: &User, questions: &str) {
    let list = fs::read_to_string(project("tests/queries/pass.txt")).unwrap();
    let section = list.split("## ").find_map(|part| part.strip_prefix(questions)).unwrap_or_default();
    let listed: BTreeSet<String> = section.split_whitespace().map(str::to_owned).collect();
    let passing = passing(user, questions);
    let lost: Vec<_> = listed.difference(&passing).collect();
    let won: Vec<_> = passing.difference(&listed).collect();
    assert!(lost.is_empty(), "{questions}: no longer among the first {FIRST}: {lost:?}");
    assert!(won.is_empty(), "{questions}: pass now, add them to tests/queries/pass.txt: {won:?}");
}

#[test]
fn questions_about_the_sample_pass_as_listed() {
    ratchet(&sample(), "sample.jsonl");
}

#[test]
fn questions_are_answered_by_clauses_in_the_other_language() {
    ratchet(&sample(), "bilingual.jsonl");
}

#[test]
fn questions_about_laws_pass_as_listed() {
    let Some(user) = laws() else { return };
    ratchet(user, "laws.zh.jsonl");
}

fn sum(parts: &Value) -> f64 {
    parts.as_array().map_or(0.0, |parts| parts.iter().map(|part| part["score"].as_f64().unwrap()).sum())
}

#[test]
fn the_parts_of_a_score_add_up_to_it() {
    let user = sample();
    for query in ["软件企业 首次升规 奖励", "industrial software subsidy", "璟府办发〔2024〕12号", "数据"]
    {
        let answer = user.search(query, &["--explain", "--limit", "50"]);
        let hits = answer["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{query}");
        for hit in hits {
            let explain = &hit["explain"];
            let part = |name: &str| explain[name].as_f64().unwrap();
            let first =
                (sum(&explain["terms"]) + part("phrases")) * part("role") + part("labels") + part("document");
            assert!((first - part("first")).abs() < 0.01, "{query}: {hit}");
            let set: Option<f64> =
                explain["set"].as_object().map(|set| set.values().filter_map(Value::as_f64).sum());
            let looked_at = set.map_or(first + part("behind"), |set| sum(&explain["curves"]) + set);
            let score = looked_at + hit["rendering"]["added"].as_f64().unwrap_or_default();
            assert!((score - hit["score"].as_f64().unwrap()).abs() < 0.01, "{query}: {hit}");
        }
        let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{query}: {scores:?}");
    }
}

#[test]
fn pages_cut_from_one_order() {
    let Some(user) = laws() else { return };
    // Past the depth to which hits are looked at closely.
    let whole = user.refs("合同 违约 责任", &["--limit", "260"]);
    assert_eq!(whole.len(), 260);
    let mut paged = Vec::new();
    let mut cursor = String::new();
    while paged.len() < 260 {
        let more: Vec<&str> = if cursor.is_empty() {
            vec!["--limit", "65"]
        } else {
            vec!["--limit", "65", "--cursor", &cursor]
        };
        let answer = user.search("合同 违约 责任", &more);
        let hits = answer["hits"].as_array().unwrap();
        paged.extend(hits.iter().map(|hit| hit["clause"]["ref"].as_str().unwrap().to_owned()));
        cursor = answer["next"].as_str().unwrap().to_owned();
        let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    }
    assert_eq!(paged, whole);
}

#[test]
fn weights_are_learned_from_judgements_and_compared() {
    let user = sample();
    let judgements = project("tests/queries/sample.jsonl");
    let judgements = judgements.to_str().unwrap();
    let out = user.path("weights.toml");
    let out = out.to_str().unwrap();
    let learned = user.run(&["learn", judgements, "--folds", "3", "--rounds", "20", "--out", out, "--json"]);
    assert_eq!(learned.code(), 0, "{}", learned.stderr());
    let report = learned.json();
    let held: u64 =
        report["folds"].as_array().unwrap().iter().map(|fold| fold["questions"].as_u64().unwrap()).sum();
    assert_eq!(held, report["questions"].as_u64().unwrap());
    let first = fs::read_to_string(out).unwrap();
    user.run(&["learn", judgements, "--folds", "3", "--rounds", "20", "--out", out]);
    assert_eq!(fs::read_to_string(out).unwrap(), first, "learning is deterministic");

    let compared = user.run(&["eval", judgements, "--compare", out, "--compare", out, "--json"]);
    assert_eq!(compared.code(), 0, "{}", compared.stderr());
    let versus = &compared.json()["comparisons"][0];
    assert_eq!((versus["wins"].as_u64(), versus["losses"].as_u64()), (Some(0), Some(0)), "{versus}");
    assert!((versus["p"].as_f64().unwrap() - 1.0).abs() < 1e-9);
    let table = user.run(&["eval", judgements, "--compare", out]).stdout();
    assert!(table.contains("shipped") && table.contains("nDCG@10"), "{table}");
}

#[test]
fn what_cannot_be_learned_from_is_named() {
    let user = sample();
    let judgements =
        user.file("judgements.jsonl", "{\"id\": \"1\", \"query\": \"软件\", \"gold\": []}\n{\"id\": 2}\n");
    let ran = user.run(&["learn", judgements.to_str().unwrap()]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("line 2"), "{}", ran.stderr());
    let good = project("tests/queries/sample.jsonl");
    let ran = user.run(&["learn", good.to_str().unwrap(), "--without", "colour"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("first_score"), "{}", ran.stderr());
    let weights = user.file("weights.toml", "k1 = 'many'\n");
    let ran = user.run(&["eval", good.to_str().unwrap(), "--compare", weights.to_str().unwrap()]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("weights.toml"), "{}", ran.stderr());
}

#[test]
fn recent_documents_come_first_when_asked_for() {
    let user = User::new();
    for (name, year) in [("old", 2001), ("new", 2025)] {
        let text = format!("# 示例市软件产业办法（{name}）\n\n{year}年3月1日\n\n第一条 支持软件企业研发。\n");
        user.file(&format!("texts/{name}.md"), text);
    }
    user.ingest(&user.path("texts"));
    let first = |more: &[&str]| user.named("软件企业 研发", more)[0].clone();
    assert!(first(&["--recency", "--as-of", "2025-06-01"]).starts_with("new"));
    let plain = user.search("软件企业 研发", &["--explain"]);
    assert_eq!(plain["hits"][0]["explain"]["set"]["recency"], 0.0);
}

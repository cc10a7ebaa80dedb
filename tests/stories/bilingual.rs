//! Questions in one language, answers in both.

use crate::haystack::{User, real};
use serde_json::Value;
use std::path::Path;

/// Illustrative texts, written for these stories.
const TEXTS: &str = r#"{"id": "zh/a", "lang": "zh", "title": "云谷市企业扶持办法", "text": "第一条 对首次升规的软件企业给予补贴。\n第二条 企业应当依法纳税。"}
{"id": "zh/b", "lang": "zh", "title": "云谷市园区规划", "text": "第一条 “十四五”期间建设三个园区。\n第二条 本规划参照GB/T 7714执行，鼓励使用5G。"}
{"id": "zh/c", "lang": "zh", "title": "云谷市奖补细则", "text": "第一条 对小微企业发放奖补资金。\n第二条 补助标准另行制定。"}
{"id": "en/a", "lang": "en", "title": "Measures of Yungu City", "translation_of": "zh/a", "text": "Article 1 Software enterprises receive a subsidy.\nArticle 2 Enterprises shall pay taxes by law."}
"#;

fn user() -> User {
    let user = User::new();
    let file = user.file("texts.jsonl", TEXTS);
    user.ingest(&file);
    user
}

/// Whether a hit says that it was matched by `found` for `why`, and highlights that.
fn is_matched_by(hit: &Value, found: &str, why: &str) -> bool {
    let matched = hit["matched_by"].as_array().unwrap();
    let named = matched.iter().any(|by| by["as"] == found && by["why"] == why);
    let text: Vec<char> = hit["clause"]["text"].as_str().unwrap().chars().collect();
    let highlighted = hit["highlights"].as_array().unwrap().iter().any(|range| {
        let at = |end: &str| range[end].as_u64().unwrap() as usize;
        text[at("start")..at("end")].iter().collect::<String>().contains(found)
    });
    named && highlighted
}

#[test]
fn a_query_finds_clauses_in_the_other_language_and_says_why() {
    let user = user();
    let answer = user.search("subsidies", &[]);
    let hits = answer["hits"].as_array().unwrap();
    for found in ["补贴", "补助", "奖补"] {
        assert!(hits.iter().any(|hit| is_matched_by(hit, found, "lexicon")), "{found}: {answer}");
    }
    assert!(hits.iter().any(|hit| hit["clause"]["lang"] == "en"), "{answer}");
    let explained = answer["query"]["explain"].as_array().unwrap();
    assert!(explained.iter().any(|line| line["kind"] == "translation" && line["text"] == "subsidies"));

    let chinese = user.search("补贴", &["--lang", "en"]);
    assert!(is_matched_by(&chinese["hits"][0], "subsidy", "lexicon"), "{chinese}");
    assert_eq!(user.search("补貼", &["--lang", "en"])["total"], chinese["total"]);
    assert!(user.search("subsidies", &["--lang", "zh"])["total"].as_u64() > Some(1));
}

#[test]
fn translation_can_be_switched_off() {
    let user = user();
    let answer = user.search("subsidies", &["--no-translate"]);
    let hits = answer["hits"].as_array().unwrap();
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit["clause"]["lang"] == "en"), "{answer}");
    assert_eq!(user.search("补贴", &["--lang", "en", "--no-translate"])["total"], 0);
}

#[test]
fn plans_numbers_and_names_cross() {
    let user = user();
    let first = |query: &str| user.search(query, &["--lang", "zh"])["hits"][0]["clause"]["text"].clone();
    assert!(first("14th Five-Year Plan").as_str().unwrap().contains("十四五"));
    assert!(first("GB/T 7714").as_str().unwrap().contains("7714"));
    assert!(first("5G").as_str().unwrap().contains("5G"));
}

#[test]
fn odd_queries_are_answered() {
    let user = user();
    let long = "subsidies for enterprises 补贴 ".repeat(400);
    for query in [
        long.as_str(),
        "the",
        "的",
        "🏭💰 subsidy 補貼",
        "税tax補助grant",
        "\u{202e}subsidy\u{200b}",
        "--- ???",
    ] {
        let ran = user.run(&["search", "--json", "--", query]);
        assert!(ran.code() <= 1, "{query}: {}", ran.stderr());
        assert!(ran.json()["total"].is_u64());
    }
}

#[test]
fn files_of_the_users_own_are_read_and_their_faults_named() {
    let user = user();
    user.file("data/lexicon/mine.tsv", "升规\tscaling up\nno tab here\n");
    let answer = user.search("scaling up", &["--lang", "zh"]);
    assert!(is_matched_by(&answer["hits"][0], "升规", "lexicon"), "{answer}");
    let warning = &answer["warnings"][0];
    assert!(
        warning["code"] == "lexicon_file" && warning["message"].as_str().unwrap().contains("mine.tsv:2:")
    );
    let stats = user.run(&["lexicon", "stats"]);
    assert_eq!(stats.code(), 1);
    assert!(stats.stdout().contains("mine (yours)") && stats.stderr().contains("mine.tsv:2:"));
}

#[test]
fn a_general_dictionary_stands_behind_the_lexicon() {
    let user = user();
    let ran = user.run(&["lexicon", "import", user.file("bad.u8", "# only a comment\n").to_str().unwrap()]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("trad simp [pinyin]"), "{}", ran.stderr());
    let dictionary = user.file("d.u8", "# Illustrative dictionary\n# CC0\n納 纳 [na4] /to receive/\n發放 发放 [fa1 fang4] /to dole out; to hand out/\nnot an entry\n");
    let ran = user.run(&["lexicon", "import", dictionary.to_str().unwrap()]);
    assert_eq!(ran.code(), 1, "{}", ran.stderr());
    assert!(ran.stdout().contains("Illustrative dictionary") && ran.stdout().contains("line 5"));
    assert!(is_matched_by(&user.search("dole out", &[])["hits"][0], "发放", "dictionary"));
    assert!(user.run(&["lexicon", "show", "doled out"]).stdout().contains("发放"));
    assert!(user.run(&["lexicon", "stats"]).stdout().contains("CC0"));
    user.file("data/lexicon/dictionary.bin", "damaged");
    let answer = user.search("dole out", &["--lang", "zh"]);
    assert!(answer["warnings"].to_string().contains("import the dictionary again"), "{answer}");
}

#[test]
fn what_is_learned_is_a_file_to_review() {
    let user = user();
    let out = user.path("learned.tsv");
    let ran = user.run(&[
        "lexicon",
        "learn",
        "--support",
        "1",
        "--confidence",
        "0.1",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert!(ran.code() <= 1, "{}", ran.stderr());
    let learned = std::fs::read_to_string(&out).unwrap();
    assert!(learned.starts_with('#') && learned.contains("1 translations"), "{learned}");
    let empty = User::new();
    empty.ingest(&empty.file("one.jsonl", TEXTS.lines().next().unwrap()));
    let ran = empty.run(&["lexicon", "learn"]);
    assert_eq!(ran.code(), 1);
    assert!(ran.stderr().contains("translation_of"));
}

fn ndcg(user: &User, judgements: &Path, more: &[&str]) -> f64 {
    let ran = user.run(&[&["eval", judgements.to_str().unwrap(), "--json"], more].concat());
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let report = ran.json();
    println!("{} {more:?}: {report}", judgements.display());
    report["nDCG@10"].as_f64().expect("a figure")
}

#[test]
fn questions_find_their_paragraphs_across_languages() {
    let (Some(xquad), Some(cedict)) = (real("xquad"), real("cedict/cedict_ts.u8")) else { return };
    let user = User::new();
    user.ingest(&xquad.join("corpus.zh.jsonl"));
    user.ingest(&xquad.join("corpus.en.jsonl"));
    assert_eq!(user.run(&["lexicon", "import", cedict.to_str().unwrap()]).code(), 0);
    assert!(ndcg(&user, &xquad.join("queries.en.jsonl"), &["--lang", "zh"]) >= 0.80);
    assert!(ndcg(&user, &xquad.join("queries.zh.jsonl"), &["--lang", "en"]) >= 0.80);
}

#[test]
fn english_titles_find_chinese_policies() {
    let (Some(titles), Some(cedict)) = (real("policy-titles"), real("cedict/cedict_ts.u8")) else { return };
    let user = User::new();
    user.ingest(&titles.join("corpus.zh.jsonl"));
    assert_eq!(user.run(&["lexicon", "import", cedict.to_str().unwrap()]).code(), 0);
    assert!(ndcg(&user, &titles.join("queries.en.jsonl"), &[]) >= 0.60);
}

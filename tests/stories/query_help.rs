//! Help with the query: completion, and answers that are empty.

use crate::haystack::sample;
use serde_json::{Value, json};

fn suggested(typed: &str) -> Vec<String> {
    let suggestions = sample().run(&["suggest", "--json", "--", typed]).json();
    let texts = suggestions.as_array().expect("a list").iter();
    texts.map(|suggestion| suggestion["text"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn what_was_typed_is_completed_from_characters_pinyin_and_english() {
    for (typed, expected) in [
        ("璟澜市人民", "璟澜市人民政府"),
        ("jinglanshirenmin", "璟澜市人民政府"),
        ("jlsrmzf", "璟澜市人民政府"),
        ("璟府办发[2024", "璟府办发〔2024〕12号"),
        (
            "Guide to Supp",
            "Guide to Support Measures for Foreign-Invested Software Enterprises in Jinglan City",
        ),
    ] {
        let found = suggested(typed);
        assert!(found.iter().any(|text| text == expected), "{typed}: {found:?}");
    }
    assert!(suggested("qvqvqvqv").is_empty());
    assert_eq!(sample().run(&["suggest", "qvqvqvqv"]).code(), 1);
    // Pinyin is a way of typing and finds nothing by itself.
    assert_eq!(sample().search("jlsrmzf", &[])["total"], 0);
}

fn without(query: &str) -> Vec<(String, String, bool, bool)> {
    let answer = sample().search(query, &[]);
    assert_eq!(answer["total"], 0, "{query}");
    let relaxations: &Value = answer.get("relaxations").unwrap_or(&Value::Null);
    let list = relaxations.as_array().cloned().unwrap_or_default();
    list.iter()
        .map(|relaxation| {
            let text = |name: &str| relaxation[name].as_str().unwrap_or_default().to_owned();
            (text("kind"), text("without"), relaxation["total"] != 0, relaxation["absent"] == json!(true))
        })
        .collect()
}

#[test]
fn an_empty_answer_says_what_stands_in_its_way() {
    let part =
        |kind: &str, without: &str, helps, absent| (kind.to_owned(), without.to_owned(), helps, absent);
    assert_eq!(without("奖励 \"从未写过的短语\""), [part("phrase", "\"从未写过的短语\"", true, true)]);
    assert_eq!(without("奖励 year:1987"), [part("filter", "year:1987", true, false)]);
    assert_eq!(without("\"首次升规入统\" -首次升规入统"), [part("exclusion", "-首次升规入统", true, false)]);
    let told = sample().run(&["search", "奖励 year:1987"]);
    assert!(told.stderr().contains("without year:1987"), "{}", told.stderr());
}

//! Help with the query: completion, and answers that are empty.

use crate::haystack::{User, sample};
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
    assert_eq!(
        without("\"首次升规入统\" -首次升规入统"),
        [part("phrase", "\"首次升规入统\"", true, false), part("exclusion", "-首次升规入统", true, false)]
    );
    let told = sample().run(&["search", "奖励 year:1987"]);
    assert!(told.stderr().contains("without year:1987"), "{}", told.stderr());
}

/// The corrections that are shown for a query, and how each came about.
fn meant(query: &str) -> Vec<(String, String)> {
    let answer = sample().search(query, &[]);
    let list = answer.get("did_you_mean").and_then(Value::as_array).cloned().unwrap_or_default();
    list.iter()
        .map(|correction| {
            assert!(correction["total"].as_u64().unwrap() > 0, "{correction}");
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&correction["query"]), text(&correction["replaced"][0]["why"]))
        })
        .collect()
}

#[test]
fn what_may_have_been_meant_is_shown_and_never_put_in_its_place() {
    for (typed, intended, why) in [
        ("首次升规 奖厉", "首次升规 奖励", "sound"),
        ("软见企业", "软件企业", "sound"),
        ("industrail software", "industrial software", "spelling"),
    ] {
        let meant = meant(typed);
        assert!(meant.contains(&(intended.to_owned(), why.to_owned())), "{typed}: {meant:?}");
        let answer = sample().search(typed, &[]);
        assert_eq!(answer["query"]["text"], typed);
    }
    for right in ["软件企业", "首次升规 奖励", "industrial software", "qvqvqvqv", "从未写过", ""]
    {
        assert_eq!(meant(right), [], "{right}");
    }
    let zh = sample().run(&["search", "--locale", "zh", "软见企业"]);
    assert!(zh.stderr().contains("您要找的是不是：软件企业"), "{}", zh.stderr());
    let en = sample().run(&["search", "软见企业"]);
    assert!(en.stderr().contains("did you mean: 软件企业"), "{}", en.stderr());
}

#[test]
fn a_slip_made_of_words_that_say_nothing_is_seen() {
    let user = User::new();
    let clause =
        |number| format!("第{number}条 用人单位应当在第{number}日内与劳动者和工会签订劳动合同。\n\n");
    let text: String = (1..=6).map(clause).collect();
    let other = "第七条 劳动和同工同酬适用本条。\n\n第八条 劳动和社会保障部门监督。\n";
    let file = user.file("texts/rules.md", format!("# 示例劳动规定\n\n{text}{other}"));
    user.ingest(file.parent().unwrap());
    let meant = |query: &str| {
        let answer = user.search(query, &[]);
        assert_ne!(answer["total"], 0, "{query}");
        answer["did_you_mean"].as_array().map_or(Vec::new(), |list| {
            list.iter().map(|one| one["query"].as_str().unwrap().to_owned()).collect()
        })
    };
    assert_eq!(meant("签订和同"), Vec::<String>::new(), "nothing known sounds like it");
    // 劳动和同 stands in a clause here, 劳动河同 stands nowhere.
    assert_eq!(meant("劳动和同"), Vec::<String>::new());
    let stopped = "第七条 活动和协同工作。\n\n第八条 劳动和社会保障部门监督。\n\n第九条 和同类企业一样。\n";
    user.file("texts/rules.md", format!("# 示例劳动规定\n\n{text}{stopped}"));
    user.ingest(file.parent().unwrap());
    assert_eq!(meant("劳动和同"), ["劳动合同"]);
    assert_eq!(meant("劳动合同"), Vec::<String>::new());
}

#[test]
fn related_terms_are_other_names_and_what_stands_beside() {
    let related = sample().run(&["suggest", "--related", "--json", "--limit", "50", "--", "补贴"]).json();
    let named: Vec<(&str, &str)> = related
        .as_array()
        .unwrap()
        .iter()
        .map(|term| (term["text"].as_str().unwrap(), term["why"].as_str().unwrap()))
        .collect();
    assert!(named.contains(&("subsidy", "lexicon")) && named.contains(&("补助", "lexicon")), "{named:?}");
    let answer = sample().search("软件企业 奖励", &[]);
    assert!(answer.get("related").is_none());
    assert_eq!(sample().run(&["suggest", "--related", "qvqvqvqv"]).code(), 1);
}

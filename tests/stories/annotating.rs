//! What is understood of a text, shown. The texts are illustrative.

use crate::haystack::User;
use serde_json::{Value, json};

const LINES: &str = r#"{"id": "zh", "text": "根据《云谷市促进条例》（云府发〔2023〕7号），对首次升规的企业，给予一次性奖励10万元。"}
{"id": 2, "text": "Platforms with over 100 users will be given a subsidy of up to 5 million yuan."}
"#;

fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_line_gets_a_line_in_both_languages() {
    let user = User::new();
    let file = user.file("lines.jsonl", LINES);
    let ran = user.run(&["annotate", "--json", file.to_str().unwrap()]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let [zh, en] = lines(&ran.stdout()).try_into().unwrap();
    assert_eq!((&zh["id"], &en["id"]), (&json!("zh"), &json!(2)));
    assert_eq!(zh["numbers"][0]["canonical"], "云府发〔2023〕7号");
    assert_eq!(zh["edges"][0]["target_title"], "云谷市促进条例");
    assert_eq!(zh["measures"][0]["kind"], "reward");
    assert_eq!(zh["measures"][0]["amounts"][0]["value"], 100_000);
    assert_eq!(zh["measures"][0]["one_off"], true);
    assert_eq!(en["measures"][0]["amounts"][0]["value"], 5_000_000);
    assert_eq!(en["measures"][0]["amounts"][0]["role"], "cap");
}

#[test]
fn a_document_is_shown_with_its_annotations() {
    let user = User::new();
    let file = user.file(
        "a.md",
        "# 示例办法\n\n第一条 对示例企业给予奖励10万元。\n\n第二条 本办法自2024年1月1日起施行。\n",
    );
    let ran = user.run(&["annotate", file.to_str().unwrap()]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let shown = ran.stdout();
    for words in
        ["给予奖励[10万元]", "measure reward 示例企业", "sum 100,000 CNY", "in force from 2024-01-01"]
    {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(!shown.contains('\u{1b}'));
    let chinese = user.run(&["--locale", "zh", "annotate", file.to_str().unwrap()]).stdout();
    assert!(chinese.contains("措施 奖励 示例企业"), "{chinese}");
}

#[test]
fn bad_lines_are_named_and_the_others_read() {
    let user = User::new();
    let file = user.file("bad.jsonl", format!("not json\n{LINES}{{\"id\": 3}}\n"));
    let ran = user.run(&["annotate", "--json", file.to_str().unwrap()]);
    assert_eq!(ran.code(), 1);
    assert_eq!(lines(&ran.stdout()).len(), 2);
    assert!(ran.stderr().contains(":1:") && ran.stderr().contains(":4:"), "{}", ran.stderr());
    let none = user.run(&["annotate", user.path("none.jsonl").to_str().unwrap()]);
    assert_eq!(none.code(), 2);
}

#[test]
fn hostile_characters_become_visible() {
    let user = User::new();
    let line = json!({"id": "\u{1b}[31m", "text": "对\u{202e}企业给予奖励10万元\u{1b}[31m。"});
    let file = user.file("hostile.jsonl", line.to_string());
    let ran = user.run(&["annotate", file.to_str().unwrap()]);
    assert_eq!(ran.code(), 0);
    assert!(!ran.stdout().contains(['\u{1b}', '\u{202e}']), "{}", ran.stdout());
}

#[test]
fn what_stored_texts_say_is_in_the_store() {
    let user = User::new();
    user.ingest(&user.file("a.md", "# 示例办法\n\n第一条 对示例企业给予奖励10万元。\n"));
    let again = user.run(&["reextract", "--json"]);
    assert_eq!(again.json()["texts_understood"], 0, "{}", again.stderr());
}

use super::*;
use polidex_corpus::model::{
    ApplicantKind, Figure, Level, Ownership, PlaceName, PlaceRole, Range, SizeClass, Standing,
};
use proptest::prelude::*;

/// What is read of a beneficiary and of conditions, each a whole text of its own.
fn read(who: &str, conditions: &[&str]) -> (Vec<Test>, Vec<String>) {
    let text = format!("{who}。{}", conditions.join("。"));
    let index = CharIndex::new(&text);
    let mut at = 0;
    let mut span = |words: &str| {
        let span = Span::new(at, at + words.chars().count());
        at = span.end + 1;
        span
    };
    let beneficiary = Some(span(who)).filter(|span| !span.is_empty());
    let conditions: Vec<Condition> = conditions.iter().map(|words| Condition::new(span(words))).collect();
    let checks = Reader { index: &index, defined: &[] }.conditions(beneficiary, &conditions);
    let open = checks.open.iter().map(|span| index.slice(*span).to_owned()).collect();
    (checks.requirements.into_iter().map(|requirement| requirement.test).collect(), open)
}

/// What one condition asks, when all of it is understood.
fn all(condition: &str) -> Vec<Test> {
    let (tests, open) = read("", &[condition]);
    assert_eq!(open, Vec::<String>::new(), "{condition}: {tests:?}");
    tests
}

fn figure(figure: Figure, range: Range) -> Test {
    Test::Figure { figure, range, years: 1, first: false }
}

#[test]
#[ignore]
fn show_labelled() {
    let data = std::fs::read_to_string("../../../shared/data/understanding/measures.jsonl").or_else(|_| std::fs::read_to_string("/work/shared/data/understanding/measures.jsonl")).unwrap();
    for line in data.lines() {
        let item: serde_json::Value = serde_json::from_str(line).unwrap();
        let chars: Vec<char> = item["text"].as_str().unwrap().chars().collect();
        let cut = |v: &serde_json::Value| -> String { chars[v[0].as_u64().unwrap() as usize..v[1].as_u64().unwrap() as usize].iter().collect() };
        for m in item["measures"].as_array().unwrap() {
            let who = if m["beneficiary"].is_null() { String::new() } else { cut(&m["beneficiary"]) };
            let conditions: Vec<String> = m["conditions"].as_array().unwrap().iter().map(cut).collect();
            let refs: Vec<&str> = conditions.iter().map(String::as_str).collect();
            let (tests, open) = read(&who, &refs);
            println!("{who} | {}\n    -> {}\n    OPEN {open:?}", conditions.join(" || "), tests.iter().map(|t| serde_json::to_string(t).unwrap()).collect::<Vec<_>>().join(" "));
        }
    }
}

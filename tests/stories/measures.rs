//! Figures that must not fall: retrieval on judged questions, where they are present.

use crate::haystack::{User, laws, real};
use serde_json::Value;

fn eval(user: &User, judgements: &str, more: &[&str]) -> Option<Value> {
    let judgements = real(judgements)?;
    let ran = user.run(&[&["eval", judgements.to_str().unwrap(), "--json"], more].concat());
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let report = ran.json();
    println!("{}: {report}", judgements.display());
    Some(report)
}

fn at_least(report: &Value, figure: &str, floor: f64) {
    let reached = report[figure].as_f64().expect("a figure");
    assert!(reached >= floor, "{figure} is {reached}, the floor is {floor}");
}

#[test]
fn lay_questions_find_their_articles() {
    let Some(user) = laws() else { return };
    let Some(report) = eval(user, "statutes/queries.zh.jsonl", &[]) else { return };
    at_least(&report, "nDCG@10", 0.37);
    at_least(&report, "R@100", 0.65);
}

#[test]
fn policy_questions_find_their_documents() {
    let Some(corpus) = real("policy-questions/corpus.zh.jsonl") else { return };
    let user = User::new();
    user.ingest(&corpus);
    let Some(report) = eval(&user, "policy-questions/queries.zh.jsonl", &[]) else { return };
    at_least(&report, "nDCG@10", 0.88);
}

#[test]
fn questions_find_their_paragraphs_in_both_languages() {
    let (Some(zh), Some(en)) = (real("xquad/corpus.zh.jsonl"), real("xquad/corpus.en.jsonl")) else { return };
    let user = User::new();
    user.ingest(&zh);
    user.ingest(&en);
    for lang in ["zh", "en"] {
        let Some(report) = eval(&user, &format!("xquad/queries.{lang}.jsonl"), &["--lang", lang]) else {
            return;
        };
        at_least(&report, "nDCG@10", 0.96);
    }
}

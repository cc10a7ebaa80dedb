//! Clauses that bind every measure of a document: 本办法适用于在本区登记注册、依法纳税的企业.

use super::head;
use crate::understand::{
    sentence,
    signs::{Sign, Signs},
};
use polidex_corpus::model::{CharIndex, Checks, Condition, Scope};
use std::ops::Range;

/// Words behind which a document says to whom it applies.
pub const APPLIES: &[&str] = &[
    "适用于",
    "适用对象为",
    "适用范围为",
    "支持对象为",
    "扶持对象为",
    "奖励对象为",
    "申报主体为",
    "申报主体须为",
    "申报对象为",
];

/// Names of this document in front of them.
const OWN: &[&str] = &["本", "上述", "以上", "支持对象", "扶持对象", "奖励对象", "申报主体", "申报对象"];

/// The scope that a sentence states.
pub fn scope(index: &CharIndex<'_>, sentence: &Range<usize>, signs: Signs) -> Option<Scope> {
    if !signs.has(Sign::Applies) {
        return None;
    }
    let text = index.text();
    let words = &text[sentence.clone()];
    let (at, verb) = APPLIES.iter().find_map(|word| words.find(word).map(|at| (at, *word)))?;
    let named = &words[..at];
    let own = OWN.iter().any(|word| named.contains(word)) || OWN.iter().any(|word| verb.starts_with(word));
    if !own || named.contains(['《', '。']) || named.chars().count() > 40 {
        return None;
    }
    let from = sentence.start + at + verb.len();
    let mut beneficiary = None;
    let mut conditions = Vec::new();
    let clauses = sentence::clauses(text, from..sentence.end);
    for clause in clauses {
        let head = head::group(text, clause);
        beneficiary = beneficiary.or(head.beneficiary);
        conditions.extend(head.conditions.into_iter().flat_map(|range| parts(text, range)));
    }
    Some(Scope {
        beneficiary: beneficiary.map(|range| index.span(range)),
        conditions: conditions.into_iter().map(|range| Condition::new(index.span(range))).collect(),
        checks: Checks::default(),
        sentence: index.span(sentence.clone()),
    })
}

/// The requirements of a scope clause stand side by side: 登记注册、依法纳税、诚信经营且以…为主营业务.
fn parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[range.clone()];
    let mut found = Vec::new();
    let mut from = 0;
    for (at, joint) in words.match_indices(['、', '且', '并']) {
        let piece = &words[from..at];
        let verbs =
            ["注册", "登记", "纳税", "经营", "具有", "从事", "符合", "设立", "认定", "依法", "诚信", "信用"];
        if verbs.iter().any(|verb| piece.contains(verb)) {
            found.push(sentence::trim(text, range.start + from..range.start + at));
            from = at + joint.len();
        }
    }
    found.push(sentence::trim(text, range.start + from..range.end));
    found.retain(|range| !range.is_empty());
    found
}

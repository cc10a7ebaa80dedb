//! What different places give for the same thing: clauses that state support, aligned by wording.

use crate::{
    answer::PolicySummary,
    searcher::{Request, SearchError, Searcher},
    text::{
        fold,
        pairs::{dice, pairs},
    },
};
use polidex_corpus::{
    model::{CharIndex, ClauseRef, Measure, MeasureKind, Span},
    region::Region,
    store::StoredClause,
};
use serde::Serialize;
use std::collections::HashSet;

/// Clauses of two places state the same thing in other words when they share this much, numbers aside.
const ALIKE: f32 = 0.4;

/// Which property of documents tells the columns apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The region of the first issuer.
    Region,
    /// The first issuer.
    Issuer,
    /// The level of government.
    Level,
}

/// A support measure as a clause prints it; every word is a slice of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Given {
    /// The kind of support.
    pub kind: MeasureKind,
    /// Sums, as printed, with the value in yuan.
    pub amounts: Vec<Sum>,
    /// Shares, as printed.
    pub rates: Vec<String>,
    /// Conditions, as printed.
    pub conditions: Vec<String>,
    /// Where the sentence stands, in characters of the document's text.
    pub span: Span,
}

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// As printed.
    pub printed: String,
    /// In whole yuan, or whole units of the currency that is printed.
    pub value: i64,
    /// What it says: `cap`, `tier`, `fixed`, `floor`, `per_unit`.
    pub role: polidex_corpus::model::AmountRole,
}

/// One clause of one place.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The place, the issuer or the level that it stands for; empty where that is not known. A place is
    /// named as far down as it is known: 重庆市渝北区.
    pub place: String,
    /// The place, where places are compared.
    #[serde(skip)]
    pub region: Option<Region>,
    /// The document.
    pub policy: PolicySummary,
    /// The clause.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// Its label.
    pub label: String,
    /// Its text as published.
    pub text: String,
    /// What it gives.
    pub measures: Vec<Given>,
}

/// Clauses that state the same thing, the best hit first and then by place.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The clauses, of every place the best hit alone.
    pub rows: Vec<Row>,
    /// Clauses of the same places that state it as well.
    pub more: usize,
}

/// Finds clauses that state support, and puts side by side what different places give. `request` says
/// how many clauses are looked at.
pub fn compare(searcher: &Searcher, request: &Request, by: By) -> Result<Vec<Group>, SearchError> {
    let answer = searcher.search(request)?;
    let mut groups: Vec<(HashSet<[char; 2]>, Group)> = Vec::new();
    for hit in answer.hits {
        let resolved = searcher.store().resolve(&hit.clause.reference)?;
        let polidex_corpus::store::Resolution::Clause(clause) = resolved else { continue };
        let measures = given(searcher, &clause)?;
        if measures.is_empty() {
            continue;
        }
        let row = Row {
            place: place(&hit.policy, by),
            region: region(&hit.policy).filter(|_| by == By::Region),
            policy: hit.policy,
            reference: hit.clause.reference,
            label: hit.clause.label,
            text: hit.clause.text,
            measures,
        };
        let grams = wording(&row.text);
        match groups.iter_mut().find(|(known, _)| dice(known, &grams) >= ALIKE) {
            Some((_, group)) if group.rows.iter().any(|known| known.place == row.place) => group.more += 1,
            Some((_, group)) => group.rows.push(row),
            None => groups.push((grams, Group { rows: vec![row], more: 0 })),
        }
    }
    // What only one place gives compares nothing, but is no less an answer: it comes last.
    groups.sort_by_key(|(_, group)| group.rows.len() < 2);
    Ok(groups.into_iter().map(|(_, group)| group).collect())
}

fn region(policy: &PolicySummary) -> Option<Region> {
    Region::made_for(policy.region.as_deref(), policy.issuer.first().map(String::as_str), &policy.title)
}

fn place(policy: &PolicySummary, by: By) -> String {
    let value = match by {
        // What lies in no province, such as the whole country, has its code for a name.
        By::Region => region(policy)
            .map(|region| Some(region.name()).filter(|name| !name.is_empty()).unwrap_or(region.code)),
        By::Issuer => policy.issuer.first().cloned(),
        By::Level => policy.level.map(|level| level.name().to_owned()),
    };
    value.unwrap_or_default()
}

fn given(searcher: &Searcher, clause: &StoredClause) -> Result<Vec<Given>, SearchError> {
    let index = CharIndex::new(&clause.text);
    let within = |span: Span| Span::new(span.start - clause.span.start, span.end - clause.span.start);
    let words = |span: Span| index.slice(within(span)).to_owned();
    let measures = searcher.store().measures_within(clause)?;
    Ok(measures.iter().map(|measure| as_printed(measure, &words)).collect())
}

fn as_printed(measure: &Measure, words: &impl Fn(Span) -> String) -> Given {
    let sum = |amount: &polidex_corpus::model::Amount| Sum {
        printed: words(amount.span),
        value: amount.value,
        role: amount.role,
    };
    Given {
        kind: measure.kind,
        amounts: measure.amounts.iter().map(sum).collect(),
        rates: measure.rates.iter().map(|rate| words(rate.span)).collect(),
        conditions: measure.conditions.iter().map(|condition| words(condition.span)).collect(),
        span: measure.sentence,
    }
}

/// The pairs of characters of a text, numbers and white space left out: what places differ in.
fn wording(text: &str) -> HashSet<[char; 2]> {
    let kept: Vec<char> = fold(text).chars().filter(|c| !c.is_whitespace() && !c.is_numeric()).collect();
    pairs(&kept)
}

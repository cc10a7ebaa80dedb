//! The contract of clauses, as `polidex_corpus::model::Clause` states it, checked.

use polidex_corpus::model::{Clause, ClauseKind, Document};
use std::collections::HashSet;

/// Checks a document's clauses: nesting, coverage, white space, units, paths. The error says which
/// promise is broken first.
pub fn check(document: &Document) -> Result<(), String> {
    let chars: Vec<char> = document.text.chars().collect();
    let clauses = &document.clauses;
    let mut deepest: Vec<Option<usize>> = vec![None; chars.len()];
    let mut paths = HashSet::new();
    let mut end_of_siblings = vec![0; clauses.len() + 1];
    for (number, clause) in clauses.iter().enumerate() {
        let name = format!("clause {number} ({})", clause.path);
        let span = clause.span;
        if span.is_empty() || span.end > chars.len() {
            return Err(format!("{name} has the span {span:?} in {} characters", chars.len()));
        }
        if chars[span.start].is_whitespace() || chars[span.end - 1].is_whitespace() {
            return Err(format!("{name} begins or ends with white space"));
        }
        if !paths.insert(&clause.path) {
            return Err(format!("{name} has a path that occurs twice"));
        }
        if clause.heading.is_some_and(|heading| !span.contains(heading) || heading.is_empty()) {
            return Err(format!("{name} has its heading outside"));
        }
        if clause.parent.is_some_and(|parent| parent >= number || !clauses[parent].span.contains(span)) {
            return Err(format!("{name} does not lie in its parent"));
        }
        let siblings = clause.parent.map_or(0, |parent| parent + 1);
        if span.start < end_of_siblings[siblings] {
            return Err(format!("{name} overlaps its sibling"));
        }
        end_of_siblings[siblings] = span.end;
        if clause.unit && ancestors(clauses, number).any(|above| clauses[above].unit) {
            return Err(format!("{name} is a unit within a unit"));
        }
        deepest[span.start..span.end].fill(Some(number));
    }
    coverage(&chars, clauses, &deepest)
}

/// Every character is in a clause; outside units there are only headings, labels and front matter.
fn coverage(chars: &[char], clauses: &[Clause], deepest: &[Option<usize>]) -> Result<(), String> {
    for (at, (c, clause)) in chars.iter().zip(deepest).enumerate() {
        if c.is_whitespace() {
            continue;
        }
        let Some(number) = *clause else { return Err(format!("character {at} is in no clause")) };
        let own = &clauses[number];
        let in_unit = own.unit || ancestors(clauses, number).any(|above| clauses[above].unit);
        // The stop behind a run-in heading belongs to it.
        let in_heading = own.heading.is_some_and(|heading| (heading.start..=heading.end).contains(&at));
        let in_label = own.kind == ClauseKind::Numbered && at < own.span.start + 24;
        if !in_unit && own.kind != ClauseKind::Front && !in_heading && !in_label {
            return Err(format!("character {at} ({c}) of {} is in no unit", own.path));
        }
    }
    Ok(())
}

fn ancestors(clauses: &[Clause], number: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(clauses[number].parent, |&above| clauses[above].parent)
}

//! Puts matches in order and cuts out a page.

use super::{
    super::{Candidate, Page, Sort},
    condition::Match,
    segment::Segment,
};
use std::cmp::Ordering;

/// The page of `matched` that is asked for. Equal scores are ordered by the policy's id and the
/// place in the document, so the order does not depend on segments.
pub fn page(segments: &[&Segment], matched: &mut Vec<Match>, page: Page) -> Vec<Candidate> {
    let tie = |hit: &Match| segments[hit.segment as usize].tie(hit.doc);
    let date = |hit: &Match| segments[hit.segment as usize].date(hit.doc);
    let by_score = |a: &Match, b: &Match| b.score.total_cmp(&a.score).then_with(|| tie(a).cmp(&tie(b)));
    let order = |a: &Match, b: &Match| match page.sort {
        Sort::Relevance => by_score(a, b),
        Sort::Newest => dated(date(a), date(b), Ordering::reverse).then_with(|| by_score(a, b)),
        Sort::Oldest => dated(date(a), date(b), |order| order).then_with(|| by_score(a, b)),
    };
    let end = page.offset.saturating_add(page.limit).min(matched.len());
    if end == 0 || page.offset >= end {
        return Vec::new();
    }
    if end < matched.len() {
        matched.select_nth_unstable_by(end - 1, order);
        matched.truncate(end);
    }
    matched.sort_unstable_by(order);
    matched[page.offset..].iter().map(|hit| candidate(segments, hit)).collect()
}

/// Orders two dates by `direction`; without a date last either way.
fn dated(a: Option<i64>, b: Option<i64>, direction: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => direction(a.cmp(&b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn candidate(segments: &[&Segment], hit: &Match) -> Candidate {
    let segment = segments[hit.segment as usize];
    Candidate {
        clause: segment.clause(hit.doc),
        policy: i64::from(segment.policy[hit.doc as usize]),
        score: hit.score,
        own: hit.own,
        context: hit.context,
        phrases: hit.phrases,
        place: (hit.segment, hit.doc),
    }
}

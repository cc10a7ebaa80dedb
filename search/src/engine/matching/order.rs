//! Puts matches in order and cuts out a page.

use super::{
    super::{Candidate, Page, Sort},
    Units,
    condition::Match,
};
use crate::rank::Order;
use std::cmp::Ordering;

/// Leaves the first `count` of `matched`, in order. Equal scores are ordered by the policy's id and the
/// place in the document, so the order does not depend on segments.
pub fn first<U: Units>(segments: &[&U], matched: &mut Vec<Match>, sort: Sort, count: usize) {
    let tie = |hit: &Match| segments[hit.segment as usize].tie(hit.doc);
    let date = |hit: &Match| segments[hit.segment as usize].date(hit.doc);
    let by_score = |a: &Match, b: &Match| b.score.total_cmp(&a.score).then_with(|| tie(a).cmp(&tie(b)));
    let order = |a: &Match, b: &Match| match sort {
        Sort::Relevance => by_score(a, b),
        Sort::Newest => dated(date(a), date(b), Ordering::reverse).then_with(|| by_score(a, b)),
        Sort::Oldest => dated(date(a), date(b), |order| order).then_with(|| by_score(a, b)),
    };
    if count == 0 {
        matched.clear();
    } else if count < matched.len() {
        matched.select_nth_unstable_by(count - 1, order);
        matched.truncate(count);
    }
    matched.sort_unstable_by(order);
}

/// The page of `matched`, whose first are put in the order of `orders`; the others keep theirs and get
/// scores that lie behind.
pub fn page<U: Units>(segments: &[&U], matched: &[Match], orders: &[Order], page: Page) -> Vec<Candidate> {
    let mut hits: Vec<Candidate> = matched.iter().map(|hit| candidate(segments, hit)).collect();
    for (hit, order) in hits.iter_mut().zip(orders) {
        hit.score = order.score;
        hit.order = Some(*order);
    }
    let behind = shift(&hits[..orders.len()]);
    for hit in &mut hits[orders.len()..] {
        hit.score += behind;
    }
    // The sort is stable: equal scores keep the first order.
    hits[..orders.len()].sort_by(|a, b| b.score.total_cmp(&a.score));
    hits.truncate(page.offset.saturating_add(page.limit));
    hits.drain(..page.offset.min(hits.len()));
    hits
}

/// What is added to the first scores of those behind, so that no score rises down the list.
fn shift(ordered: &[Candidate]) -> f32 {
    let lowest = ordered.iter().map(|hit| hit.score).fold(f32::INFINITY, f32::min);
    ordered.last().map_or(0.0, |last| lowest - last.first)
}

/// Orders two dates by `direction`; without a date last either way.
fn dated(a: Option<i64>, b: Option<i64>, direction: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => direction(a.cmp(&b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn candidate<U: Units>(segments: &[&U], hit: &Match) -> Candidate {
    let segment = segments[hit.segment as usize];
    Candidate {
        clause: segment.clause(hit.doc),
        policy: i64::from(segment.policy(hit.doc)),
        score: hit.score,
        first: hit.score,
        order: None,
        meaning: None,
        own: hit.own,
        context: hit.context,
        phrases: hit.phrases,
        place: (hit.segment, hit.doc),
    }
}

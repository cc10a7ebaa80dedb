//! Puts matches in order and cuts out a page.

use super::{
    super::{Candidate, Page, Sort},
    Units,
    condition::Match,
};
use crate::rank::Order;
use std::cmp::Ordering;

/// Matches that are kept beyond those that are wanted, so that they are seldom cut down.
const ROOM: usize = 1024;

/// The first of many matches, in order. Equal scores are ordered by the policy's id and the place in the
/// document, so the order does not depend on segments.
pub struct First<'a, U> {
    segments: &'a [&'a U],
    sort: Sort,
    count: usize,
    kept: Vec<Match>,
    /// Of the first so far, the lowest score; nothing below it can be among them.
    least: f32,
}

impl<'a, U: Units> First<'a, U> {
    /// Wants the first `count` matches.
    pub fn new(segments: &'a [&'a U], sort: Sort, count: usize) -> Self {
        Self { segments, sort, count, kept: Vec::new(), least: f32::NEG_INFINITY }
    }

    /// Whether a match of this score may be among the first.
    pub fn admits(&self, score: f32) -> bool {
        self.count > 0 && !(self.sort == Sort::Relevance && score < self.least)
    }

    /// Takes a match in.
    pub fn push(&mut self, hit: Match) {
        if !self.admits(hit.score) {
            return;
        }
        self.kept.push(hit);
        if self.kept.len() >= self.count.saturating_add(ROOM) {
            self.cut();
        }
    }

    /// Leaves those that may be among the first.
    fn cut(&mut self) {
        if self.count >= self.kept.len() {
            return;
        }
        let mut kept = std::mem::take(&mut self.kept);
        let (_, last, _) = kept.select_nth_unstable_by(self.count - 1, |a, b| self.order(a, b));
        self.least = last.score;
        kept.truncate(self.count);
        self.kept = kept;
    }

    /// The first, in order.
    pub fn finish(mut self) -> Vec<Match> {
        self.cut();
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort_unstable_by(|a, b| self.order(a, b));
        kept
    }

    fn order(&self, a: &Match, b: &Match) -> Ordering {
        let tie = |hit: &Match| self.segments[hit.segment as usize].tie(hit.doc);
        let date = |hit: &Match| self.segments[hit.segment as usize].date(hit.doc);
        let by_score = || b.score.total_cmp(&a.score).then_with(|| tie(a).cmp(&tie(b)));
        match self.sort {
            Sort::Relevance => by_score(),
            Sort::Newest => dated(date(a), date(b), Ordering::reverse).then_with(by_score),
            Sort::Oldest => dated(date(a), date(b), |order| order).then_with(by_score),
        }
    }
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

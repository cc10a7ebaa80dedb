//! Puts matches in order and cuts out a page.

use super::{
    super::{Candidate, Page, Sort},
    DocId, Units,
    condition::Match,
};
use crate::rank::Order;
use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
    sync::{
        Mutex, PoisonError,
        atomic::{self, AtomicU32},
    },
};

/// Matches that are kept beyond those that are wanted, so that they are seldom cut down.
const ROOM: usize = 256;

/// What several threads that choose by relevance tell each other: what score the first of all matches have at least.
pub struct Lowest {
    /// The highest scores so far as ordinals, as many as matches are wanted; none where they are not chosen by their scores.
    scores: Mutex<BinaryHeap<Reverse<u32>>>,
    wanted: usize,
    /// The last of these, once there are so many.
    bound: AtomicU32,
}

impl Lowest {
    /// Of the first `count` matches in an order.
    pub fn new(sort: Sort, count: usize) -> Self {
        let wanted = if sort == Sort::Relevance { count } else { 0 };
        Self { scores: Mutex::default(), wanted, bound: AtomicU32::new(ordinal(f32::NEG_INFINITY)) }
    }

    /// Whether a match of at most this score may be among the first.
    pub fn admits(&self, score: f32) -> bool {
        ordinal(score) >= self.bound.load(atomic::Ordering::Relaxed)
    }

    /// Takes the scores of further matches in.
    pub fn note(&self, scores: impl ExactSizeIterator<Item = f32>) {
        if self.wanted == 0 || scores.len() == 0 {
            return;
        }
        let mut highest = self.scores.lock().unwrap_or_else(PoisonError::into_inner);
        for score in scores {
            highest.push(Reverse(ordinal(score)));
            if highest.len() > self.wanted {
                highest.pop();
            }
        }
        if let Some(Reverse(lowest)) = highest.peek().filter(|_| highest.len() == self.wanted) {
            self.bound.store(*lowest, atomic::Ordering::Relaxed);
        }
    }
}

/// A number that rises with a score, in the order of [`f32::total_cmp`].
fn ordinal(score: f32) -> u32 {
    let bits = score.to_bits();
    if score.is_sign_negative() { !bits } else { bits | 1 << 31 }
}

/// A match with its date, which is known only where it matters.
#[derive(Clone, Copy)]
struct Kept {
    hit: Match,
    date: Option<i64>,
}

/// The first of many matches, in order. Equal scores are ordered by the policy's id and the place in the
/// document, so the order does not depend on segments.
pub struct First<'a, U> {
    segments: &'a [&'a U],
    sort: Sort,
    count: usize,
    kept: Vec<Kept>,
    /// The last of the first so far; nothing behind it can be among them.
    last: Option<Kept>,
    /// What orders it among equals: where no term is asked for, all are.
    last_tie: u64,
}

impl<'a, U: Units> First<'a, U> {
    /// Wants the first `count` matches.
    pub fn new(segments: &'a [&'a U], sort: Sort, count: usize) -> Self {
        Self { segments, sort, count, kept: Vec::new(), last: None, last_tie: 0 }
    }

    /// Whether a match of at most this score may be among the first.
    pub fn admits(&self, segment: u32, doc: DocId, score: f32) -> bool {
        let Some(last) = &self.last else { return self.count > 0 };
        match self.sort {
            Sort::Relevance => score >= last.hit.score,
            Sort::Newest | Sort::Oldest => self.by_date(self.date(segment, doc), last.date).is_le(),
        }
    }

    /// Takes a match in.
    pub fn push(&mut self, hit: Match) {
        if !self.admits(hit.segment, hit.doc, hit.score) {
            return;
        }
        let dated = self.sort != Sort::Relevance;
        let kept = Kept { hit, date: if dated { self.date(hit.segment, hit.doc) } else { None } };
        let behind = |last: &Kept| {
            self.before_ties(&kept, last).then_with(|| self.tie(&kept).cmp(&self.last_tie)).is_gt()
        };
        if self.last.as_ref().is_some_and(behind) {
            return;
        }
        self.kept.push(kept);
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
        self.last_tie = self.tie(last);
        self.last = Some(*last);
        kept.truncate(self.count);
        self.kept = kept;
    }

    /// The first, in order.
    pub fn finish(mut self) -> Vec<Match> {
        self.cut();
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort_unstable_by(|a, b| self.order(a, b));
        kept.into_iter().map(|kept| kept.hit).collect()
    }

    fn order(&self, a: &Kept, b: &Kept) -> Ordering {
        self.before_ties(a, b).then_with(|| self.tie(a).cmp(&self.tie(b)))
    }

    fn before_ties(&self, a: &Kept, b: &Kept) -> Ordering {
        let by_score = || b.hit.score.total_cmp(&a.hit.score);
        match self.sort {
            Sort::Relevance => by_score(),
            Sort::Newest | Sort::Oldest => self.by_date(a.date, b.date).then_with(by_score),
        }
    }

    fn tie(&self, kept: &Kept) -> u64 {
        self.segments[kept.hit.segment as usize].tie(kept.hit.doc)
    }

    fn date(&self, segment: u32, doc: DocId) -> Option<i64> {
        self.segments[segment as usize].date(doc)
    }

    fn by_date(&self, a: Option<i64>, b: Option<i64>) -> Ordering {
        dated(a, b, if self.sort == Sort::Newest { Ordering::reverse } else { |order| order })
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
        rendering: None,
        own: hit.own,
        context: hit.context,
        phrases: hit.phrases,
        place: (hit.segment, hit.doc),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::known_units::KnownUnits, *};
    use crate::engine::matching::rates::Worth;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ordinals_rise_with_scores(a: f32, b: f32) {
            prop_assert_eq!(ordinal(a).cmp(&ordinal(b)), a.total_cmp(&b));
        }

        #[test]
        fn the_first_are_those_of_all_in_order(
            units in prop::collection::vec((0u8..20, prop::option::of(0i64..9), 0u64..5000), 0..4000),
            count in 1usize..40,
            sort in prop_oneof![Just(Sort::Relevance), Just(Sort::Newest), Just(Sort::Oldest)],
        ) {
            let part = KnownUnits {
                dates: units.iter().map(|unit| unit.1).collect(),
                ties: units.iter().enumerate().map(|(place, unit)| unit.2 << 32 | place as u64).collect(),
                ..KnownUnits::default()
            };
            let parts = [&part];
            let hit = |(place, unit): (usize, &(u8, Option<i64>, u64))| Match {
                segment: 0,
                doc: place as DocId,
                score: f32::from(unit.0),
                own: 0,
                context: 0,
                phrases: 0,
                boosts: 0.0,
                document: Worth::default(),
            };
            let lowest = Lowest::new(sort, count);
            let mut some = [0, 1].map(|_| First::new(&parts, sort, count));
            let mut all = First::new(&parts, sort, usize::MAX);
            for hit in units.iter().enumerate().map(hit) {
                let first = &mut some[hit.doc as usize / 100 % 2];
                if lowest.admits(hit.score) {
                    first.push(hit);
                    lowest.note([hit.score].into_iter());
                }
                all.push(hit);
            }
            let mut first = First::new(&parts, sort, count);
            some.into_iter().flat_map(First::finish).for_each(|hit| first.push(hit));
            let docs = |hits: Vec<Match>| hits.iter().map(|hit| hit.doc).collect::<Vec<_>>();
            let mut expected = docs(all.finish());
            expected.truncate(count);
            prop_assert_eq!(docs(first.finish()), expected);
        }
    }
}

//! How far meaning moves the hits of a question.
//!
//! Both scores are brought to the same range over the candidates, and the cosine counts with a weight that
//! depends on the question: where a clause holds nearly all that the question asks for, words decide and
//! the weight is 0; where even the best hold little of it, as with lay words for legal matters, or where
//! the match rests on translated terms, meaning counts most.

use crate::{engine::Candidate, rank::Feature};
use serde::{Deserialize, Serialize};

/// How meaning counts: data, in `weights.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MeaningWeights {
    /// The most that the cosine counts, 0 to below 1; the score of words counts the rest.
    pub most: f32,
    /// Where the best clause holds so much of the question's information, or less, it counts most.
    pub covered_low: f32,
    /// Where it holds so much or more, it does not count.
    pub covered_high: f32,
    /// What it counts where the match rests on terms in the other language.
    pub across: f32,
    /// How many of the nearest clauses come in beside those that words found.
    pub nearest: usize,
}

impl Default for MeaningWeights {
    fn default() -> Self {
        Self { most: 0.0, covered_low: 0.0, covered_high: 1.0, across: 0.0, nearest: 0 }
    }
}

/// What meaning did to a hit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fused {
    /// The cosine of the question and the clause.
    pub cosine: f32,
    /// How much it counted, 0 to 1.
    pub weight: f32,
    /// What it added to the score.
    pub added: f32,
    /// Whether words did not find the clause.
    pub only: bool,
}

/// How much the cosine counts for a question, given the best candidates by words.
pub(crate) fn weight(hits: &[Candidate], weights: &MeaningWeights) -> f32 {
    const BEST: usize = 10;
    if hits.is_empty() {
        return weights.most.max(weights.across);
    }
    let covered: Vec<f32> = hits
        .iter()
        .take(BEST)
        .filter_map(|hit| {
            let features = hit.order?.features;
            Some(features.of(Feature::CoveredWordsAbove).max(features.of(Feature::CoveredGramsAbove)))
        })
        .collect();
    let Some(best) = covered.into_iter().reduce(f32::max) else { return weights.across };
    let range = (weights.covered_high - weights.covered_low).max(f32::EPSILON);
    weights.most * ((weights.covered_high - best) / range).clamp(0.0, 1.0)
}

/// Adds to the scores of `hits` what their cosines are worth, and puts them in order. `hits` holds those that
/// words found, best first, `beside` those that they did not. A hit without a cosine gets nothing added.
pub(crate) fn fuse(
    hits: Vec<Candidate>,
    beside: Vec<Candidate>,
    weight: f32,
    cosine: impl Fn(i64) -> Option<f32>,
) -> Vec<Candidate> {
    let weight = weight.clamp(0.0, 0.99);
    let scores = || hits.iter().map(|hit| hit.score);
    let (low, high) = (scores().fold(f32::INFINITY, f32::min), scores().fold(f32::NEG_INFINITY, f32::max));
    let (low, range) = if hits.is_empty() { (0.0, 1.0) } else { (low, (high - low).max(f32::EPSILON)) };
    let mut fused: Vec<Candidate> = hits;
    let found = fused.len();
    fused.extend(beside.into_iter().map(|hit| Candidate { score: low, order: None, ..hit }));
    let cosines: Vec<Option<f32>> = fused.iter().map(|hit| cosine(hit.clause)).collect();
    let known = || cosines.iter().flatten().copied();
    let (least, most) = (known().fold(f32::INFINITY, f32::min), known().fold(f32::NEG_INFINITY, f32::max));
    // (1 - w) words + w cosine, divided by (1 - w): the order is the same, and scores of words stay.
    let worth = weight / (1.0 - weight) * range / (most - least).max(f32::EPSILON);
    for (place, (hit, cosine)) in fused.iter_mut().zip(&cosines).enumerate() {
        if let Some(cosine) = *cosine {
            let added = worth * (cosine - least);
            hit.score += added;
            hit.meaning = Some(Fused { cosine, weight, added, only: place >= found });
        }
    }
    fused.sort_by(|a, b| b.score.total_cmp(&a.score));
    fused
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(clause: i64, score: f32) -> Candidate {
        Candidate { clause, score, ..Candidate::default() }
    }

    fn order(weight: f32) -> Vec<i64> {
        let cosine = |clause: i64| [None, Some(0.2), Some(0.9), Some(0.8)][clause as usize];
        let hits = vec![hit(1, 3.0), hit(0, 2.0), hit(2, 1.0)];
        fuse(hits, vec![hit(3, 9.0)], weight, cosine).iter().map(|hit| hit.clause).collect()
    }

    #[test]
    fn meaning_moves_as_far_as_it_counts() {
        assert_eq!(order(0.0), [1, 0, 2, 3]);
        assert_eq!(order(0.9), [2, 3, 1, 0]);
    }

    #[test]
    fn nothing_known_changes_nothing() {
        let hits = vec![hit(0, 2.0), hit(1, 1.0)];
        let fused = fuse(hits.clone(), Vec::new(), 0.9, |_| None);
        assert_eq!(fused, hits);
        assert!(fuse(Vec::new(), Vec::new(), 0.5, |_| None).is_empty());
    }
}

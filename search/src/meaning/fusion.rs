//! How far meaning moves the hits of a question.
//!
//! Meaning counts with a weight that depends on the question: where a clause holds nearly all that the question asks
//! for, words decide and the weight is 0; where even the best hold little of it, as with lay words for
//! legal matters, or where the match rests on translated terms, meaning counts most.
//!
//! Where the ranker's curves put the candidates in order, so do other curves that know the cosine, too, and
//! were learned with it: a cosine changes what the words are worth beside it. Where they do not (across
//! languages), both scores are brought to the same range over the candidates.

use crate::{
    engine::Candidate,
    rank::{Curve, Feature, Features, Order, Weights, sum},
};
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
    /// What each feature adds where the cosine is known, instead of the curves of the model.
    #[serde(default)]
    pub curves: Vec<Curve>,
}

impl MeaningWeights {
    /// The same for learning: every question is asked, and nothing is added yet.
    #[must_use]
    pub fn unlearned(self) -> Self {
        Self { most: 1.0, covered_low: 1.0, covered_high: f32::MAX, curves: Vec::new(), ..self }
    }
}

impl Default for MeaningWeights {
    fn default() -> Self {
        Self { most: 0.0, covered_low: 0.0, covered_high: 1.0, across: 0.0, nearest: 0, curves: Vec::new() }
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
    weights: &Weights,
    cosine: impl Fn(i64) -> Option<f32>,
) -> Vec<Candidate> {
    let found = hits.len();
    // Weights of before the cosine was learned know it in no curve; the learner begins without any.
    let learned = !weights.meaning.curves.is_empty() || weights.model.curves.is_empty();
    let ordered = found > 0 && learned && hits.iter().any(|hit| hit.order.is_some());
    let mut fused = hits;
    fused.extend(beside);
    let cosines: Vec<Option<f32>> = fused.iter().map(|hit| cosine(hit.clause)).collect();
    if ordered {
        by_curves(&mut fused, found, &cosines, weight.min(1.0), weights);
    } else {
        by_range(&mut fused, found, &cosines, weight);
    }
    fused.sort_by(|a, b| b.score.total_cmp(&a.score));
    fused
}

/// Moves every score towards that of the curves which know the cosine.
fn by_curves(hits: &mut [Candidate], found: usize, cosines: &[Option<f32>], weight: f32, weights: &Weights) {
    let spread = Spread::of(cosines);
    let best = |hits: &[Candidate]| hits.iter().map(|hit| hit.first).fold(f32::MIN_POSITIVE, f32::max);
    // Shares of the best first score were taken among those that words did not find by themselves.
    let share = best(&hits[found..]) / best(&hits[..found]);
    for (place, (hit, cosine)) in hits.iter_mut().zip(cosines).enumerate() {
        let Some(order) = &mut hit.order else { continue };
        if place >= found {
            *order = beside_words(order, share, weights);
            hit.score = order.score;
        }
        let Some(cosine) = *cosine else { continue };
        order.features = spread.tell(order.features, cosine);
        let with_meaning = sum(&weights.meaning.curves, &order.features) + order.set.sum();
        let added = weight * (with_meaning - hit.score);
        hit.score += added;
        hit.meaning = Some(Fused { cosine, weight, added, only: place >= found });
    }
}

/// The order of a clause that words did not find, held against those that they found.
fn beside_words(order: &Order, share: f32, weights: &Weights) -> Order {
    let scaled = |features: Features, feature| features.with(feature, share * features.of(feature));
    let features = scaled(scaled(order.features, Feature::FirstScore), Feature::Neighbour);
    Order { score: weights.model.sum(&features) + order.set.sum(), features, set: order.set }
}

/// How the cosines of the candidates lie.
struct Spread {
    mean: f32,
    best: f32,
    deviation: f32,
}

impl Spread {
    fn of(cosines: &[Option<f32>]) -> Self {
        let known: Vec<f32> = cosines.iter().flatten().copied().collect();
        let count = known.len().max(1) as f32;
        let mean = known.iter().sum::<f32>() / count;
        let variance = known.iter().map(|cosine| (cosine - mean).powi(2)).sum::<f32>() / count;
        let best = known.into_iter().fold(f32::NEG_INFINITY, f32::max);
        Self { mean, best, deviation: variance.sqrt().max(f32::EPSILON) }
    }

    fn tell(&self, features: Features, cosine: f32) -> Features {
        features
            .with(Feature::Cosine, (cosine - self.mean) / self.deviation)
            .with(Feature::CosineToBest, (cosine - self.best) / self.deviation)
    }
}

/// Adds the cosines, brought to the range of the scores.
fn by_range(hits: &mut [Candidate], found: usize, cosines: &[Option<f32>], weight: f32) {
    let weight = weight.clamp(0.0, 0.99);
    let scores = || hits[..found].iter().map(|hit| hit.score);
    let (low, high) = (scores().fold(f32::INFINITY, f32::min), scores().fold(f32::NEG_INFINITY, f32::max));
    let (low, range) = if found == 0 { (0.0, 1.0) } else { (low, (high - low).max(f32::EPSILON)) };
    let known = || cosines.iter().flatten().copied();
    let (least, most) = (known().fold(f32::INFINITY, f32::min), known().fold(f32::NEG_INFINITY, f32::max));
    // (1 - w) words + w cosine, divided by (1 - w): the order is the same, and scores of words stay.
    let worth = weight / (1.0 - weight) * range / (most - least).max(f32::EPSILON);
    for (place, (hit, cosine)) in hits.iter_mut().zip(cosines).enumerate() {
        if place >= found {
            (hit.score, hit.order) = (low, None);
        }
        if let Some(cosine) = *cosine {
            let added = worth * (cosine - least);
            hit.score += added;
            hit.meaning = Some(Fused { cosine, weight, added, only: place >= found });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::SetParts;

    fn hit(clause: i64, score: f32) -> Candidate {
        Candidate { clause, score, ..Candidate::default() }
    }

    fn order(weight: f32) -> Vec<i64> {
        let cosine = |clause: i64| [None, Some(0.2), Some(0.9), Some(0.8)][clause as usize];
        let hits = vec![hit(1, 3.0), hit(0, 2.0), hit(2, 1.0)];
        fuse(hits, vec![hit(3, 9.0)], weight, &Weights::shipped(), cosine)
            .iter()
            .map(|hit| hit.clause)
            .collect()
    }

    #[test]
    fn meaning_moves_as_far_as_it_counts() {
        assert_eq!(order(0.0), [1, 0, 2, 3]);
        assert_eq!(order(0.9), [2, 3, 1, 0]);
    }

    /// Curves by which only the first score counts, and with meaning only the cosine.
    fn curves() -> Weights {
        let rising = |feature| vec![Curve { feature, at: vec![0.1, 0.6], adds: vec![0.0, 1.0, 2.0] }];
        let mut weights = Weights::shipped();
        weights.model.curves = rising(Feature::FirstScore);
        weights.meaning.curves = rising(Feature::Cosine);
        weights
    }

    fn ordered(clause: i64, first: f32, share: f32, weights: &Weights) -> Candidate {
        let features = Features::new([f32::NAN; Feature::ALL.len()])
            .with(Feature::FirstScore, share)
            .with(Feature::Neighbour, 0.0);
        let order = Order { score: weights.model.sum(&features), features, set: SetParts::default() };
        Candidate { clause, score: order.score, first, order: Some(order), ..Candidate::default() }
    }

    #[test]
    fn curves_with_the_cosine_take_the_place_of_those_without() {
        let weights = curves();
        let hits = vec![ordered(1, 10.0, 1.0, &weights), ordered(2, 5.0, 0.5, &weights)];
        // Best of those that words did not find, but far behind those that they found.
        let beside = vec![ordered(3, 0.5, 1.0, &weights)];
        let cosine = |clause: i64| [None, Some(0.1), Some(0.2), Some(0.9)][clause as usize];
        let scores = |weight| {
            let fused = fuse(hits.clone(), beside.clone(), weight, &weights, cosine);
            fused.iter().map(|hit| (hit.clause, hit.score)).collect::<Vec<_>>()
        };
        assert_eq!(scores(0.0), [(1, 2.0), (2, 1.0), (3, 0.0)]);
        assert_eq!(scores(1.0), [(3, 2.0), (1, 0.0), (2, 0.0)]);
        assert_eq!(scores(0.75), [(3, 1.5), (1, 0.5), (2, 0.25)]);
    }

    #[test]
    fn weights_without_curves_for_the_cosine_add_it() {
        let mut weights = curves();
        weights.meaning.curves.clear();
        let hits = vec![ordered(1, 10.0, 1.0, &weights), ordered(2, 5.0, 0.5, &weights)];
        let fused = fuse(hits, Vec::new(), 0.2, &weights, |clause| Some([0.0, 0.2, 0.9][clause as usize]));
        assert_eq!(
            fused.iter().map(|hit| (hit.clause, hit.score)).collect::<Vec<_>>(),
            [(1, 2.0), (2, 1.25)]
        );
    }

    #[test]
    fn nothing_known_changes_nothing() {
        let weights = Weights::shipped();
        let hits = vec![hit(0, 2.0), hit(1, 1.0)];
        let fused = fuse(hits.clone(), Vec::new(), 0.9, &weights, |_| None);
        assert_eq!(fused, hits);
        assert!(fuse(Vec::new(), Vec::new(), 0.5, &weights, |_| None).is_empty());
    }
}

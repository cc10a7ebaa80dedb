//! Learns the curves of a [`Model`](super::Model) from judged questions.
//!
//! The method is `LambdaMART` (Burges 2010) with trees of a single split: every round looks for the one
//! split of one feature that would bring the order of all questions nearest to the ideal one, measured by
//! nDCG, and adds a small step there. The sum of such steps is one step function a feature. There is no
//! random number in it, so the same judgements over the same store give the same curves.

use super::{Curve, Feature, Features};
use crate::eval::judge;

mod bins;
mod gradient;

use bins::{Binned, bin};
use gradient::{Gradient, gradients};

/// A judged question with its candidates.
#[derive(Debug, Clone)]
pub struct Group {
    /// The question's id.
    pub id: String,
    /// References that answer it.
    pub gold: Vec<String>,
    /// What was found, best first by first score.
    pub candidates: Vec<Example>,
}

/// A candidate for a question.
#[derive(Debug, Clone)]
pub struct Example {
    /// What judgements call it.
    pub names: Vec<String>,
    /// What is known of it.
    pub features: Features,
}

impl Group {
    fn relevant(&self) -> impl Iterator<Item = bool> {
        self.candidates.iter().map(|candidate| candidate.names.iter().any(|name| self.gold.contains(name)))
    }

    /// nDCG@10 of the candidates in the order of `score`, and in the order of the first score where
    /// scores are equal.
    pub fn ndcg(&self, score: impl Fn(&Features) -> f32) -> f64 {
        let mut ranked: Vec<(f32, &Example)> =
            self.candidates.iter().map(|example| (score(&example.features), example)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let names: Vec<String> = ranked.iter().flat_map(|(_, example)| example.names.clone()).collect();
        judge(&names, &self.gold).ndcg_10
    }
}

/// How to learn.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Features that may be used.
    pub features: Vec<Feature>,
    /// Number of steps that are added.
    pub rounds: usize,
    /// How much of the best step is taken, 0 to 1.
    pub rate: f32,
    /// Different places of a step, a feature.
    pub bins: usize,
    /// Candidates that must lie on either side of a step.
    pub least: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { features: Feature::ALL.to_vec(), rounds: 500, rate: 0.1, bins: 200, least: 30 }
    }
}

/// What one fold showed.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Fold {
    /// Questions that were held back from learning.
    pub questions: usize,
    /// Their mean nDCG@10 in the order of the first score,
    pub before: f64,
    /// and in the order learned from the other folds.
    pub after: f64,
}

/// Learns from all folds but one and measures on that one, for each of `folds`.
pub fn cross_validate(groups: &[Group], settings: &Settings, folds: usize) -> Vec<Fold> {
    let of = |group: &Group| fold_of(&group.id, folds);
    (0..folds)
        .map(|fold| {
            let (held, rest): (Vec<&Group>, Vec<&Group>) = groups.iter().partition(|group| of(group) == fold);
            let curves = learn(&rest, settings);
            let score = |features: &Features| {
                curves.iter().map(|curve| curve.worth(features.of(curve.feature))).sum::<f32>()
            };
            let mean = |of: &dyn Fn(&Group) -> f64| {
                held.iter().map(|group| of(group)).sum::<f64>() / held.len().max(1) as f64
            };
            Fold {
                questions: held.len(),
                before: mean(&|group| group.ndcg(|_| 0.0)),
                after: mean(&|group| group.ndcg(score)),
            }
        })
        .collect()
}

/// The fold of a question: by its id, so that it does not change when questions are added.
fn fold_of(id: &str, folds: usize) -> usize {
    (crate::stats::term_hash(super::Field::BodyWords, id.as_bytes()) % folds.max(1) as u64) as usize
}

/// Learns curves from `groups`. Questions of which no candidate is right teach nothing.
pub fn learn(groups: &[&Group], settings: &Settings) -> Vec<Curve> {
    let useful: Vec<&Group> =
        groups.iter().copied().filter(|group| group.relevant().any(|right| right)).collect();
    let rows: Vec<&Features> =
        useful.iter().flat_map(|group| group.candidates.iter().map(|example| &example.features)).collect();
    let relevant: Vec<Vec<bool>> = useful.iter().map(|group| group.relevant().collect()).collect();
    let mut features: Vec<Binned> =
        settings.features.iter().map(|&feature| bin(feature, &rows, settings.bins)).collect();
    let mut scores = vec![0.0; rows.len()];
    for _ in 0..settings.rounds {
        let gradients = gradients(&relevant, &scores);
        let best = features
            .iter()
            .enumerate()
            .filter_map(|(number, binned)| Some((number, binned.best_step(&gradients, settings.least)?)))
            .max_by(|a, b| a.1.gain.total_cmp(&b.1.gain).then(b.0.cmp(&a.0)));
        let Some((number, step)) = best else { break };
        features[number].take(&step, settings.rate, &mut scores);
    }
    let right = relevant.concat();
    features.iter().filter_map(|binned| binned.curve(&right)).collect()
}

#[cfg(test)]
mod tests;

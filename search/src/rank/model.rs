//! The learned part of the ranker: a sum of curves, one a feature.
//!
//! Each curve is a step function, so a clause's score is a sum with one addend a feature, and every
//! addend can be shown. Models of this form are called generalised additive models (Hastie and
//! Tibshirani 1990; with boosted trees of one split Lou, Caruana and Gehrke 2012).

use super::{Feature, Features};
use serde::{Deserialize, Serialize};

/// How the best matches by first score are put in order.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// How many of the best matches by first score are looked at closely; those behind keep its order.
    pub depth: usize,
    /// Worth of a point that labels gave (an exact title, a number). Set, not learned: whoever types a
    /// title or a number wants that document.
    pub labels: f32,
    /// Added for a text that a later edition has replaced or another document repeals. Set, not learned: no question judged so far
    /// asks for one.
    pub superseded: f32,
    /// Added for a document whose term has run out on the day of asking. Set, not learned.
    pub expired: f32,
    /// Added for a document that is not in force yet on that day. Set, not learned.
    pub not_yet_effective: f32,
    /// Added to a document of today where recent ones are preferred; half of it after
    /// [`Model::half_life`]. Set, not learned: it is for whoever asks for it.
    pub recency: f32,
    /// The age in days at which a document has lost half of what recency adds.
    pub half_life: f32,
    /// What each feature adds.
    pub curves: Vec<Curve>,
}

/// What one feature adds to a score.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// The feature.
    pub feature: Feature,
    /// Where the steps are, rising: a value below `at[0]` adds `adds[0]`, one from `at[i]` on, and
    /// below `at[i + 1]`, adds `adds[i + 1]`.
    pub at: Vec<f32>,
    /// What the steps add, one more than there are in `at`.
    pub adds: Vec<f32>,
}

impl Curve {
    /// What `value` adds. A value that is not known (NaN) adds nothing, which is what right answers get on
    /// average.
    pub fn worth(&self, value: f32) -> f32 {
        if value.is_nan() {
            return 0.0;
        }
        let step = self.at.partition_point(|&at| at <= value);
        self.adds.get(step).copied().unwrap_or(0.0)
    }
}

impl Model {
    /// What all curves add together.
    pub fn sum(&self, features: &Features) -> f32 {
        sum(&self.curves, features)
    }
}

/// What some curves add together.
pub fn sum(curves: &[Curve], features: &Features) -> f32 {
    curves.iter().map(|curve| curve.worth(features.of(curve.feature))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_holds_from_its_place_to_the_next() {
        let curve = Curve { feature: Feature::Length, at: vec![1.0, 2.0], adds: vec![-1.0, 0.5, 3.0] };
        let worth = [0.0, 1.0, 1.9, 2.0, 9.0, f32::NAN].map(|value| curve.worth(value));
        let expected = [-1.0, 0.5, 0.5, 3.0, 3.0, 0.0];
        assert!(
            worth.iter().zip(expected).all(|(worth, expected)| (worth - expected).abs() < 1e-6),
            "{worth:?}"
        );
    }
}

//! What an engine says about one of the best matches, and the order that comes of it.

use super::{Features, Role, Weights, features};
use crate::{
    query::plan::{Plan, Status},
    stats::TermStatistics,
};
use polidex_corpus::model::{Kind, Level};
use serde::Serialize;

/// What an engine says about one of the best matches by first score.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Row of the policy in the store.
    pub policy: i64,
    /// The clause's place among the units of its edition, from 0.
    pub place: u32,
    /// The first score, see [`Weights::total`].
    pub first: f32,
    /// What labels added to it.
    pub labels: f32,
    /// What the whole document added to it.
    pub document: f32,
    /// Sum of the inverse document frequencies of the plan's bigrams that stand anywhere in the document,
    /// each as often as the query has it.
    pub document_covered: f32,
    /// By term of the plan, how often it stands in the clause, and in the title and headings above it;
    /// 0 for terms without weight.
    pub frequencies: Vec<[u32; 2]>,
    /// Tokens of the clause, by field.
    pub lengths: [u32; 4],
    /// What the clause is in its document.
    pub role: Role,
    /// The kind of document.
    pub kind: Kind,
    /// The level of government that issued it.
    pub level: Option<Level>,
    /// Bigrams of the whole document.
    pub document_length: u32,
    /// How many other documents name this one.
    pub cited: u32,
    /// Whether a later edition has replaced the text.
    pub superseded: bool,
    /// The date of the document, in days since 1970-01-01.
    pub date: Option<i64>,
    /// In force from.
    pub effective: Option<i64>,
    /// In force until.
    pub expires: Option<i64>,
}

impl Evidence {
    /// The first score without what labels added.
    pub fn lexical(&self) -> f32 {
        self.first - self.labels
    }
}

/// A candidate's final score and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    /// The score.
    pub score: f32,
    /// The features that the curves of the model were read at.
    pub features: Features,
    /// What was added besides the curves.
    pub set: SetParts,
}

/// What is added by rule and not by a learned curve.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct SetParts {
    /// For an exact title or a document number.
    pub labels: f32,
    /// For the text's standing: superseded or repealed, expired, not in force yet.
    pub status: f32,
    /// For recency, where it was asked for.
    pub recency: f32,
}

impl SetParts {
    /// All of it.
    pub fn sum(&self) -> f32 {
        self.labels + self.status + self.recency
    }
}

/// Scores the best matches of one query.
pub fn order(
    candidates: &[Evidence],
    plan: &Plan,
    statistics: &TermStatistics,
    weights: &Weights,
) -> Vec<Order> {
    let features = features(candidates, plan, statistics, weights);
    candidates
        .iter()
        .zip(features)
        .map(|(candidate, features)| {
            let set = set_parts(candidate, plan, weights);
            let score = weights.model.sum(&features) + set.sum();
            Order { score, features, set }
        })
        .collect()
}

fn set_parts(candidate: &Evidence, plan: &Plan, weights: &Weights) -> SetParts {
    let model = &weights.model;
    let fall = plan.falls.get(&candidate.policy).copied();
    let status = match Status::on(plan.day, candidate.effective, candidate.expires, fall) {
        Status::Repealed => model.superseded,
        Status::ExpiredByTerm => model.expired,
        Status::NotYetEffective => model.not_yet_effective,
        Status::InForce | Status::PartlyInvalid | Status::Unknown => 0.0,
    };
    let age = candidate.date.map(|date| (plan.day - date).max(0) as f32);
    let fresh = age.map_or(0.0, |age| (-age / model.half_life.max(1.0)).exp2());
    SetParts {
        labels: model.labels * candidate.labels,
        status: status + if candidate.superseded { model.superseded } else { 0.0 },
        recency: if plan.recency { model.recency * fresh } else { 0.0 },
    }
}

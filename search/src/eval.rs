//! Retrieval figures over judged questions.
//!
//! The measures are those of TREC's `trec_eval` with binary judgements; `ranked` lists are
//! deduplicated before they are judged.

use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// A judged question: a line of a judgements file.
#[derive(Debug, Clone, Deserialize)]
pub struct Judgement {
    /// Its id.
    pub id: String,
    /// The question.
    pub query: String,
    /// References that answer it: an external id, or `external_id#clause label`.
    pub gold: Vec<String>,
}

/// A line of a run file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLine {
    /// The question's id.
    pub id: String,
    /// References, best first.
    pub ranked: Vec<String>,
}

/// Mean figures over a set of questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Normalised discounted cumulative gain of the first ten.
    #[serde(rename = "nDCG@10")]
    pub ndcg_10: f64,
    /// Reciprocal rank of the first right one among ten.
    #[serde(rename = "MRR@10")]
    pub mrr_10: f64,
    /// Share of the right ones among the first ten.
    #[serde(rename = "R@10")]
    pub recall_10: f64,
    /// Share of the right ones among the first hundred.
    #[serde(rename = "R@100")]
    pub recall_100: f64,
}

/// Figures of one question.
pub fn judge(ranked: &[String], gold: &[String]) -> Figures {
    let gold: HashSet<&str> = gold.iter().map(String::as_str).collect();
    let mut seen = HashSet::new();
    let ranked: Vec<&str> =
        ranked.iter().map(String::as_str).filter(|reference| seen.insert(*reference)).collect();
    let hits = |depth: usize| {
        ranked.iter().take(depth).enumerate().filter(|(_, reference)| gold.contains(*reference))
    };
    let discount = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let ideal: f64 = (0..gold.len().min(10)).map(discount).sum();
    let share = |depth| hits(depth).count() as f64 / gold.len().max(1) as f64;
    Figures {
        ndcg_10: if ideal > 0.0 {
            // The sum of nothing is negative zero.
            hits(10).map(|(rank, _)| discount(rank)).sum::<f64>().abs() / ideal
        } else {
            0.0
        },
        mrr_10: hits(10).next().map_or(0.0, |(rank, _)| 1.0 / (rank as f64 + 1.0)),
        recall_10: share(10),
        recall_100: share(100),
    }
}

/// Means of the figures of many questions.
pub fn mean(figures: &[Figures]) -> Figures {
    let count = figures.len().max(1) as f64;
    let mean = |of: fn(&Figures) -> f64| figures.iter().map(of).sum::<f64>() / count;
    Figures {
        ndcg_10: mean(|figure| figure.ndcg_10),
        mrr_10: mean(|figure| figure.mrr_10),
        recall_10: mean(|figure| figure.recall_10),
        recall_100: mean(|figure| figure.recall_100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[&str]) -> Vec<String> {
        items.iter().map(|&item| item.to_owned()).collect()
    }

    #[test]
    fn figures_match_a_calculation_by_hand() {
        let figures = judge(&list(&["x", "a", "a", "b"]), &list(&["a", "b"]));
        let dcg = 1.0 / 3f64.log2() + 1.0 / 4f64.log2();
        let ideal = 1.0 + 1.0 / 3f64.log2();
        assert!((figures.ndcg_10 - dcg / ideal).abs() < 1e-12);
        assert!((figures.mrr_10 - 0.5).abs() < 1e-12);
        assert!((figures.recall_10 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_found_is_zero() {
        let nothing = judge(&[], &list(&["a"]));
        assert_eq!(nothing, Figures::default());
        assert!(nothing.ndcg_10.is_sign_positive());
    }
}

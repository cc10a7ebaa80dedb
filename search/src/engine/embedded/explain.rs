//! Takes a score apart.

use super::{
    super::{Candidate, EngineError},
    labels,
    segment::Segment,
};
use crate::{
    answer::{CurvePart, HitExplanation, TermPart},
    query::plan::Plan,
    rank::{Weights, idf},
    stats::TermStatistics,
};
use tantivy::DocId;

/// The parts of the score of one document.
pub fn parts(
    segment: &Segment,
    doc: DocId,
    candidate: &Candidate,
    plan: &Plan,
    weights: &Weights,
    statistics: &TermStatistics,
) -> Result<HitExplanation, EngineError> {
    let mut terms = Vec::new();
    for term in plan.terms.iter().filter(|term| term.weight > 0.0) {
        for field in [term.own, term.context] {
            let frequency = segment.frequency(field, &term.text, doc)?;
            if frequency == 0 {
                continue;
            }
            let units = statistics.document_frequency(field, &term.text);
            let idf = idf(statistics.totals.units, u64::from(units)) * term.weight;
            let score = weights.term(field, idf, frequency as f32, segment.norm(field, doc));
            terms.push(TermPart { term: term.text.clone(), field, frequency, units, score });
        }
    }
    terms.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut labelled = 0.0;
    for boost in &plan.boosts {
        if labels::any(segment, std::slice::from_ref(&boost.label))?.contains(doc) {
            labelled += boost.score;
        }
    }
    let added: f32 = terms.iter().map(|part| part.score).sum();
    let role = segment.role(doc);
    let order = candidate.order;
    let curves = order.iter().flat_map(|order| {
        weights.model.curves.iter().map(|curve| {
            let value = order.features.of(curve.feature);
            CurvePart { feature: curve.feature, value, score: curve.worth(value) }
        })
    });
    Ok(HitExplanation {
        terms,
        phrases: weights.phrase * candidate.phrases.count_ones() as f32,
        role: weights.role(role),
        labels: labelled,
        document: candidate.first - weights.total(added, candidate.phrases, role, labelled, 0.0),
        first: candidate.first,
        curves: curves.collect(),
        set: order.map(|order| order.set),
        behind: if order.is_some() { 0.0 } else { candidate.score - candidate.first },
    })
}

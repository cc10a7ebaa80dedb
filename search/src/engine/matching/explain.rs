//! Takes a score apart.

use super::{
    super::{Candidate, EngineError},
    DocId, Units, labels,
};
use crate::{
    answer::{CurvePart, HitExplanation, TermPart},
    query::plan::{Plan, PlanAlternative, Translation},
    rank::{Field, Weights, idf},
    stats::TermStatistics,
};

/// The parts of the score of one document.
pub fn parts<U: Units>(
    segment: &U,
    doc: DocId,
    candidate: &Candidate,
    plan: &Plan,
    weights: &Weights,
    statistics: &TermStatistics,
) -> Result<HitExplanation, EngineError> {
    let mut terms = Vec::new();
    let own_language = match plan.side {
        Some(side) => labels::any(segment, &side.labels())?.contains(doc),
        None => true,
    };
    for term in plan.terms.iter().filter(|term| own_language && term.weight > 0.0) {
        for field in [term.own, term.context] {
            let frequency = times(segment, field, &term.text, doc)?;
            if frequency == 0 {
                continue;
            }
            let units = statistics.document_frequency(field, &term.text);
            let idf = plan.idf(statistics, term, field);
            let score = weights.term(field, idf, frequency as f32, segment.norm(field, doc));
            terms.push(TermPart { term: term.text.clone(), field, frequency, units, score });
        }
    }
    for translation in &plan.translations {
        terms.extend(translated_parts(segment, doc, (plan, translation, own_language), weights, statistics)?);
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
    let added_later = candidate.meaning.map_or(0.0, |meaning| meaning.added)
        + candidate.rendering.map_or(0.0, |rendering| rendering.added);
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
        behind: if order.is_some() { 0.0 } else { candidate.score - added_later - candidate.first },
        meaning: candidate.meaning,
    })
}

/// What a term in the other language added, by field; named by its alternatives that stand there.
fn translated_parts<U: Units>(
    segment: &U,
    doc: DocId,
    (plan, translation, own_language): (&Plan, &Translation, bool),
    weights: &Weights,
    statistics: &TermStatistics,
) -> Result<Vec<TermPart>, EngineError> {
    let mut parts = Vec::new();
    let alternatives = &translation.alternatives;
    let units = translation.clauses(own_language, |place| alternatives[place].weight);
    let worth = if own_language { 1.0 } else { translation.weights.term };
    let idf = idf(statistics.totals.size(plan.language(own_language)).units, units) * worth;
    for own in [Field::BodyGrams, Field::BodyWords] {
        for field in [own, own.context()] {
            let (mut frequency, mut names) = (0.0, Vec::new());
            let counts =
                |one: &&PlanAlternative| one.own == own && (!own_language || one.counts_in_own_language());
            for alternative in alternatives.iter().filter(counts) {
                let counts = alternative.terms.iter().map(|term| times(segment, field, term, doc));
                let held = counts.collect::<Result<Vec<_>, _>>()?.into_iter().min().unwrap_or(0);
                if held > 0 {
                    frequency += held as f32 * alternative.weight;
                    names.push(alternative.text.as_str());
                }
            }
            if frequency > 0.0 {
                parts.push(TermPart {
                    term: format!("{} = {}", translation.text, names.join("/")),
                    field,
                    frequency: frequency.ceil() as u32,
                    units: units as u32,
                    score: weights.term(field, idf, frequency, segment.norm(field, doc)),
                });
            }
        }
    }
    Ok(parts)
}

/// How often a term stands in one unit.
fn times<U: Units>(units: &U, field: Field, term: &str, doc: DocId) -> Result<u32, EngineError> {
    Ok(units.frequencies(field, term, &[doc])?.first().copied().unwrap_or(0))
}

//! Which documents match, and with what score.

use super::{
    super::EngineError,
    DocId, Units,
    accumulate::{Evidence, SegmentEvidence},
    known::Known,
    labels,
};
use crate::{
    query::plan::{Condition, Plan},
    rank::Weights,
};
use polidex_corpus::store::Past;

/// A matching document.
#[derive(Clone, Copy)]
pub struct Match {
    /// Place of its segment in the list of segments.
    pub segment: u32,
    /// Its number in the segment.
    pub doc: DocId,
    /// Its score.
    pub score: f32,
    /// Terms of the plan in the clause itself, as bits.
    pub own: u64,
    /// Terms of the plan in the title and headings above, as bits.
    pub context: u64,
    /// Phrases of the plan in the clause itself, as bits.
    pub phrases: u64,
}

/// Evaluates the plan's condition and filters on every document; shows those that match.
pub fn select<U: Units>(
    plan: &Plan,
    segments: &[&U],
    evidence: &Evidence,
    weights: &Weights,
    show: &mut dyn FnMut(Match) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let (mut verdicts, mut shares) = (Known::default(), Known::default());
    let by_terms = plan.condition.is_of_terms();
    let own_term = plan.condition.needs_own_term();
    for (number, (segment, found)) in segments.iter().zip(&evidence.segments).enumerate() {
        let allowed = filtered(plan, *segment)?;
        let every = plan.condition.can_match_without_terms();
        for doc in 0..segment.len() as DocId {
            let at = doc as usize;
            let unmarked = found.own[at] == 0 && (plan.marked || found.context[at] == 0);
            if unmarked && !every || own_term && found.own[at] == 0 {
                continue;
            }
            if plan.only.as_ref().is_some_and(|only| !only.contains(&segment.clause(doc))) {
                continue;
            }
            let then =
                |past: &Past| past.admits(segment.clause(doc), segment.superseded(doc), plan.superseded);
            if plan.past.as_ref().is_some_and(|past| !then(past)) {
                continue;
            }
            if allowed.as_ref().is_some_and(|allowed| !allowed.contains(doc)) || !segment.is_alive(doc) {
                continue;
            }
            let verdict = if by_terms {
                verdicts.of(found.own[at], found.context[at], || judge(&plan.condition, found, doc))
            } else {
                judge(&plan.condition, found, doc)
            };
            if !verdict.holds || !verdict.own || !is_valid(plan, *segment, doc) {
                continue;
            }
            let marks = found.own[at] | found.context[at];
            let document = evidence.policies.get(segment.policy(doc) as usize).copied().unwrap_or(0.0)
                * evidence.told.coverage.share(number, doc, marks, &mut shares);
            let phrases = held_phrases(found, doc);
            let boosts = found.boosts.get(at).copied().unwrap_or(0.0);
            show(Match {
                segment: number as u32,
                doc,
                score: weights.total(found.scores[at], phrases, segment.role(doc), boosts, document),
                phrases,
                own: found.own[at],
                context: found.context[at],
            })?;
        }
    }
    Ok(())
}

/// The phrases that the clause itself holds, as bits.
pub fn held_phrases(found: &SegmentEvidence, doc: DocId) -> u64 {
    let held = found.phrases.iter().take(64).enumerate().filter(|(_, (own, _))| own.contains(doc));
    held.fold(0, |bits, (number, _)| bits | 1 << number)
}

/// The documents that the plan's filters let through; `None` when there are no filters.
fn filtered<U: Units>(plan: &Plan, segment: &U) -> Result<Option<labels::DocBits>, EngineError> {
    let mut allowed: Option<labels::DocBits> = None;
    for labels in &plan.filters {
        let bits = labels::any(segment, labels)?;
        match &mut allowed {
            Some(allowed) => allowed.intersect(&bits),
            None => allowed = Some(bits),
        }
    }
    if !plan.exclusions.is_empty() {
        let excluded = labels::any(segment, &plan.exclusions)?;
        let mut rest = allowed.unwrap_or_else(|| all(segment));
        rest.subtract(&excluded);
        allowed = Some(rest);
    }
    Ok(allowed)
}

fn all<U: Units>(segment: &U) -> labels::DocBits {
    let mut bits = labels::DocBits::none(segment.len());
    (0..segment.len() as DocId).for_each(|doc| bits.insert(doc));
    bits
}

fn is_valid<U: Units>(plan: &Plan, segment: &U, doc: DocId) -> bool {
    let dated =
        plan.dates.is_empty() && plan.dates_excluded.is_empty() || plan.admits_date(segment.date(doc));
    dated
        && plan.validity.as_ref().is_none_or(|validity| {
            validity.admits(i64::from(segment.policy(doc)), segment.effective(doc), segment.expires(doc))
        })
}

/// Whether a condition holds, and whether the clause itself has a part in it.
#[derive(Clone, Copy)]
struct Verdict {
    holds: bool,
    own: bool,
}

fn judge(condition: &Condition, found: &SegmentEvidence, doc: DocId) -> Verdict {
    let at = doc as usize;
    match condition {
        Condition::Everything => Verdict { holds: true, own: true },
        Condition::AtLeast { concepts, needed } => {
            let (own, context) = (found.own[at], found.context[at]);
            let all = |marks: u64, bits: u64| marks & bits == bits;
            let in_clause = concepts.iter().any(|&bits| all(own, bits));
            let held = concepts.iter().filter(|&&bits| all(own, bits) || all(context, bits));
            Verdict { holds: held.take(*needed).count() == *needed, own: in_clause }
        }
        Condition::Translated { terms, needed } => {
            let (own, context) = (found.own[at], found.context[at]);
            let holds = |marks: u64, &(typed, other): &(u64, u64)| {
                typed != 0 && marks & typed == typed || marks & other != 0
            };
            let in_clause = terms.iter().any(|term| holds(own, term));
            let held = terms.iter().filter(|term| holds(own, term) || holds(context, term));
            Verdict { holds: held.take(*needed).count() == *needed, own: in_clause }
        }
        Condition::Phrase(number) => {
            let (own, context) = &found.phrases[*number];
            let own = own.contains(doc);
            Verdict { holds: own || context.contains(doc), own }
        }
        Condition::Near(number) => {
            let holds = found.nears[*number].contains(doc);
            Verdict { holds, own: holds }
        }
        Condition::Labels(number) => {
            let holds = found.labels[*number].contains(doc);
            Verdict { holds, own: holds }
        }
        Condition::And(parts) => {
            let mut verdict =
                Verdict { holds: true, own: parts.iter().all(|part| matches!(part, Condition::Not(_))) };
            for part in parts {
                let inner = judge(part, found, doc);
                verdict.holds &= inner.holds;
                verdict.own |= inner.own;
            }
            verdict
        }
        Condition::Or(parts) => {
            let mut verdict = Verdict { holds: false, own: false };
            for inner in parts.iter().map(|part| judge(part, found, doc)).filter(|inner| inner.holds) {
                verdict.holds = true;
                verdict.own |= inner.own;
            }
            verdict
        }
        Condition::Not(part) => Verdict { holds: !judge(part, found, doc).holds, own: false },
    }
}

//! What a unit must hold besides, so that texts are read of no others.

use super::{super::EngineError, DocId, Units, labels::DocBits};
use crate::query::plan::{Condition, Plan, PlanTerm};

/// The single bits of a number.
pub fn bits(mut all: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let lowest = all & all.wrapping_neg();
        all ^= lowest;
        (lowest != 0).then_some(lowest)
    })
}

/// The units that filters let through and that hold every term which the plan's condition cannot do without. Others,
/// that do not match for some other reason, may be among them.
pub fn required<U: Units>(plan: &Plan, part: &U, allowed: Option<&DocBits>) -> Result<DocBits, EngineError> {
    let mut all = allowed.cloned().unwrap_or_else(|| DocBits::all(part.len()));
    if part.has_deleted() {
        let dead: Vec<DocId> =
            all.within(0..part.len() as DocId).filter(|&doc| !part.is_alive(doc)).collect();
        for doc in dead {
            all.remove(doc);
        }
    }
    for condition in plan.condition.parts() {
        match condition {
            Condition::AtLeast { concepts, needed } if *needed == concepts.len() => {
                for bit in concepts.iter().flat_map(|&concept| bits(concept)) {
                    all.intersect(&marked(plan, part, bit)?);
                }
            }
            Condition::Translated { terms, needed } if *needed == terms.len() => {
                for &(typed, other) in terms {
                    let mut holding = translated(plan, part, other)?;
                    let mut as_typed =
                        if typed == 0 { DocBits::none(part.len()) } else { DocBits::all(part.len()) };
                    for bit in bits(typed) {
                        as_typed.intersect(&marked(plan, part, bit)?);
                    }
                    holding.join(&as_typed);
                    all.intersect(&holding);
                }
            }
            _ => {}
        }
    }
    Ok(all)
}

/// The units that hold a term of this bit, themselves or above them.
fn marked<U: Units>(plan: &Plan, part: &U, bit: u64) -> Result<DocBits, EngineError> {
    let mut holding = DocBits::none(part.len());
    for PlanTerm { text, own, context, prefix, .. } in plan.terms.iter().filter(|term| term.bits & bit != 0) {
        for field in [*own, *context] {
            if *prefix {
                part.prefix_postings(field, text, &mut |docs, _| holding.extend(docs))?;
            } else {
                part.holders(field, text, &mut |docs, _| holding.extend(docs))?;
            }
        }
    }
    Ok(holding)
}

/// The units that may hold an alternative of the term of this bit: the first of its words.
fn translated<U: Units>(plan: &Plan, part: &U, bit: u64) -> Result<DocBits, EngineError> {
    let mut holding = DocBits::none(part.len());
    for translation in plan.translations.iter().filter(|translation| translation.bits & bit != 0) {
        for one in &translation.alternatives {
            for (term, field) in
                one.terms.iter().take(1).flat_map(|term| [(term, one.own), (term, one.own.context())])
            {
                part.holders(field, term, &mut |docs, _| holding.extend(docs))?;
            }
        }
    }
    Ok(holding)
}

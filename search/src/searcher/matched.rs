//! What a hit was matched by.

use crate::{answer::MatchedBy, engine::Candidate, highlight::Analysed, query::plan::Plan};

/// Names in the other language that a hit says it was matched by, of each term.
const NAMES: usize = 2;

/// What of the query a hit holds, as typed and in the other language.
pub fn matched_by(plan: &Plan, candidate: &Candidate, clause: &Analysed<'_>) -> Vec<MatchedBy> {
    let mut matched = as_typed(plan, candidate);
    let held = candidate.own | candidate.context;
    for translation in plan.translations.iter().filter(|translation| held & translation.bits != 0) {
        let own = clause.standing(translation);
        // What stands above the clause: its best name will do.
        let names = if own.is_empty() { translation.names().take(1).collect() } else { own };
        matched.extend(names.into_iter().take(NAMES).map(|name| MatchedBy {
            term: translation.text.clone(),
            found: name.text.clone(),
            why: name.origin.name(),
        }));
    }
    for word in &plan.everyday {
        let held = word.names.iter().filter(|name| clause.holds(name)).take(NAMES);
        matched.extend(held.map(|name| MatchedBy {
            term: word.text.clone(),
            found: name.clone(),
            why: "everyday",
        }));
    }
    matched
}

/// The terms and phrases that a hit holds as typed.
fn as_typed(plan: &Plan, candidate: &Candidate) -> Vec<MatchedBy> {
    let mut matched = Vec::new();
    for concept in &plan.concepts {
        let why = if candidate.own & concept.bits == concept.bits {
            "clause"
        } else if candidate.context & concept.bits == concept.bits {
            "title_or_heading"
        } else {
            continue;
        };
        matched.push(MatchedBy { term: concept.text.clone(), found: concept.text.clone(), why });
    }
    let held = |number: usize| number < 64 && candidate.phrases >> number & 1 == 1;
    matched.extend(
        plan.phrases.iter().enumerate().filter(|(number, _)| held(*number)).map(|(_, phrase)| MatchedBy {
            term: phrase.shown(),
            found: phrase.shown(),
            why: "phrase",
        }),
    );
    matched
}

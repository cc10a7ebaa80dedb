//! What to ask next: the unknown that decides most measures.

use super::{
    fact::{Choice, Expects, Fact},
    verdict::{Judged, Verdict, worth},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Questions of a report.
const MOST: usize = 20;
/// What a measure without a sum counts for, in yuan: it is worth asking for, but after those with one.
const LEAST: f64 = 10_000.0;
/// No sum counts for more than this, so that one large project does not hide everything else.
const GREATEST: f64 = 10_000_000.0;

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// The name of what is asked, for an answer.
    pub key: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
    /// How many measures it is unknown in that are open.
    pub measures: usize,
    /// In how many of these nothing else is unknown but what the authority settles, so that the answer decides
    /// them.
    pub decides: usize,
    /// What it is worth: for each of these measures its greatest amount, shared among its unknowns. Yuan.
    pub weight: f64,
    /// What an answer looks like.
    pub expects: Expects,
    /// The names that it can be, where it is one of a few.
    #[serde(skip_serializing_if = "<[Choice]>::is_empty")]
    pub choices: &'static [Choice],
    /// What is asked.
    #[serde(skip)]
    pub fact: Fact,
}

/// Whether one unknown alone leaves a measure undecided: what the authority or a declaration settles keeps a
/// measure from being certain, but not from being likely.
fn decides(facts: &[(&Fact, bool)], soft: bool) -> bool {
    let hard = facts.iter().filter(|(_, soft)| !soft).count();
    if soft { facts.len() == 1 } else { hard == 1 }
}

/// The questions that undecided measures raise. Those that decide a measure by themselves come first, within
/// them those that most money hangs on.
pub(super) fn rank(judged: &[Judged<'_>]) -> Vec<Question> {
    let mut found: BTreeMap<&Fact, (usize, usize, f64)> = BTreeMap::new();
    let open = |judged: &&Judged<'_>| {
        matches!(judged.found.verdict, Verdict::NeedsInformation | Verdict::Likely | Verdict::Eligible)
    };
    for judged in judged.iter().filter(open) {
        let mut facts: Vec<(&Fact, bool)> = judged.unknown.iter().map(|(fact, soft)| (fact, *soft)).collect();
        facts.sort_unstable();
        facts.dedup_by_key(|(fact, _)| *fact);
        // What the amount needs is worth knowing, but decides no verdict.
        let base =
            judged.found.amount.needs.as_ref().filter(|needs| !facts.iter().any(|(fact, _)| fact == needs));
        let share = worth(&judged.found).clamp(LEAST, GREATEST)
            / (facts.len() + usize::from(base.is_some())).max(1) as f64;
        if let Some(base) = base {
            let entry = found.entry(base).or_default();
            entry.0 += 1;
            entry.2 += share;
        }
        for (fact, soft) in &facts {
            let entry = found.entry(fact).or_default();
            entry.0 += 1;
            entry.1 += usize::from(decides(&facts, *soft));
            // What the authority or a declaration settles is asked last.
            entry.2 += if *soft { share / 100.0 } else { share };
        }
    }
    let mut questions: Vec<Question> = found
        .into_iter()
        .map(|(fact, (measures, decides, weight))| Question {
            key: fact.key(),
            en: fact.ask(polidex_corpus::locale::Locale::En),
            zh: fact.ask(polidex_corpus::locale::Locale::Zh),
            measures,
            decides,
            weight,
            expects: fact.expects(),
            choices: fact.choices(),
            fact: fact.clone(),
        })
        .collect();
    questions.sort_by(|a, b| {
        let decisive = |question: &Question| question.decides > 0;
        decisive(b)
            .cmp(&decisive(a))
            .then_with(|| b.weight.total_cmp(&a.weight))
            .then_with(|| a.fact.cmp(&b.fact))
    });
    questions.truncate(MOST);
    questions
}

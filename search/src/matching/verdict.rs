//! From measures and a profile to verdicts.

use super::{
    amount::{Computed, Sum},
    catalogue::{Catalogue, CataloguedPolicy, PartText},
    check::{Gap, Truth},
    fact::Fact,
    limit::{self, Limit},
    placed::Placed,
    profile::Profile,
    question,
    report::{Checked, Match, Report, Source, Totals},
    stack,
};
use crate::{answer::PolicySummary, query::plan::day_number};
use jiff::civil::Date;
use polidex_corpus::model::{Measure, MeasureKind, Test};
use serde::Serialize;

/// What came of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every condition was understood and is met.
    Eligible,
    /// All is met but declarations of good conduct and steps of the authority.
    Likely,
    /// Something has to be known first.
    NeedsInformation,
    /// A condition is not met.
    NotEligible,
    /// Not yet in force, or applications not yet open.
    NotYetOpen,
    /// Out of force, or applications closed.
    Expired,
}

impl Verdict {
    /// Every verdict, the best first.
    pub const ALL: [Self; 6] = [
        Self::Eligible,
        Self::Likely,
        Self::NeedsInformation,
        Self::NotEligible,
        Self::NotYetOpen,
        Self::Expired,
    ];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Likely => "likely",
            Self::NeedsInformation => "needs_information",
            Self::NotEligible => "not_eligible",
            Self::NotYetOpen => "not_yet_open",
            Self::Expired => "expired",
        }
    }
}

/// A measure that was checked, with what reports do not show.
pub(super) struct Judged<'a> {
    pub entry: &'a CataloguedPolicy,
    pub part: &'a PartText,
    pub measure: &'a Measure,
    pub found: Match,
    /// What is unknown of the conditions: facts, and whether each is soft.
    pub unknown: Vec<(Fact, bool)>,
}

/// Matches every measure with a profile on a day.
pub fn matching(catalogue: &Catalogue, profile: &Profile, day: Date) -> Report {
    let mut judged: Vec<Judged<'_>> = Vec::new();
    for entry in &catalogue.policies {
        let own = PolicySummary::new(&entry.policy, entry.editions, day_number(day));
        let summary = PolicySummary { status: entry.status(day), ..own };
        for part in &entry.parts {
            let place = Placed::new(entry, part, profile, day);
            judged.extend(part.measures.iter().map(|measure| place.judge(measure, &summary)));
        }
    }
    stack::match_payments(&mut judged, profile, day);
    let questions = question::rank(&judged);
    let stacks = stack::stacks(&judged);
    let (totals, limits) = totals(&judged, &stacks);
    let mut matches: Vec<Match> = judged.into_iter().map(|judged| judged.found).collect();
    matches.sort_by(|a, b| a.verdict.cmp(&b.verdict).then_with(|| promise(b).total_cmp(&promise(a))));
    Report {
        company: profile.name.clone(),
        as_of: day,
        store_watermark: catalogue.watermark,
        totals,
        matches,
        stacks,
        limits,
        questions,
        passed_over: catalogue.passed_over,
    }
}

/// What a measure promises: what it is worth at most, the less the more of it is unknown. Documents whose
/// place is unknown come last.
fn promise(found: &Match) -> f64 {
    let unknown =
        found.conditions.iter().filter(|checked| checked.outcome == Truth::Unknown && !checked.soft);
    let nowhere = found
        .conditions
        .iter()
        .any(|checked| checked.source == Source::Place && checked.outcome == Truth::Unknown);
    let open = unknown.count() as f64;
    worth(found) / (1.0 + open * open) - if nowhere { 1e15 } else { 0.0 }
}

/// What a measure is worth at most.
pub(super) fn worth(found: &Match) -> f64 {
    let sum = found.amount.sum.filter(|_| found.amount.paid);
    sum.map_or(0.0, |sum| sum.max.unwrap_or(sum.min))
}

fn totals(judged: &[Judged<'_>], stacks: &[stack::Stack]) -> (Totals, Vec<Limit>) {
    let count = |verdict: Verdict| judged.iter().filter(|judged| judged.found.verdict == verdict).count();
    let mut limits = Vec::new();
    let mut sum = |verdict: Verdict| {
        let counted: Vec<(&Judged<'_>, Sum)> = judged
            .iter()
            .filter(|judged| judged.found.verdict == verdict && !stack::replaced(stacks, &judged.found))
            .filter_map(|judged| Some((judged, countable(&judged.found.amount)?)))
            .collect();
        limit::add_up(&counted, &mut limits)
    };
    let (eligible_sum, likely_sum) = (sum(Verdict::Eligible), sum(Verdict::Likely));
    let totals = Totals {
        eligible: count(Verdict::Eligible),
        likely: count(Verdict::Likely),
        needs_information: count(Verdict::NeedsInformation),
        not_eligible: count(Verdict::NotEligible),
        expired: count(Verdict::Expired),
        not_yet_open: count(Verdict::NotYetOpen),
        eligible_sum,
        likely_sum,
    };
    (totals, limits)
}

/// A sum that may be added to others.
pub(super) fn countable(amount: &Computed) -> Option<Sum> {
    let yuan = amount.currency == polidex_corpus::model::Currency::Cny;
    amount.sum.filter(|_| amount.paid && !amount.each && yuan)
}

/// The verdict that checked conditions come to.
pub(super) fn verdict_of(conditions: &[Checked]) -> Verdict {
    let says_something = |checked: &&Checked| {
        let applicant = matches!(checked.requirement, Some(Test::Applicant { .. }));
        checked.source != Source::Place && !checked.names_who && !applicant
    };
    let any = |truth: Truth| conditions.iter().any(|checked| checked.outcome == truth);
    let hard_unknown = conditions.iter().any(|checked| checked.outcome == Truth::Unknown && !checked.soft);
    let met = conditions.iter().filter(says_something).any(|checked| checked.outcome == Truth::Met);
    match () {
        () if any(Truth::Failed) => Verdict::NotEligible,
        () if hard_unknown => Verdict::NeedsInformation,
        () if any(Truth::Unknown) && met => Verdict::Likely,
        () if any(Truth::Unknown) => Verdict::NeedsInformation,
        // A measure of which nothing but who gets it was read is not called certain.
        () if met => Verdict::Eligible,
        () => Verdict::Likely,
    }
}

/// What is missing of a measure that is out of reach, where all of it can be had.
pub(super) fn gaps(found: &Match) -> Option<Vec<&Gap>> {
    let failed = found.conditions.iter().filter(|checked| checked.outcome == Truth::Failed);
    failed.map(|checked| checked.gap.as_ref()).collect()
}

/// Whether a measure pays a share of what another one pays.
pub(super) fn is_matching(measure: &Measure) -> bool {
    measure.kind == MeasureKind::Matching || measure.matching_base.is_some()
}

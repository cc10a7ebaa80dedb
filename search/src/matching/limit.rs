//! What several measures of one document come to where it caps them together.

use super::{
    amount::{Sum, is_single},
    catalogue::PartText,
    report::Quote,
    verdict::{Judged, Verdict},
};
use polidex_corpus::model::{CommonCap, Currency};
use serde::Serialize;

/// A cap of a document that lowers what its measures come to together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Limit {
    /// The sentence that states it.
    pub rule: Quote,
    /// The verdict of the measures that are added up.
    pub verdict: Verdict,
    /// How many measures it binds.
    pub measures: usize,
    /// What they come to without it.
    pub before: Sum,
    /// What they come to with it.
    pub after: Sum,
}

/// The sum of measures that can all be had, each document's own no higher than its caps. `counted` is in the
/// order of documents.
pub(super) fn add_up(counted: &[(&Judged<'_>, Sum)], limits: &mut Vec<Limit>) -> Sum {
    counted
        .chunk_by(|(one, _), (other, _)| std::ptr::eq(one.part, other.part))
        .map(|group| of_document(group, limits))
        .fold(Sum::exactly(0.0), Sum::plus)
}

fn of_document(group: &[(&Judged<'_>, Sum)], limits: &mut Vec<Limit>) -> Sum {
    let all =
        |group: &[(&Judged<'_>, Sum)]| group.iter().map(|(_, sum)| *sum).fold(Sum::exactly(0.0), Sum::plus);
    let mut sum = all(group);
    let Some((first, _)) = group.first() else { return sum };
    let part: &PartText = first.part;
    for cap in part.common.caps.iter().filter(|cap| adds_up(cap)) {
        let (bound, free): (Vec<_>, Vec<_>) =
            group.iter().copied().partition(|(judged, _)| cap.binds(judged.measure));
        let before = all(&bound);
        let after = before.capped(cap.amount.value as f64);
        if after == before {
            continue;
        }
        let capped = after.plus(all(&free));
        // Of several caps the tightest counts.
        sum = Sum { min: sum.min.min(capped.min), max: tighter(sum.max, capped.max) };
        let rule = part.quote(&first.entry.policy, cap.sentence);
        let verdict = first.found.verdict;
        limits.push(Limit { rule, verdict, measures: bound.len(), before, after });
    }
    sum
}

/// Whether a cap is on what one company gets of all measures together. A cap on one project is not.
fn adds_up(cap: &CommonCap) -> bool {
    use polidex_corpus::model::Counted::{Project, Unit};
    let each = is_single(cap.amount.per.counted) || matches!(cap.amount.per.counted, Some(Project | Unit));
    !each && cap.amount.currency == Currency::Cny
}

fn tighter(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

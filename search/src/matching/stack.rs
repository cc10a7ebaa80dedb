//! How measures of several levels of government stand to one another: what is matched, what counts once.

use super::{
    amount::{Priced, Sum},
    check::{Case, Truth},
    profile::Profile,
    report::{Match, Quote},
    verdict::{Judged, Verdict, countable, is_matching, verdict_of},
};
use jiff::civil::Date;
use polidex_corpus::model::{Measure, Span, Stacking, Test};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The share of the pairs of characters of a condition that a measure's sentence must hold to be the one
/// that is matched.
const ALIKE: f64 = 0.5;

/// Measures for one matter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stack {
    /// The rule that lets only the highest count, in its words; `None` where no document has one.
    pub rule: Option<Quote>,
    /// The measures, the highest first.
    pub measures: Vec<Stacked>,
    /// What they come to together.
    pub sum: Sum,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stacked {
    /// Its reference.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its sentence's place, since a clause may hold several measures.
    pub span: Span,
    /// What it gives alone.
    pub sum: Sum,
    /// Whether it counts.
    pub counts: bool,
}

/// Computes measures that pay a share of another one, now that the others are known.
pub(super) fn match_payments(judged: &mut [Judged<'_>], profile: &Profile, day: Date) {
    let targets: Vec<(usize, usize)> = (0..judged.len())
        .filter(|&at| is_matching(judged[at].measure) && is_open(&judged[at].found))
        .filter_map(|at| Some((at, target(judged, at)?)))
        .collect();
    for (at, target) in targets {
        let Some(sum) = judged[target].found.amount.sum else { continue };
        let matched = (judged[target].found.reference.clone(), sum);
        let Judged { entry, part, measure, .. } = judged[at];
        let words = |span: Span| part.slice(span).to_owned();
        let case = Case { profile, day, region: entry.region.as_ref(), begins: entry.begins() };
        let common = part.caps_of(&entry.policy, measure);
        let priced =
            Priced { measure, checks: &measure.checks, common, case, matched: Some(matched), words: &words };
        let certain = matches!(judged[target].found.verdict, Verdict::Eligible | Verdict::Likely);
        let judged = &mut judged[at];
        judged.found.amount = priced.compute();
        // That the other payment is received is settled by the other measure, not by a question.
        for checked in &mut judged.found.conditions {
            let received = checked.requirement.is_none()
                && checked.outcome == Truth::Unknown
                && ["获得", "享受", "receiv", "obtain"].iter().any(|cue| checked.quote.text.contains(cue));
            if received && certain {
                checked.soft = true;
            }
        }
        judged.found.verdict = verdict_of(&judged.found.conditions);
    }
}

fn is_open(found: &Match) -> bool {
    !matches!(found.verdict, Verdict::Expired | Verdict::NotYetOpen)
}

/// The measure whose payment another one matches: of a region around its own, and most like what its
/// conditions name. `None` where none is like enough, or two are equally.
fn target(judged: &[Judged<'_>], at: usize) -> Option<usize> {
    let own = &judged[at];
    let mut named = String::new();
    for checked in &own.found.conditions {
        if checked.source == super::report::Source::Measure {
            named.push_str(&checked.quote.text);
        }
    }
    let wanted = pairs(&named);
    let around = own.entry.region.as_ref()?;
    let mut scored: Vec<(f64, usize)> = judged
        .iter()
        .enumerate()
        .filter(|(_, other)| {
            let wider = other
                .entry
                .region
                .as_ref()
                .is_some_and(|region| region != around && region.holds(around) == Some(true));
            wider && !is_matching(other.measure) && is_open(&other.found)
        })
        .map(|(place, other)| {
            let theirs = pairs(&other.found.sentence.text);
            (wanted.intersection(&theirs).count() as f64 / wanted.len().max(1) as f64, place)
        })
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    match scored.as_slice() {
        [(first, place), rest @ ..] if rest.first().is_none_or(|(second, _)| second < first) => Some(*place),
        _ => None,
    }
}

fn pairs(text: &str) -> HashSet<(char, char)> {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    chars.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// What a measure is for: the certificates, events and first-time figures that it rewards.
fn matter(measure: &Measure) -> BTreeSet<String> {
    let mut matter = BTreeSet::new();
    let steps = measure.checks.steps.iter().flatten();
    for test in measure.checks.requirements.iter().map(|requirement| &requirement.test).chain(steps) {
        match test {
            Test::Certificate { any_of, .. } => {
                matter.extend(any_of.iter().map(|id| format!("certificate:{id}")));
            }
            Test::Event { any_of, .. } => matter.extend(any_of.iter().map(|id| format!("event:{id}"))),
            Test::Figure { figure, first: true, .. } => {
                matter.insert(format!("first:{}", figure.name()));
            }
            _ => {}
        }
    }
    matter
}

/// Groups what can be had by matter. A group of one is no stack.
pub(super) fn stacks(judged: &[Judged<'_>]) -> Vec<Stack> {
    let mut groups: BTreeMap<BTreeSet<String>, Vec<&Judged<'_>>> = BTreeMap::new();
    for one in judged {
        let reachable = matches!(one.found.verdict, Verdict::Eligible | Verdict::Likely);
        if !reachable || is_matching(one.measure) || countable(&one.found.amount).is_none() {
            continue;
        }
        let matter = matter(one.measure);
        if !matter.is_empty() {
            groups.entry(matter).or_default().push(one);
        }
    }
    groups.into_values().filter(|group| group.len() > 1).map(|group| stack(&group)).collect()
}

fn stack(group: &[&Judged<'_>]) -> Stack {
    let rule = group.iter().find_map(|one| once(one));
    let mut measures: Vec<Stacked> = group
        .iter()
        .map(|one| Stacked {
            reference: one.found.reference.clone(),
            span: one.found.sentence.span,
            sum: one.found.amount.sum.unwrap_or(Sum::exactly(0.0)),
            counts: true,
        })
        .collect();
    let height = |stacked: &Stacked| stacked.sum.max.unwrap_or(f64::INFINITY);
    measures.sort_by(|a, b| {
        height(b)
            .total_cmp(&height(a))
            .then(b.sum.min.total_cmp(&a.sum.min))
            .then(a.reference.cmp(&b.reference))
    });
    if rule.is_some() {
        measures.iter_mut().skip(1).for_each(|stacked| stacked.counts = false);
    }
    let sum = measures.iter().filter(|stacked| stacked.counts).map(|stacked| stacked.sum);
    let mut sum = sum.fold(Sum::exactly(0.0), Sum::plus);
    // Whichever is paid, it is at least what the surest one gives.
    sum.min = measures.iter().map(|stacked| stacked.sum.min).fold(sum.min, f64::max);
    Stack { rule, measures, sum }
}

/// The words that let a matter be paid once only.
fn once(judged: &Judged<'_>) -> Option<Quote> {
    let part = judged.part;
    let rules = judged.measure.stacking.iter().chain(&part.common.stacking);
    let rule = rules.clone().find(|rule| matches!(rule.rule, Stacking::HighestOnly | Stacking::NoDouble))?;
    Some(part.quote(&judged.entry.policy, rule.span))
}

/// Whether a measure is one of a stack and does not count.
pub(super) fn replaced(stacks: &[Stack], found: &Match) -> bool {
    stacks.iter().flat_map(|stack| &stack.measures).any(|stacked| {
        !stacked.counts && stacked.reference == found.reference && stacked.span == found.sentence.span
    })
}

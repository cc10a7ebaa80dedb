//! Support measures in English: a one-off bonus of 100,000 yuan will be given to enterprises that…

use super::draft::Draft;
use super::sums::Zone;
use super::{cue::Cue, head::Head};
use crate::understand::{figure, sentence};
use polidex_corpus::model::MeasureKind;
use std::ops::Range;

/// What gives, with its passive and active forms.
const GIVES: &[&str] = &[
    "be given",
    "be granted",
    "be awarded",
    "be rewarded",
    "be provided",
    "be offered",
    "be subsidized",
    "be subsidised",
    "will receive",
    "shall receive",
    "can receive",
    "may receive",
    "may apply for",
    "can apply for",
    "are eligible for",
    "is eligible for",
    "be eligible for",
    "entitled to",
    "shall enjoy",
    "may enjoy",
    "can enjoy",
    "will grant",
    "shall grant",
    "will give",
    "shall give",
    "will provide",
    "shall provide",
    "will offer",
    "grants",
    "gives",
    "provides",
    "offers",
    "be exempt",
    "be exempted",
    "are exempt",
    "is exempt",
    "be reduced",
    "be levied at",
    "be deferred",
    "be waived",
    "be deducted",
    "be refunded",
    "be returned",
    "be subject to a reduced",
    "be halved",
    "be given priority",
    "give priority to",
    "can get",
    "will get",
];

/// Words of support and their kinds; the first that the sentence holds decides.
const KINDS: &[(&str, MeasureKind)] = &[
    ("interest subsid", MeasureKind::InterestSubsidy),
    ("discounted interest", MeasureKind::InterestSubsidy),
    ("matching fund", MeasureKind::Matching),
    ("matching grant", MeasureKind::Matching),
    ("super deduction", MeasureKind::Deduction),
    ("super-deduction", MeasureKind::Deduction),
    ("additional deduction", MeasureKind::Deduction),
    ("pre-tax deduction", MeasureKind::Deduction),
    ("be deducted", MeasureKind::Deduction),
    ("priority", MeasureKind::Priority),
    ("guarantee fee", MeasureKind::Guarantee),
    ("loan guarantee", MeasureKind::Guarantee),
    ("social insurance", MeasureKind::Relief),
    ("rent", MeasureKind::Relief),
    ("bonus", MeasureKind::Reward),
    ("reward", MeasureKind::Reward),
    ("award", MeasureKind::Reward),
    ("prize", MeasureKind::Reward),
    ("subsid", MeasureKind::Subsidy),
    ("allowance", MeasureKind::Subsidy),
    ("grant of", MeasureKind::Subsidy),
    ("funding", MeasureKind::Subsidy),
    ("financial support", MeasureKind::Subsidy),
    ("financial assistance", MeasureKind::Subsidy),
    ("compensation", MeasureKind::Subsidy),
    ("tax", MeasureKind::Tax),
    ("duty", MeasureKind::Tax),
    ("duties", MeasureKind::Tax),
    ("loan", MeasureKind::Loan),
    ("guarantee", MeasureKind::Guarantee),
    ("fee", MeasureKind::FeeExemption),
    ("charge", MeasureKind::FeeExemption),
    ("title of", MeasureKind::Certification),
];

/// Sentences that punish, report or budget.
const NONE: &[&str] = &[
    "fine of",
    "be fined",
    "penalty",
    "penalties",
    "confiscat",
    "late fee",
    "has allocated",
    "have allocated",
    "was given",
    "were given",
    "has received",
    "have received",
    "has issued",
    "budget of",
    "registered capital",
    "shall pay",
    "compensation liability",
    "shall not",
    "may not",
    "ineligible",
    "not be eligible",
    "be investigated",
];

/// Nouns that receive support; their phrase begins at the sentence's or the clause's start.
const GROUPS: &[&str] = &[
    "enterprises",
    "enterprise",
    "companies",
    "company",
    "firms",
    "institutions",
    "institution",
    "organizations",
    "organisations",
    "platforms",
    "platform",
    "parks",
    "projects",
    "project",
    "individuals",
    "taxpayers",
    "employers",
    "startups",
    "start-ups",
    "teams",
    "applicants",
    "residents",
    "graduates",
    "talents",
    "manufacturers",
    "developers",
    "businesses",
    "units",
    "employees",
    "investors",
    "universities",
    "institutes",
    "laboratories",
    "tenants",
    "farmers",
    "merchants",
    "households",
    "workers",
    "students",
    "unicorns",
    "unicorn",
    "incubators",
];

/// Words that begin what restricts a group.
const RESTRICTS: &[&str] = &[
    "that ",
    "which ",
    "who ",
    "whose ",
    "certified ",
    "recognized ",
    "recognised ",
    "located ",
    "engaged ",
    "registered ",
    "with ",
    "established ",
    "having ",
    "in ",
    "newly ",
    "listed ",
    "rated ",
    "selected ",
    "approved ",
];

/// The draft of an English sentence that promises support.
pub fn draft(text: &str, range: &Range<usize>) -> Option<Draft> {
    let words = &text[range.clone()];
    let lower = words.to_ascii_lowercase();
    if NONE.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let (at, verb) =
        GIVES.iter().filter_map(|verb| Some((lower.find(verb)?, *verb))).min_by_key(|(at, _)| *at)?;
    let named = KINDS.iter().find(|(word, _)| lower.contains(word)).map(|(_, kind)| *kind);
    let paid = || (!figure::moneys(text, range.clone()).is_empty()).then_some(MeasureKind::Subsidy);
    let kind = named.or_else(paid)?;
    let cue = range.start + at..range.start + at + verb.len();
    let before = sentence::trim(text, range.start..cue.start);
    let behind = cue.end..range.end;
    let subject = group(text, before.clone());
    let head = if subject.beneficiary.is_some() { subject } else { receiver(text, behind.clone()) };
    Some(Draft {
        cue: Cue { kind, open: false, weak: false, range: cue },
        heads: vec![head],
        zones: vec![
            Zone { range: unrestricted(text, before), clause: range.start },
            Zone { range: behind, clause: range.start },
        ],
        period: None,
        clauses: vec![range.clone()],
    })
}

/// The group that stands in front of a verb, and what restricts it.
fn group(text: &str, range: Range<usize>) -> Head {
    let words = &text[range.clone()];
    let skipped = ["For ", "Any ", "All ", "Each ", "Every "].iter().find(|word| words.starts_with(**word));
    let from = range.start + skipped.map_or(0, |word| word.len());
    named(text, from..range.end, true)
}

/// The group behind `to`: a bonus will be given to enterprises that…
fn receiver(text: &str, range: Range<usize>) -> Head {
    let words = &text[range.clone()];
    // will give each start-up …
    let direct = [" each ", " every ", " all ", " any "].iter().any(|word| words.starts_with(word));
    let found = [" to ", " for "].iter().filter_map(|word| words.find(word).map(|at| at + word.len())).min();
    let found = if direct { Some(1) } else { found };
    found.map_or_else(Head::default, |at| named(text, range.start + at..range.end, false))
}

/// The first group of a phrase, with its modifiers in front, and the restriction behind it.
fn named(text: &str, range: Range<usize>, whole: bool) -> Head {
    let words = &text[range.clone()];
    let lower = words.to_ascii_lowercase();
    let hit = GROUPS.iter().filter_map(|group| place(&lower, group)).min();
    let Some((start, end)) = hit else { return Head::default() };
    let stop = words[..start].rfind([',', ';']).map_or(0, |at| at + 1);
    // Loans to small firms favour the firms.
    let of_them =
        [" to ", " for "].iter().filter_map(|word| words[..start].rfind(word).map(|at| at + word.len()));
    let leading = of_them.max().unwrap_or(0).max(stop);
    if words[leading..start].split_whitespace().count() > 8 {
        return Head::default();
    }
    let beneficiary = sentence::trim(text, range.start + leading..range.start + end);
    let rest = words[end..].trim_start();
    let terms = if whole { given_from(rest) } else { terms_from(rest) };
    let limit = terms.unwrap_or_else(|| rest.find(['.', ';']).unwrap_or(rest.len()));
    let restricted = RESTRICTS.iter().any(|word| rest.starts_with(word));
    let from = range.end - rest.len();
    let modals = [" shall", " will", " may", " can", " are", " is"];
    let cut = modals
        .iter()
        .filter_map(|modal| rest[..limit].strip_suffix(modal))
        .map(str::len)
        .min()
        .unwrap_or(limit);
    let condition = sentence::trim(text, from..from + cut);
    let condition = condition.start..condition.start + text[condition.clone()].trim_end_matches(',').len();
    let conditions = if restricted && !condition.is_empty() { vec![condition] } else { Vec::new() };
    Head { beneficiary: Some(beneficiary), conditions, topic: true, ..Head::default() }
}

/// Where the terms of a benefit go on behind its receiver: companies registered here, at 30% of ….
fn terms_from(words: &str) -> Option<usize> {
    [", at ", ", up to ", ", capped ", ", with a ", ", for a ", ", for up to ", ", according to ", ", of "]
        .iter()
        .filter_map(|word| words.find(word))
        .min()
}

/// Where a whole word stands.
fn place(words: &str, group: &str) -> Option<(usize, usize)> {
    words.match_indices(group).map(|(at, _)| (at, at + group.len())).find(|&(at, end)| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(words[..at].chars().next_back()) && !letter(words[end..].chars().next())
    })
}

/// Where what is given begins behind a restriction: For projects certified as …, a subsidy of … will be granted.
fn given_from(words: &str) -> Option<usize> {
    [", a ", ", an ", ", up to ", ", no more than ", ", the "]
        .iter()
        .filter_map(|word| words.find(word))
        .min()
}

/// The part of the words before a verb in which sums are given: 10 million yuan of subsidies will be given.
fn unrestricted(text: &str, before: Range<usize>) -> Range<usize> {
    let words = &text[before.clone()];
    let lower = words.to_ascii_lowercase();
    let group = GROUPS.iter().any(|group| place(&lower, group).is_some());
    match given_from(words) {
        Some(at) => before.start + at..before.end,
        None if group => before.end..before.end,
        None => before,
    }
}

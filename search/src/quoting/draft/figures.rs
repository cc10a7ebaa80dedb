//! Figures that a draft says a document holds: whether it does.

use super::{
    attribution::{Attribution, Reading},
    checker::{Checker, Said, finding, whole},
    figure::{Figure, Measure, figures},
    layout::holds,
    report::{ClaimKind, Finding, Outcome},
};
use crate::searcher::SearchError;
use polidex_corpus::{
    model::{CharIndex, Dates, PolicyId},
    store::StoreError,
};
use std::{collections::HashSet, ops::Range};

/// Words by which a figure is something that a document provides,
const PROVIDED: &[&str] = &[
    "奖",
    "补",
    "最高",
    "最低",
    "不超过",
    "不低于",
    "不少于",
    "至少",
    "给予",
    "罚款",
    "处以",
    "以上",
    "以下",
    "以内",
    "比例",
    "有效期",
    "施行",
    "期限",
    "公示",
    "上限",
    "按照",
    "依照",
    "根据",
    "之日起",
    "up to",
    "no more",
    "no less",
    "at least",
    "reward",
    "subsid",
    "fine",
    "bonus",
    "grant",
    "within",
    "force",
    "valid",
    "per cent",
    "percent",
    "%",
];
/// and by which it is something that happened, or that somebody counted.
const REPORTED: &[&str] = &[
    "截至",
    "目前",
    "累计",
    "已有",
    "去年",
    "今年",
    "上半年",
    "下半年",
    "记者",
    "统计显示",
    "预计",
    "受益",
    "吸引",
    "共有",
    "增长",
    "so far",
    "last year",
    "this year",
    "by the end of",
    "reporter",
];
/// Beginnings of sentence pieces.
const BREAKS: &[char] = &['，', ',', '；', ';', '。', '：', ':', '\n', '！', '？'];

/// A passage of a document with figures in it.
struct Passage {
    pairs: HashSet<(char, char)>,
    figures: Vec<(Figure, String)>,
}

/// How many character pairs a sentence must share with the passage that it must be about,
const ABOUT: usize = 6;
/// and how many times as many as with any passage that does hold the figure.
const PLAINLY: f64 = 1.6;

impl Checker<'_> {
    /// Judges every figure outside quotations that is said to be a document's.
    pub(super) fn figures(
        &self,
        reading: &Reading<'_>,
        index: &CharIndex<'_>,
    ) -> Result<Vec<Finding>, SearchError> {
        let mut findings = Vec::new();
        for figure in figures(&reading.draft.text) {
            let named = reading.mentions.iter().map(|mention| &mention.range);
            let named = named.chain(reading.addresses.iter().map(|address| &address.range));
            let elsewhere = named.chain(reading.quoted.iter().map(|quoted| &quoted.whole));
            if elsewhere.into_iter().any(|range| holds(range, &figure.range))
                || !is_provided(reading, &figure)
            {
                continue;
            }
            let Some(attribution) = reading.of_figure(figure.range.start) else { continue };
            let Some(policy) = attribution.mention.policies.first() else { continue };
            if let Some(said) = self.figure(reading, &figure, &attribution)? {
                let (range, policy) = (figure.range.clone(), whole(policy));
                findings.push(finding(ClaimKind::Figure, reading.draft, index, range, said, Some(policy)));
            }
        }
        Ok(findings)
    }

    fn figure(
        &self,
        reading: &Reading<'_>,
        figure: &Figure,
        attribution: &Attribution<'_>,
    ) -> Result<Option<Said>, SearchError> {
        let policies = &attribution.mention.policies;
        if let Some(address) = attribution.address
            && let Some(clause) = self.clause(policies, &address.text)?
        {
            let own = passage(&clause.text);
            if own.figures.iter().any(|(other, _)| same(figure, other)) {
                let at = clause.labels.join(" ");
                return Ok(Some(Said::new(Outcome::Right, "found", at.clone(), at)));
            }
            return Ok(Some(wrong(&address.text, &of_measure(&own, figure.measure))));
        }
        let mut passages = Vec::new();
        for policy in policies {
            passages.extend(self.passages(policy)?);
        }
        let sentence = pairs(reading.words(reading.sentence(figure.range.start)));
        let title = self.names.title_of(&policies[0]).to_owned();
        if figure.measure == Measure::Date && self.has_date(policies, figure)? {
            return Ok(Some(Said::new(Outcome::Right, "found", title.clone(), title)));
        }
        Ok(judged(figure, &passages, &sentence, &title, attribution.said))
    }

    /// The paragraphs of a policy's newest edition.
    fn passages(&self, policy: &PolicyId) -> Result<Vec<Passage>, StoreError> {
        let store = self.verifier.store();
        let parts = store.text(policy, None)?;
        Ok(parts.iter().flat_map(|part| part.text.lines()).map(passage).collect())
    }

    fn has_date(&self, policies: &[PolicyId], figure: &Figure) -> Result<bool, StoreError> {
        for policy in policies {
            let editions = self.verifier.store().editions(policy)?;
            if editions.iter().any(|edition| dates(&edition.dates).any(|date| date == figure.value)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What a document's passages say of a figure. Nothing where they tell neither way.
fn judged(
    figure: &Figure,
    passages: &[Passage],
    sentence: &HashSet<(char, char)>,
    title: &str,
    said: bool,
) -> Option<Said> {
    let measured =
        |passage: &&Passage| passage.figures.iter().any(|(other, _)| other.measure == figure.measure);
    let holds = |passage: &&Passage| passage.figures.iter().any(|(other, _)| same(figure, other));
    let near = |passage: &&Passage| passage.pairs.intersection(sentence).count();
    let about = passages.iter().filter(measured).max_by_key(near);
    let holding = passages.iter().filter(holds).map(|passage| near(&passage)).max();
    let right = || Said::new(Outcome::Right, "found", title, title);
    match (about, holding) {
        (Some(about), Some(least)) => {
            let most = near(&about);
            let other = !holds(&about) && most >= ABOUT && most as f64 >= PLAINLY * least as f64;
            Some(if other && said { wrong(title, &of_measure(about, figure.measure)) } else { right() })
        }
        (None, Some(_)) => Some(right()),
        // A length may be computed from dates, and things may be counted by the writer.
        (Some(about), None)
            if matches!(figure.measure, Measure::Money | Measure::Share | Measure::Date) && said =>
        {
            Some(wrong(title, &of_measure(about, figure.measure)))
        }
        (Some(about), None) if near(&about) >= ABOUT && said && figure.measure != Measure::Count => {
            Some(wrong(title, &of_measure(about, figure.measure)))
        }
        (Some(_), None) => Some(Said::new(
            Outcome::Unknown,
            "not_in_document",
            format!("《{title}》 does not say so in these words"),
            format!("《{title}》没有直接写明这一数据"),
        )),
        (None, None) => None,
    }
}

fn wrong(at: &str, instead: &[&str]) -> Said {
    let list = instead.join(", ");
    let (en, zh) = if instead.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("; it says {list}"), format!("，原文为{}", instead.join("、")))
    };
    Said::new(
        Outcome::Wrong,
        "other_figure",
        format!("{at} does not have this figure{en}"),
        format!("{at}没有这一数据{zh}"),
    )
}

fn of_measure(passage: &Passage, measure: Measure) -> Vec<&str> {
    let own = passage.figures.iter().filter(|(figure, _)| figure.measure == measure);
    own.map(|(_, text)| text.as_str()).take(6).collect()
}

fn same(one: &Figure, other: &Figure) -> bool {
    one.measure == other.measure && one.value == other.value
}

fn passage(text: &str) -> Passage {
    let figures = figures(text).into_iter().map(|figure| {
        let words = text.get(figure.range.clone()).unwrap_or_default().to_owned();
        (figure, words)
    });
    Passage { pairs: pairs(text), figures: figures.collect() }
}

fn pairs(text: &str) -> HashSet<(char, char)> {
    let chars: Vec<char> = text.chars().map(crate::text::fold_char).filter(|c| c.is_alphabetic()).collect();
    chars.iter().copied().zip(chars.iter().copied().skip(1)).collect()
}

/// The dates of an edition, as figures have them.
fn dates(dates: &Dates) -> impl Iterator<Item = u64> {
    let all = [&dates.written, &dates.published, &dates.effective, &dates.expires];
    all.into_iter().flatten().map(|date| {
        let (year, month, day) = (date.value.year(), date.value.month(), date.value.day());
        u64::from(year.unsigned_abs()) * 10_000
            + u64::from(month.unsigned_abs()) * 100
            + u64::from(day.unsigned_abs())
    })
}

/// Whether a figure is spoken of as something that a document provides.
fn is_provided(reading: &Reading<'_>, figure: &Figure) -> bool {
    let sentence = reading.sentence(figure.range.start);
    let piece = piece(reading, &sentence, &figure.range).to_lowercase();
    let all = reading.words(sentence).to_lowercase();
    let has = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    !has(REPORTED, &piece) && (has(PROVIDED, &piece) || has(PROVIDED, &all) && !has(REPORTED, &all))
}

/// The piece of a sentence between two breaks that holds a figure.
fn piece<'r>(reading: &'r Reading<'_>, sentence: &Range<usize>, figure: &Range<usize>) -> &'r str {
    let before = reading.words(sentence.start..figure.start);
    let start = before.rfind(BREAKS).map_or(sentence.start, |at| sentence.start + at);
    let behind = reading.words(figure.end..sentence.end);
    let end = behind.find(BREAKS).map_or(sentence.end, |at| figure.end + at);
    reading.words(start..end)
}

//! Which shares of a measure are given, and what they are of.

use super::lexicon::{CEILINGS, FLOORS};
use super::sums::{COMPARED, NOT_GIVEN, Zone, last_words, other};
use crate::understand::{
    figure::{self, Bound, Share},
    sentence,
};
use polidex_corpus::model::{CharIndex, Rate, RateRole};
use std::ops::Range;

/// The shares of a zone that are given.
pub fn rates(index: &CharIndex<'_>, zone: &Zone) -> Vec<Rate> {
    let text = index.text();
    let words = &text[zone.range.clone()];
    if NOT_GIVEN.iter().any(|word| words.contains(word) && !words.contains("给予")) {
        return Vec::new();
    }
    let mut from = zone.range.start;
    let mut found = Vec::new();
    for share in figure::shares(text, zone.range.clone()) {
        let statutory = text[share.range.end..].starts_with("的法定税率");
        if !statutory && !other(text, zone, &share.range, COMPARED) && !ratio(text, &share) {
            found.push(rate(index, zone, &share, from));
        }
        from = share.range.end;
    }
    found
}

/// Whether a share describes somebody: 持股51%的企业, 占比30%以上.
fn ratio(text: &str, share: &Share) -> bool {
    let before = &text[..share.range.start];
    let near = last_words(before, 6);
    ["占比", "占", "持股", "增长", "增速", "同比", "裁员率", "比重"].iter().any(|word| near.contains(word))
        && !near.contains("占用")
}

fn rate(index: &CharIndex<'_>, zone: &Zone, share: &Share, from: usize) -> Rate {
    let text = index.text();
    let before = &text[from..share.range.start];
    let near = last_words(before, 16).to_ascii_lowercase();
    let role = if share.bound == Bound::Upper
        || share.bound == Bound::None && CEILINGS.iter().any(|word| near.contains(word))
    {
        RateRole::Ceiling
    } else if share.bound == Bound::Lower || FLOORS.iter().any(|word| near.ends_with(word)) {
        RateRole::Floor
    } else {
        RateRole::Exact
    };
    let base = base(text, zone, share, from).map(|range| index.span(range));
    Rate { value: share.value, role, base, points: share.points, span: index.span(share.range.clone()) }
}

/// Words that open the phrase that a share is of.
const BASE_OPENERS: &[&str] = &[
    "按照",
    "可按",
    "按",
    "给予",
    "予以",
    "不超过",
    "最高",
    "返还",
    "其",
    "享受",
    "为",
    "可",
    "再",
    "将",
    "标准为",
    "减免",
    "分别",
    "由",
    "暂",
];

/// The words that a share is of: between the opener and 的, or behind a verb of relief.
fn base(text: &str, zone: &Zone, share: &Share, from: usize) -> Option<Range<usize>> {
    let before = &text[from..share.range.start];
    let cut = trimmed_end(before);
    let opener = BASE_OPENERS
        .iter()
        .filter_map(|word| before[..cut].rfind(word).map(|at| at + word.len()))
        .max()
        .unwrap_or(0);
    let range = sentence::trim(text, from + opener..from + cut.max(opener));
    let particle = if text[range.clone()].starts_with('的') { '的'.len_utf8() } else { 0 };
    let range = range.start + particle..range.end;
    let words = &text[range.clone()];
    if sentence::is_latin(&text[zone.clause..zone.range.end]) {
        return of(text, zone, share);
    }
    if words.chars().count() >= 2 && words.chars().count() <= 40 && !words.contains(['，', '；']) {
        return Some(range);
    }
    behind(text, zone, share)
}

/// The end of a base before a share: without 的, 减征 and the like.
fn trimmed_end(before: &str) -> usize {
    let mut end = before.trim_end().len();
    loop {
        let words = &before[..end];
        let shorter = [
            "的",
            "减征",
            "减免",
            "降低",
            "不超过",
            "最高",
            "下浮",
            "再下浮",
            "提高",
            "减按",
            "由",
            "下调为",
            "为",
            "至",
            "即",
            "降至",
            "左右",
        ]
        .iter()
        .find_map(|word| words.strip_suffix(word));
        match shorter {
            Some(shorter) => end = shorter.trim_end().len(),
            None => return end,
        }
    }
}

/// The words behind a share in English: 30% of the purchase cost.
fn of(text: &str, zone: &Zone, share: &Share) -> Option<Range<usize>> {
    let rest = &text[share.range.end..zone.range.end.max(share.range.end)];
    let phrase =
        [" of the ", " of its ", " of their ", " of "].iter().find_map(|word| rest.strip_prefix(word))?;
    let start = share.range.end + rest.len() - phrase.len();
    let len = phrase.find([',', '.', ';', '(']).unwrap_or(phrase.len());
    Some(sentence::trim(text, start..start + len))
}

/// The words behind a share that name what is cut: 减征百分之三十资源税, 减半征收关税.
fn behind(text: &str, zone: &Zone, share: &Share) -> Option<Range<usize>> {
    let rest = &text[share.range.end..zone.range.end.max(share.range.end)];
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let words = ["税率征收", "征收", "收取", "计入", "收"]
        .iter()
        .find_map(|verb| rest.strip_prefix(verb))
        .unwrap_or(rest);
    let end = words.find(['，', '。', '；', '、', '（', '(']).unwrap_or(words.len());
    let phrase = words[..end].trim();
    let named = ["税", "费", "租", "利息", "所得额", "电"].iter().any(|unit| phrase.contains(unit));
    let start = zone.range.end.max(share.range.end) - words.len();
    (named && phrase.chars().count() <= 20).then(|| sentence::trim(text, start..start + end))
}

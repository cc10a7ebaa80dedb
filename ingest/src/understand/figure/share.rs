//! Shares: 30%, 2‰, 百分之三十, 0.5个百分点, 100个基点, 8.5折, 减半, 全额.

use super::{Bound, decimal, range_sign};
use polidex_corpus::numeral;
use std::ops::Range;

/// A share in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The figure with its sign, in bytes.
    pub range: Range<usize>,
    /// The fraction.
    pub value: f64,
    /// Whether it counts in points of a rate.
    pub points: bool,
    /// Its place in a range.
    pub bound: Bound,
}

/// Signs behind a number: how many zeros it is divided by, and whether it counts points of a rate.
const SIGNS: &[(&str, u32, bool)] = &[
    ("%", 2, false),
    ("％", 2, false),
    ("﹪", 2, false),
    ("‰", 3, false),
    ("个百分点", 2, true),
    ("个基点", 4, true),
    ("BP", 4, true),
    ("折", 1, false),
    ("成", 1, false),
    (" percent", 2, false),
    (" per cent", 2, false),
    (" percentage point", 2, true),
];

/// Words in front of a number.
const LEADS: &[(&str, u32)] = &[("百分之", 2), ("千分之", 3), ("万分之", 4)];

/// Shares that are words, and what must follow them where they are ambiguous.
const WORDS: &[(&str, f64, &[&str])] = &[
    ("减半", 0.5, &[]),
    ("一半", 0.5, &[]),
    (
        "全额",
        1.0,
        &[
            "补", "贴息", "资助", "奖", "扣除", "返", "退", "减免", "报销", "财政", "给予", "予以", "的补",
            "的资", "的贴", "免", "承担", "保障", "拨付", "支持",
        ],
    ),
];

/// All shares of a byte range, in order.
pub fn shares(text: &str, within: Range<usize>) -> Vec<Share> {
    let inside = &text[..within.end];
    let mut found: Vec<Share> = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let step = match reads(inside, at) {
            Some(mut shares) => {
                let end = shares.last().map_or(at + 1, |share| share.range.end);
                found.append(&mut shares);
                end - at
            }
            None => skipped(&inside[at..]),
        };
        at += step.max(1);
    }
    found
}

/// The bytes to pass over: one character, or a whole number that is no share.
fn skipped(text: &str) -> usize {
    match text.chars().next() {
        Some(c) if c.is_ascii_digit() || ('０'..='９').contains(&c) => {
            decimal::prefix(text).map_or(c.len_utf8(), |(_, len)| len)
        }
        Some(c) => c.len_utf8(),
        None => 1,
    }
}

/// The share, or the two ends of a range, at `at`.
fn reads(text: &str, at: usize) -> Option<Vec<Share>> {
    let rest = &text[at..];
    worded(text, at).or_else(|| led(text, at)).map(|share| vec![share]).or_else(|| {
        rest.starts_with(|c| numeral::digit(c).is_some() || c == '十').then(|| signed(text, at)).flatten()
    })
}

fn worded(text: &str, at: usize) -> Option<Share> {
    let rest = &text[at..];
    let (word, value, follows) = WORDS.iter().find(|(word, _, _)| rest.starts_with(word))?;
    let behind = &rest[word.len()..];
    let fits = follows.is_empty() || follows.iter().any(|next| behind.starts_with(next));
    fits.then(|| Share { range: at..at + word.len(), value: *value, points: false, bound: Bound::None })
}

/// 百分之三十; of 百分之五以上百分之十以下 each end.
fn led(text: &str, at: usize) -> Option<Share> {
    let (lead, zeros) = LEADS.iter().find(|(lead, _)| text[at..].starts_with(lead))?;
    let from = at + lead.len();
    let (number, len) = decimal::prefix(&text[from..])?;
    let range = at..from + len;
    Some(Share { range, value: number.over(*zeros), points: false, bound: Bound::None })
}

/// 30%, 5－10%, 0.5个百分点.
fn signed(text: &str, at: usize) -> Option<Vec<Share>> {
    let (number, len) = decimal::prefix(&text[at..])?;
    if let Some((end, zeros, points)) = sign(text, at + len) {
        let bound = match range_sign(&text[end..]) {
            Some(width) if signed_alone(text, end + width) => Bound::Lower,
            _ if before_is_range(text, at) => Bound::Upper,
            _ => Bound::None,
        };
        return Some(vec![Share { range: at..end, value: number.over(zeros), points, bound }]);
    }
    let next = at + len + range_sign(&text[at + len..])?;
    let (upper, width) = decimal::prefix(&text[next..])?;
    let (end, zeros, points) = sign(text, next + width)?;
    Some(vec![
        Share { range: at..at + len, value: number.over(zeros), points, bound: Bound::Lower },
        Share { range: next..end, value: upper.over(zeros), points, bound: Bound::Upper },
    ])
}

/// Whether a share with its sign stands at `at`.
fn signed_alone(text: &str, at: usize) -> bool {
    decimal::prefix(&text[at..]).is_some_and(|(_, len)| sign(text, at + len).is_some())
}

/// Whether a range sign behind a sign stands right before `at`.
fn before_is_range(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    super::RANGE_SIGNS.iter().any(|range| {
        before.strip_suffix(range).is_some_and(|rest| rest.ends_with(['%', '％', '‰', '点', '折']))
    })
}

/// The sign at `at`: where it ends, and how it counts.
fn sign(text: &str, at: usize) -> Option<(usize, u32, bool)> {
    let rest = &text[at..];
    let spaced = rest.trim_start_matches(' ');
    SIGNS.iter().find_map(|(word, zeros, points)| {
        let from = if word.starts_with(' ') { rest } else { spaced };
        let tail = from.strip_prefix(word)?;
        // 打折扣, 成立 and 成本 are no figures.
        let figure = match *word {
            "成" => !tail.starts_with([
                '立', '本', '员', '果', '交', '功', '长', '为', '熟', '品', '人', '绩', '分', '型', '都',
                '套',
            ]),
            "折" => !tail.starts_with(['扣', '旧', '合', '算']),
            _ => true,
        };
        figure.then(|| (text.len() - tail.len(), *zeros, *points))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(&str, f64)> {
        shares(text, 0..text.len()).into_iter().map(|share| (&text[share.range], share.value)).collect()
    }

    #[test]
    fn shares_are_read_as_printed() {
        for (text, expected) in [
            ("按30%给予", vec![("30%", 0.3)]),
            ("２‰", vec![("２‰", 0.002)]),
            ("百分之三十资源税", vec![("百分之三十", 0.3)]),
            ("０．５％", vec![("０．５％", 0.005)]),
            ("降低0.5个百分点", vec![("0.5个百分点", 0.005)]),
            ("100个基点", vec![("100个基点", 0.01)]),
            ("优惠到8.5折", vec![("8.5折", 0.85)]),
            ("减半征收", vec![("减半", 0.5)]),
            ("给予全额补贴", vec![("全额", 1.0)]),
            ("５－１０％", vec![("５", 0.05), ("１０％", 0.1)]),
            ("5%至8%", vec![("5%", 0.05), ("8%", 0.08)]),
            ("30 percent", vec![("30 percent", 0.3)]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in ["全额缴纳", "5成立", "30万元", "2020-2025年"] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn ranges_are_slices_in_order(text in "[0-9.%％‰百分之三十点折成减半全额补-]{0,50}|\\PC{0,50}") {
            let mut end = 0;
            for share in shares(&text, 0..text.len()) {
                prop_assert!(share.range.start >= end && text.get(share.range.clone()).is_some());
                end = share.range.end;
            }
        }
    }
}

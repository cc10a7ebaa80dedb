//! Sums: 50万元, 1.5亿元, 10—30万元, 20万、30万元, 四万元, 5 million yuan.

use super::{Bound, decimal, range_sign};
use decimal::Decimal;
use polidex_corpus::{model::Currency, numeral};
use std::ops::Range;

/// A sum of money in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Digits and unit, in bytes.
    pub range: Range<usize>,
    /// The sum in whole units of the currency.
    pub value: i64,
    /// The currency.
    pub currency: Currency,
    /// Its place in a range.
    pub bound: Bound,
}

/// Multiples in front of the name of a currency, longest first.
const SCALES: &[(&str, i64)] = &[
    ("百亿", 10_000_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("亿", 100_000_000),
    ("万", 10_000),
    ("千", 1_000),
    (" billion", 1_000_000_000),
    (" million", 1_000_000),
    (" thousand", 1_000),
];

/// Names of currencies, longest first.
const CURRENCIES: &[(&str, Currency)] = &[
    ("元人民币", Currency::Cny),
    ("元", Currency::Cny),
    ("圆", Currency::Cny),
    ("美元", Currency::Usd),
    ("港元", Currency::Hkd),
    ("港币", Currency::Hkd),
    ("欧元", Currency::Eur),
    (" yuan", Currency::Cny),
    (" RMB", Currency::Cny),
    (" CNY", Currency::Cny),
    (" US dollars", Currency::Usd),
];

/// Currencies in front of an English sum.
const LEADING: &[(&str, Currency)] = &[
    ("RMB", Currency::Cny),
    ("CNY", Currency::Cny),
    ("¥", Currency::Cny),
    ("￥", Currency::Cny),
    ("US$", Currency::Usd),
];

/// What follows a sum whose 元 was left out: 给予20万奖励.
const BEHIND_BARE: &[&str] =
    &["奖", "补", "的奖", "的补", "资助", "的资助", "扶持", "的扶持", "一次性", "支持", "的支持"];

/// A number with as much of its unit as is printed.
struct Quantity {
    number: Decimal,
    /// Digits alone, in bytes of the text.
    digits: Range<usize>,
    /// Digits and multiple.
    scaled: Range<usize>,
    scale: Option<i64>,
    /// Digits, multiple and currency.
    whole: Range<usize>,
    currency: Option<Currency>,
}

/// All sums of a byte range, in order.
pub fn moneys(text: &str, within: Range<usize>) -> Vec<Money> {
    let mut found: Vec<Money> = Vec::new();
    let mut at = within.start;
    while let Some(start) = next_number(&text[..within.end], at) {
        let run = run(&text[..within.end], start);
        at = run.last().map_or(start + 1, |last| last.whole.end);
        while at < within.end && !text.is_char_boundary(at) {
            at += 1;
        }
        sums(text, &run, &mut found);
    }
    found
}

/// Where the next number begins that does not continue a word or another number.
fn next_number(text: &str, from: usize) -> Option<usize> {
    let mut before = text[..from].chars().next_back();
    for (at, c) in text[from..].char_indices() {
        let starts = numeral::digit(c).is_some() || "十百千".contains(c);
        let inside = before.is_some_and(|before| {
            before.is_ascii_alphabetic() || before == '第' || numeral::digit(before).is_some() && starts
        });
        if starts && !inside {
            return Some(from + at);
        }
        before = Some(c);
    }
    None
}

/// The numbers from `start` on that 、 or a range sign joins: 50、30、20万元.
fn run(text: &str, start: usize) -> Vec<Quantity> {
    let mut run = Vec::new();
    let mut at = start;
    while let Some(quantity) = quantity(text, at) {
        at = quantity.whole.end;
        run.push(quantity);
        let rest = &text[at..];
        let joint = range_sign(rest).or_else(|| {
            rest.strip_prefix(['、', '/', '／']).map(|tail| rest.len() - tail.trim_start().len())
        });
        let joint = joint.or_else(|| listed(rest));
        let Some(joint) = joint else { break };
        at += joint;
        if !text[at..].starts_with(|c| numeral::digit(c).is_some() || c == '十') {
            break;
        }
    }
    run
}

/// The length of what joins two numbers of an English list that is zipped with another one:
/// 100,000, 500,000 and 1 million yuan respectively. Elsewhere a comma joins nothing: in 2024, 5 million yuan.
fn listed(rest: &str) -> Option<usize> {
    let joint = [", and ", ", ", " and "].iter().find(|joint| rest.starts_with(**joint))?;
    let end = rest.find(['.', ';']).unwrap_or(rest.len());
    rest[..end].contains("respectively").then_some(joint.len())
}

fn quantity(text: &str, at: usize) -> Option<Quantity> {
    let (number, len) = decimal::prefix(&text[at..])?;
    let digits = at..at + len;
    let (scale, scaled_end) = scale(text, digits.end);
    let (currency, end) = currency(text, scaled_end);
    let leading = LEADING.iter().find(|(word, _)| text[..at].trim_end().ends_with(word));
    Some(Quantity {
        number,
        scaled: digits.start..scaled_end,
        digits,
        scale,
        whole: at..end,
        currency: currency.or(leading.map(|(_, currency)| *currency)),
    })
}

/// The multiple at `at`, and where it ends.
fn scale(text: &str, at: usize) -> (Option<i64>, usize) {
    let rest = &text[at..];
    let spaced = if rest.starts_with(' ') { rest.trim_start_matches(' ') } else { rest };
    let hit = SCALES.iter().find_map(|(word, by)| {
        let from = if word.starts_with(' ') { rest } else { spaced };
        from.strip_prefix(word).map(|tail| (*by, text.len() - tail.len()))
    });
    match hit {
        Some((by, end)) => {
            let tail = text[end..].trim_start_matches(['余', '多', '几']);
            (Some(by), text.len() - tail.len())
        }
        None => (None, at),
    }
}

/// The currency at `at`, and where it ends.
fn currency(text: &str, at: usize) -> (Option<Currency>, usize) {
    let rest = text[at..].trim_start_matches(['余', '多']);
    let spaced = rest.trim_start_matches(' ');
    CURRENCIES
        .iter()
        .find_map(|(word, currency)| {
            let from = if word.starts_with(' ') { rest } else { spaced };
            let tail = from.strip_prefix(word)?;
            // 单元, 元旦 and 元件 are no money.
            let word = !tail.starts_with(['旦', '月', '件', '素', '器', '宵', '宇', '首', '代']);
            word.then(|| (Some(*currency), text.len() - tail.len()))
        })
        .unwrap_or((None, at))
}

/// The sums of a run: each number with a unit of its own, or with that of a later one.
fn sums(text: &str, run: &[Quantity], found: &mut Vec<Money>) {
    let named = run.iter().rposition(|quantity| quantity.currency.is_some());
    let Some(last) = named.or_else(|| bare(text, run)) else { return };
    let mut inherited = (run[last].scale.unwrap_or(1), run[last].currency.unwrap_or_default());
    let mut sums = Vec::new();
    for (at, quantity) in run[..=last].iter().enumerate().rev() {
        if let Some(currency) = quantity.currency {
            inherited = (quantity.scale.unwrap_or(1), currency);
        }
        let full =
            at < last && quantity.number.units >= 1000 && listed(&text[quantity.whole.end..]).is_some();
        let own = if quantity.currency.is_some() || full { 1 } else { inherited.0 };
        let by = quantity.scale.unwrap_or(own);
        let Some(value) = quantity.number.times(by) else { continue };
        let range = match (quantity.currency, quantity.scale) {
            (Some(_), _) => quantity.whole.clone(),
            (None, Some(_)) => quantity.scaled.clone(),
            (None, None) => quantity.digits.clone(),
        };
        sums.push(Money { range, value, currency: inherited.1, bound: bound(text, run, at, last) });
    }
    found.extend(sums.into_iter().rev());
}

/// Whether the last number of a run is a sum though 元 is left out.
fn bare(text: &str, run: &[Quantity]) -> Option<usize> {
    let last = run.len().checked_sub(1)?;
    let quantity = &run[last];
    quantity.scale.filter(|by| *by >= 10_000)?;
    let behind = text[quantity.scaled.end..].trim_start();
    BEHIND_BARE.iter().any(|word| behind.starts_with(word)).then_some(last)
}

/// The place of number `at` in a range.
fn bound(text: &str, run: &[Quantity], at: usize, last: usize) -> Bound {
    let joined = |left: usize| range_sign(&text[run[left].whole.end..]).is_some();
    if at < last && joined(at) {
        Bound::Lower
    } else if at > 0 && joined(at - 1) {
        Bound::Upper
    } else {
        Bound::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(&str, i64)> {
        moneys(text, 0..text.len()).into_iter().map(|money| (&text[money.range], money.value)).collect()
    }

    #[test]
    fn sums_are_read_with_their_traps() {
        for (text, expected) in [
            ("给予３０万元一次性奖励", vec![("３０万元", 300_000)]),
            ("补助四万元", vec![("四万元", 40_000)]),
            ("奖励10—30万元", vec![("10", 100_000), ("30万元", 300_000)]),
            ("1000至10000元", vec![("1000", 1000), ("10000元", 10_000)]),
            ("人民币1万元至3万元", vec![("1万元", 10_000), ("3万元", 30_000)]),
            ("不超过20万、30万元、50万元", vec![("20万", 200_000), ("30万元", 300_000), ("50万元", 500_000)]),
            ("分别给予50、30、20万元", vec![("50", 500_000), ("30", 300_000), ("20万元", 200_000)]),
            ("１０００ 万 元", vec![("１０００ 万 元", 10_000_000)]),
            ("1.5亿元和2亿元", vec![("1.5亿元", 150_000_000), ("2亿元", 200_000_000)]),
            ("2.4万元", vec![("2.4万元", 24_000)]),
            ("给予20万奖励", vec![("20万", 200_000)]),
            ("二十元以上", vec![("二十元", 20)]),
            ("1,000,000元", vec![("1,000,000元", 1_000_000)]),
            ("10,000 yuan", vec![("10,000 yuan", 10_000)]),
            ("RMB 5 million", vec![("5 million", 5_000_000)]),
            (
                "rewards of 100,000, 500,000 and 1 million yuan respectively",
                vec![("100,000", 100_000), ("500,000", 500_000), ("1 million yuan", 1_000_000)],
            ),
            ("in 2024, 5 million yuan", vec![("5 million yuan", 5_000_000)]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in
            ["20万人", "第3元", "10000平方米", "2020年元旦", "3个单元", "50、60", "99999999999999999999元"]
        {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }

    proptest! {
        #[test]
        fn ranges_are_slices_in_order(text in "[0-9１.,、—至万亿千元四十 ]{0,50}|\\PC{0,50}") {
            let mut end = 0;
            for money in moneys(&text, 0..text.len()) {
                prop_assert!(money.range.start >= end && text.get(money.range.clone()).is_some());
                end = money.range.end;
            }
        }
    }
}

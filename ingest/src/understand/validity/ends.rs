//! 有效期5年, 有效期至2028年12月31日, 执行至2020年6月30日止.

use super::begins;
use crate::date;
use crate::understand::{
    signs::{Sign, Signs},
    words::TERMS,
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{CharIndex, Ends},
    numeral,
};
use std::ops::Range;

/// Verbs with a last day behind them.
pub const UNTIL: &[&str] =
    &["执行至", "施行至", "实施至", "试行至", "有效至", "执行到", "实施到", "延续至", "延长至"];

/// What is said: where, the last day, the term in months.
type Said = (Range<usize>, Option<Date>, Option<u32>);

/// The statement of an end that is about this document.
pub(super) fn find(index: &CharIndex<'_>, sentence: &Range<usize>, signs: Signs) -> Option<Ends> {
    let text = &index.text()[sentence.clone()];
    let by_term = || signs.has(Sign::Term).then(|| by_term(text)).flatten();
    let until = || signs.has(Sign::Until).then(|| until(text)).flatten();
    let (range, date, term_months) = by_term().or_else(until)?;
    let span = index.span(sentence.start + range.start..sentence.start + range.end);
    Some(Ends { date, term_months, span })
}

/// A term with its opening word: 有效期五年.
fn by_term(text: &str) -> Option<Said> {
    TERMS.iter().find_map(|word| {
        let at = text.find(word)?;
        if !begins::owned(&text[..at]) {
            return None;
        }
        stated(text, at, at + word.len())
    })
}

/// What stands behind an opening word.
fn stated(text: &str, at: usize, from: usize) -> Option<Said> {
    let behind = &text[from..];
    let inner = behind.trim_start_matches(|c: char| "为是限暂定原则上：:共 ".contains(c));
    let start = text.len() - inner.len();
    if let Some((len, months)) = term(inner) {
        return Some((at..start + len, None, Some(months)));
    }
    if let Some(last) = inner.strip_prefix(['至', '到']).or_else(|| inner.strip_prefix("截至")) {
        let from = text.len() - last.len();
        return match day(last) {
            Some((len, date)) => Some((at..from + len, Some(date), None)),
            None => event(last).map(|len| (at..from + len, None, None)),
        };
    }
    if let Some((len, date)) = day(inner) {
        let rest = inner[len..].trim_start();
        if !rest.starts_with(['至', '到', '起', '—', '-']) && !inner.starts_with('自') {
            return Some((at..start + len, Some(date), None));
        }
    }
    ranged(text, start)
}

/// The end of a range that begins at `from`: 自发布之日起至…, 自发布之日起3个月.
fn ranged(text: &str, from: usize) -> Option<Said> {
    let inner = &text[from..];
    let clause = inner.find(['，', '；', '。']).map_or(inner, |at| &inner[..at]);
    if let Some(at) = clause.find(['至', '到']) {
        let width = '至'.len_utf8();
        let last = &clause[at + width..];
        return match day(last) {
            Some((len, date)) => Some((from + at..from + at + width + len, Some(date), None)),
            None => event(last).map(|len| (from + at..from + at + width + len, None, None)),
        };
    }
    let at = clause.find("之日起").map(|at| at + "之日起".len())?;
    let rest = clause[at..].trim_start_matches(['的', '，', ' ']);
    let (len, months) = term(rest)?;
    let start = from + clause.len() - rest.len();
    Some((start..start + len, None, Some(months)))
}

/// 暂执行至2020年6月30日止, without an opening word.
fn until(text: &str) -> Option<Said> {
    UNTIL.iter().find_map(|word| {
        let at = text.find(word)?;
        let last = &text[at + word.len()..];
        let (len, date) = day(last)?;
        let before = text[..at].trim_end_matches('暂');
        let owned = begins::owned(before) || begins::begins_before(before);
        owned.then(|| (at..at + word.len() + len, Some(date), None))
    })
}

/// A last day, with 止 behind it; 年底 is the last of December.
fn day(text: &str) -> Option<(usize, Date)> {
    let trimmed = text.trim_start();
    let skipped = text.len() - trimmed.len();
    let (len, date) = date::prefix(trimmed).or_else(|| year_end(trimmed))?;
    let stop = trimmed[len..].strip_prefix('止').map_or(0, |_| '止'.len_utf8());
    Some((skipped + len + stop, date))
}

/// 2020年底, 2020年12月底, 2020年12月.
fn year_end(text: &str) -> Option<(usize, Date)> {
    let (year, len) = numeral::prefix(text)?;
    let rest = text[len..].strip_prefix('年')?;
    let year = i16::try_from(year).ok().filter(|year| (1949..=2200).contains(year))?;
    if let Some(tail) = ["年底", "底", "末"].iter().find_map(|word| rest.strip_prefix(word)) {
        return Some((text.len() - tail.len(), Date::new(year, 12, 31).ok()?));
    }
    let (month, len) = numeral::prefix(rest)?;
    let tail = rest[len..].strip_prefix('月')?;
    let tail = tail.strip_prefix(['底', '末']).unwrap_or(tail);
    let last = Date::new(year, i8::try_from(month).ok()?, 1).ok()?.last_of_month();
    Some((text.len() - tail.len(), last))
}

/// A term that a text begins with: its length, and its months.
fn term(text: &str) -> Option<(usize, u32)> {
    let (value, len) = numeral::prefix(text)?;
    let rest = text[len..].trim_start();
    let (tail, months) = if let Some(tail) = rest.strip_prefix('年') {
        // 有效期2025年…: a year, no term. 有效期1年半 is eighteen months.
        if value > 100 {
            return None;
        }
        tail.strip_prefix('半').map_or((tail, 12 * value), |tail| (tail, 12 * value + 6))
    } else {
        (rest.strip_prefix("个月").or_else(|| rest.strip_prefix('月'))?, value)
    };
    if months == 0 || tail.starts_with(['底', '末']) || tail.starts_with(|c| numeral::digit(c).is_some()) {
        return None;
    }
    let stop = tail.strip_prefix('止').map_or(0, |_| '止'.len_utf8());
    Some((text.len() - tail.len() + stop, months))
}

/// An end that is bound to an event: to the end of the clause. What will be announced is no end.
fn event(text: &str) -> Option<usize> {
    let len = text.find(['，', '。', '；', '）']).unwrap_or(text.len());
    let named = &text[..len];
    let bound = ["解除", "结束", "止", "届满", "期满", "之日", "出台", "废止", "终止", "取消"];
    (bound.iter().any(|word| named.contains(word)) && named.chars().count() <= 60).then_some(len)
}

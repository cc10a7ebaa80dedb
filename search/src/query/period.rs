//! Periods that depend on the day of asking: 近三年, 去年, last 90 days.

use crate::text::{fold, fold_char};
use jiff::{Span, ToSpan, civil::Date};
use polidex_corpus::numeral;

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// A period, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    /// The time up to the day: the last three years.
    Up(i32, Unit),
    /// The calendar's unit in which the day lies, so many units before it: 0 this year, 1 last year.
    Calendar(i32, Unit),
}

/// Longer periods are as good as any time.
const MOST: i64 = 100_000;

impl Period {
    /// The period that a text names, whole.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text.trim());
        chinese(&folded).or_else(|| english(&folded))
    }

    /// Its first and its last day; no first day where it reaches back beyond the calendar.
    pub fn on(self, day: Date) -> (Option<Date>, Date) {
        match self {
            Self::Up(count, unit) => {
                let first = day.checked_sub(unit.times(count)).ok().and_then(|day| day.tomorrow().ok());
                (first, day)
            }
            Self::Calendar(back, unit) => {
                let Ok(within) = day.checked_sub(unit.times(back)) else { return (None, day) };
                let first = unit.first(within);
                let last = first.checked_add(unit.times(1)).ok().and_then(|next| next.yesterday().ok());
                (Some(first), last.unwrap_or(within))
            }
        }
    }
}

impl Unit {
    fn times(self, count: i32) -> Span {
        match self {
            Self::Day => count.days(),
            Self::Week => count.weeks(),
            Self::Month => count.months(),
            Self::Quarter => (3 * count).months(),
            // The calendar holds fewer than twenty thousand years.
            Self::Year => count.min(19_000).years(),
        }
    }

    /// The first day of the unit in which a day lies.
    fn first(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let behind = i32::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(behind.days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), month, 1).unwrap_or(day)
            }
            Self::Year => day.first_of_year(),
        }
    }
}

/// Chinese units, the longer names first.
const UNITS: [(&str, Unit); 9] = [
    ("个季度", Unit::Quarter),
    ("个月", Unit::Month),
    ("个星期", Unit::Week),
    ("季度", Unit::Quarter),
    ("星期", Unit::Week),
    ("周", Unit::Week),
    ("天", Unit::Day),
    ("日", Unit::Day),
    ("年", Unit::Year),
];

fn chinese(folded: &str) -> Option<Period> {
    let text = folded.trim_end_matches('的');
    let text =
        ["以来", "以内", "之内", "内", "来"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let calendar = |back, unit| Some(Period::Calendar(back, unit));
    match text {
        "今年" | "本年" | "本年度" | "今年度" => return calendar(0, Unit::Year),
        "去年" | "上年" | "上年度" | "去年度" => return calendar(1, Unit::Year),
        "前年" => return calendar(2, Unit::Year),
        "本季度" | "本季" => return calendar(0, Unit::Quarter),
        "上季度" | "上季" => return calendar(1, Unit::Quarter),
        "本月" | "这个月" => return calendar(0, Unit::Month),
        "上月" | "上个月" => return calendar(1, Unit::Month),
        "本周" => return calendar(0, Unit::Week),
        "上周" => return calendar(1, Unit::Week),
        "今天" | "今日" => return calendar(0, Unit::Day),
        "昨天" | "昨日" => return calendar(1, Unit::Day),
        "近半年" | "最近半年" | "过去半年" => return Some(Period::Up(6, Unit::Month)),
        _ => {}
    }
    let rest = ["最近", "过去", "近"].iter().find_map(|word| text.strip_prefix(word))?;
    let (count, unit) = UNITS.iter().find_map(|(word, unit)| Some((rest.strip_suffix(word)?, *unit)))?;
    // 近日 means lately, whatever that is.
    up(u64::from(numeral::parse(count.trim())?), unit)
}

fn english(folded: &str) -> Option<Period> {
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    while let ["in" | "within" | "during" | "over" | "for" | "from" | "the", ..] = words.as_slice() {
        words.remove(0);
    }
    let unit = |word: &str| {
        Some(match word.strip_suffix('s').unwrap_or(word) {
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            _ => return None,
        })
    };
    match words.as_slice() {
        ["today"] => Some(Period::Calendar(0, Unit::Day)),
        ["yesterday"] => Some(Period::Calendar(1, Unit::Day)),
        ["this" | "current", word] => Some(Period::Calendar(0, unit(word)?)),
        ["last" | "previous", word] if !word.ends_with('s') => Some(Period::Calendar(1, unit(word)?)),
        ["past", word] if !word.ends_with('s') => up(1, unit(word)?),
        ["last" | "past" | "previous", count, word] => up(number(count)?, unit(word)?),
        _ => None,
    }
}

fn number(word: &str) -> Option<u64> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let known = WORDS.iter().position(|known| *known == word).map(|place| place as u64 + 1);
    known.or_else(|| word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().unwrap_or(u64::MAX)))
}

fn up(count: u64, unit: Unit) -> Option<Period> {
    (count > 0).then(|| Period::Up(i64::try_from(count).unwrap_or(MOST).min(MOST) as i32, unit))
}

/// Where a period ends that begins at `at` and stands for itself: a Chinese one as a word between white
/// space, an English one at the end of the query or of a group. What reads like a question is none.
pub(super) fn at(chars: &[char], at: usize) -> Option<usize> {
    let first = fold_char(*chars.get(at)?);
    let ends = |c: &char| c.is_whitespace() || matches!(c, '(' | ')' | '|' | '｜');
    let word_end =
        |from: usize| chars[from..].iter().position(ends).map_or(chars.len(), |length| from + length);
    if !first.is_ascii_lowercase() {
        let end = word_end(at);
        let word: String = chars[at..end].iter().take(24).collect();
        return chinese(&fold(&word)).is_some().then_some(end);
    }
    if !matches!(first, 'i' | 'w' | 'd' | 'o' | 'f' | 't' | 'l' | 'p' | 'c' | 'y') {
        return None;
    }
    let stop = chars[at..].iter().position(|c| !(c.is_alphanumeric() || c.is_whitespace()));
    let end = stop.map_or(chars.len(), |length| at + length);
    if chars.get(end).is_some_and(|c| !matches!(c, ')' | '|' | '｜')) || end - at > 60 {
        return None;
    }
    let text: String = chars[at..end].iter().collect();
    english(&fold(&text)).is_some().then(|| at + text.trim_end().chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(text: &str, expected: &str) {
        let period = Period::parse(text).map(|period| period.on(date(2026, 11, 25)));
        let said = period.map_or("none".to_owned(), |(first, last)| {
            format!("{}..{last}", first.map(|day| day.to_string()).unwrap_or_default())
        });
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn periods_are_counted_from_the_day_of_asking() {
        check("近三年", "2023-11-26..2026-11-25");
        check("近３年内", "2023-11-26..2026-11-25");
        check("最近90天", "2026-08-28..2026-11-25");
        check("過去五年", "2021-11-26..2026-11-25");
        check("近半年", "2026-05-26..2026-11-25");
        check("近3个月", "2026-08-26..2026-11-25");
        check("今年", "2026-01-01..2026-12-31");
        check("去年", "2025-01-01..2025-12-31");
        check("上季度", "2026-07-01..2026-09-30");
        check("上个月", "2026-10-01..2026-10-31");
        check("last 90 days", "2026-08-28..2026-11-25");
        check("in the past three years", "2023-11-26..2026-11-25");
        check("This Year", "2026-01-01..2026-12-31");
        check("last year", "2025-01-01..2025-12-31");
        check("past year", "2025-11-26..2026-11-25");
        check("this week", "2026-11-23..2026-11-29");
        check("近99999999999999999999年", "none");
        check("last 99999999999999999999 years", "..2026-11-25");
        for text in ["近年", "近日", "近零年", "last 0 days", "last", "年", "", "近三年平均", "last three"]
        {
            check(text, "none");
        }
    }
}

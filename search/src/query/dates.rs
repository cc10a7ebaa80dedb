//! `date:` filters, and periods that depend on the day of asking.

use super::{
    ast::{Filter, FilterValue},
    filters::shown,
    period::Period,
    plan::{DateRange, Plan, date_of, day_number},
};
use crate::text::fold;
use jiff::civil::Date;
use polidex_corpus::model::Warning;

/// Adds a filter by date to the plan. Returns the range for people, as a label would be; `None`
/// where it is no date and is left out.
pub(super) fn resolve(filter: &Filter, plan: &mut Plan, warnings: &mut Vec<Warning>) -> Option<Vec<String>> {
    let read = |text: &str| read(text, plan.day);
    let range = match &filter.value {
        FilterValue::Text(value) => read(value),
        FilterValue::Range(from, to) => between(from.as_deref(), to.as_deref(), read),
    };
    let Some((first, last)) = range else {
        warnings.push(Warning::new(
            "bad_date",
            format!(
                "A date looks like date:2024-03-01, date:2024-03..2024-06 or date:近三年; this one was not understood and was left out: {}.",
                shown(filter)
            ),
            format!("日期的写法为 date:2024-03-01、date:2024-03..2024-06 或 date:近三年；未能理解，已忽略：{}。", shown(filter)),
        ));
        return None;
    };
    let (first, last) = match (first, last) {
        (Some(one), Some(other)) if one > other => (last, first),
        range => range,
    };
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let range = DateRange { first: first.map(day_number), last: last.map(day_number) };
    let ranges = if filter.excluded { &mut plan.dates_excluded } else { &mut plan.dates };
    ranges.push(range);
    Some(vec![format!("date:{}..{}", text(first), text(last))])
}

/// The year that a period such as 去年 is; none for others.
pub(super) fn year(text: &str, day: i64) -> Option<i64> {
    let (first, last) = Period::parse(text)?.on(date_of(day));
    first.filter(|first| {
        (first.year(), first.month(), first.day()) == (last.year(), 1, 1) && last.month() == 12
    })?;
    Some(i64::from(last.year()))
}

type Ends = (Option<Date>, Option<Date>);

/// From the first day of the one to the last day of the other.
fn between(from: Option<&str>, to: Option<&str>, read: impl Fn(&str) -> Option<Ends>) -> Option<Ends> {
    let ends = |bound: Option<&str>| bound.map_or(Some((None, None)), &read);
    let (from, to) = (ends(from)?, ends(to)?);
    if from.0 > to.1 && from.1.is_some() && to.1.is_some() {
        // Typed the other way round.
        return Some((to.0, from.1));
    }
    Some((from.0, to.1))
}

/// The first and the last day of a day, month, year or period.
fn read(text: &str, day: i64) -> Option<Ends> {
    if let Some(period) = Period::parse(text) {
        let (first, last) = period.on(date_of(day));
        return Some((first, Some(last)));
    }
    let folded = fold(text);
    let parts: Vec<&str> = folded
        .split(['-', '/', '.', '年', '月', '日'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?;
    let numbers: Vec<i16> = parts.iter().map(number).collect::<Option<_>>()?;
    let first =
        |month: i16, day: i16| Date::new(numbers[0], month.try_into().ok()?, day.try_into().ok()?).ok();
    let (first, last) = match numbers[..] {
        [_] if parts[0].len() == 4 => (first(1, 1)?, first(12, 31)?),
        [_, month] => (first(month, 1)?, first(month, 1)?.last_of_month()),
        [_, month, day] => (first(month, day)?, first(month, day)?),
        _ => return None,
    };
    Some((Some(first), Some(last)))
}

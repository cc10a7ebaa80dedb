//! Deadlines of what can be had, as events of a calendar.

use super::verdict_name;
use crate::output::{
    ical::{Calendar, Event},
    visible,
};
use jiff::{civil::Date, tz::TimeZone};
use polidex_corpus::{locale::Locale, text::sha256_hex};
use polidex_search::matching::{Match, Report, Verdict};

/// One all-day event for every deadline of what can be had, or may be; and how many there are. The calendar
/// bears the report's day, so that the same report gives the same file.
pub fn calendar(report: &Report, locale: Locale) -> (String, usize) {
    let made = report.as_of.to_zoned(TimeZone::UTC).map(|day| day.timestamp()).unwrap_or_default();
    let mut calendar = Calendar::new(made);
    let mut count = 0;
    for found in &report.matches {
        let reachable = !matches!(found.verdict, Verdict::NotEligible | Verdict::Expired);
        let Some(deadline) = found.deadline.as_ref().filter(|_| reachable) else { continue };
        let closes = if deadline.of_document {
            locale.pick("document ends", "文件到期")
        } else {
            locale.pick("application closes", "申报截止")
        };
        let days =
            [(deadline.opens, locale.pick("application opens", "申报开始")), (deadline.closes, closes)];
        for (day, what) in days {
            if let Some(day) = day {
                calendar.add(event(found, day, what, locale));
                count += 1;
            }
        }
    }
    (calendar.finish(), count)
}

fn event(found: &Match, day: Date, what: &str, locale: Locale) -> Event {
    let name = format!("{}#{}@{what}", found.reference, found.sentence.span.start);
    let sum = found.amount.sum.map(|sum| sum.describe(found.amount.currency, locale)).unwrap_or_default();
    let verdict = verdict_name(found.verdict, locale);
    Event {
        uid: format!("{}@polidex", &sha256_hex(name.as_bytes())[..32]),
        day,
        summary: visible(&format!("{what}: {sum} {}", found.policy.title)).into_owned(),
        description: visible(&format!("{}\n{verdict} · {}", found.sentence.text, found.reference))
            .into_owned(),
        url: found.policy.url.clone(),
    }
}

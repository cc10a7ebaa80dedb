//! Deadlines as an iCalendar file (RFC 5545).

use super::verdict_name;
use crate::output::visible;
use jiff::{ToSpan, civil::Date};
use polidex_corpus::{locale::Locale, text::sha256_hex};
use polidex_search::matching::{Match, Report, Verdict};
use std::io::{self, Write};

/// Octets of a line at most, its end not counted (section 3.1).
const LINE: usize = 75;
/// How many days ahead a reminder comes.
const REMINDER: u32 = 14;

/// Writes one all-day event for every deadline of what can be had, or may be; says how many.
pub fn write(out: &mut impl Write, report: &Report, locale: Locale) -> io::Result<usize> {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//polidex//match//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
    ];
    let mut count = 0;
    for found in &report.matches {
        let reachable = matches!(
            found.verdict,
            Verdict::Eligible | Verdict::Likely | Verdict::NeedsInformation | Verdict::NotYetOpen
        );
        let Some(deadline) = found.deadline.as_ref().filter(|_| reachable) else { continue };
        let words = if deadline.of_document {
            locale.pick("document ends", "文件到期")
        } else {
            locale.pick("application closes", "申报截止")
        };
        if let Some(opens) = deadline.opens {
            event(&mut lines, report, found, opens, locale.pick("application opens", "申报开始"), locale);
            count += 1;
        }
        if let Some(closes) = deadline.closes {
            event(&mut lines, report, found, closes, words, locale);
            count += 1;
        }
    }
    lines.push("END:VCALENDAR".to_owned());
    for line in &lines {
        out.write_all(folded(line).as_bytes())?;
    }
    Ok(count)
}

fn event(lines: &mut Vec<String>, report: &Report, found: &Match, day: Date, what: &str, locale: Locale) {
    let stamp = report.as_of.strftime("%Y%m%dT000000Z");
    let name = format!("{}#{}@{what}", found.reference, found.sentence.span.start);
    let sum = found.amount.sum.map(|sum| sum.describe(found.amount.currency, locale)).unwrap_or_default();
    let summary = format!("{what}: {sum} {}", found.policy.title);
    let description = format!("{}\n{} · {}", found.sentence.text, verdict_name(found.verdict, locale), found.reference);
    lines.push("BEGIN:VEVENT".to_owned());
    // The same deadline has the same name, so that a calendar replaces it rather than adding it again.
    lines.push(format!("UID:{}@polidex", &sha256_hex(name.as_bytes())[..32]));
    lines.push(format!("DTSTAMP:{stamp}"));
    lines.push(format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")));
    if let Ok(next) = day.checked_add(1.day()) {
        lines.push(format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")));
    }
    lines.push(format!("SUMMARY:{}", text(&summary)));
    lines.push(format!("DESCRIPTION:{}", text(&description)));
    let url = found.policy.url.as_deref().and_then(|url| url::Url::parse(url).ok());
    if let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https")) {
        lines.push(format!("URL:{url}"));
    }
    lines.push("TRANSP:TRANSPARENT".to_owned());
    lines.push("BEGIN:VALARM".to_owned());
    lines.push("ACTION:DISPLAY".to_owned());
    lines.push(format!("TRIGGER:-P{REMINDER}D"));
    lines.push(format!("DESCRIPTION:{}", text(&summary)));
    lines.push("END:VALARM".to_owned());
    lines.push("END:VEVENT".to_owned());
}

/// A TEXT value (section 3.3.11).
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in visible(value).chars() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A content line with its end, folded between characters.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / LINE * 3 + 2);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LINE {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(c);
        octets += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_unfold_to_themselves() {
        for line in ["SUMMARY:short".to_owned(), format!("SUMMARY:{}", "政策措施".repeat(40)), "x".repeat(200)] {
            let folded = folded(&line);
            assert!(folded.split("\r\n").all(|part| part.len() <= LINE), "{folded}");
            assert_eq!(folded.replace("\r\n ", "").trim_end_matches("\r\n"), line);
        }
    }

    #[test]
    fn values_are_escaped() {
        assert_eq!(text("a,b;c\\d\ne\u{202e}"), "a\\,b\\;c\\\\d\\ne<U+202E>");
    }
}

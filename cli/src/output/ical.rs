//! Days as iCalendar (RFC 5545).

use jiff::{Timestamp, civil::Date};

/// A day that somebody wants to have in a calendar.
#[derive(Debug, Clone)]
pub struct Event {
    /// A name that stays the same for the same event, so that importing twice adds nothing.
    pub uid: String,
    /// The day.
    pub day: Date,
    /// What is on that day.
    pub summary: String,
    /// What should be known about it.
    pub description: String,
    /// Where to read more.
    pub url: Option<String>,
}

/// A calendar that is being written.
#[derive(Debug)]
pub struct Calendar {
    text: String,
    stamp: String,
}

/// Octets in a line at most, without its end.
const LINE: usize = 75;

impl Calendar {
    /// An empty calendar, made at a time.
    pub fn new(now: Timestamp) -> Self {
        let mut calendar = Self { text: String::new(), stamp: now.strftime("%Y%m%dT%H%M%SZ").to_string() };
        calendar.line("BEGIN:VCALENDAR");
        calendar.line("VERSION:2.0");
        calendar.line("PRODID:-//polidex//polidex//EN");
        calendar.line("CALSCALE:GREGORIAN");
        calendar
    }

    /// Adds an event of one whole day.
    pub fn add(&mut self, event: Event) {
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{}", escaped(&event.uid)));
        self.line(&format!("DTSTAMP:{}", self.stamp));
        self.line(&format!("DTSTART;VALUE=DATE:{}", event.day.strftime("%Y%m%d")));
        self.line(&format!("SUMMARY:{}", escaped(&event.summary)));
        self.line(&format!("DESCRIPTION:{}", escaped(&event.description)));
        // A URL is no text: nothing in it is escaped, so it must not hold what ends a line.
        if let Some(url) =
            event.url.filter(|url| url.starts_with("http") && !url.contains(char::is_whitespace))
        {
            self.line(&format!("URL:{url}"));
        }
        self.line("TRANSP:TRANSPARENT");
        self.line("END:VEVENT");
    }

    /// The calendar.
    pub fn finish(mut self) -> String {
        self.line("END:VCALENDAR");
        self.text
    }

    /// Writes one line, folded between characters.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LINE {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(c);
            length += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// A text value: separators escaped, control characters left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn lines_are_folded_between_characters_and_text_is_escaped() {
        let mut calendar = Calendar::new(Timestamp::UNIX_EPOCH);
        calendar.add(Event {
            uid: "urn:x".to_owned(),
            day: date(2026, 12, 31),
            summary: format!("截止, {}\r\nEND:VCALENDAR", "申报".repeat(40)),
            description: String::new(),
            url: Some("https://example.cn/a\r\nX:1".to_owned()),
        });
        let text = calendar.finish();
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("\r\nDTSTART;VALUE=DATE:20261231\r\n"));
        assert!(unfolded.contains("SUMMARY:截止\\, 申报"));
        assert_eq!(unfolded.matches("\r\nEND:VCALENDAR").count(), 1, "text cannot end the calendar");
        assert!(!unfolded.contains("URL:"), "an address with a line end is no address");
    }
}

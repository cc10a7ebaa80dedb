//! What response headers say about the next request.

use super::Exchange;
use jiff::{Timestamp, civil::DateTime, fmt::rfc2822::DateTimeParser, tz::TimeZone};
use std::time::Duration;
use url::Url;

/// Dates as HTTP writes them; servers get the day of the week wrong.
static HTTP_DATE: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

impl Exchange {
    /// How long the server asks to wait, seen from `now`; zero where the time has come already.
    pub fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        let value = self.header("retry-after")?.trim();
        if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // More digits than fit mean longer than anyone waits.
            return Some(Duration::from_secs(value.parse().unwrap_or(u64::from(u32::MAX))));
        }
        let wait = http_date(value)?.duration_since(now);
        Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
    }

    /// Where a redirect leads: `Location` resolved against the address asked, without a fragment.
    ///
    /// Bytes that are no ASCII are UTF-8 where they can be; else they are escaped one by one.
    pub fn location(&self) -> Option<Url> {
        let value = self.header("location")?.trim();
        let bytes: Vec<u8> = value.chars().filter_map(|c| u8::try_from(c).ok()).collect();
        let text = String::from_utf8(bytes).unwrap_or_else(|error| escaped(error.as_bytes()));
        let mut url = self.url.join(&text).ok().filter(|_| !text.is_empty())?;
        url.set_fragment(None);
        Some(url)
    }
}

fn escaped(bytes: &[u8]) -> String {
    let escape =
        |&byte: &u8| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    bytes.iter().map(escape).collect()
}

/// Reads a date of HTTP in its three forms (RFC 9110, 5.6.7).
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    let obsolete =
        |format| Some(DateTime::strptime(format, text).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    HTTP_DATE
        .parse_timestamp(text)
        .ok()
        .or_else(|| obsolete("%A, %d-%b-%y %H:%M:%S GMT"))
        .or_else(|| obsolete("%a %b %e %H:%M:%S %Y"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(name: &str, value: &str) -> Exchange {
        Exchange {
            url: Url::parse("https://www.example.cn/a/b.html?q=1").unwrap(),
            sent_at: Timestamp::UNIX_EPOCH,
            server: None,
            request_headers: Vec::new(),
            status: 301,
            response_headers: vec![(name.into(), value.into())],
            body: Vec::new(),
        }
    }

    #[test]
    fn waiting_times_are_read_in_every_form() {
        let now: Timestamp = "1994-11-06T08:48:37Z".parse().unwrap();
        let wait = |value| exchange("Retry-After", value).retry_after(now).map(|wait| wait.as_secs());
        assert_eq!(wait(" 120 "), Some(120));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(60));
        assert_eq!(wait("Mon, 06 Nov 1994 08:49:37 GMT"), Some(60));
        assert_eq!(wait("Sunday, 06-Nov-94 08:49:37 GMT"), Some(60));
        assert_eq!(wait("Sun Nov  6 08:49:37 1994"), Some(60));
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        assert_eq!(wait("99999999999999999999999"), Some(u64::from(u32::MAX)));
        for broken in ["", "-1", "1.5", "soon", "Sun, 99 Nov 1994 08:49:37 GMT"] {
            assert_eq!(wait(broken), None, "{broken}");
        }
    }

    #[test]
    fn redirects_are_resolved() {
        let to = |value| exchange("location", value).location().map(String::from);
        assert_eq!(to("c.html#part").as_deref(), Some("https://www.example.cn/a/c.html"));
        assert_eq!(to("//m.example.cn/").as_deref(), Some("https://m.example.cn/"));
        assert_eq!(to("?q=2").as_deref(), Some("https://www.example.cn/a/b.html?q=2"));
        assert_eq!(to("http://127.1/").as_deref(), Some("http://127.0.0.1/"));
        // 政 in UTF-8 and in GBK, each byte read as Latin-1.
        assert_eq!(to("/\u{e6}\u{94}\u{bf}").as_deref(), Some("https://www.example.cn/%E6%94%BF"));
        assert_eq!(to("/\u{d5}\u{fe}").as_deref(), Some("https://www.example.cn/%D5%FE"));
        assert_eq!(to(""), None);
        assert_eq!(to("http://[broken/"), None);
    }
}

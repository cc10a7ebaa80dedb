//! Days in addresses and beside links.

use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// Days as addresses of documents hold them: `/2026-07/13/c_1.htm`, `/202607/13/content_…`,
/// `/t20260713_12.html`, `/art/2026/7/13/art_…`, `/2026/07/13/slug/`.
static IN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"/t(\d{4})(\d\d)(\d\d)_\d|/(\d{4})[-/]?(\d\d?)/(\d\d?)/").expect("a valid pattern")
});

/// A day in words of a list: `2026-07-13`, `2026/7/13`, `2026.07.13`, `2026年7月13日`.
static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d\d?)\s?[-/.月]\s?(\d\d?)\s?日?").expect("a valid pattern")
});

/// The day that an address names.
pub(super) fn in_address(address: &str) -> Option<Date> {
    IN_ADDRESS.captures_iter(address).find_map(|found| {
        let part = |group: usize| found.get(group).or_else(|| found.get(group + 3))?.as_str().parse().ok();
        Date::new(part(1)?, i8::try_from(part(2)?).ok()?, i8::try_from(part(3)?).ok()?).ok()
    })
}

/// The day that the path of an address names.
pub(crate) fn in_url(url: &Url) -> Option<Date> {
    in_address(url.path())
}

/// The first day that a text names.
pub(super) fn in_text(text: &str) -> Option<Date> {
    IN_TEXT.captures_iter(text).find_map(|found| {
        Date::new(found[1].parse().ok()?, found[2].parse().ok()?, found[3].parse().ok()?).ok()
    })
}

/// A text without the days in it.
pub(super) fn without(text: &str) -> String {
    IN_TEXT.replace_all(text, "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_addresses_and_texts() {
        for (address, expected) in [
            ("https://example.cn/a/202607/t20260713_1.html", Some("2026-07-13")),
            ("https://example.cn/2026-07/13/c_1.htm", Some("2026-07-13")),
            ("https://example.cn/p/202607/13/content_WSab.html", Some("2026-07-13")),
            ("https://example.cn/art/2026/7/3/art_1_2.html", Some("2026-07-03")),
            ("https://example.cn/2026/07/13/slug/", Some("2026-07-13")),
            ("https://example.cn/t20261399_1.html", None),
            ("https://example.cn/zhengce/202607/content_1.htm", None),
        ] {
            assert_eq!(in_address(address).map(|date| date.to_string()).as_deref(), expected, "{address}");
        }
        assert_eq!(
            in_text("示例 2026年 7 月13日").map(|date| date.to_string()).as_deref(),
            Some("2026-07-13")
        );
        assert_eq!(
            in_text("2026/13/13 2025.1.2").map(|date| date.to_string()).as_deref(),
            Some("2025-01-02")
        );
        assert_eq!(without("示例通知 2026-07-13"), "示例通知");
    }
}

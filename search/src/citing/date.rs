//! Dates in words.

use jiff::civil::Date;
use polidex_corpus::locale::Locale;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// As people write it: May 20, 2024; 2024年5月20日.
pub(super) fn long(date: Date, words: Locale) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match words {
        Locale::En => format!("{} {day}, {year}", MONTHS[usize::from(month.unsigned_abs()) - 1]),
        Locale::Zh => format!("{year}年{month}月{day}日"),
    }
}

/// As the Bluebook abbreviates it: Nov. 20, 2024.
pub(super) fn abbreviated(date: Date) -> String {
    format!("{} {}, {}", month(date), date.day(), date.year())
}

/// As the MLA does: 20 Nov. 2024; 2024年11月20日.
pub(super) fn day_first(date: Date, words: Locale) -> String {
    match words {
        Locale::En => format!("{} {} {}", date.day(), month(date), date.year()),
        Locale::Zh => long(date, words),
    }
}

fn month(date: Date) -> String {
    let name = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    // May, June and July are not abbreviated, September to four letters.
    match name {
        "May" | "June" | "July" => name.to_owned(),
        "September" => "Sept.".to_owned(),
        name => format!("{}.", &name[..3]),
    }
}

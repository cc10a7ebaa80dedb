//! Dates as documents write them: 2021年6月7日, 二○一一年七月二十八日, June 7, 2021, 2026/08/31 09:30.

use jiff::civil::Date;
use polidex_corpus::numeral;
use std::ops::Range;

/// The longest date in bytes: 二○一一年十二月二十八日 with white space in between.
const LONGEST: usize = 80;

/// A date found in a text: where it stands, in bytes, and what it says.
pub type Found = (Range<usize>, Date);

/// Reads the date that `text` begins with, in any form: its length in bytes, and the date.
pub fn prefix(text: &str) -> Option<(usize, Date)> {
    chinese(text).or_else(|| numeric(text)).or_else(|| american(text)).or_else(|| english(text))
}

/// Reads a text that is a date, perhaps with a time of day behind it.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let (len, date) = prefix(text)?;
    let rest = text[len..].trim_start_matches(['T', '-']).trim_start();
    let rest = rest.trim_end_matches(['A', 'P', 'M']);
    let is_time = rest.chars().all(|c| c.is_ascii_digit() || ":.+-Z ".contains(c));
    (is_time && rest.len() < 24).then_some(date)
}

/// All dates of a text, in order, without overlaps.
pub fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut behind = 0;
    let mut in_number = false;
    for (at, c) in text.char_indices() {
        let starts = numeral::digit(c).is_some() && !in_number || c.is_ascii_uppercase();
        in_number = numeral::is_numeral(c) || c.is_ascii_alphabetic();
        if at >= behind
            && starts
            && let Some((len, date)) = prefix(&text[at..])
        {
            behind = at + len;
            found.push((at..behind, date));
        }
    }
    found
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1900..=2200).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// 2021年6月7日, with white space anywhere inside.
fn chinese(text: &str) -> Option<(usize, Date)> {
    let mut reader = Reader::new(text);
    let year = reader.number()?;
    reader.literal('年')?;
    let month = reader.number()?;
    reader.literal('月')?;
    let day = reader.number()?;
    if reader.literal('日').is_none() {
        reader.literal('号')?;
    }
    Some((reader.at, date(year, month, day)?))
}

/// 2021-06-07, 2021/6/7, 2021.06.07.
fn numeric(text: &str) -> Option<(usize, Date)> {
    let mut reader = Reader::new(text);
    let year = reader.number()?;
    let separator = text[reader.at..].chars().next().filter(|c| "-/.－．".contains(*c))?;
    reader.at += separator.len_utf8();
    let month = reader.number()?;
    reader.literal(separator)?;
    let day = reader.number()?;
    Some((reader.at, date(year, month, day)?))
}

/// 6/7/2021, the month first; and 31/7/2021, which cannot be read so.
fn american(text: &str) -> Option<(usize, Date)> {
    let mut digits = text.bytes().take(11).take_while(|byte| byte.is_ascii_digit() || *byte == b'/');
    if digits.clone().filter(|byte| *byte == b'/').count() != 2 || digits.next() == Some(b'/') {
        return None;
    }
    let mut reader = Reader::new(text);
    let first = reader.number()?;
    reader.literal('/')?;
    let second = reader.number()?;
    reader.literal('/')?;
    let year = reader.number().filter(|_| first < 100 && second < 100)?;
    Some((reader.at, date(year, first, second).or_else(|| date(year, second, first))?))
}

/// June 7, 2021 and 7 June 2021; months may be shortened.
fn english(text: &str) -> Option<(usize, Date)> {
    let window = head(text);
    let mut words = window
        .split(|c: char| c.is_ascii_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - window.as_ptr() as usize, word));
    let (first, second, (at, third)) = (words.next()?.1, words.next()?.1, words.next()?);
    let digits = third.bytes().take_while(u8::is_ascii_digit).count();
    let year = third.get(..digits).filter(|year| year.len() == 4)?.parse().ok()?;
    let (month, day) = match month(first) {
        Some(month) => (month, second),
        None => (month(second)?, first),
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    Some((at + digits, date(year, month, day)?))
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let number = MONTHS.iter().position(|month| {
        *month == word || word.len() >= 3 && month[..3] == word || word == "sept" && *month == "september"
    })?;
    Some(number as u32 + 1)
}

/// The beginning of a text, long enough for any date.
fn head(text: &str) -> &str {
    let end = (0..=text.len().min(LONGEST)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

/// Reads numbers and signs with white space between them.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self { text: head(text), at: 0 }
    }

    fn spaces(&mut self) {
        self.at =
            self.text.len() - self.text[self.at..].trim_start_matches([' ', '\u{3000}', '\u{A0}']).len();
    }

    fn number(&mut self) -> Option<u32> {
        if self.at > 0 {
            self.spaces();
        }
        let (value, len) = numeral::prefix(&self.text[self.at..])?;
        self.at += len;
        Some(value)
    }

    fn literal(&mut self, wanted: char) -> Option<()> {
        let before = self.at;
        self.spaces();
        if self.text[self.at..].starts_with(wanted) {
            self.at += wanted.len_utf8();
            return Some(());
        }
        self.at = before;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_writing_a_date_is_read() {
        for (text, expected) in [
            ("2021年6月7日", "2021-06-07"),
            ("二○一一年七月二十八日", "2011-07-28"),
            ("二〇二〇年 十二月 三十一日", "2020-12-31"),
            ("２０２１年６月７日", "2021-06-07"),
            ("2025-11-27 09:57", "2025-11-27"),
            ("2026-09-04 10:00:00", "2026-09-04"),
            ("2026/08/31 09:30", "2026-08-31"),
            ("2026-01-01", "2026-01-01"),
            ("2020-08-04-10:10:10", "2020-08-04"),
            ("2020-08-04T10:10:10Z", "2020-08-04"),
            ("June 7, 2021", "2021-06-07"),
            ("7 June 2021", "2021-06-07"),
            ("9/17/2004 5:54:13 AM", "2004-09-17"),
            ("31/7/2021", "2021-07-31"),
            ("Sept. 7th, 2021", "2021-09-07"),
        ] {
            assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "2021年13月1日", "2021年6月", "hello", "1.2.3", "一二三", "May the force"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_found_in_running_text() {
        let text = "2020年5月28日通过 自2021年1月1日起施行, on June 7, 2021.";
        let found: Vec<_> = find(text).into_iter().map(|(range, _)| &text[range]).collect();
        assert_eq!(found, ["2020年5月28日", "2021年1月1日", "June 7, 2021"]);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[0-9年月日 ,.一二○\\-/JuneMay]{0,60}|\\PC{0,60}") {
            for (range, _) in find(&text) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}

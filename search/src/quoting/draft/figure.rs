//! Figures: amounts of money, shares, lengths of time, dates, counts; in both languages.

use polidex_corpus::numeral;
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

/// What a figure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Money, in yuan.
    Money,
    /// A share, in per cent.
    Share,
    /// A length of time in years.
    Years,
    /// A length of time in months.
    Months,
    /// A length of time in days.
    Days,
    /// A day, as year × 10,000 + month × 100 + day.
    Date,
    /// Persons, companies, articles of goods.
    Count,
}

/// A figure of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it measures.
    pub measure: Measure,
    /// Its value in ten-thousandths of its unit.
    pub value: u64,
}

/// One in the unit of values.
const ONE: u64 = 10_000;

const NUMBER: &str = r"(?:[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?|[一二三四五六七八九十百千两零〇半]+)";

static CHINESE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let date = r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日";
    let share = format!("百分之(?P<s>{NUMBER})|(?P<p>{NUMBER})[%％]");
    let money = format!("(?P<n>{NUMBER})(?P<scale>千万|百万|十万|万|亿|千)?(?:元|人民币)");
    let bare = format!("(?P<b>{NUMBER})(?P<bscale>千万|百万|万|亿)");
    let time = format!("(?P<t>{NUMBER})(?P<unit>个工作日|个月|工作日|周年|年|日|天)");
    let count = format!("(?P<c>{NUMBER})(?P<cscale>万)?(?:人|家|名|户|件|项|倍|个)");
    Regex::new(&format!("{date}|{share}|{money}|{time}|{count}|{bare}")).ok()
});

static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = r"[0-9][0-9,]*(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|ninety";
    let months = "January|February|March|April|May|June|July|August|September|October|November|December";
    let date = format!(r"(?P<em>{months}) (?P<ed>[0-9]{{1,2}}), (?P<ey>[0-9]{{4}})");
    let money = format!(
        r"(?:RMB ?|CNY ?|¥ ?)(?P<r>{number})(?: (?P<rscale>thousand|million|billion))?|(?P<n>{number})(?: (?P<scale>thousand|million|billion))? ?(?:yuan|RMB|CNY)"
    );
    let share = format!(r"(?P<p>{number}) ?(?:%|per ?cent\b)");
    let time = format!(r"(?P<t>{number}) (?:working |consecutive )?(?P<unit>days?|months?|years?)\b");
    Regex::new(&format!(r"(?i)\b(?:{date}|{money}|{share}|{time})")).ok()
});

/// The figures of a text, in order.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    let mut found = Vec::new();
    for pattern in [CHINESE.as_ref(), ENGLISH.as_ref()].into_iter().flatten() {
        for captures in pattern.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            let get = |name: &str| captures.name(name).map(|found| found.as_str());
            if let Some((measure, value)) = read(&get) {
                found.push(Figure { range: whole.range(), measure, value });
            }
        }
    }
    found.sort_by_key(|figure| (figure.range.start, std::cmp::Reverse(figure.range.end)));
    found.dedup_by(|later, first| later.range.start < first.range.end);
    found
}

fn read<'t>(get: &dyn Fn(&str) -> Option<&'t str>) -> Option<(Measure, u64)> {
    let scaled =
        |number: &str, scale: Option<&str>| value(number)?.checked_mul(scale.map_or(Some(1), times)?);
    if let Some(year) = get("y").or_else(|| get("ey")) {
        let month = match get("em") {
            Some(name) => month(name)?,
            None => get("m")?.parse().ok()?,
        };
        let day: u64 = get("d").or_else(|| get("ed"))?.parse().ok()?;
        return Some((Measure::Date, year.parse::<u64>().ok()? * 10_000 + month * 100 + day));
    }
    if let Some(share) = get("s").or_else(|| get("p")) {
        return Some((Measure::Share, value(share)?));
    }
    if let Some(number) = get("n") {
        return Some((Measure::Money, scaled(number, get("scale"))?));
    }
    if let Some(number) = get("r") {
        return Some((Measure::Money, scaled(number, get("rscale"))?));
    }
    // 20万 in 20万、40万元 leaves out what it counts.
    if let Some(number) = get("b") {
        return Some((Measure::Money, scaled(number, get("bscale"))?));
    }
    if let Some(number) = get("c") {
        return Some((Measure::Count, scaled(number, get("cscale"))?));
    }
    let number = value(get("t")?)?;
    let measure = match get("unit")?.chars().next()? {
        '年' | '周' | 'y' | 'Y' => Measure::Years,
        'm' | 'M' => Measure::Months,
        _ if get("unit")?.contains('月') => Measure::Months,
        _ => Measure::Days,
    };
    // 2024年 is a year and no length of time.
    (measure != Measure::Years || number < 1_000 * ONE).then_some((measure, number))
}

fn times(scale: &str) -> Option<u64> {
    Some(match scale.to_ascii_lowercase().as_str() {
        "千" | "thousand" => 1_000,
        "万" => 10_000,
        "十万" => 100_000,
        "百万" | "million" => 1_000_000,
        "千万" => 10_000_000,
        "亿" => 100_000_000,
        "billion" => 1_000_000_000,
        _ => return None,
    })
}

fn month(name: &str) -> Option<u64> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.to_ascii_lowercase();
    NAMES.iter().position(|start| name.starts_with(start)).map(|at| at as u64 + 1)
}

/// The value of a number in ten-thousandths.
fn value(number: &str) -> Option<u64> {
    const WORDS: &[(&str, u64)] = &[
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("ninety", 90),
    ];
    if let Some((_, value)) = WORDS.iter().find(|(word, _)| number.eq_ignore_ascii_case(word)) {
        return Some(value * ONE);
    }
    if number == "半" {
        return Some(ONE / 2);
    }
    let plain: String =
        number.chars().map(crate::text::fold_char).filter(|c| !matches!(c, ',' | '，')).collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let whole = u64::from(numeral::parse(whole)?);
    let part = format!("{part:0<4}").get(..4)?.parse::<u64>().ok()?;
    whole.checked_mul(ONE)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Measure, u64)]) {
        let found = figures(text);
        let found: Vec<_> = found
            .iter()
            .map(|figure| {
                (&text[figure.range.clone()], figure.measure, figure.value / ONE.min(figure.value.max(1)))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn figures_are_read_in_both_languages() {
        check("最高500万元", &[("500万元", Measure::Money, 5_000_000)]);
        check("投资1.5亿元以上", &[("1.5亿元", Measure::Money, 150_000_000)]);
        check("百分之三十，20％", &[("百分之三十", Measure::Share, 30), ("20％", Measure::Share, 20)]);
        check(
            "三年内、5个工作日、六个月",
            &[("三年", Measure::Years, 3), ("5个工作日", Measure::Days, 5), ("六个月", Measure::Months, 6)],
        );
        check("10万、20万元", &[("10万", Measure::Money, 100_000), ("20万元", Measure::Money, 200_000)]);
        check(
            "up to 5 million yuan and 20%",
            &[("5 million yuan", Measure::Money, 5_000_000), ("20%", Measure::Share, 20)],
        );
        check(
            "within three years, RMB 150,000",
            &[("three years", Measure::Years, 3), ("RMB 150,000", Measure::Money, 150_000)],
        );
        check(
            "二十日以下拘留、五百元以下罚款",
            &[("二十日", Measure::Days, 20), ("五百元", Measure::Money, 500)],
        );
        check("2024年的第三章", &[]);
    }

    #[test]
    fn dates_are_one_number() {
        assert_eq!(figures("自2024年7月1日起")[0].value, 20_240_701);
        assert_eq!(figures("from July 1, 2024 on")[0].value, 20_240_701);
    }
}

//! Numbers with their units and the words that say from where to where they count.

use super::claim::pattern;
use polidex_corpus::{
    model::{FigureUnit, Range as Bounds},
    numeral,
};
use std::ops::Range;

/// A number in the unit of a figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    /// Where number and unit stand, in bytes.
    pub range: Range<usize>,
    /// The number, multiplied out.
    pub value: f64,
}

/// The numbers of a text that can be of a unit.
pub(super) fn quantities(text: &str, unit: FigureUnit) -> Vec<Quantity> {
    let number = pattern!(
        r"(?P<number>\d[\d,]*(?:\.\d+)?|百分之[一二三四五六七八九十百零两点]+|[一二三四五六七八九十百千两零]+(?:[万亿])?)\s*(?P<scale>万亿|百亿|亿|千万|百万|万|千|billion|million|thousand|bn)?\s*(?P<unit>元|人民币|%|percent|per cent|人|名|people|persons|employees|年|周年|years?|件|项|个|家|平方米|yuan|rmb)?"
    );
    number
        .captures_iter(text)
        .filter_map(|hit| {
            let (value, percent) = read(&hit)?;
            let printed = hit.name("unit").map_or("", |unit| unit.as_str());
            let fits = match unit {
                FigureUnit::Yuan => !percent && ["元", "人民币", "yuan", "rmb", ""].contains(&printed),
                FigureUnit::Fraction => percent,
                FigureUnit::Persons => ["人", "名", "people", "persons", "employees", ""].contains(&printed),
                FigureUnit::Years => ["年", "周年", "year", "years"].contains(&printed),
                FigureUnit::Count => ["件", "项", "个", ""].contains(&printed),
                FigureUnit::SquareMetres => printed == "平方米",
            };
            // A number of money without any unit is a number of something else.
            let scaled = hit.name("scale").is_some() || hit["number"].ends_with(['万', '亿']);
            let bare = unit == FigureUnit::Yuan && printed.is_empty() && !scaled;
            let range = hit.get(0)?.range();
            let behind = text[range.end..].trim_start();
            // 2019年 is a year of the calendar, 20万台 counts machines.
            let other = bare
                || unit == FigureUnit::Years && value > 200.0
                || unit == FigureUnit::Yuan
                    && printed.is_empty()
                    && behind.starts_with(['台', '套', '人', '件', '户', '吨', '家']);
            (fits && !other).then(|| Quantity { range: trimmed(text, range), value })
        })
        .collect()
}

/// The value of a number with its multiple, and whether it is in percent.
fn read(hit: &regex::Captures<'_>) -> Option<(f64, bool)> {
    let digits = &hit["number"];
    let (value, percent) = match digits.strip_prefix("百分之") {
        Some(rest) => {
            let (whole, part) = rest.split_once('点').unwrap_or((rest, ""));
            let part: String =
                part.chars().filter_map(numeral::digit).map(|digit| digit.to_string()).collect();
            (format!("{}.{part}0", numeral::parse(whole)?).parse::<f64>().ok()?, true)
        }
        None if digits.starts_with(|c: char| c.is_ascii_digit()) => {
            (digits.replace(',', "").parse::<f64>().ok()?, false)
        }
        None => (f64::from(numeral::parse(digits)?), false),
    };
    let scale = match hit.name("scale").map(|scale| scale.as_str()) {
        Some("万亿") => 1e12,
        Some("百亿") => 1e10,
        Some("亿") => 1e8,
        Some("千万") => 1e7,
        Some("百万" | "million") => 1e6,
        Some("万") => 1e4,
        Some("千" | "thousand") => 1e3,
        Some("billion" | "bn") => 1e9,
        _ => 1.0,
    };
    let percent =
        percent || hit.name("unit").is_some_and(|unit| ["%", "percent", "per cent"].contains(&unit.as_str()));
    Some((if percent { value * scale / 100.0 } else { value * scale }, percent))
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range].trim_end().len()
}

/// How a number bounds what is asked, and where the words that say so end. `None` when no words say it.
pub(super) fn bounds(text: &str, quantity: &Quantity) -> Option<(Bounds, Range<usize>)> {
    let behind = pattern!(
        r"^\s*(?:[（(]不?含[^）)]{0,8}[）)])?\s*(?P<word>及以上|以上|及以下|以下|以内|以内|之内|or more|or above|and above|or less|or fewer)(?:\s*[（(]不?含[^）)]{0,8}[）)])?"
    );
    let range = &quantity.range;
    if let Some(hit) = behind.captures(&text[range.end..]) {
        let end = range.end + hit.get(0).map_or(0, |hit| hit.end());
        let excluded = hit[0].contains("不含");
        let value = quantity.value;
        let upper = matches!(&hit["word"], "及以下" | "以下" | "以内" | "之内" | "or less" | "or fewer");
        // 超过…以上 says the same twice; the words before it begin the range all the same.
        let start = before(&text[..range.start]).map_or(range.start, |(start, _)| start);
        let bounds = if upper {
            Bounds { below: excluded, ..Bounds::at_most(value) }
        } else {
            Bounds { above: excluded, ..Bounds::at_least(value) }
        };
        return Some((bounds, start..end));
    }
    let (start, word) = before(&text[..range.start])?;
    let value = quantity.value;
    let bounds = match word {
        Word::AtLeast => Bounds::at_least(value),
        Word::Above => Bounds { above: true, ..Bounds::at_least(value) },
        Word::AtMost => Bounds::at_most(value),
        Word::Below => Bounds { below: true, ..Bounds::at_most(value) },
    };
    Some((bounds, start..range.end))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Word {
    AtLeast,
    Above,
    AtMost,
    Below,
}

/// Words of comparison.
const WORDS: [(&str, Word); 41] = [
    ("不低于", Word::AtLeast),
    ("不少于", Word::AtLeast),
    ("不小于", Word::AtLeast),
    ("不得低于", Word::AtLeast),
    ("不得少于", Word::AtLeast),
    ("大于等于", Word::AtLeast),
    ("达到", Word::AtLeast),
    ("达", Word::AtLeast),
    ("至少", Word::AtLeast),
    ("突破", Word::AtLeast),
    ("满", Word::AtLeast),
    ("年满", Word::AtLeast),
    ("不超过", Word::AtMost),
    ("不高于", Word::AtMost),
    ("不多于", Word::AtMost),
    ("不大于", Word::AtMost),
    ("不得超过", Word::AtMost),
    ("小于等于", Word::AtMost),
    ("最多", Word::AtMost),
    ("超过", Word::Above),
    ("超出", Word::Above),
    ("大于", Word::Above),
    ("高于", Word::Above),
    ("多于", Word::Above),
    ("低于", Word::Below),
    ("少于", Word::Below),
    ("小于", Word::Below),
    ("不足", Word::Below),
    ("不满", Word::Below),
    ("未满", Word::Below),
    ("未达到", Word::Below),
    ("no less than", Word::AtLeast),
    ("not less than", Word::AtLeast),
    ("at least", Word::AtLeast),
    ("reaches", Word::AtLeast),
    ("no more than", Word::AtMost),
    ("up to", Word::AtMost),
    ("more than", Word::Above),
    ("above", Word::Above),
    ("exceeding", Word::Above),
    ("less than", Word::Below),
];

/// The comparison that a text ends with.
fn before(text: &str) -> Option<(usize, Word)> {
    let text = text.trim_end();
    // Of 不超过 and 超过 the longer one is meant.
    let found = WORDS.iter().filter(|(word, _)| text.ends_with(word)).max_by_key(|(word, _)| word.len());
    found.map(|(word, bound)| (text.len() - word.len(), *bound))
}

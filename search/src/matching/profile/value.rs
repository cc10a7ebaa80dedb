//! Values of a profile: sums as people write them, shares, days.

use super::ProfileError;
use jiff::civil::Date;
use polidex_corpus::{numeral, vocabulary::narrow};
use serde_json::{Map, Number, Value};

/// TOML or JSON as one value. Days of TOML become strings.
pub(super) fn raw(text: &str) -> Result<Value, ProfileError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text)
            .map_err(|error| ProfileError::Syntax { format: "JSON", detail: error.to_string() });
    }
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| ProfileError::Syntax {
        format: "TOML",
        detail: error.to_string().trim_end().to_owned(),
    })?;
    Ok(of_toml(toml::Value::Table(table)))
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::Number(number.into()),
        toml::Value::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect::<Map<_, _>>())
        }
    }
}

/// A number with its unit, as people write it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scalar {
    /// The number, units of ten thousand and the like multiplied out, percent divided.
    pub value: f64,
    /// Whether it was written in percent.
    pub percent: bool,
}

/// Reads `2600万元`, `1.5亿`, `26,000,000`, `RMB 26 million`, `12%`, `１２％`, `三百万元`. `None` for anything
/// else, also for a number with a unit that is not money, percent, people, years or things.
pub fn parse_scalar(text: &str) -> Option<Scalar> {
    let text: String = text.chars().map(narrow).filter(|c| *c != ',' && *c != '，').collect();
    let lower = text.trim().to_ascii_lowercase();
    let mut rest = lower.as_str();
    for currency in ["人民币", "rmb", "cny", "¥", "￥"] {
        rest = rest.strip_prefix(currency).unwrap_or(rest).trim_start();
    }
    let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-' || c == '+'));
    let (number, unit) = rest.split_at(digits.unwrap_or(rest.len()));
    let (number, unit) = if number.is_empty() {
        let (value, len) = numeral::prefix(rest)?;
        (f64::from(value), &rest[len..])
    } else {
        (number.parse::<f64>().ok().filter(|value| value.is_finite())?, unit)
    };
    let unit = unit.trim();
    let (factor, unit) = [
        ("万亿", 1e12),
        ("亿", 1e8),
        ("千万", 1e7),
        ("百万", 1e6),
        ("万", 1e4),
        ("千", 1e3),
        ("billion", 1e9),
        ("bn", 1e9),
        ("million", 1e6),
        ("thousand", 1e3),
    ]
    .iter()
    .find_map(|(name, factor)| unit.strip_prefix(name).map(|rest| (*factor, rest.trim_start())))
    .unwrap_or((1.0, unit));
    let percent = matches!(unit, "%" | "percent" | "per cent" | "个百分点");
    let plain = [
        "",
        "元",
        "元人民币",
        "yuan",
        "rmb",
        "cny",
        "人",
        "people",
        "persons",
        "年",
        "years",
        "件",
        "项",
        "个",
        "平方米",
    ];
    (percent || plain.contains(&unit))
        .then_some(Scalar { value: if percent { number * factor / 100.0 } else { number * factor }, percent })
}

/// A day: `2025-03-01`, `2025/3/1`, `2025年3月1日`.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let parts: Vec<i16> = text
        .trim()
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let [year, month, day] = parts[..] else { return None };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

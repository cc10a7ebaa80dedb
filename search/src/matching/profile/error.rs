//! What is wrong with a profile.

use jiff::civil::Date;
use polidex_corpus::locale::{Locale, Localized};
use std::borrow::Cow;

/// Names shown of a long list of allowed ones.
const SHOWN: usize = 12;

/// Why a profile cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// It is no TOML and no JSON.
    #[error(
        "the profile is not valid {format}: {detail}; `polidex match --example` prints one to begin with"
    )]
    Syntax {
        /// TOML or JSON.
        format: &'static str,
        /// Where and why.
        detail: String,
    },
    /// Some of it is impossible or unknown; all of it is named.
    #[error("{}", join(.0, Locale::En))]
    Invalid(Vec<Problem>),
}

impl Localized for ProfileError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match (self, locale) {
            (Self::Invalid(problems), _) => join(problems, locale).into(),
            (_, Locale::En) => self.to_string().into(),
            (Self::Syntax { format, detail }, Locale::Zh) => {
                format!("企业画像不是有效的 {format}：{detail}；可用 `polidex match --example` 输出一份样例")
                    .into()
            }
        }
    }
}

fn join(problems: &[Problem], locale: Locale) -> String {
    let lines: Vec<String> = problems.iter().map(|problem| problem.localized(locale).into_owned()).collect();
    match locale {
        Locale::En => format!("the profile cannot be used:\n  {}", lines.join("\n  ")),
        Locale::Zh => format!("企业画像有误：\n  {}", lines.join("\n  ")),
    }
}

/// One thing that is wrong, with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The key, with the tables around it: `revenue.2024`, `certificates[1].level`.
    pub path: String,
    en: String,
    zh: String,
}

impl Problem {
    /// A problem with its text in both languages.
    pub fn new(path: &str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { path: path.to_owned(), en: en.into(), zh: zh.into() }
    }

    /// A key that no profile has.
    pub(super) fn unknown_key(path: &str, key: &str, allowed: &[&str]) -> Self {
        let near = nearest(key, allowed.iter().copied());
        Self::new(
            path,
            format!("unknown key{}; allowed are {}", hint_en(near), allowed.join(", ")),
            format!("未知的键{}；可用的有：{}", hint_zh(near), allowed.join("、")),
        )
    }

    /// A value that is none of those allowed.
    pub(super) fn not_one_of(path: &str, value: &str, allowed: &[&str]) -> Self {
        let near = nearest(value, allowed.iter().copied());
        let more = allowed.len().saturating_sub(SHOWN);
        let shown = &allowed[..allowed.len() - more];
        let (rest_en, rest_zh) = if more > 0 {
            (
                format!(" and {more} more (polidex match --names)"),
                format!(" 等，另有 {more} 个（polidex match --names）"),
            )
        } else {
            (String::new(), String::new())
        };
        Self::new(
            path,
            format!("`{value}` is not known{}; allowed are {}{rest_en}", hint_en(near), shown.join(", ")),
            format!("“{value}”无法识别{}；可用的有：{}{rest_zh}", hint_zh(near), shown.join("、")),
        )
    }

    /// A value of another kind than the key takes.
    pub(super) fn kind(path: &str, value: &serde_json::Value, en: &str, zh: &str) -> Self {
        Self::new(path, format!("{value} is not {en}"), format!("{value} 不是{zh}"))
    }

    pub(super) fn ahead(path: &str, date: Date, day: Date) -> Self {
        Self::new(path, format!("{date} lies after {day}"), format!("{date} 晚于 {day}"))
    }
}

impl Localized for Problem {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match locale {
            Locale::En => format!("{}: {}", self.path, self.en).into(),
            Locale::Zh => format!("{}：{}", self.path, self.zh).into(),
        }
    }
}

/// How alike two names must be for one to be suggested for the other.
const LIKE: f64 = 0.75;

/// The allowed name that is most like the one given.
pub(super) fn nearest<'a>(given: &str, allowed: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    let scored = allowed.map(|name| (strsim::jaro_winkler(&given, &name.to_lowercase()), name));
    scored.filter(|(score, _)| *score >= LIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

fn hint_en(near: Option<&str>) -> String {
    near.map(|near| format!(", perhaps `{near}`")).unwrap_or_default()
}

fn hint_zh(near: Option<&str>) -> String {
    near.map(|near| format!("，是否为“{near}”")).unwrap_or_default()
}

//! Corrections: what somebody says of a document instead of what was read of it.
//!
//! A correction never touches official text. It is laid over metadata when these are read, so what was
//! published stays beside it, and undoing it brings that back.

use super::{Dates, Kind, Level, Metadata, Origin, Policy, PolicyId, Sourced};
use crate::{
    locale::{Locale, Localized},
    number::DocumentNumber,
    region::Region,
    text::sha256_hex,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What stands between the issuers in a value.
const BETWEEN_ISSUERS: char = '、';

/// The value of [`Field::Repealed`] that says that a repeal does not hold.
pub const NOT_REPEALED: &str = "never";

/// Most characters of a value, a reason or a name.
const LONGEST: usize = 1_000;

/// A field that can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title.
    Title,
    /// The title in the other language.
    TitleTranslated,
    /// The document's own number.
    Number,
    /// Issuers, in order.
    Issuer,
    /// The issuer's level.
    Level,
    /// The issuer's region.
    Region,
    /// Kind of document.
    Kind,
    /// 成文.
    Written,
    /// 发布.
    Published,
    /// 施行.
    Effective,
    /// 失效.
    Expires,
    /// The last adoption or amendment, which orders the editions.
    Amended,
    /// The official page.
    Url,
    /// The day from which the document is repealed, or [`NOT_REPEALED`].
    Repealed,
}

impl Field {
    /// Every field, in the order of the enumeration.
    pub const ALL: [Self; 14] = [
        Self::Title,
        Self::TitleTranslated,
        Self::Number,
        Self::Issuer,
        Self::Level,
        Self::Region,
        Self::Kind,
        Self::Written,
        Self::Published,
        Self::Effective,
        Self::Expires,
        Self::Amended,
        Self::Url,
        Self::Repealed,
    ];

    /// Its name in JSON, in the store and on the command line; in English and in Chinese for readers.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Title => ("title", "title", "标题"),
            Self::TitleTranslated => ("title_translated", "translated title", "译名"),
            Self::Number => ("number", "number", "文号"),
            Self::Issuer => ("issuer", "issuer", "发文机关"),
            Self::Level => ("level", "level", "级别"),
            Self::Region => ("region", "region", "地区"),
            Self::Kind => ("kind", "kind", "种类"),
            Self::Written => ("written", "date of writing", "成文日期"),
            Self::Published => ("published", "date of publication", "发布日期"),
            Self::Effective => ("effective", "date of effect", "施行日期"),
            Self::Expires => ("expires", "last day in force", "失效日期"),
            Self::Amended => ("amended", "date of the last amendment", "最近修改日期"),
            Self::Url => ("url", "official page", "官方页面"),
            Self::Repealed => ("repealed", "repeal", "废止"),
        }
    }

    /// The name in JSON, in the store and on the command line.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// What people call it.
    pub fn label(self, locale: Locale) -> &'static str {
        let (_, en, zh) = self.names();
        locale.pick(en, zh)
    }

    /// The field of a name, in English or Chinese.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace('-', "_");
        let known = Self::ALL.into_iter().find(|field| field.name() == name || field.names().2 == name);
        known.or(match name.as_str() {
            "doc_number" => Some(Self::Number),
            "status" | "repeal" | "效力" => Some(Self::Repealed),
            _ => None,
        })
    }

    /// Whether it says something of one edition: titles, numbers and dates may differ between them.
    pub fn is_of_an_edition(self) -> bool {
        !matches!(self, Self::Issuer | Self::Level | Self::Region | Self::Kind | Self::Url | Self::Repealed)
    }

    /// Whether "none" is no value of it.
    fn always_has_one(self) -> bool {
        matches!(self, Self::Title | Self::Kind | Self::Repealed)
    }

    /// What was read of an edition.
    pub(crate) fn read_of(self, meta: &Metadata) -> Option<String> {
        let text = |value: &Sourced<String>| value.value.clone();
        let day = |date: &Option<Sourced<Date>>| date.as_ref().map(|date| date.value.to_string());
        match self {
            Self::Title => Some(meta.title.value.clone()),
            Self::TitleTranslated => meta.title_translated.as_ref().map(text),
            Self::Number => meta.doc_number.as_ref().map(|number| number.value.printed.clone()),
            Self::Issuer => {
                let all: Vec<String> = meta.issuer.iter().map(text).collect();
                Some(all.join(&BETWEEN_ISSUERS.to_string())).filter(|all| !all.is_empty())
            }
            Self::Level => meta.level.map(|level| level.name().to_owned()),
            Self::Region => meta.region.clone(),
            Self::Kind => Some(meta.kind.name().to_owned()),
            Self::Written => day(&meta.dates.written),
            Self::Published => day(&meta.dates.published),
            Self::Effective => day(&meta.dates.effective),
            Self::Expires => day(&meta.dates.expires),
            Self::Amended => day(&meta.edition_date),
            Self::Url => meta.url.clone(),
            Self::Repealed => None,
        }
    }

    /// A value in the form in which it is kept; `None` for "it has none", said as `none` or 无.
    ///
    /// # Errors
    /// What is wrong with it, in both languages.
    pub fn check(self, value: &str) -> Result<Option<String>, Refused> {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if value.chars().count() > LONGEST {
            return Err(Refused::TooLong);
        }
        let none = matches!(value.to_lowercase().as_str(), "" | "none" | "无");
        if none {
            return if self.always_has_one() { Err(Refused::Needed(self)) } else { Ok(None) };
        }
        let wrong = Refused::Value(self);
        match self {
            Self::Title | Self::TitleTranslated => Some(value),
            Self::Number => DocumentNumber::parse(&value).map(|number| number.printed),
            Self::Issuer => {
                Some(issuers(&value).join(&BETWEEN_ISSUERS.to_string())).filter(|all| !all.is_empty())
            }
            Self::Level => Level::parse(&value).map(|level| level.name().to_owned()),
            Self::Region => {
                Region::parse(&value).filter(|place| place.district.is_none()).map(|place| place.code)
            }
            Self::Kind => Kind::parse(&value).map(|kind| kind.name().to_owned()),
            Self::Url => Some(value).filter(|url| url.starts_with("https://") || url.starts_with("http://")),
            Self::Repealed if matches!(value.as_str(), NOT_REPEALED | "从未") => {
                Some(NOT_REPEALED.to_owned())
            }
            _ => value.parse::<Date>().ok().map(|date| date.to_string()),
        }
        .ok_or(wrong)
        .map(Some)
    }
}

/// Single issuers: 、 and ; stand between them, and commas of either kind.
fn issuers(value: &str) -> Vec<&str> {
    value.split(['、', ';', '；', ',', '，']).map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// Why something is no correction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no field of a document.
    #[error("{}", self.localized(Locale::En))]
    Unknown(String),
    /// It is official text.
    #[error("{}", self.localized(Locale::En))]
    Text,
    /// The value is none of this field.
    #[error("{}", self.localized(Locale::En))]
    Value(Field),
    /// Every document has a value of this field.
    #[error("{}", self.localized(Locale::En))]
    Needed(Field),
    /// It is longer than anything that a field holds.
    #[error("{}", self.localized(Locale::En))]
    TooLong,
    /// Nobody says why, or nobody says who.
    #[error("{}", self.localized(Locale::En))]
    Unsaid,
    /// The last day would lie before the first.
    #[error("{}", self.localized(Locale::En))]
    Order,
}

impl Refused {
    /// Why a name is no field that can be corrected.
    pub fn field(name: &str) -> Self {
        let name = name.trim().to_lowercase();
        let text = ["text", "body", "clause", "content", "words", "正文", "原文", "条文", "内容"];
        if text.contains(&name.as_str()) { Self::Text } else { Self::Unknown(name) }
    }
}

impl Localized for Refused {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        let fields = || Field::ALL.map(Field::name).join(" ");
        match self {
            Self::Unknown(name) => match locale {
                Locale::En => format!("`{name}` is no field that can be corrected; there are: {}", fields()),
                Locale::Zh => format!("`{name}` 不是可更正的字段；可更正的有：{}", fields()),
            },
            Self::Text => match locale {
                Locale::En => "official text is never corrected: it is kept as published. What was read wrongly is read again by `polidex reextract` or `polidex ingest`; metadata can be corrected".to_owned(),
                Locale::Zh => "官方正文一律按发布原样保存，不能更正；读取有误时可用 `polidex reextract` 或 `polidex ingest` 重新读取，元数据可以更正".to_owned(),
            },
            Self::Value(field) => {
                let ((en, zh), label) = (form(*field), field.label(locale));
                match (locale, field.always_has_one()) {
                    (Locale::En, true) => format!("this is no {label}: {en}"),
                    (Locale::En, false) => format!("this is no {label}: {en}; or `none`"),
                    (Locale::Zh, true) => format!("这不是有效的{label}：{zh}"),
                    (Locale::Zh, false) => format!("这不是有效的{label}：{zh}；没有则写“无”"),
                }
            }
            Self::Needed(field) => match locale {
                Locale::En => format!("the {} needs a value: {}", field.label(locale), form(*field).0),
                Locale::Zh => format!("{}不能为空：{}", field.label(locale), form(*field).1),
            },
            Self::TooLong => match locale {
                Locale::En => format!("a value, a reason or a name has {LONGEST} characters at most"),
                Locale::Zh => format!("值、理由和姓名最多 {LONGEST} 个字符"),
            },
            Self::Unsaid => locale
                .pick("a correction needs a reason and somebody who makes it: --reason and --by", "更正须说明理由和更正人：--reason 和 --by")
                .to_owned(),
            Self::Order => locale
                .pick(
                    "the last day in force would lie before the first; correct the other date first",
                    "失效日期将早于施行日期；请先更正另一个日期",
                )
                .to_owned(),
        }
        .into()
    }
}

/// What values of a field look like.
fn form(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Number => ("a document number such as 国发〔2020〕8号", "如 国发〔2020〕8号"),
        Field::Issuer => ("names with 、 between them", "名称之间用“、”分隔"),
        Field::Level => ("national, provincial, municipal or district", "国家、省、市或区"),
        Field::Region => ("a place or its code, 重庆市 or CN-CQ", "地名或代码，如 重庆市 或 CN-CQ"),
        Field::Kind => {
            ("law, regulation, rule, plan, policy, notice …", "法律、法规、规章、规划、政策、通知等")
        }
        Field::Url => {
            ("an address that begins with http:// or https://", "以 http:// 或 https:// 开头的网址")
        }
        Field::Repealed => {
            ("the day of the repeal, YYYY-MM-DD, or `never`", "废止日期 YYYY-MM-DD，或“从未”（never）")
        }
        Field::Title | Field::TitleTranslated => ("a title", "标题文字"),
        _ => ("a day, YYYY-MM-DD", "日期 YYYY-MM-DD"),
    }
}

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// A hash of what it says: the same wherever it is taken.
    pub id: String,
    /// The document.
    pub policy: PolicyId,
    /// Key of the edition that it is about; `None` where it holds for all.
    pub edition: Option<String>,
    /// The field.
    pub field: Field,
    /// The value; `None` for "it has none".
    pub value: Option<String>,
    /// As published: what was read.
    pub published: Option<String>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Where it was taken back: by whom, when and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}

/// That a correction was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// By whom.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Why; may be empty.
    #[serde(default)]
    pub reason: String,
}

impl Correction {
    /// The same with its id.
    #[must_use]
    pub fn with_id(self) -> Self {
        let Self { policy, edition, field, value, reason, by, at, .. } = &self;
        let part = |text: &Option<String>| text.as_ref().map_or("-".to_owned(), |text| format!("+{text}"));
        let said = [
            policy.0.clone(),
            part(edition),
            field.name().to_owned(),
            part(value),
            reason.clone(),
            by.clone(),
            at.clone(),
        ];
        let id = sha256_hex(said.join("\n").as_bytes())[..16].to_owned();
        Self { id, ..self }
    }

    /// Checks what somebody else may have written.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), Refused> {
        let long = |text: &str| text.chars().count() > LONGEST;
        if self.reason.trim().is_empty() || self.by.trim().is_empty() {
            return Err(Refused::Unsaid);
        }
        if long(&self.reason) || long(&self.by) {
            return Err(Refused::TooLong);
        }
        match self.field.check(self.value.as_deref().unwrap_or_default())? {
            kept if kept == self.value => Ok(()),
            _ => Err(Refused::Value(self.field)),
        }
    }

    /// Whether it speaks of an edition.
    pub fn applies_to(&self, edition: &str) -> bool {
        self.edition.as_deref().is_none_or(|own| own == edition)
    }

    /// Lays it over what was read of an edition.
    pub(crate) fn apply_to_metadata(&self, meta: &mut Metadata) {
        let value = self.value.clone();
        let sourced = || value.clone().map(|value| Sourced::new(value, origin()));
        match self.field {
            Field::Title => meta.title = sourced().unwrap_or_else(|| meta.title.clone()),
            Field::TitleTranslated => meta.title_translated = sourced(),
            Field::Number => meta.doc_number = self.number().map(|number| Sourced::new(number, origin())),
            Field::Issuer => {
                let all = self.issuers();
                meta.issuer = all.into_iter().map(|name| Sourced::new(name, origin())).collect();
            }
            Field::Level => meta.level = value.as_deref().and_then(Level::parse),
            Field::Region => meta.region = value,
            Field::Kind => meta.kind = value.as_deref().and_then(Kind::parse).unwrap_or(meta.kind),
            Field::Amended => meta.edition_date = self.date(),
            Field::Url => meta.url = value,
            Field::Repealed => {}
            _ => self.apply_to_dates(&mut meta.dates),
        }
    }

    /// Lays it over a policy and the edition that it describes.
    pub(crate) fn apply_to_policy(&mut self, policy: &mut Policy) {
        self.published = self.read_of(policy);
        let value = self.value.clone();
        match self.field {
            Field::Title => policy.title = value.unwrap_or_else(|| policy.title.clone()),
            Field::TitleTranslated => policy.title_translated = value,
            Field::Number => policy.doc_number = value,
            Field::Issuer => policy.issuer = self.issuers(),
            Field::Level => policy.level = value.as_deref().and_then(Level::parse),
            Field::Region => policy.region = value,
            Field::Kind => policy.kind = value.as_deref().and_then(Kind::parse).unwrap_or(policy.kind),
            Field::Url => policy.url = value,
            Field::Amended | Field::Repealed => {}
            _ => self.apply_to_dates(&mut policy.edition.dates),
        }
    }

    /// Lays it over the dates of an edition; other fields change nothing.
    pub(crate) fn apply_to_dates(&self, dates: &mut Dates) {
        if let Some(date) = date_of(self.field, dates) {
            *date = self.date();
        }
    }

    /// What a policy says of the field.
    fn read_of(&self, policy: &Policy) -> Option<String> {
        let mut dates = policy.edition.dates.clone();
        match self.field {
            Field::Title => Some(policy.title.clone()),
            Field::TitleTranslated => policy.title_translated.clone(),
            Field::Number => policy.doc_number.clone(),
            Field::Issuer => {
                Some(policy.issuer.join(&BETWEEN_ISSUERS.to_string())).filter(|all| !all.is_empty())
            }
            Field::Level => policy.level.map(|level| level.name().to_owned()),
            Field::Region => policy.region.clone(),
            Field::Kind => Some(policy.kind.name().to_owned()),
            Field::Url => policy.url.clone(),
            Field::Amended | Field::Repealed => self.published.clone(),
            field => {
                date_of(field, &mut dates).and_then(|date| date.as_ref()).map(|date| date.value.to_string())
            }
        }
    }

    /// The number, of a correction of one.
    pub(crate) fn number(&self) -> Option<DocumentNumber> {
        self.value.as_deref().filter(|_| self.field == Field::Number).and_then(DocumentNumber::parse)
    }

    fn issuers(&self) -> Vec<String> {
        let all = self.value.as_deref().unwrap_or_default();
        all.split(BETWEEN_ISSUERS).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    fn date(&self) -> Option<Sourced<Date>> {
        let date = self.value.as_deref()?.parse().ok()?;
        Some(Sourced::new(date, origin()))
    }
}

/// Where a corrected value was read.
fn origin() -> Origin {
    Origin::Rule("correction".to_owned())
}

fn date_of(field: Field, dates: &mut Dates) -> Option<&mut Option<Sourced<Date>>> {
    match field {
        Field::Written => Some(&mut dates.written),
        Field::Published => Some(&mut dates.published),
        Field::Effective => Some(&mut dates.effective),
        Field::Expires => Some(&mut dates.expires),
        _ => None,
    }
}

/// A correction in words: as published, corrected to, when, by whom, why.
impl Localized for Correction {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        let shown = |value: &Option<String>| match value.as_deref() {
            None => locale.pick("nothing", "无").to_owned(),
            Some(NOT_REPEALED) => locale.pick("not repealed", "未废止").to_owned(),
            Some(value) => value.to_owned(),
        };
        let Self { field, value, published, reason, by, at, .. } = self;
        let day = at.get(..10).unwrap_or(at);
        let (field, value, published) = (field.label(locale), shown(value), shown(published));
        match locale {
            Locale::En => {
                format!("{field}: as published {published}; corrected to {value} on {day} by {by}: {reason}")
            }
            Locale::Zh => format!("{field}：原为 {published}；{by} 于 {day} 更正为 {value}：{reason}"),
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_in_one_form() {
        for (field, typed, kept) in [
            (Field::Title, " 示例  办法 ", Some("示例 办法")),
            (Field::Issuer, "甲局, 乙局；丙局", Some("甲局、乙局、丙局")),
            (Field::Level, "省级", Some("provincial")),
            (Field::Region, "重庆市", Some("CN-CQ")),
            (Field::Kind, "通知", Some("notice")),
            (Field::Effective, "2024-02-29", Some("2024-02-29")),
            (Field::Effective, "none", None),
            (Field::Number, "无", None),
            (Field::Repealed, "从未", Some("never")),
        ] {
            let checked = field.check(typed).unwrap();
            assert_eq!(checked.as_deref(), kept, "{typed}");
            // What is kept is a value itself.
            assert_eq!(field.check(checked.as_deref().unwrap_or_default()).unwrap(), checked);
        }
        assert_eq!(Field::Number.check("国发[2020]8号").unwrap().as_deref(), Some("国发[2020]8号"));
    }

    #[test]
    fn what_is_no_value_is_refused_in_both_languages() {
        for (field, typed) in [
            (Field::Effective, "2024-02-30"),
            (Field::Effective, "yesterday"),
            (Field::Title, ""),
            (Field::Number, "not a number"),
            (Field::Level, "galactic"),
            (Field::Region, "Atlantis"),
            (Field::Kind, "poem"),
            (Field::Url, "javascript:alert(1)"),
            (Field::Repealed, "none"),
        ] {
            let refused = field.check(typed).unwrap_err();
            assert_ne!(refused.localized(Locale::En), refused.localized(Locale::Zh), "{typed}");
            assert!(!refused.localized(Locale::Zh).is_ascii(), "{typed}");
        }
        assert_eq!(Refused::field("正文"), Refused::Text);
        assert_eq!(Field::Title.check(&"长".repeat(2_000)), Err(Refused::TooLong));
    }

    #[test]
    fn fields_have_names_in_both_languages() {
        for field in Field::ALL {
            assert_eq!(Field::parse(field.name()), Some(field));
            assert_eq!(Field::parse(field.label(Locale::Zh)), Some(field));
        }
        assert_eq!(Field::parse("text"), None);
    }
}

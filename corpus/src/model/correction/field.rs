//! The fields that can be corrected, and their values.

use super::{BETWEEN_ISSUERS, LONGEST, NOT_REPEALED, Refused};
use crate::{
    locale::Locale,
    model::{Kind, Level, Metadata, Sourced},
    number::DocumentNumber,
    region::Region,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
    pub(super) fn always_has_one(self) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Localized;

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

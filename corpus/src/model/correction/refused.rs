//! Why something is no correction.

use super::{Field, LONGEST};
use crate::locale::{Locale, Localized};
use std::borrow::Cow;

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

//! A policy, its editions and its dates.

use super::{Correction, Lang, Sourced};
use crate::locale::Locale;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A policy's name for programs: characters `[a-z0-9-]`, fixed when first stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PolicyId(pub String);

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The level of government that issued a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The centre: National People's Congress, State Council, ministries, courts.
    National,
    /// A province, autonomous region or municipality under the centre.
    Provincial,
    /// A prefecture-level city.
    Municipal,
    /// A county or a district.
    District,
}

impl Level {
    /// The name used in filters, in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Provincial => "provincial",
            Self::Municipal => "municipal",
            Self::District => "district",
        }
    }

    /// Its name for a reader.
    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::National => locale.pick("national", "国家级"),
            Self::Provincial => locale.pick("provincial", "省级"),
            Self::Municipal => locale.pick("municipal", "市级"),
            Self::District => locale.pick("district", "区级"),
        }
    }

    /// The level of a name, in English or Chinese.
    pub fn parse(name: &str) -> Option<Self> {
        match name.trim().to_lowercase().as_str() {
            "national" | "国家" | "国家级" | "中央" => Some(Self::National),
            "provincial" | "省" | "省级" => Some(Self::Provincial),
            "municipal" | "市" | "市级" => Some(Self::Municipal),
            "district" | "区" | "县" | "区县" | "区县级" => Some(Self::District),
            _ => None,
        }
    }
}

/// What kind of document it is (文种 and what stands beside it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A law or an amendment of one, adopted by the National People's Congress or its committee.
    Law,
    /// 行政法规, 地方性法规: regulations of the State Council or of a local congress.
    Regulation,
    /// 规章 and other measures with articles: 办法, 细则, 规定.
    Rule,
    /// 司法解释.
    JudicialInterpretation,
    /// 规划, 计划, 方案, 纲要.
    Plan,
    /// 政策, 措施, 意见.
    Policy,
    /// 通知, 公告, 通告, 决定, 批复, 函 and the other 公文.
    Notice,
    /// 标准, 规范, 指南.
    Standard,
    /// 解读: an interpretation for the public.
    Interpretation,
    /// News about policies.
    News,
    /// Anything else.
    Other,
}

impl Kind {
    /// The name used in filters, in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Regulation => "regulation",
            Self::Rule => "rule",
            Self::JudicialInterpretation => "judicial_interpretation",
            Self::Plan => "plan",
            Self::Policy => "policy",
            Self::Notice => "notice",
            Self::Standard => "standard",
            Self::Interpretation => "interpretation",
            Self::News => "news",
            Self::Other => "other",
        }
    }

    /// Whether it is a law or what ranks below one in the order of legal sources: regulations, rules and
    /// judicial interpretations, whose clauses are articles.
    pub fn is_legislation(self) -> bool {
        matches!(self, Self::Law | Self::Regulation | Self::Rule | Self::JudicialInterpretation)
    }

    /// What people call it, in their language.
    pub fn label(self, locale: Locale) -> &'static str {
        let (en, zh) = match self {
            Self::Law => ("law", "法律"),
            Self::Regulation => ("regulation", "法规"),
            Self::Rule => ("rule", "规章"),
            Self::JudicialInterpretation => ("judicial interpretation", "司法解释"),
            Self::Plan => ("plan", "规划"),
            Self::Policy => ("policy", "政策"),
            Self::Notice => ("notice", "通知"),
            Self::Standard => ("standard", "标准"),
            Self::Interpretation => ("interpretation", "解读"),
            Self::News => ("news", "新闻"),
            Self::Other => ("other", "其他"),
        };
        locale.pick(en, zh)
    }

    /// The kind of a name, in English or Chinese.
    pub fn parse(name: &str) -> Option<Self> {
        match name.trim().to_lowercase().as_str() {
            "law" | "法律" => Some(Self::Law),
            "regulation" | "法规" | "行政法规" | "地方性法规" | "条例" => Some(Self::Regulation),
            "rule" | "规章" | "办法" | "规定" => Some(Self::Rule),
            "judicial_interpretation" | "司法解释" => Some(Self::JudicialInterpretation),
            "plan" | "规划" | "计划" | "方案" => Some(Self::Plan),
            "policy" | "政策" | "措施" | "意见" => Some(Self::Policy),
            "notice" | "通知" | "公告" | "通告" | "决定" => Some(Self::Notice),
            "standard" | "标准" | "规范" | "指南" => Some(Self::Standard),
            "interpretation" | "解读" => Some(Self::Interpretation),
            "news" | "新闻" => Some(Self::News),
            "other" | "其他" => Some(Self::Other),
            _ => None,
        }
    }
}

/// The four dates of an edition, each with where it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// 成文, adopted or signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Sourced<Date>>,
    /// 发布, made public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Sourced<Date>>,
    /// 施行, in force from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<Sourced<Date>>,
    /// 失效, in force until (the last day).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Sourced<Date>>,
}

impl Dates {
    /// The date by which a document is sorted and placed in a year: written, else published, else
    /// effective.
    pub fn sort_date(&self) -> Option<Date> {
        [&self.written, &self.published, &self.effective].into_iter().flatten().map(|date| date.value).next()
    }
}

/// One legal text of a policy, from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Its name behind `@` in a reference: the date of the last adoption or amendment as a rule.
    pub key: String,
    /// Its dates.
    pub dates: Dates,
    /// Whether an edition of a later date is in the store.
    pub superseded: bool,
}

impl Edition {
    /// When this text was adopted: the day of the last amendment, which names the edition, else the
    /// document's own date.
    pub fn adopted(&self) -> Option<Date> {
        self.key.parse().ok().or_else(|| self.dates.sort_date())
    }

    /// The first day on which this text was in force. An amended law states when the law began; an
    /// amended text cannot have been in force before it was adopted.
    pub fn begins(&self) -> Option<Date> {
        let effective = self.dates.effective.as_ref().map(|date| date.value);
        self.adopted().max(effective)
    }
}

/// A policy as the store knows it, with its newest edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// What its sources call it: file paths below the ingested folder, ids of JSON lines.
    pub external_id: Vec<String>,
    /// The title as published.
    pub title: String,
    /// A title in the other language, where one is known.
    pub title_translated: Option<String>,
    /// The number as printed (发文字号).
    pub doc_number: Option<String>,
    /// Who issued it, in the order printed.
    pub issuer: Vec<String>,
    /// The issuer's level of government.
    pub level: Option<Level>,
    /// The issuer's region: `CN`, or an ISO 3166-2 code such as `CN-CQ`, or for a city or district
    /// the six digits of GB/T 2260 behind `CN-`.
    pub region: Option<String>,
    /// What kind of document it is.
    pub kind: Kind,
    /// Language and script of the text.
    pub lang: Lang,
    /// The official page.
    pub url: Option<String>,
    /// The family that the document belongs to: a notice, its enclosed text, attachments,
    /// interpretation, English version and news share one.
    pub family: Option<String>,
    /// The external id or title of the document that this one translates.
    pub translation_of: Option<String>,
    /// A sample text written for demonstration, no real policy.
    pub illustrative: bool,
    /// An entry of a catalogue: title, number and link without the text.
    pub catalogue: bool,
    /// The edition that the other fields describe.
    pub edition: Edition,
    /// The corrections that hold for any of its editions; those that speak of `edition` are in the other
    /// fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Since when all pages that it was read from are gone, as far as crawls noticed: `YYYY-MM-DD`.
    pub gone_since: Option<String>,
}

impl Policy {
    /// The corrections of the edition that the policy is described by.
    pub fn corrections_here(&self) -> impl Iterator<Item = &Correction> {
        self.corrections.iter().filter(|correction| correction.applies_to(&self.edition.key))
    }
}

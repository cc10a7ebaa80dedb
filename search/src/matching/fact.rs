//! What a profile may lack, as something that can be asked and answered.

use super::profile::{Change, parse_scalar};
use jiff::civil::Date;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{Figure, FigureUnit, Standing},
    region::Region,
    vocabulary,
};
use serde::Serialize;
use serde_json::json;
use std::borrow::Cow;

/// One thing that is not known of a company.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// Where it is registered, as exactly as a district.
    Registered,
    /// Where it pays taxes.
    TaxPlace,
    /// Where it works besides.
    ActiveIn,
    /// Whether it works in a sector.
    Sector(String),
    /// Its class of size.
    Size,
    /// Whether it is above designated size.
    AboveDesignated,
    /// A figure, of a year where one is asked for.
    Figure(Figure, Option<i16>),
    /// When it was founded.
    Founded,
    /// Who owns it.
    Ownership,
    /// What sort of body it is.
    LegalForm,
    /// Whether it holds a certificate.
    Certificate(String),
    /// When a certificate that it holds was given.
    CertificateDate(String),
    /// Whether something happened.
    Event(String),
    /// When something happened.
    EventDate(String),
    /// Its conduct.
    Standing(Standing),
    /// The sum that a share is computed of, by the words that name it.
    Base(String),
    /// Whether a condition holds, by its words.
    Holds(String),
}

/// What an answer to a question looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expects {
    /// Yes or no.
    YesOrNo,
    /// One of a few names.
    Choice,
    /// A place, by its name or code.
    Place,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A sum, a share or a count, as a number or in words.
    Number,
}

/// Why an answer cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerError {
    en: String,
    zh: String,
}

impl Localized for AnswerError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        locale.pick(&self.en, &self.zh).into()
    }
}

/// A name that a question can be answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The name, as in a profile.
    pub name: &'static str,
    /// In English.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
}

const fn choice(name: &'static str, en: &'static str, zh: &'static str) -> Choice {
    Choice { name, en, zh }
}

const SIZES: [Choice; 4] = [
    choice("micro", "micro", "微型"),
    choice("small", "small", "小型"),
    choice("medium", "medium", "中型"),
    choice("large", "large", "大型"),
];

const OWNERSHIPS: [Choice; 4] = [
    choice("private", "private", "民营"),
    choice("state_owned", "state-owned", "国有"),
    choice("collective", "collective", "集体"),
    choice("foreign_invested", "foreign-invested", "外资"),
];

const LEGAL_FORMS: [Choice; 5] = [
    choice("company", "company", "企业"),
    choice("sole_trader", "sole trader", "个体工商户"),
    choice("cooperative", "cooperative", "合作社"),
    choice("association", "association", "社会组织"),
    choice("public_institution", "public institution", "事业单位"),
];

impl Fact {
    /// A name for programs, which an answer in a profile may bear.
    pub fn key(&self) -> String {
        match self {
            Self::Registered => "registered".into(),
            Self::TaxPlace => "tax_place".into(),
            Self::ActiveIn => "active_in".into(),
            Self::Sector(id) => format!("sector:{id}"),
            Self::Size => "size".into(),
            Self::AboveDesignated => "above_designated".into(),
            Self::Figure(figure, None) => figure.name().into(),
            Self::Figure(figure, Some(year)) => format!("{}.{year}", figure.name()),
            Self::Founded => "founded".into(),
            Self::Ownership => "ownership".into(),
            Self::LegalForm => "legal_form".into(),
            Self::Certificate(id) => format!("certificate:{id}"),
            Self::CertificateDate(id) => format!("certificate_date:{id}"),
            Self::Event(id) => format!("event:{id}"),
            Self::EventDate(id) => format!("event_date:{id}"),
            Self::Standing(standing) => format!("standing.{}", standing.name()),
            Self::Base(words) | Self::Holds(words) => words.clone(),
        }
    }

    /// The question, in words.
    pub fn ask(&self, locale: Locale) -> String {
        let figure = |figure: Figure| super::figure_name(figure, locale);
        let certificate = |id| vocabulary::certificates().label(id, locale);
        let event = |id| vocabulary::events().label(id, locale);
        match (self, locale) {
            (Self::Registered, Locale::En) => "Where is the company registered (district)?".into(),
            (Self::Registered, Locale::Zh) => "企业注册地（区县）？".into(),
            (Self::TaxPlace, Locale::En) => "Where does the company pay taxes (district)?".into(),
            (Self::TaxPlace, Locale::Zh) => "企业纳税地（区县）？".into(),
            (Self::ActiveIn, Locale::En) => "Where does the company have sites or projects?".into(),
            (Self::ActiveIn, Locale::Zh) => "企业在哪些地区有场所或项目？".into(),
            (Self::Sector(id), Locale::En) => {
                format!("Does the company work in {}?", vocabulary::sectors().label(id, locale))
            }
            (Self::Sector(id), Locale::Zh) => {
                format!("企业是否从事{}？", vocabulary::sectors().label(id, locale))
            }
            (Self::Size, Locale::En) => "Is the company micro, small, medium or large?".into(),
            (Self::Size, Locale::Zh) => "企业规模为微型、小型、中型还是大型？".into(),
            (Self::AboveDesignated, Locale::En) => "Is the company above designated size (规上)?".into(),
            (Self::AboveDesignated, Locale::Zh) => "企业是否为规模以上企业？".into(),
            (Self::Figure(what, None), Locale::En) => format!("{} ({})?", figure(*what), unit(*what, locale)),
            (Self::Figure(what, None), Locale::Zh) => {
                format!("{}（{}）？", figure(*what), unit(*what, locale))
            }
            (Self::Figure(what, Some(year)), Locale::En) => {
                format!("{} in {year} ({})?", figure(*what), unit(*what, locale))
            }
            (Self::Figure(what, Some(year)), Locale::Zh) => {
                format!("{year} 年{}（{}）？", figure(*what), unit(*what, locale))
            }
            (Self::Founded, Locale::En) => "When was the company founded (YYYY-MM-DD)?".into(),
            (Self::Founded, Locale::Zh) => "企业成立日期（YYYY-MM-DD）？".into(),
            (Self::Ownership, Locale::En) => {
                "Who owns the company: private, state_owned, collective or foreign_invested?".into()
            }
            (Self::Ownership, Locale::Zh) => "企业所有制：民营、国有、集体或外资？".into(),
            (Self::LegalForm, Locale::En) => {
                "Is it a company, sole_trader, cooperative, association or public_institution?".into()
            }
            (Self::LegalForm, Locale::Zh) => {
                "主体类型：企业、个体工商户、合作社、社会组织或事业单位？".into()
            }
            (Self::Certificate(id), Locale::En) => {
                format!("Is the company certified as {}?", certificate(id))
            }
            (Self::Certificate(id), Locale::Zh) => format!("企业是否已获{}认定？", certificate(id)),
            (Self::CertificateDate(id), Locale::En) => {
                format!("When was it certified as {} (YYYY-MM-DD)?", certificate(id))
            }
            (Self::CertificateDate(id), Locale::Zh) => {
                format!("何时获得{}认定（YYYY-MM-DD）？", certificate(id))
            }
            (Self::Event(id), Locale::En) => format!("Did this happen: {}?", event(id)),
            (Self::Event(id), Locale::Zh) => format!("是否已发生：{}？", event(id)),
            (Self::EventDate(id), Locale::En) => format!("When did this happen: {} (YYYY-MM-DD)?", event(id)),
            (Self::EventDate(id), Locale::Zh) => format!("何时发生：{}（YYYY-MM-DD）？", event(id)),
            (Self::Standing(standing), _) => {
                format!("{}{}", standing_name(*standing, locale), locale.pick("?", "？"))
            }
            (Self::Base(words), Locale::En) => format!("How much is “{words}” (yuan)?"),
            (Self::Base(words), Locale::Zh) => format!("“{words}”是多少（元）？"),
            (Self::Holds(words), Locale::En) => format!("Does this hold: “{words}”?"),
            (Self::Holds(words), Locale::Zh) => format!("是否符合：“{words}”？"),
        }
    }

    /// What an answer looks like.
    pub fn expects(&self) -> Expects {
        match self {
            Self::Registered | Self::TaxPlace | Self::ActiveIn => Expects::Place,
            Self::Size | Self::Ownership | Self::LegalForm => Expects::Choice,
            Self::Founded | Self::CertificateDate(_) | Self::EventDate(_) => Expects::Day,
            Self::Figure(..) | Self::Base(_) => Expects::Number,
            Self::Sector(_)
            | Self::AboveDesignated
            | Self::Certificate(_)
            | Self::Event(_)
            | Self::Standing(_)
            | Self::Holds(_) => Expects::YesOrNo,
        }
    }

    /// The names that an answer can be, with what they are called; none where it is no choice.
    pub fn choices(&self) -> &'static [Choice] {
        match self {
            Self::Size => &SIZES,
            Self::Ownership => &OWNERSHIPS,
            Self::LegalForm => &LEGAL_FORMS,
            _ => &[],
        }
    }

    /// Whether it is answered with yes or no.
    pub fn is_yes_or_no(&self) -> bool {
        self.expects() == Expects::YesOrNo
    }

    /// The changes to a profile that an answer means. `sectors` and the like are those it has already.
    pub fn answer(&self, text: &str) -> Result<Vec<Change>, AnswerError> {
        let text = text.trim();
        if self.is_yes_or_no() {
            let holds = yes(text).ok_or_else(|| not("yes or no", "“是”或“否”", text))?;
            return Ok(self.yes_or_no(holds));
        }
        let date =
            || text.parse::<Date>().map_err(|_| not("a day such as 2025-03-01", "日期，如 2025-03-01", text));
        let region = || {
            Region::parse(text).map(|_| text).ok_or_else(|| {
                not("a place that is known, such as 重庆市渝北区", "已知地区，如 重庆市渝北区", text)
            })
        };
        Ok(match self {
            Self::Registered => vec![Change::set("registered", region()?)],
            Self::TaxPlace => vec![Change::set("tax_place", region()?)],
            Self::ActiveIn => vec![Change::Push("active_in".into(), json!(region()?))],
            Self::Size => vec![Change::set("size", text)],
            Self::Ownership => vec![Change::set("ownership", text)],
            Self::LegalForm => vec![Change::set("legal_form", text)],
            Self::Founded => vec![Change::set("founded", date()?.to_string())],
            Self::Figure(figure, year) => {
                let value = amount(*figure, text)?;
                vec![match year {
                    Some(year) => Change::Set(vec![figure.name().into(), year.to_string()], json!(value)),
                    None => Change::set(figure.name(), value),
                }]
            }
            Self::CertificateDate(id) => {
                let about = Self::CertificateDate(id.clone()).key();
                vec![Change::Push("answers".into(), json!({"about": about, "date": date()?.to_string()}))]
            }
            Self::EventDate(id) => {
                vec![Change::Push("events".into(), json!({"name": id, "date": date()?.to_string()}))]
            }
            Self::Base(words) => {
                let value = amount(Figure::ContractValue, text)?;
                vec![Change::Push("answers".into(), json!({"about": words, "value": value}))]
            }
            _ => Vec::new(),
        })
    }

    fn yes_or_no(&self, holds: bool) -> Vec<Change> {
        vec![match self {
            Self::Event(id) if holds => Change::Push("events".into(), json!({"name": id})),
            Self::Certificate(id) | Self::Event(id) if !holds => Change::Push("without".into(), json!(id)),
            Self::AboveDesignated => Change::set("above_designated", holds),
            Self::Standing(standing) => {
                Change::Set(vec!["standing".into(), standing.name().into()], json!(holds))
            }
            // A list made of one answer would say that there is nothing else.
            _ => Change::answer(&self.key(), holds),
        }]
    }
}

/// A sum or a share as an answer gives it.
fn amount(figure: Figure, text: &str) -> Result<f64, AnswerError> {
    let scalar = parse_scalar(text).filter(|scalar| scalar.value >= 0.0 || figure == Figure::RevenueGrowth);
    match (scalar, figure.unit()) {
        (Some(scalar), FigureUnit::Fraction) if !scalar.percent && scalar.value > 1.0 => {
            Err(not("a share such as 12%", "比例，如 12%", text))
        }
        (Some(scalar), _) => Ok(scalar.value),
        (None, FigureUnit::Fraction) => Err(not("a share such as 12%", "比例，如 12%", text)),
        (None, FigureUnit::Yuan) => Err(not("a sum such as 2600万元", "金额，如 2600万元", text)),
        (None, _) => Err(not("a number", "数字", text)),
    }
}

fn not(en: &str, zh: &str, text: &str) -> AnswerError {
    AnswerError { en: format!("`{text}` is not {en}"), zh: format!("“{text}”不是{zh}") }
}

fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "y" | "yes" | "true" | "1" | "是" | "有" | "对" | "是的" => Some(true),
        "n" | "no" | "false" | "0" | "否" | "没有" | "不是" | "无" => Some(false),
        _ => None,
    }
}

fn unit(figure: Figure, locale: Locale) -> &'static str {
    match figure.unit() {
        FigureUnit::Yuan => locale.pick("yuan", "元"),
        FigureUnit::Fraction => "%",
        FigureUnit::Persons => locale.pick("people", "人"),
        FigureUnit::Years => locale.pick("years", "年"),
        FigureUnit::Count => locale.pick("how many", "件"),
        FigureUnit::SquareMetres => locale.pick("square metres", "平方米"),
    }
}

/// Conduct, in words.
pub(super) fn standing_name(standing: Standing, locale: Locale) -> &'static str {
    let (en, zh) = match standing {
        Standing::TaxesPaid => ("taxes paid according to law", "依法纳税"),
        Standing::GoodFaith => ("operating in good faith", "诚信经营"),
        Standing::NotUntrustworthy => ("not on a list of breaches of trust", "未被列入失信名单"),
        Standing::NoAccidents => ("no safety or quality accident", "未发生安全或质量事故"),
        Standing::NoViolations => ("no serious violation of law", "无重大违法违规"),
        Standing::NoPollution => ("no environmental incident", "未发生环境污染事故"),
        Standing::LegalPerson => ("an independent legal person", "具有独立法人资格"),
        Standing::SoundAccounts => ("sound accounts", "财务制度健全"),
        Standing::InOperation => ("in normal operation", "正常生产经营"),
        Standing::SocialInsurancePaid => ("social insurance paid", "依法缴纳社会保险"),
        Standing::NoLayoffs => ("no or few lay-offs", "不裁员或少裁员"),
    };
    locale.pick(en, zh)
}

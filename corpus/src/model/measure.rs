//! Support measures: what a text promises to whom, under which conditions.
//!
//! Every field is a span of the text or a value with the span that it was read from. All spans index the
//! text that was read: a document's own text in the store, the given text where a bare sentence was read.
//! What was not understood stays a quoted condition; nothing is dropped.

use super::{Checks, Span};
use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// What kind of support it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// 奖励.
    Reward,
    /// 补助, 补贴, 资助, 奖补, 扶持, 补偿, 稳岗返还.
    Subsidy,
    /// 贴息.
    InterestSubsidy,
    /// 配套: a share of what another budget pays.
    Matching,
    /// Rent, social insurance, utilities, interest or late fees waived, cut or deferred.
    Relief,
    /// 免征, 减征, 减按, 退税.
    Tax,
    /// 税前扣除, 加计扣除.
    Deduction,
    /// Credit, its rate, its extension.
    Loan,
    /// A guarantee or re-guarantee, or its fee.
    Guarantee,
    /// Charges, tolls and levies of government waived or cut.
    FeeExemption,
    /// 优先.
    Priority,
    /// A status or title: 认定, 授予称号.
    Certification,
    /// Anything else, such as a deposit paid back for a time.
    Other,
}

impl MeasureKind {
    /// Every kind, in the order of the enumeration.
    pub const ALL: [Self; 13] = [
        Self::Reward,
        Self::Subsidy,
        Self::InterestSubsidy,
        Self::Matching,
        Self::Relief,
        Self::Tax,
        Self::Deduction,
        Self::Loan,
        Self::Guarantee,
        Self::FeeExemption,
        Self::Priority,
        Self::Certification,
        Self::Other,
    ];

    /// The name used in filters, in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reward => "reward",
            Self::Subsidy => "subsidy",
            Self::InterestSubsidy => "interest_subsidy",
            Self::Matching => "matching",
            Self::Relief => "relief",
            Self::Tax => "tax",
            Self::Deduction => "deduction",
            Self::Loan => "loan",
            Self::Guarantee => "guarantee",
            Self::FeeExemption => "fee_exemption",
            Self::Priority => "priority",
            Self::Certification => "certification",
            Self::Other => "other",
        }
    }

    /// What people call it, in English and in Chinese; the usual name first.
    fn called(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Reward => (&["reward", "bonus"], &["奖励", "奖金"]),
            Self::Subsidy => (&["subsidy", "grant"], &["补助", "补贴", "资助", "奖补", "扶持", "补偿"]),
            Self::InterestSubsidy => (&["interest subsidy"], &["贴息"]),
            Self::Matching => (&["matching payment", "matching funds"], &["配套", "配套资金"]),
            Self::Relief => (&["relief"], &["减免", "减免缓", "缓缴"]),
            Self::Tax => (&["tax relief", "tax"], &["税收优惠", "税收", "减税", "免税", "退税"]),
            Self::Deduction => (&["deduction"], &["扣除", "加计扣除"]),
            Self::Loan => (&["loan"], &["贷款", "信贷"]),
            Self::Guarantee => (&["guarantee"], &["担保"]),
            Self::FeeExemption => (&["fee exemption"], &["免收费用", "费用减免"]),
            Self::Priority => (&["priority"], &["优先"]),
            Self::Certification => (&["certification"], &["认定"]),
            Self::Other => (&["other support", "other"], &["其他支持", "其他"]),
        }
    }

    /// The usual name in a reader's language.
    pub fn label(self, locale: Locale) -> &'static str {
        let (en, zh) = self.called();
        locale.pick(en[0], zh[0])
    }

    /// The kind that somebody asks for by one of its names, in any letter case.
    pub fn asked(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace('-', "_");
        Self::parse(&name).or_else(|| {
            let spaced = name.replace('_', " ");
            Self::ALL.into_iter().find(|kind| {
                let (en, zh) = kind.called();
                en.iter().chain(zh).any(|known| *known == spaced)
            })
        })
    }

    /// The kind of a stored name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a figure says about the sum or the share that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountRole {
    /// One of a list (分别, grades, thresholds) or one of several instalments.
    Tier,
    /// At most this much: 最高, 不超过, the upper end of a range.
    Cap,
    /// At least this much: 不少于, 以上, the lower end of a range.
    Floor,
    /// This much for each thing counted: 每人每天100元.
    PerUnit,
    /// Exactly this much.
    Fixed,
}

/// For what one payment of an amount counts.
///
/// What is counted and the time in which it is counted stand apart, since both can be printed:
/// 每家企业每年 is an enterprise and a year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Per {
    /// What is counted: 每家企业, 单个项目.
    pub counted: Option<Counted>,
    /// In which period: 每年, 每月.
    pub period: Option<Period>,
}

/// What amounts are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Any legal body: 企业, 单位, 机构, 每户小微企业.
    Enterprise,
    /// 项目.
    Project,
    /// 人.
    Person,
    /// 户, 家庭.
    Household,
    /// 笔: one loan.
    Loan,
    /// 证.
    Certificate,
    /// 亩.
    Mu,
    /// Any other thing counted.
    Unit,
}

/// The period that an amount is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// 年.
    Year,
    /// 月.
    Month,
    /// 日, 天.
    Day,
}

/// The currency of an amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// Yuan renminbi.
    #[default]
    #[serde(rename = "CNY")]
    Cny,
    /// United States dollars.
    #[serde(rename = "USD")]
    Usd,
    /// Hong Kong dollars.
    #[serde(rename = "HKD")]
    Hkd,
    /// Euro.
    #[serde(rename = "EUR")]
    Eur,
}

/// A sum that is given, lent, guaranteed or deducted; thresholds are no amounts but conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// The sum in whole units of the currency: yuan.
    pub value: i64,
    /// The currency.
    pub currency: Currency,
    /// What it says about the sum.
    pub role: AmountRole,
    /// Whether the words call it a ceiling, whatever its role: a tier can be one (分别给予最高…).
    pub ceiling: bool,
    /// What it counts for, as far as the text says.
    pub per: Per,
    /// Whether a cap is over all payments together: 累计, 总额, 年度累计.
    pub cumulative: bool,
    /// Digits and unit, without 最高, 以上 or 约.
    pub span: Span,
}

/// What a rate says about the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateRole {
    /// Exactly this share.
    Exact,
    /// At most this share, or the upper end of a range.
    Ceiling,
    /// At least this share, or the lower end of a range.
    Floor,
}

/// A share of something that is given, cut or still to be paid; which of these, the measure's words say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// The fraction as printed: 30% is .3, 0.5个百分点 .005, 8.5折 .85, 减半 .5.
    pub value: f64,
    /// What it says about the share.
    pub role: RateRole,
    /// The words that name what it is a share of.
    pub base: Option<Span>,
    /// Whether it counts in percentage points of a rate instead of as a share.
    pub points: bool,
    /// The figure with its sign or unit.
    pub span: Span,
}

/// A restricting clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Its words, without a leading 对 and a final 的.
    pub span: Span,
}

impl Condition {
    /// The condition of these words.
    pub fn new(span: Span) -> Self {
        Self { span }
    }
}

/// One step of a ladder: the threshold and what is given for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// The words of the grade or threshold: ２００亿元, 国家级.
    pub threshold: Span,
    /// Index into [`Measure::amounts`], or into [`Measure::rates`] where none of the sums is
    /// a tier (a cap may stand beside rates).
    pub given: usize,
}

/// When applications are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first day, where one is printed.
    pub opens: Option<jiff::civil::Date>,
    /// The last day, where one is printed.
    pub closes: Option<jiff::civil::Date>,
    /// The words.
    pub span: Span,
}

/// How a measure stands to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stacking {
    /// 就高不重复: of several the highest only.
    HighestOnly,
    /// 不重复享受: one support only.
    NoDouble,
    /// 晋级补差: who climbs the ladder gets the difference.
    DifferenceOnly,
    /// 可叠加享受: on top of others.
    Cumulative,
}

/// A stacking rule with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackingRule {
    /// The rule.
    pub rule: Stacking,
    /// The words.
    pub span: Span,
}

/// One support measure: one kind of benefit for one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// The kind of support.
    pub kind: MeasureKind,
    /// The words that decide the kind: 奖励, 贴息, 减半征收.
    pub cue: Span,
    /// Who gets it: the noun phrase without its 的-clauses.
    pub beneficiary: Option<Span>,
    /// Sums, in order of the text.
    pub amounts: Vec<Amount>,
    /// Shares, in order of the text.
    pub rates: Vec<Rate>,
    /// Restricting clauses, in order of the text.
    pub conditions: Vec<Condition>,
    /// Thresholds zipped with what is given for them; empty where counts do not agree.
    pub ladder: Vec<Rung>,
    /// How long, or in which period, it is given, with its limiting words.
    pub duration: Option<Span>,
    /// 一次性, said of the payment.
    pub one_off: Option<Span>,
    /// 免申即享: given without an application.
    pub automatic: Option<Span>,
    /// 一事一议, 视情况: given case by case.
    pub discretionary: Option<Span>,
    /// How it stands to other support, where its own sentence says so.
    pub stacking: Vec<StackingRule>,
    /// When to apply.
    pub window: Option<Window>,
    /// Who pays or decides.
    pub authority: Option<Span>,
    /// Papers that an application needs.
    pub materials: Vec<Span>,
    /// What a matching payment is measured by: 市级奖补金额.
    pub matching_base: Option<Span>,
    /// What was understood of the conditions, of the words for who gets it, of bases and of thresholds.
    #[serde(default, skip_serializing_if = "Checks::is_empty")]
    pub checks: Checks,
    /// The sentence that states it.
    pub sentence: Span,
}

/// What binds every measure of a document: scope clauses, document-wide stacking rules, windows and caps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CommonTerms {
    /// Conditions of scope clauses: 本办法适用于在…登记注册、依法纳税的企业.
    pub scope: Vec<Scope>,
    /// Stacking rules of the whole document.
    pub stacking: Vec<StackingRule>,
    /// Application windows of the whole document.
    pub windows: Vec<Window>,
    /// Caps that sentences of their own state: 同一企业年度累计不超过500万元.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<CommonCap>,
}

/// A cap on what several measures give together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommonCap {
    /// The cap, with for whom and in which period.
    pub amount: Amount,
    /// The part of the text whose measures it binds; `None` for the whole document.
    pub binds: Option<Span>,
    /// The sentence that states it.
    pub sentence: Span,
}

impl CommonCap {
    /// Whether it binds a measure.
    pub fn binds(&self, measure: &Measure) -> bool {
        self.binds.is_none_or(|span| span.contains(measure.sentence))
    }
}

/// One scope clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// To whom the document applies: the noun phrase without its 的-clauses.
    pub beneficiary: Option<Span>,
    /// Its restricting clauses.
    pub conditions: Vec<Condition>,
    /// What was understood of them and of the beneficiary's name.
    #[serde(default, skip_serializing_if = "Checks::is_empty")]
    pub checks: Checks,
    /// The sentence that states it.
    pub sentence: Span,
}

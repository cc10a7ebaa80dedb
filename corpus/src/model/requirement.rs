//! What a condition asks, in a form that can be checked against a company's profile.
//!
//! A condition is words; a [`Requirement`] is what was understood of them. Words that were not understood
//! are kept as open spans beside the requirements, so that nothing a text asks is ever dropped.

use super::{Level, Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What was understood of a measure's conditions and of the words that name who gets it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// What can be checked; all of them must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
    /// Words that ask something which was not understood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Span>,
    /// For every rate of the measure, the figure that it is a share of, where its words name one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Option<Figure>>,
    /// For every step of the measure's ladder, what reaching it asks. `None`: not understood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Option<Test>>,
}

impl Checks {
    /// Whether nothing was asked, and nothing read.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// The words that ask it.
    pub span: Span,
    /// Whether it must *not* hold: 不含…, except ….
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
    /// What is asked.
    pub test: Test,
}

/// What can be asked of an applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "dimension", rename_all = "snake_case")]
pub enum Test {
    /// A place that the applicant is registered at, pays taxes at, or works at.
    Place {
        /// What is at the place.
        role: PlaceRole,
        /// The place.
        place: PlaceName,
    },
    /// A line of business; one of the ids of the vocabulary of sectors.
    Sector {
        /// Any one of these is enough.
        any_of: Vec<String>,
    },
    /// A class of size.
    Size {
        /// Any one of these is enough.
        any_of: Vec<SizeClass>,
    },
    /// A figure within a range.
    Figure {
        /// Which figure.
        figure: Figure,
        /// Where it must lie.
        range: Range,
        /// In how many consecutive years; 1 as a rule.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        years: u8,
        /// Whether the figure must reach the range for the first time.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        first: bool,
    },
    /// A certificate, a title or a rank that is held; ids of the vocabulary of certificates.
    Certificate {
        /// Any one of these is enough.
        any_of: Vec<String>,
        /// Of one of these levels of government; empty: of any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        levels: Vec<Level>,
        /// Of one of these grades, such as 3 for CMMI level 3; empty: of any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        grades: Vec<u8>,
        /// Whether it must have been given newly (新认定, 首次获评).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        new: bool,
        /// When it must have been given.
        #[serde(default, skip_serializing_if = "Days::is_open")]
        days: Days,
    },
    /// Something that happened or was done; ids of the vocabulary of events.
    Event {
        /// Any one of these is enough.
        any_of: Vec<String>,
        /// When it must have happened.
        #[serde(default, skip_serializing_if = "Days::is_open")]
        days: Days,
    },
    /// The day of foundation or registration.
    Founded {
        /// When it must lie.
        days: Days,
    },
    /// Who owns the applicant.
    Ownership {
        /// Any one of these is enough.
        any_of: Vec<Ownership>,
    },
    /// What sort of body applies.
    Applicant {
        /// Any one of these is enough.
        any_of: Vec<ApplicantKind>,
    },
    /// Good conduct.
    Standing {
        /// Which.
        standing: Standing,
    },
    /// A step of the authority (经认定, 通过评审) that nobody can know before it is taken.
    Procedure,
    /// One of several things.
    Any {
        /// Any one of these is enough.
        tests: Vec<Test>,
    },
}

fn one() -> u8 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_one(years: &u8) -> bool {
    *years == 1
}

/// What is at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceRole {
    /// 注册地, 登记注册.
    Registered,
    /// 纳税地, 税务登记.
    Tax,
    /// A site, a project or a product is there.
    Active,
}

/// How a text names a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceName {
    /// 本省, 本市, 我区: the region of the document's issuer, or the one of that level around it.
    Own(Option<Level>),
    /// 境内, 全国.
    Country,
    /// By name: 渝中区. Not every name is in the table of regions.
    Named(String),
}

/// Classes of size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeClass {
    /// 微型.
    Micro,
    /// 小型.
    Small,
    /// 中型.
    Medium,
    /// 大型.
    Large,
    /// 规模以上, 限额以上: above the threshold of the statistical bureau.
    AboveDesignated,
}

/// Figures of a company or of one of its projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// 营业收入, 主营业务收入, 销售收入, yuan a year.
    Revenue,
    /// 软件业务收入, yuan a year.
    SoftwareRevenue,
    /// 营业收入增长率, a fraction.
    RevenueGrowth,
    /// 产值, yuan a year.
    OutputValue,
    /// 研发费用, 研发投入, yuan a year.
    RdSpend,
    /// 研发投入占营业收入的比重, a fraction.
    RdRatio,
    /// 从业人员, 职工人数.
    Headcount,
    /// 研发人员.
    RdHeadcount,
    /// 研发人员占职工总数的比例, a fraction.
    RdHeadcountRatio,
    /// 成立年限, years.
    Age,
    /// 项目总投资, 固定资产投资, yuan.
    ProjectInvestment,
    /// 设备购置额, 设备投资, yuan.
    EquipmentInvestment,
    /// 注册资本, 实缴资本, yuan.
    RegisteredCapital,
    /// 纳税额, yuan a year.
    TaxPaid,
    /// 利润总额, yuan a year.
    Profit,
    /// 资产总额, yuan.
    Assets,
    /// 出口额, yuan a year.
    Exports,
    /// 发明专利, 知识产权, how many.
    Patents,
    /// 贷款额, yuan.
    Loan,
    /// 贷款利息, yuan a year.
    LoanInterest,
    /// 融资额, yuan.
    Financing,
    /// 合同金额, 实际支付金额, yuan.
    ContractValue,
    /// 产品销售额, yuan.
    ProductSales,
    /// 租金, yuan a year.
    Rent,
    /// 培训费用, yuan.
    TrainingCost,
    /// 租用面积, square metres.
    FloorArea,
}

/// The unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureUnit {
    /// Yuan renminbi.
    Yuan,
    /// A fraction, printed in percent.
    Fraction,
    /// Persons.
    Persons,
    /// Years.
    Years,
    /// Things.
    Count,
    /// Square metres.
    SquareMetres,
}

impl Figure {
    /// Every figure.
    pub const ALL: [Self; 26] = [
        Self::Revenue,
        Self::SoftwareRevenue,
        Self::RevenueGrowth,
        Self::OutputValue,
        Self::RdSpend,
        Self::RdRatio,
        Self::Headcount,
        Self::RdHeadcount,
        Self::RdHeadcountRatio,
        Self::Age,
        Self::ProjectInvestment,
        Self::EquipmentInvestment,
        Self::RegisteredCapital,
        Self::TaxPaid,
        Self::Profit,
        Self::Assets,
        Self::Exports,
        Self::Patents,
        Self::Loan,
        Self::LoanInterest,
        Self::Financing,
        Self::ContractValue,
        Self::ProductSales,
        Self::Rent,
        Self::TrainingCost,
        Self::FloorArea,
    ];

    /// The name used in profiles and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::SoftwareRevenue => "software_revenue",
            Self::RevenueGrowth => "revenue_growth",
            Self::OutputValue => "output_value",
            Self::RdSpend => "rd_spend",
            Self::RdRatio => "rd_ratio",
            Self::Headcount => "headcount",
            Self::RdHeadcount => "rd_headcount",
            Self::RdHeadcountRatio => "rd_headcount_ratio",
            Self::Age => "age",
            Self::ProjectInvestment => "project_investment",
            Self::EquipmentInvestment => "equipment_investment",
            Self::RegisteredCapital => "registered_capital",
            Self::TaxPaid => "tax_paid",
            Self::Profit => "profit",
            Self::Assets => "assets",
            Self::Exports => "exports",
            Self::Patents => "patents",
            Self::Loan => "loan",
            Self::LoanInterest => "loan_interest",
            Self::Financing => "financing",
            Self::ContractValue => "contract_value",
            Self::ProductSales => "product_sales",
            Self::Rent => "rent",
            Self::TrainingCost => "training_cost",
            Self::FloorArea => "floor_area",
        }
    }

    /// Its unit.
    pub fn unit(self) -> FigureUnit {
        match self {
            Self::RevenueGrowth | Self::RdRatio | Self::RdHeadcountRatio => FigureUnit::Fraction,
            Self::Headcount | Self::RdHeadcount => FigureUnit::Persons,
            Self::Age => FigureUnit::Years,
            Self::Patents => FigureUnit::Count,
            Self::FloorArea => FigureUnit::SquareMetres,
            _ => FigureUnit::Yuan,
        }
    }
}

/// Where a figure must lie, in the figure's unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// The least value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Whether the least value itself is too small (超过).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub above: bool,
    /// Whether the greatest value itself is too great (不满).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub below: bool,
}

impl Range {
    /// Values of at least `min`.
    pub fn at_least(min: f64) -> Self {
        Self { min: Some(min), ..Self::default() }
    }

    /// Values of at most `max`.
    pub fn at_most(max: f64) -> Self {
        Self { max: Some(max), ..Self::default() }
    }

    /// Whether a value lies in it.
    pub fn holds(&self, value: f64) -> bool {
        self.reaches(value) && self.max.is_none_or(|max| if self.below { value < max } else { value <= max })
    }

    /// Whether a value is great enough, whatever the upper end.
    pub fn reaches(&self, value: f64) -> bool {
        self.min.is_none_or(|min| if self.above { value > min } else { value >= min })
    }
}

/// A range of days, both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Days {
    /// Whether every day lies in it.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a day lies in it.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Who owns a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ownership {
    /// 民营, 私营.
    Private,
    /// 国有, 国有控股.
    StateOwned,
    /// 集体.
    Collective,
    /// 外商投资, 外资, 港澳台资.
    ForeignInvested,
}

/// What sort of body applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    /// A company, or any body that runs a business.
    Enterprise,
    /// 个体工商户.
    SoleTrader,
    /// 合作社.
    Cooperative,
    /// 社会组织, 协会, 民办非企业单位.
    Association,
    /// 事业单位, 高等学校, 科研院所, 医疗机构.
    PublicInstitution,
    /// 银行, 保险, 担保 and other financial bodies.
    FinancialInstitution,
    /// 园区, 孵化器, 平台 as far as it is their operator that applies.
    Operator,
    /// Natural persons: 个人, 职工, 人才.
    Person,
    /// 政府, 机关, 乡镇.
    Government,
}

/// Good conduct that texts ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 依法纳税.
    TaxesPaid,
    /// 诚信经营, 信用良好.
    GoodFaith,
    /// Not on a list of serious breaches of trust (失信).
    NotUntrustworthy,
    /// 未发生安全、质量事故.
    NoAccidents,
    /// 无重大违法, 未受行政处罚.
    NoViolations,
    /// 未发生环境污染事故.
    NoPollution,
    /// 具有独立法人资格.
    LegalPerson,
    /// 财务制度健全.
    SoundAccounts,
    /// 生产经营正常.
    InOperation,
    /// 缴纳社会保险.
    SocialInsurancePaid,
    /// 不裁员, 少裁员.
    NoLayoffs,
}

impl Standing {
    /// Every one.
    pub const ALL: [Self; 11] = [
        Self::TaxesPaid,
        Self::GoodFaith,
        Self::NotUntrustworthy,
        Self::NoAccidents,
        Self::NoViolations,
        Self::NoPollution,
        Self::LegalPerson,
        Self::SoundAccounts,
        Self::InOperation,
        Self::SocialInsurancePaid,
        Self::NoLayoffs,
    ];

    /// The name used in profiles and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::TaxesPaid => "taxes_paid",
            Self::GoodFaith => "good_faith",
            Self::NotUntrustworthy => "not_untrustworthy",
            Self::NoAccidents => "no_accidents",
            Self::NoViolations => "no_violations",
            Self::NoPollution => "no_pollution",
            Self::LegalPerson => "legal_person",
            Self::SoundAccounts => "sound_accounts",
            Self::InOperation => "in_operation",
            Self::SocialInsurancePaid => "social_insurance_paid",
            Self::NoLayoffs => "no_layoffs",
        }
    }
}

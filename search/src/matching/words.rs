//! Names of figures, places, bodies and units, in both languages.

use polidex_corpus::{
    locale::Locale,
    model::{
        ApplicantKind, Counted, Currency, Figure, FigureUnit, Level, Ownership, Per, Period, PlaceName,
        PlaceRole, SizeClass,
    },
};

/// A sum in words people read: 150,000 yuan, 15万元.
pub fn money(value: f64, currency: Currency, locale: Locale) -> String {
    match locale {
        Locale::En => format!(
            "{} {}",
            grouped(value),
            match currency {
                Currency::Cny => "yuan",
                Currency::Usd => "US dollars",
                Currency::Hkd => "Hong Kong dollars",
                Currency::Eur => "euro",
            }
        ),
        Locale::Zh => {
            let unit = match currency {
                Currency::Cny => "元",
                Currency::Usd => "美元",
                Currency::Hkd => "港元",
                Currency::Eur => "欧元",
            };
            match value.abs() {
                v if v >= 1e8 => format!("{}亿{unit}", trimmed(value / 1e8)),
                v if v >= 1e4 => format!("{}万{unit}", trimmed(value / 1e4)),
                _ => format!("{}{unit}", trimmed(value)),
            }
        }
    }
}

/// A number with up to four decimals, as few as it needs.
pub(super) fn trimmed(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number with commas between thousands.
fn grouped(value: f64) -> String {
    let text = trimmed((value * 100.0).round() / 100.0);
    let (whole, rest) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// What an amount counts for, empty where the text does not say.
pub(super) fn per(per: Per, locale: Locale) -> String {
    let counted = per.counted.map(|counted| match counted {
        Counted::Enterprise => locale.pick("enterprise", "企业"),
        Counted::Project => locale.pick("project", "项目"),
        Counted::Person => locale.pick("person", "人"),
        Counted::Household => locale.pick("household", "户"),
        Counted::Loan => locale.pick("loan", "笔"),
        Counted::Certificate => locale.pick("certificate", "证"),
        Counted::Mu => locale.pick("mu", "亩"),
        Counted::Unit => locale.pick("unit", "单位"),
    });
    let period = per.period.map(|period| match period {
        Period::Year => locale.pick("year", "年"),
        Period::Month => locale.pick("month", "月"),
        Period::Day => locale.pick("day", "日"),
    });
    let parts: Vec<String> = counted
        .into_iter()
        .chain(period)
        .map(|part| match locale {
            Locale::En => format!("per {part}"),
            Locale::Zh => format!("每{part}"),
        })
        .collect();
    parts.join(locale.pick(", ", ""))
}

/// The name of a figure.
pub fn figure_name(figure: Figure, locale: Locale) -> &'static str {
    let (en, zh) = match figure {
        Figure::Revenue => ("annual revenue", "年营业收入"),
        Figure::SoftwareRevenue => ("annual software revenue", "年软件业务收入"),
        Figure::RevenueGrowth => ("growth of revenue", "营业收入增长率"),
        Figure::OutputValue => ("annual output value", "年产值"),
        Figure::RdSpend => ("annual R&D spend", "年研发投入"),
        Figure::RdRatio => ("share of R&D spend in revenue", "研发投入占营业收入比重"),
        Figure::Headcount => ("headcount", "职工人数"),
        Figure::RdHeadcount => ("researchers", "研发人员数"),
        Figure::RdHeadcountRatio => ("share of researchers", "研发人员占比"),
        Figure::Age => ("years in business", "成立年限"),
        Figure::ProjectInvestment => ("project investment", "项目总投资"),
        Figure::EquipmentInvestment => ("investment in equipment", "设备投资额"),
        Figure::RegisteredCapital => ("registered capital", "注册资本"),
        Figure::TaxPaid => ("tax paid", "年纳税额"),
        Figure::Profit => ("profit", "年利润总额"),
        Figure::Assets => ("total assets", "资产总额"),
        Figure::Exports => ("exports", "年出口额"),
        Figure::Patents => ("patents", "专利数"),
        Figure::Loan => ("loan", "贷款额"),
        Figure::LoanInterest => ("interest paid on loans", "贷款利息"),
        Figure::Financing => ("financing received", "融资额"),
        Figure::ContractValue => ("amount paid under the contract", "合同实际支付金额"),
        Figure::ProductSales => ("sales of the product", "产品销售额"),
        Figure::Rent => ("rent", "租金"),
        Figure::TrainingCost => ("cost of training", "培训费用"),
        Figure::FloorArea => ("floor area", "租用面积"),
    };
    locale.pick(en, zh)
}

/// A value of a figure, with its unit.
pub fn unit_value(figure: Figure, value: f64, locale: Locale) -> String {
    match (figure.unit(), locale) {
        (FigureUnit::Yuan, _) => money(value, Currency::Cny, locale),
        (FigureUnit::Fraction, _) => format!("{}%", trimmed(value * 100.0)),
        (FigureUnit::Persons, Locale::En) => format!("{} people", trimmed(value)),
        (FigureUnit::Persons, Locale::Zh) => format!("{}人", trimmed(value)),
        (FigureUnit::Years, Locale::En) => format!("{} years", trimmed((value * 10.0).floor() / 10.0)),
        (FigureUnit::Years, Locale::Zh) => format!("{}年", trimmed((value * 10.0).floor() / 10.0)),
        (FigureUnit::Count, _) => trimmed(value),
        (FigureUnit::SquareMetres, Locale::En) => format!("{} m²", trimmed(value)),
        (FigureUnit::SquareMetres, Locale::Zh) => format!("{}平方米", trimmed(value)),
    }
}

pub(super) fn role_name(role: PlaceRole, locale: Locale) -> &'static str {
    match role {
        PlaceRole::Registered => locale.pick("registered in ", "注册地："),
        PlaceRole::Tax => locale.pick("pays taxes in ", "纳税地："),
        PlaceRole::Active => locale.pick("active in ", "所在地："),
    }
}

pub(super) fn place_name(place: &PlaceName, locale: Locale) -> String {
    match place {
        PlaceName::Own(None) => locale.pick("the document's region", "文件适用地区").into(),
        PlaceName::Own(Some(level)) => match level {
            Level::National => locale.pick("the country", "全国"),
            Level::Provincial => locale.pick("the province", "本省"),
            Level::Municipal => locale.pick("the city", "本市"),
            Level::District => locale.pick("the district", "本区"),
        }
        .into(),
        PlaceName::Country => locale.pick("China", "境内").into(),
        PlaceName::Named(name) => name.clone(),
    }
}

pub(super) fn size_name(size: SizeClass, locale: Locale) -> &'static str {
    match size {
        SizeClass::Micro => locale.pick("micro", "微型企业"),
        SizeClass::Small => locale.pick("small", "小型企业"),
        SizeClass::Medium => locale.pick("medium-sized", "中型企业"),
        SizeClass::Large => locale.pick("large", "大型企业"),
        SizeClass::AboveDesignated => locale.pick("above designated size", "规模以上"),
    }
}

pub(super) fn ownership_name(ownership: Ownership, locale: Locale) -> &'static str {
    match ownership {
        Ownership::Private => locale.pick("private", "民营"),
        Ownership::StateOwned => locale.pick("state-owned", "国有"),
        Ownership::Collective => locale.pick("collective", "集体所有"),
        Ownership::ForeignInvested => locale.pick("foreign-invested", "外商投资"),
    }
}

pub(super) fn applicant_name(kind: ApplicantKind, locale: Locale) -> &'static str {
    match kind {
        ApplicantKind::Enterprise => locale.pick("an enterprise", "企业"),
        ApplicantKind::SoleTrader => locale.pick("a sole trader", "个体工商户"),
        ApplicantKind::Cooperative => locale.pick("a cooperative", "合作社"),
        ApplicantKind::Association => locale.pick("an association", "社会组织"),
        ApplicantKind::PublicInstitution => locale.pick("a public institution", "事业单位、高校、科研院所"),
        ApplicantKind::FinancialInstitution => locale.pick("a financial institution", "金融机构"),
        ApplicantKind::Operator => {
            locale.pick("the operator of a park, incubator or platform", "园区、孵化器或平台运营方")
        }
        ApplicantKind::Person => locale.pick("a person", "个人"),
        ApplicantKind::Government => locale.pick("a body of government", "政府机关"),
    }
}

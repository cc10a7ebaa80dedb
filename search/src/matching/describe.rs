//! Requirements, facts and steps in words, for reports in both languages.

use super::{
    amount::{Sum, TraceStep},
    check::{Gap, Have, Truth},
    fact::standing_name,
};
use polidex_corpus::{
    locale::Locale,
    model::{
        ApplicantKind, Counted, Currency, Days, Figure, FigureUnit, Level, Ownership, Per, Period, PlaceName,
        PlaceRole, Range, SizeClass, Span, Test,
    },
    vocabulary,
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
fn trimmed(value: f64) -> String {
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

impl Sum {
    /// In words: `150,000 yuan`, `up to 5,000,000 yuan`, `300,000 to 600,000 yuan`.
    pub fn describe(&self, currency: Currency, locale: Locale) -> String {
        let say = |value| money(value, currency, locale);
        match (self.max, locale) {
            #[allow(clippy::float_cmp, reason = "a range whose ends are the same number is that number")]
            (Some(max), _) if max == self.min => say(max),
            (Some(max), Locale::En) if self.min <= 0.0 => format!("up to {}", say(max)),
            (Some(max), Locale::Zh) if self.min <= 0.0 => format!("最高{}", say(max)),
            (Some(max), Locale::En) => format!("{} to {}", say(self.min), say(max)),
            (Some(max), Locale::Zh) => format!("{}至{}", say(self.min), say(max)),
            (None, Locale::En) if self.min <= 0.0 => "not yet known".into(),
            (None, Locale::Zh) if self.min <= 0.0 => "尚不能计算".into(),
            (None, Locale::En) => format!("at least {}", say(self.min)),
            (None, Locale::Zh) => format!("不少于{}", say(self.min)),
        }
    }
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
            Locale::En => format!("a {part}"),
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

fn range(figure: Figure, range: &Range, locale: Locale) -> String {
    let say = |value| unit_value(figure, value, locale);
    let min = range.min.map(|min| match (range.above, locale) {
        (true, Locale::En) => format!("above {}", say(min)),
        (true, Locale::Zh) => format!("超过{}", say(min)),
        (false, Locale::En) => format!("at least {}", say(min)),
        (false, Locale::Zh) => format!("不低于{}", say(min)),
    });
    let max = range.max.map(|max| match (range.below, locale) {
        (true, Locale::En) => format!("below {}", say(max)),
        (true, Locale::Zh) => format!("低于{}", say(max)),
        (false, Locale::En) => format!("at most {}", say(max)),
        (false, Locale::Zh) => format!("不超过{}", say(max)),
    });
    min.into_iter().chain(max).collect::<Vec<_>>().join(locale.pick(", ", "、"))
}

fn days(days: &Days, locale: Locale) -> String {
    let from = days.from.map(|day| format!("{}{day}", locale.pick(" from ", "自")));
    let to = days.to.map(|day| format!("{}{day}", locale.pick(" until ", "至")));
    from.into_iter().chain(to).collect()
}

fn listed<'a>(names: impl Iterator<Item = &'a str>, locale: Locale) -> String {
    names.collect::<Vec<_>>().join(locale.pick(" or ", "或"))
}

/// What a requirement asks.
pub fn describe(test: &Test, locale: Locale) -> String {
    match test {
        Test::Place { role, place } => format!("{}{}", role_name(*role, locale), place_name(place, locale)),
        Test::Sector { any_of } => format!(
            "{}{}",
            locale.pick("works in ", "从事"),
            listed(any_of.iter().map(|id| vocabulary::sectors().label(id, locale)), locale)
        ),
        Test::Size { any_of } => listed(any_of.iter().map(|size| size_name(*size, locale)), locale),
        Test::Figure { figure, range: asked, years, first } => {
            let mut words = format!("{} {}", figure_name(*figure, locale), range(*figure, asked, locale));
            if *first {
                words.push_str(locale.pick(" for the first time", "（首次）"));
            }
            if *years > 1 {
                words.push_str(&match locale {
                    Locale::En => format!(" in {years} consecutive years"),
                    Locale::Zh => format!("（连续{years}年）"),
                });
            }
            words
        }
        Test::Certificate { any_of, levels, grades, new, days: when } => {
            let names = listed(any_of.iter().map(|id| vocabulary::certificates().label(id, locale)), locale);
            let levels = listed(levels.iter().map(|level| level_name(*level, locale)), locale);
            let grades: Vec<String> = grades.iter().map(ToString::to_string).collect();
            let mut words = String::new();
            words.push_str(if *new { locale.pick("newly ", "新获") } else { "" });
            words.push_str(locale.pick("certified as ", "认定："));
            words.push_str(
                &[levels, names].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
            );
            if !grades.is_empty() {
                words.push_str(&format!("{}{}", locale.pick(", grade ", "，等级 "), grades.join("/")));
            }
            words.push_str(&days(when, locale));
            words
        }
        Test::Event { any_of, days: when } => {
            let names = listed(any_of.iter().map(|id| vocabulary::events().label(id, locale)), locale);
            format!("{names}{}", days(when, locale))
        }
        Test::Founded { days: when } => format!("{}{}", locale.pick("founded", "成立："), days(when, locale)),
        Test::Ownership { any_of } => listed(any_of.iter().map(|one| ownership_name(*one, locale)), locale),
        Test::Applicant { any_of } => listed(any_of.iter().map(|one| applicant_name(*one, locale)), locale),
        Test::Standing { standing } => standing_name(*standing, locale).to_owned(),
        Test::Procedure => locale.pick("a step of the authority", "须经主管部门程序").to_owned(),
        Test::Any { tests } => {
            let parts: Vec<String> = tests.iter().map(|test| describe(test, locale)).collect();
            parts.join(locale.pick(" or ", "，或"))
        }
    }
}

fn role_name(role: PlaceRole, locale: Locale) -> &'static str {
    match role {
        PlaceRole::Registered => locale.pick("registered in ", "注册地："),
        PlaceRole::Tax => locale.pick("pays taxes in ", "纳税地："),
        PlaceRole::Active => locale.pick("active in ", "所在地："),
    }
}

fn place_name(place: &PlaceName, locale: Locale) -> String {
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

fn size_name(size: SizeClass, locale: Locale) -> &'static str {
    match size {
        SizeClass::Micro => locale.pick("micro", "微型企业"),
        SizeClass::Small => locale.pick("small", "小型企业"),
        SizeClass::Medium => locale.pick("medium-sized", "中型企业"),
        SizeClass::Large => locale.pick("large", "大型企业"),
        SizeClass::AboveDesignated => locale.pick("above designated size", "规模以上"),
    }
}

fn level_name(level: Level, locale: Locale) -> &'static str {
    match level {
        Level::National => locale.pick("national", "国家级"),
        Level::Provincial => locale.pick("provincial", "省级"),
        Level::Municipal => locale.pick("municipal", "市级"),
        Level::District => locale.pick("district", "区级"),
    }
}

fn ownership_name(ownership: Ownership, locale: Locale) -> &'static str {
    match ownership {
        Ownership::Private => locale.pick("private", "民营"),
        Ownership::StateOwned => locale.pick("state-owned", "国有"),
        Ownership::Collective => locale.pick("collective", "集体所有"),
        Ownership::ForeignInvested => locale.pick("foreign-invested", "外商投资"),
    }
}

fn applicant_name(kind: ApplicantKind, locale: Locale) -> &'static str {
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

/// What the profile says.
pub fn describe_have(have: &Have, locale: Locale) -> String {
    let dated = |name: &str, date: Option<jiff::civil::Date>| match date {
        Some(date) => format!("{name} ({date})"),
        None => name.to_owned(),
    };
    match have {
        Have::Place { region } => region.label(locale),
        Have::Figure { figure, value, year } => match year {
            Some(year) => format!("{} ({year})", unit_value(*figure, *value, locale)),
            None => unit_value(*figure, *value, locale),
        },
        Have::Certificate { id, date } => dated(vocabulary::certificates().label(id, locale), *date),
        Have::Event { id, date } => dated(vocabulary::events().label(id, locale), *date),
        Have::Sectors { ids } => {
            let names: Vec<&str> = ids.iter().map(|id| vocabulary::sectors().label(id, locale)).collect();
            names.join(locale.pick(", ", "、"))
        }
        Have::Size { size } => size_name(*size, locale).to_owned(),
        Have::Founded { date } => date.to_string(),
        Have::Stated { holds: true } => locale.pick("stated", "已声明符合").to_owned(),
        Have::Stated { holds: false } => locale.pick("stated not to hold", "已声明不符合").to_owned(),
    }
}

/// What is missing.
pub fn describe_gap(gap: &Gap, locale: Locale) -> String {
    match gap {
        Gap::Figure { figure, needed, missing } => {
            let name = figure_name(*figure, locale);
            let (needed, by) =
                (unit_value(*figure, *needed, locale), unit_value(*figure, missing.abs(), locale));
            match (locale, *missing >= 0.0) {
                (Locale::En, true) => format!("{name}: {by} more (needs {needed})"),
                (Locale::En, false) => format!("{name}: {by} too much (limit {needed})"),
                (Locale::Zh, true) => format!("{name}：还差{by}（需达到{needed}）"),
                (Locale::Zh, false) => format!("{name}：超出{by}（上限{needed}）"),
            }
        }
        Gap::Certificate { any_of } => {
            listed(any_of.iter().map(|id| vocabulary::certificates().label(id, locale)), locale)
        }
        Gap::Event { any_of } => {
            listed(any_of.iter().map(|id| vocabulary::events().label(id, locale)), locale)
        }
        Gap::AboveDesignated => size_name(SizeClass::AboveDesignated, locale).to_owned(),
    }
}

/// One step of a computation; `words` gives the text of a span.
pub fn describe_step(
    step: &TraceStep,
    currency: Currency,
    words: &dyn Fn(Span) -> String,
    locale: Locale,
) -> String {
    let sum = |value: f64| money(value, currency, locale);
    let quoted = |span: Span| match locale {
        Locale::En => format!("“{}”", words(span)),
        Locale::Zh => format!("“{}”", words(span)),
    };
    let for_each = |counted: Per| {
        let text = per(counted, locale);
        if text.is_empty() { text } else { format!("{}{text}", locale.pick(" ", "，")) }
    };
    match step {
        TraceStep::Given { value, ceiling, span } => {
            let kind = if *ceiling { locale.pick("at most ", "最高") } else { "" };
            format!("{kind}{} {}", sum(*value), quoted(*span))
        }
        TraceStep::Tier { value, span, threshold, reached } => {
            let state = match reached {
                Truth::Met => locale.pick("reached", "已达到"),
                Truth::Failed => locale.pick("not reached", "未达到"),
                Truth::Unknown => locale.pick("not known whether reached", "是否达到未知"),
            };
            let threshold = threshold.map(|span| format!("{} ", quoted(span))).unwrap_or_default();
            format!("{threshold}→ {} {}: {state}", sum(*value), quoted(*span))
        }
        TraceStep::Difference { lower, span } => match locale {
            Locale::En => format!("less {} if a lower step was paid {}", sum(*lower), quoted(*span)),
            Locale::Zh => format!("若已领取低一档，扣除{} {}", sum(*lower), quoted(*span)),
        },
        TraceStep::Share { rate, span, base, of, figure, result } => {
            let rate = format!("{}%", trimmed(rate * 100.0));
            let base =
                base.map(quoted).or_else(|| figure.map(|figure| figure_name(figure, locale).to_owned()));
            let of = of.map_or_else(
                || locale.pick("a base not yet known", "基数未知").to_owned(),
                |of| of.describe(currency, locale),
            );
            let base = base.map(|base| format!("{base} ")).unwrap_or_default();
            format!("{rate} {} × {base}{of} = {}", quoted(*span), result.describe(currency, locale))
        }
        TraceStep::Each { value, per, span } => {
            format!("{}{} {}", sum(*value), for_each(*per), quoted(*span))
        }
        TraceStep::Cap { value, per, binds, span } => {
            let aside =
                if *binds { "" } else { locale.pick(" (for each, not for the whole)", "（单项限额）") };
            format!(
                "{} {}{} {}{aside}",
                locale.pick("cap", "上限"),
                sum(*value),
                for_each(*per),
                quoted(*span)
            )
        }
        TraceStep::Floor { value, span } => {
            format!("{} {} {}", locale.pick("at least", "不少于"), sum(*value), quoted(*span))
        }
        TraceStep::Matched { reference, sum } => match locale {
            Locale::En => format!("{reference} gives {}", sum.describe(currency, locale)),
            Locale::Zh => format!("{reference} 给予{}", sum.describe(currency, locale)),
        },
        TraceStep::CaseByCase { span } => {
            format!("{} {}", locale.pick("decided case by case", "一事一议"), quoted(*span))
        }
    }
}

//! Figures: revenue, research, staff, investment, age.

use super::{
    claim::{Claim, Words, pattern},
    quantity::{Quantity, bounds, quantities},
};
use crate::date;
use polidex_corpus::model::{Days, Figure, Range as Bounds, Test};
use std::ops::Range;

/// Words between a figure's name and its number, at most, in bytes.
const NEAR: usize = 60;

/// Names of figures, the more exact ones first.
fn names() -> [(Figure, &'static regex::Regex); 24] {
    [
        (
            Figure::RevenueGrowth,
            pattern!(
                r"(营业收入|主营业务收入|销售收入|收入|营收|产值)[^，；\d]{0,12}(增长率|增长|增幅|增速)|revenue (growth|increase[sd]?)|growth (rate )?of revenue"
            ),
        ),
        (
            Figure::RdRatio,
            pattern!(
                r"(研发|研究开发|研究与开发)(费用?|投入|经费|支出)?[^，；\d]{0,14}(比重|比例|占比|占[^，；\d]{0,12}收入)[^，；\d]{0,12}|(research and development|r&d) (investment|expen(ses|diture)|spending)[^,;\d]{0,30}(of|to) (operating |annual )?revenue|(research and development|r&d) (investment|expen(ses|diture)) has been"
            ),
        ),
        (
            Figure::RdHeadcountRatio,
            pattern!(r"(研发|科技|研究开发)人员[^，；\d]{0,12}(比重|比例|占比|占[^，；\d]{0,12})"),
        ),
        (
            Figure::RdHeadcount,
            pattern!(r"(全职|专职)?(研发|研究开发|科研)人员(数|总数)?|full-time researchers|researchers"),
        ),
        (
            Figure::SoftwareRevenue,
            pattern!(r"(软件|信息技术服务)(业务|产品)?(年)?(销售)?(收入|营收)|software( business)? revenue"),
        ),
        (
            Figure::Revenue,
            pattern!(
                r"(主营业务|营业|年销售|销售|经营)(总)?收入|年收入|营收|营业额|(annual|operating|business|total) revenue|revenue"
            ),
        ),
        (Figure::OutputValue, pattern!(r"(工业)?总?产值|output value")),
        (
            Figure::RdSpend,
            pattern!(
                r"(研发|研究开发)(费用?|投入|经费|支出)|(research and development|r&d) (investment|expen(ses|diture)|spending)"
            ),
        ),
        (
            Figure::Headcount,
            pattern!(
                r"(在职|在岗|参保|签订劳动合同的?)?(职工|员工|从业人员|用工)(总?人?数|总数|人数)?|headcount|employees|staff"
            ),
        ),
        (
            Figure::EquipmentInvestment,
            pattern!(
                r"设备(（[^）]*）)?(及软件|和软件)?(购置|投资|投入|采购)(额|费用?|总额|金额|款)?|amount of equipment purchased|equipment (investment|purchases?|cost)"
            ),
        ),
        (
            Figure::ProjectInvestment,
            pattern!(
                r"(项目|固定资产|计划|实际完成|完成|实际)?(总)?投资(总)?(额|金额)?|(project|total|fixed-asset) investment|investment"
            ),
        ),
        (
            Figure::RegisteredCapital,
            pattern!(r"(实缴|实收)?注册资(本|金)|(实缴|实收)资本|(registered|paid-in) capital"),
        ),
        (
            Figure::TaxPaid,
            pattern!(r"(实缴|入库|年)?(税金|纳税额?|税收(贡献)?|缴税额?|纳税总额)|tax(es)? paid"),
        ),
        (Figure::Profit, pattern!(r"利润总额|净利润|profit")),
        (Figure::Assets, pattern!(r"资产总额|总资产|total assets")),
        (Figure::Exports, pattern!(r"(年)?(出口|进出口)(总)?(额|收入)|exports?")),
        (Figure::Patents, pattern!(r"(发明|授权)?专利(数|授权)?|invention patents|patents")),
        (
            Figure::LoanInterest,
            pattern!(r"(实际支付|实际发生)?(的)?(贷款|银行)?利息(支出)?|(loan )?interest"),
        ),
        (Figure::Loan, pattern!(r"(年)?(单笔)?贷款(本金|余额|额度?|金额|总额)|loan amount")),
        (Figure::Financing, pattern!(r"(融资|实际到账|投资到账)(额|金额|总额)|financing")),
        (
            Figure::ContractValue,
            pattern!(
                r"(合同|协议)(的)?(实际)?(支付|成交|交易)?(总)?(金额|额|价款)|实际(支付|支出)(额|金额|费用|的费用)?|amount actually paid under the contract|contract (value|amount)"
            ),
        ),
        (Figure::Rent, pattern!(r"(房屋|办公用房|场地|厂房)?租金|房租|rent")),
        (Figure::TrainingCost, pattern!(r"培训(费用?|支出|成本)|training (costs?|fees?|expenses)")),
        (Figure::FloorArea, pattern!(r"(租赁|租用|建筑|使用|办公)?面积|floor area")),
    ]
}

/// Claims words that ask for a figure within bounds.
pub(super) fn find(text: &str, found: &mut Vec<Claim>) {
    age(text, found);
    founded(text, found);
    for (figure, pattern) in names() {
        for name in pattern.find_iter(text) {
            found.extend(bounded(text, figure, name.range()));
        }
    }
}

/// A figure's name with the bounds that follow it.
fn bounded(text: &str, figure: Figure, name: Range<usize>) -> Option<Claim> {
    let all = quantities(text, figure.unit());
    let stop = text[name.end..].find(['；', ';']).map_or(text.len(), |at| name.end + at);
    let near: Vec<&Quantity> =
        all.iter().filter(|one| one.range.start >= name.end && one.range.start <= stop).collect();
    let first = *near.first().filter(|first| first.range.start <= name.end + NEAR)?;
    // Another figure's name between this one and the number has the number.
    if text[name.end..first.range.start].contains(['，', ',', '。']) {
        return None;
    }
    let (mut asked, mut range) = match near.get(1) {
        Some(second) if is_range_sign(&text[first.range.end..second.range.start]) => {
            let rest = &text[second.range.end..];
            let end = second.range.end + if rest.starts_with("之间") { "之间".len() } else { 0 };
            (
                Bounds { min: Some(first.value), max: Some(second.value), above: false, below: false },
                first.range.start..end,
            )
        }
        _ => single(text, first, &near)?,
    };
    // …不低于50万元，且不超过1000万元: the other end follows.
    if let Some(second) = near.get(1).filter(|second| second.range.start >= range.end)
        && pattern!(r"^([（(]不?含[^）)]*[）)])?[，,、]?(且|并且|但)(?:不|低|少)")
            .is_match(&text[range.end..])
        && let Some((upper, behind)) = bounds(text, second)
        && asked.max.is_none()
        && upper.min.is_none()
    {
        asked.max = upper.max;
        asked.below = upper.below;
        range.end = behind.end;
    }
    range.start = name.start;
    let before = pattern!(r"(连续(?P<years>[两二三四五2-5])年)?[^，；、]{0,10}$");
    let years = before
        .captures(&text[..range.end])
        .and_then(|_| {
            pattern!(r"连续([两二三四五2-5])个?(?:会计)?年度?|two (consecutive) years").captures(text)
        })
        .and_then(|hit| hit.get(1).and_then(|n| polidex_corpus::numeral::parse(n.as_str()).or(Some(2))))
        .unwrap_or(1);
    let consecutive = pattern!(r"连续[两二三四五2-5]个?(会计)?年度?(均)?|for two consecutive years");
    if let Some(words) = consecutive.find(text).filter(|words| words.start() < range.end + NEAR) {
        range = range.start.min(words.start())..range.end.max(words.end());
    }
    let first_time = pattern!(r"首次|第一次|for the first time");
    let first = first_time.find(text).filter(|words| words.start() + NEAR >= range.start);
    if let Some(words) = &first {
        range = range.start.min(words.start())..range.end.max(words.end());
    }
    let test = Test::Figure { figure, range: asked, years: years as u8, first: first.is_some() };
    Some(Claim::new(range, test))
}

/// One number with its comparison, or the first of a list of thresholds: 首次达到3000万元、1亿元.
fn single(text: &str, first: &Quantity, near: &[&Quantity]) -> Option<(Bounds, Range<usize>)> {
    let mut end = first.range.end;
    let mut lowest = first.value;
    for pair in near.windows(2) {
        let between = text[pair[0].range.end..pair[1].range.start].trim();
        if !["、", "，", ",", "和", "或", "以上、", "and", "or", ", or"].contains(&between) {
            break;
        }
        end = pair[1].range.end;
        lowest = lowest.min(pair[1].value);
    }
    let is_list = end > first.range.end;
    let last = near.iter().copied().find(|one| one.range.end == end)?;
    let (mut bounds, range) = bounds(text, first).or_else(|| bounds(text, last))?;
    if is_list {
        // Whoever reaches the lowest threshold is on the ladder.
        let tail = self::bounds(text, last).map_or(end, |(_, range)| range.end);
        bounds.min = bounds.min.map(|_| lowest);
        return Some((bounds, range.start..tail.max(end)));
    }
    Some((bounds, range))
}

fn is_range_sign(between: &str) -> bool {
    ["到", "至", "-", "—", "——", "~", "～", "–", "to", "and"].contains(&between.trim())
}

/// 成立不满三年, 注册满一年, 成立3年以上, less than three years old.
fn age(text: &str, found: &mut Vec<Claim>) {
    let age = pattern!(
        r"(?:成立|注册|设立|创办|经营|运营|登记注册)(?:时间|期限|年限|经营)?(?:已)?(?P<before>不满|不足|未满|不超过|满|超过|达到|不少于|不低于|在)?(?P<years>\d+|[一二两三四五六七八九十]+)(?:周)?年(?:[（(]含[）)])?(?P<after>以上|以下|以内|及以上|之内|内)?"
    );
    for hit in age.captures_iter(text) {
        let Some(years) = polidex_corpus::numeral::parse(&hit["years"]).map(f64::from) else { continue };
        let before = hit.name("before").map(|before| before.as_str());
        let after = hit.name("after").map(|after| after.as_str());
        let range = match (before, after) {
            (_, Some("以上" | "及以上")) | (Some("满" | "达到" | "不少于" | "不低于"), None) => {
                Bounds::at_least(years)
            }
            (Some("超过"), None) => Bounds { above: true, ..Bounds::at_least(years) },
            (Some("不满" | "不足" | "未满"), None) => Bounds { below: true, ..Bounds::at_most(years) },
            (Some("不超过"), None) | (_, Some(_)) => Bounds::at_most(years),
            _ => continue,
        };
        if let Some(whole) = hit.get(0) {
            found.push(Claim::new(whole.range(), aged(range)));
        }
    }
    let english = pattern!(
        r"(?:(?:that are |are )?established (?P<e>less than|more than|for at least|for more than|for less than|within)|(?P<o>less than|more than|at least)) (?P<n>\d+|one|two|three|four|five|ten) years?(?P<t> ago| old)?"
    );
    for hit in english.captures_iter(text) {
        if hit.name("e").is_none() && hit.name("t").is_none() {
            continue;
        }
        let years = ["one", "two", "three", "four", "five"]
            .iter()
            .position(|n| *n == &hit["n"])
            .map(|at| at as f64 + 1.0);
        let years = years.or_else(|| if &hit["n"] == "ten" { Some(10.0) } else { hit["n"].parse().ok() });
        let words = hit.name("e").or(hit.name("o")).map_or("", |words| words.as_str());
        let (Some(years), Some(whole)) = (years, hit.get(0)) else { continue };
        let range = match words {
            "less than" | "for less than" | "within" => Bounds { below: true, ..Bounds::at_most(years) },
            "more than" | "for more than" => Bounds { above: true, ..Bounds::at_least(years) },
            _ => Bounds::at_least(years),
        };
        found.push(Claim::new(whole.range(), aged(range)));
    }
}

fn aged(range: Bounds) -> Test {
    Test::Figure { figure: Figure::Age, range, years: 1, first: false }
}

/// 2019年1月1日后注册, 2020年后新设立: the day of foundation.
fn founded(text: &str, found: &mut Vec<Claim>) {
    let verb = pattern!(
        r"^(?:之?后|以后|起|以来|（含）以后|\(含\)后)?(?:新)?(?:在[^，；、]{0,8})?(注册成立|注册登记|登记注册|注册|设立|成立|新办)"
    );
    for (range, day) in date::find(text) {
        if let Some(hit) = verb.find(&text[range.end..]) {
            let days = Days { from: Some(day), to: None };
            found.push(Claim::new(range.start..range.end + hit.end(), Test::Founded { days }));
        }
    }
}

/// The figure that the words of a base name, where they name nothing more exact than a profile has.
pub(super) fn base(words: &Words) -> Option<Figure> {
    let text = words.folded.as_str();
    let mut best: Option<(usize, Figure)> = None;
    let sales = pattern!(
        r"(该|首年|年度|产品|软件|其)*(产品|软件)?(首年)?(度)?(实际)?销售(额|收入)|sales revenue in the first year"
    );
    let extra = [(Figure::ProductSales, sales)];
    for (figure, pattern) in names().into_iter().chain(extra) {
        for hit in pattern.find_iter(text) {
            let rest = format!("{} {}", &text[..hit.start()], &text[hit.end()..]);
            // A project's research is not the company's, but its investment is what a profile calls a project's.
            let of_project = matches!(
                figure,
                Figure::ProjectInvestment | Figure::EquipmentInvestment | Figure::ContractValue
            );
            let rest =
                if of_project { pattern!("项目|project").replace_all(&rest, "") } else { rest.into() };
            let plain = pattern!(r"(上一?年度?|当年度?|年度|本年|年|实际|发生|企业|公司|其|该|的|上述|总|税前|按|购买|符合条件|\b(the|its|of|in|for|that|total|annual|actual|under)\b)").replace_all(&rest, "");
            if !plain.chars().any(char::is_alphanumeric) && best.is_none_or(|(len, _)| hit.len() > len) {
                best = Some((hit.len(), figure));
            }
        }
    }
    best.map(|(_, figure)| figure)
}

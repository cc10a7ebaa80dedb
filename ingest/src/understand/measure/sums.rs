//! Which figures of a measure are sums and shares that are given, and what they say.

use super::lexicon::{CEILINGS, CHANGES, COUNTED, FLOORS, OLD_LEVELS};
use crate::understand::{
    figure::{self, Bound, Money, Share},
    sentence,
};
use polidex_corpus::model::{Amount, AmountRole, CharIndex, Counted, Per, Period, Rate, RateRole};
use std::ops::Range;

/// Words in front of a sum that make it a threshold.
const THRESHOLDS: &[&str] = &[
    "达到",
    "超过",
    "突破",
    "满",
    "大于",
    "高于",
    "低于",
    "小于",
    "达",
    "收入",
    "投资额",
    "注册资本",
    "产值",
    "贷款余额",
    "单价",
    "价格",
    "总资产",
];

/// Words in front of a share that make it a threshold.
const COMPARED: &[&str] = &["达到", "突破", "大于", "高于", "低于", "小于", "达", "增长"];

/// Words of a clause whose figures are budgets, outcomes or totals.
const NOT_GIVEN: &[&str] =
    &["安排", "设立", "总规模", "实际税负", "预算", "确保", "力争", "投放", "新增贷款"];

/// A stretch of text whose figures may be given.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Its bytes.
    pub range: Range<usize>,
    /// Where the clause around it begins: words there may say what sums count for.
    pub clause: usize,
}

/// The sums of a zone that are given.
pub fn amounts(index: &CharIndex<'_>, zone: &Zone) -> Vec<Amount> {
    let text = index.text();
    let words = &text[zone.range.clone()];
    if NOT_GIVEN.iter().any(|word| words.contains(word) && !words.contains("给予")) {
        return Vec::new();
    }
    let moneys: Vec<Money> = figure::moneys(text, zone.range.clone());
    let given: Vec<&Money> =
        moneys.iter().filter(|money| !other(text, zone, &money.range, THRESHOLDS)).collect();
    let tiers = listed(text, &given);
    let mut from = zone.range.start;
    let mut found = Vec::new();
    for (at, money) in given.iter().enumerate() {
        found.push(amount(index, zone, money, from, tiers[at]));
        from = money.range.end;
    }
    found
}

/// Which sums stand in one list: 50万元、100万元, or behind 分别.
fn listed(text: &str, moneys: &[&Money]) -> Vec<bool> {
    let joined = |left: &Money, right: &Money| {
        let between = text[left.range.end..right.range.start].trim();
        let between = without_brackets(between);
        matches!(between.trim(), "、" | "和" | "或" | "，" | "、和" | "及" | "／" | "/")
            && left.bound == Bound::None
    };
    (0..moneys.len())
        .map(|at| {
            at > 0 && joined(moneys[at - 1], moneys[at])
                || moneys.get(at + 1).is_some_and(|next| joined(moneys[at], next))
        })
        .collect()
}

/// The text without a bracketed remark.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| match c {
            '（' | '(' => {
                depth += 1;
                false
            }
            '）' | ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

fn amount(index: &CharIndex<'_>, zone: &Zone, money: &Money, from: usize, tier: bool) -> Amount {
    let text = index.text();
    let before = &text[from..money.range.start];
    let behind = text[money.range.end..].trim_start();
    let per = per(&text[zone.clause..money.range.start], behind);
    let near = last_words(before, 14);
    let near = near.to_ascii_lowercase();
    let ceiling = CEILINGS.iter().any(|word| near.contains(word))
        || behind.starts_with("以内")
        || behind.starts_with("封顶");
    let floor = FLOORS.iter().any(|word| near.ends_with(word))
        || behind.starts_with("以上") && !behind.starts_with("以上的");
    let unit_price = behind.starts_with(['/', '／']);
    let role = if tier {
        AmountRole::Tier
    } else if money.bound == Bound::Upper || ceiling && money.bound == Bound::None {
        AmountRole::Cap
    } else if money.bound == Bound::Lower || floor {
        AmountRole::Floor
    } else if per.counted.is_some() || per.period.is_some() || unit_price {
        AmountRole::PerUnit
    } else {
        AmountRole::Fixed
    };
    Amount {
        value: money.value,
        currency: money.currency,
        role,
        ceiling: ceiling || role == AmountRole::Cap,
        per,
        cumulative: ["累计", "总额", "合计", "总计"].iter().any(|word| before.contains(word)),
        span: index.span(money.range.clone()),
    }
}

/// The last characters of a text.
fn last_words(text: &str, count: usize) -> &str {
    text.char_indices().rev().nth(count - 1).map_or(text, |(at, _)| &text[at..])
}

/// What a sum counts for, by the words of its clause before it and those behind it.
fn per(before: &str, behind: &str) -> Per {
    let mut per = Per::default();
    for lead in ["每", "单个", "单家", "单户", "单人", "单项", "单笔", "各", "单"] {
        for (at, _) in before.match_indices(lead) {
            let rest = &before[at + lead.len()..];
            match period(rest) {
                Some(found) if lead == "每" => per.period = Some(found),
                _ if lead == "各" || lead == "单" && per.counted.is_some() => {}
                _ if rest.starts_with("年") => {}
                _ => per.counted = counted(lead, rest).or(per.counted),
            }
        }
    }
    if before.contains("年度累计")
        || before.contains("年补贴额")
        || before.contains("年补助额")
        || before.contains("每年度")
        || before.contains("年最高")
    {
        per.period = per.period.or(Some(Period::Year));
    }
    if let Some(rest) = behind.strip_prefix(['/', '／']) {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let second = rest[end..].strip_prefix(['/', '／', '·']);
        for unit in [Some(&rest[..end]), second].into_iter().flatten() {
            match period(unit) {
                Some(found) => per.period = Some(found),
                None => per.counted = counted("/", unit).or(per.counted),
            }
        }
    }
    per
}

fn period(rest: &str) -> Option<Period> {
    let rest = rest.trim_start_matches(['个', '人']);
    match rest.chars().next()? {
        '年' => Some(Period::Year),
        '月' => Some(Period::Month),
        '天' | '日' => Some(Period::Day),
        _ => None,
    }
}

/// What is counted behind 每 or 单个.
fn counted(lead: &str, rest: &str) -> Option<Counted> {
    if rest.starts_with(['个', '一']) && lead == "单" {
        return None;
    }
    let near = rest.char_indices().nth(9).map_or(rest, |(at, _)| &rest[..at]);
    let near = near.split(['，', '的', '最', '给', '补', '一', '元', '每']).next().unwrap_or(near);
    if near.starts_with('户') {
        let legal = ["户小微", "户企业", "户中小"].iter().any(|word| near.starts_with(word));
        return Some(if legal { Counted::Enterprise } else { Counted::Household });
    }
    match lead {
        "单家" => return Some(Counted::Enterprise),
        "单人" => return Some(Counted::Person),
        "单笔" => return Some(Counted::Loan),
        "单户" => {
            return Some(if near.starts_with("企业") { Counted::Enterprise } else { Counted::Household });
        }
        _ => {}
    }
    let hit = COUNTED
        .iter()
        .filter_map(|(word, counted)| near.find(word).map(|at| (at, std::cmp::Reverse(word.len()), *counted)))
        .min_by_key(|(at, len, _)| (*at, *len));
    match hit {
        Some((_, _, counted)) => Some(counted),
        None => (lead != "单").then_some(Counted::Unit),
    }
}

/// Whether a figure is a threshold, an old level or a total.
fn other(text: &str, zone: &Zone, figure: &Range<usize>, thresholds: &[&str]) -> bool {
    let before = text[zone.range.start..figure.start].trim_end();
    let before = before.trim_end_matches("人民币").trim_end();
    let behind = text[figure.end..].trim_start();
    let deducted = ["未超过", "不超过", "以内"].iter().any(|word| last_words(before, 24).contains(word))
        && before.contains("额");
    let part = !(deducted
        && behind.starts_with("的部分")
        && text[figure.clone()].starts_with(|c: char| {
            c == '百' || text[figure.clone()].ends_with(['%', '％']) && c.is_numeric()
        }))
        && [
            "的部分",
            "以上的",
            "以下的",
            "以上部分",
            "以下部分",
            "（含）以上",
            "(含)以上",
            "（含）以下",
            "以上，",
        ]
        .iter()
        .any(|word| behind.starts_with(word));
    let bounded = ["不超过", "不得超过", "最高不超过", "不高于"].iter().any(|word| before.ends_with(word));
    let threshold = !bounded && thresholds.iter().any(|word| before.ends_with(word));
    part || threshold || old_level(before, behind)
}

/// Whether a new level follows in the same clause: 由0.8％下调为0.5％.
fn old_level(before: &str, behind: &str) -> bool {
    let next = behind.split(['，', '。', '；']).next().unwrap_or(behind);
    let changes = CHANGES.iter().any(|word| {
        next.find(word)
            .is_some_and(|at| next[..at].chars().count() <= 10 && next[at..].chars().any(char::is_numeric))
    });
    let changes_now = changes && !figure_between(next);
    changes_now
        && (OLD_LEVELS.iter().any(|word| before.ends_with(word))
            || next.contains('到')
            || next.contains("至"))
}

/// Whether a figure stands before the word of change.
fn figure_between(next: &str) -> bool {
    let at = CHANGES.iter().filter_map(|word| next.find(word)).min().unwrap_or(0);
    next[..at].chars().any(char::is_numeric)
}

/// The shares of a zone that are given.
pub fn rates(index: &CharIndex<'_>, zone: &Zone) -> Vec<Rate> {
    let text = index.text();
    let words = &text[zone.range.clone()];
    if NOT_GIVEN.iter().any(|word| words.contains(word) && !words.contains("给予")) {
        return Vec::new();
    }
    let mut from = zone.range.start;
    let mut found = Vec::new();
    for share in figure::shares(text, zone.range.clone()) {
        let statutory = text[share.range.end..].starts_with("的法定税率");
        if !statutory && !other(text, zone, &share.range, COMPARED) && !ratio(text, &share) {
            found.push(rate(index, zone, &share, from));
        }
        from = share.range.end;
    }
    found
}

/// Whether a share describes somebody: 持股51%的企业, 占比30%以上.
fn ratio(text: &str, share: &Share) -> bool {
    let before = &text[..share.range.start];
    let near = last_words(before, 6);
    ["占比", "占", "持股", "增长", "增速", "同比", "裁员率", "比重"].iter().any(|word| near.contains(word))
        && !near.contains("占用")
}

fn rate(index: &CharIndex<'_>, zone: &Zone, share: &Share, from: usize) -> Rate {
    let text = index.text();
    let before = &text[from..share.range.start];
    let near = last_words(before, 16).to_ascii_lowercase();
    let role = if share.bound == Bound::Upper
        || share.bound == Bound::None && CEILINGS.iter().any(|word| near.contains(word))
    {
        RateRole::Ceiling
    } else if share.bound == Bound::Lower || FLOORS.iter().any(|word| near.ends_with(word)) {
        RateRole::Floor
    } else {
        RateRole::Exact
    };
    let base = base(text, zone, share, from).map(|range| index.span(range));
    Rate { value: share.value, role, base, points: share.points, span: index.span(share.range.clone()) }
}

/// Words that open the phrase that a share is of.
const BASE_OPENERS: &[&str] = &[
    "按照",
    "可按",
    "按",
    "给予",
    "予以",
    "不超过",
    "最高",
    "返还",
    "其",
    "享受",
    "为",
    "可",
    "再",
    "将",
    "标准为",
    "减免",
    "分别",
    "由",
    "暂",
];

/// The words that a share is of: between the opener and 的, or behind a verb of relief.
fn base(text: &str, zone: &Zone, share: &Share, from: usize) -> Option<Range<usize>> {
    let before = &text[from..share.range.start];
    let cut = trimmed_end(before);
    let opener = BASE_OPENERS
        .iter()
        .filter_map(|word| before[..cut].rfind(word).map(|at| at + word.len()))
        .max()
        .unwrap_or(0);
    let range = sentence::trim(text, from + opener..from + cut.max(opener));
    let particle = if text[range.clone()].starts_with('的') { '的'.len_utf8() } else { 0 };
    let range = range.start + particle..range.end;
    let words = &text[range.clone()];
    if sentence::is_latin(&text[zone.clause..zone.range.end]) {
        return of(text, zone, share);
    }
    if words.chars().count() >= 2 && words.chars().count() <= 40 && !words.contains(['，', '；']) {
        return Some(range);
    }
    behind(text, zone, share)
}

/// The end of a base before a share: without 的, 减征 and the like.
fn trimmed_end(before: &str) -> usize {
    let mut end = before.trim_end().len();
    loop {
        let words = &before[..end];
        let shorter = [
            "的",
            "减征",
            "减免",
            "降低",
            "不超过",
            "最高",
            "下浮",
            "再下浮",
            "提高",
            "减按",
            "由",
            "下调为",
            "为",
            "至",
            "即",
            "降至",
            "左右",
        ]
        .iter()
        .find_map(|word| words.strip_suffix(word));
        match shorter {
            Some(shorter) => end = shorter.trim_end().len(),
            None => return end,
        }
    }
}

/// The words behind a share in English: 30% of the purchase cost.
fn of(text: &str, zone: &Zone, share: &Share) -> Option<Range<usize>> {
    let rest = &text[share.range.end..zone.range.end.max(share.range.end)];
    let phrase =
        [" of the ", " of its ", " of their ", " of "].iter().find_map(|word| rest.strip_prefix(word))?;
    let start = share.range.end + rest.len() - phrase.len();
    let len = phrase.find([',', '.', ';', '(']).unwrap_or(phrase.len());
    Some(sentence::trim(text, start..start + len))
}

/// The words behind a share that name what is cut: 减征百分之三十资源税, 减半征收关税.
fn behind(text: &str, zone: &Zone, share: &Share) -> Option<Range<usize>> {
    let rest = &text[share.range.end..zone.range.end.max(share.range.end)];
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let words = ["税率征收", "征收", "收取", "计入", "收"]
        .iter()
        .find_map(|verb| rest.strip_prefix(verb))
        .unwrap_or(rest);
    let end = words.find(['，', '。', '；', '、', '（', '(']).unwrap_or(words.len());
    let phrase = words[..end].trim();
    let named = ["税", "费", "租", "利息", "所得额", "电"].iter().any(|unit| phrase.contains(unit));
    let start = zone.range.end.max(share.range.end) - words.len();
    (named && phrase.chars().count() <= 20).then(|| sentence::trim(text, start..start + end))
}

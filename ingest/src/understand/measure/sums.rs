//! Which figures of a measure are sums that are given, and what they say.

use super::lexicon::{CEILINGS, CHANGES, COUNTED, FLOORS, OLD_LEVELS};
use crate::understand::figure::{self, Bound, Money};
use polidex_corpus::model::{Amount, AmountRole, CharIndex, Counted, Per, Period};
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
pub(super) const COMPARED: &[&str] = &["达到", "突破", "大于", "高于", "低于", "小于", "达", "增长"];

/// Words of a clause whose figures are budgets, outcomes or totals.
pub(super) const NOT_GIVEN: &[&str] =
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
        let between = between.trim();
        let plain = matches!(
            between,
            "、" | "和" | "或" | "，" | "、和" | "及" | "／" | "/" | "," | "and" | ", and" | "or"
        );
        (plain || graded(between)) && left.bound == Bound::None
    };
    (0..moneys.len())
        .map(|at| {
            at > 0 && joined(moneys[at - 1], moneys[at])
                || moneys.get(at + 1).is_some_and(|next| joined(moneys[at], next))
        })
        .collect()
}

/// Whether words between two sums join them and name the grade of the second: 一等奖30万元、二等奖20万元.
fn graded(between: &str) -> bool {
    let Some(grade) = ["、", "，", "；", "和", "或"].iter().find_map(|joint| between.strip_prefix(joint))
    else {
        return false;
    };
    let ranked =
        ["级", "等奖", "等", "类", "档", "名", "奖", "星", "A"].iter().any(|rank| grade.ends_with(rank));
    ranked
        && (2..=10).contains(&grade.chars().count())
        && !["给", "每", "最高", "其中"].iter().any(|word| grade.contains(word))
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
    let ceiling = ceiling || ["以下", "及以下"].iter().any(|word| behind.starts_with(word));
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
pub(super) fn last_words(text: &str, count: usize) -> &str {
    text.char_indices().rev().nth(count - 1).map_or(text, |(at, _)| &text[at..])
}

/// What a sum counts for, by the words of its clause before it and those behind it.
fn per(before: &str, behind: &str) -> Per {
    let mut per = Per::default();
    for lead in ["每", "单个", "单家", "单户", "单人", "单项", "单笔", "同一", "各", "单"] {
        for (at, _) in before.match_indices(lead) {
            let rest = &before[at + lead.len()..];
            match period(rest) {
                Some(found) if lead == "每" => per.period = Some(found),
                _ if lead == "各" || lead == "单" && per.counted.is_some() => {}
                // 单位 is a body, 单价 a price.
                _ if lead == "单" && rest.starts_with(['位', '价', '元', '独', '一', '纯']) => {}
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
        || before.contains("当年累计")
        || before.contains("年内累计")
        || before.contains("全年累计")
        || before.contains("年度最高")
        || before.contains("年度补")
        || before.contains("年度奖")
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
pub(super) fn other(text: &str, zone: &Zone, figure: &Range<usize>, thresholds: &[&str]) -> bool {
    let before = text[zone.range.start..figure.start].trim_end();
    let before = before.trim_end_matches("人民币").trim_end();
    let behind = text[figure.end..].trim_start();
    let deducted = ["未超过", "不超过", "以内"].iter().any(|word| last_words(before, 24).contains(word))
        && before.contains("额");
    // 下浮10%以上 is what is given, 10%以上的 a threshold.
    let cut =
        ["下浮", "下调", "降低", "减免", "减收", "减征", "返还"].iter().any(|verb| before.ends_with(verb));
    let cut_so = cut && behind.starts_with("以上") && !behind.starts_with("以上的");
    let deducted_part = deducted
        && behind.starts_with("的部分")
        && text[figure.clone()].starts_with(|c: char| {
            c == '百' || text[figure.clone()].ends_with(['%', '％']) && c.is_numeric()
        });
    let part = !cut_so
        && !deducted_part
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

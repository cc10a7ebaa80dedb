//! Which shares of a measure are given, and what they are of.

use super::lexicon::{CEILINGS, FLOORS};
use super::sums::{COMPARED, NOT_GIVEN, Zone, last_words, other};
use crate::understand::{
    figure::{self, Bound, Share},
    sentence,
};
use polidex_corpus::model::{CharIndex, Rate, RateRole};
use std::ops::Range;

/// The shares of a zone that are given.
pub fn rates(index: &CharIndex<'_>, zone: &Zone) -> Vec<Rate> {
    let text = index.text();
    let words = &text[zone.range.clone()];
    // A share of money that is set apart for it is given: 按…的50%安排贴息资金.
    if NOT_GIVEN.iter().any(|word| *word != "安排" && words.contains(word) && !words.contains("给予")) {
        return Vec::new();
    }
    let mut from = zone.range.start;
    let mut found = Vec::new();
    for share in figure::shares(text, zone.range.clone()) {
        let statutory = text[share.range.end..].starts_with("的法定税率");
        // 两免三减半 names a scheme.
        let statutory = statutory || text[..share.range.start].ends_with("免三");
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
    let behind = text[share.range.end..].trim_start();
    let below = ["以下", "及以下", "以内"].iter().any(|word| behind.starts_with(word));
    let role = if share.bound == Bound::Upper
        || share.bound == Bound::None && (below || CEILINGS.iter().any(|word| near.contains(word)))
    {
        RateRole::Ceiling
    } else if share.bound == Bound::Lower
        || FLOORS.iter().any(|word| near.ends_with(word))
        || behind.starts_with("以上") && !behind.starts_with("以上的")
    {
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
    "可以",
    "申请",
    "获得",
    "降低",
    "下调",
    "下浮",
];

/// The words that a share is of: between the opener and 的, or behind a verb of relief.
fn base(text: &str, zone: &Zone, share: &Share, from: usize) -> Option<Range<usize>> {
    let before = &text[from..share.range.start];
    let cut = trimmed_end(before);
    let opener = BASE_OPENERS
        .iter()
        .filter_map(|word| {
            before[..cut].rfind(word).filter(|at| opens(before, *at, word)).map(|at| at + word.len())
        })
        .max()
        .unwrap_or(0);
    let range = sentence::trim(text, from + opener..from + cut.max(opener));
    let particle = if text[range.clone()].starts_with('的') { '的'.len_utf8() } else { 0 };
    let range = plain(text, range.start + particle..range.end);
    let words = &text[range.clone()];
    if sentence::is_latin(&text[zone.clause..zone.range.end]) {
        return of(text, zone, share);
    }
    let named = !is_term(words) && !words.contains(['，', '；', '“', '〔']);
    if words.chars().count() >= 2 && words.chars().count() <= 40 && named {
        return Some(range);
    }
    behind(text, zone, share).or_else(|| spoken_of(text, zone))
}

/// What the clause says that it gives for, in front of the verb: 对检测费用给予50%的补助.
fn spoken_of(text: &str, zone: &Zone) -> Option<Range<usize>> {
    let words = text.get(zone.clause..zone.range.start)?;
    let object = words.strip_prefix("对于").or_else(|| words.strip_prefix('对'))?;
    let named = ["费", "费用", "金额", "额", "支出", "投入", "租金", "利息", "成本", "部分"]
        .iter()
        .any(|unit| object.ends_with(unit));
    (named && object.chars().count() <= 30).then(|| zone.range.start - object.len()..zone.range.start)
}

/// Whether an opener stands for itself: not 再 of 再贷款, not 其 of 企业及其职工.
fn opens(words: &str, at: usize, opener: &str) -> bool {
    let (before, behind) = (&words[..at], &words[at + opener.len()..]);
    match opener {
        "再" => !["贷款", "贴现", "担保", "保险", "生", "制造"].iter().any(|noun| behind.starts_with(noun)),
        "其" => !before.ends_with(['及', '与', '和', '尤']) && !behind.starts_with(['中', '他']),
        "按" => !behind.starts_with(['月', '年', '季', '时', '期']),
        // 按企业获得的贷款利率 names the base, 企业可获得30% does not.
        "获得" | "申请" => behind.trim().is_empty(),
        "为" => !before.ends_with(['作', '认', '行']),
        _ => true,
    }
}

/// A base without the verb that cuts or pays it in front, and without 在: 降低担保费率 is 担保费率.
fn plain(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    while let Some(lead) =
        ["降低", "下调", "减免", "减征", "减收", "免征", "申请", "允许", "提高", "给予", "企业按"]
            .iter()
            .find(|lead| text[range.clone()].starts_with(**lead))
    {
        range.start += lead.len();
    }
    let words = &text[range.clone()];
    if words.starts_with('在')
        && !["在孵", "在岗", "在职", "在园", "在校"].iter().any(|word| words.starts_with(word))
    {
        range.start += '在'.len_utf8();
    }
    sentence::trim(text, range)
}

/// Whether words only say how long: 三年, 连续2年.
fn is_term(words: &str) -> bool {
    let words = words.trim_start_matches(['、', '，']).trim_start_matches("其中");
    let words =
        words.trim_start_matches("连续").trim_start_matches("最长").trim_start_matches(['前', '后', '第']);
    let rest = words.trim_start_matches(polidex_corpus::numeral::is_numeral);
    rest.len() < words.len() && ["年", "个月", "月", "年期"].contains(&rest)
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
            "上下浮",
            "提高",
            "提高到",
            "提高至",
            "减按",
            "由",
            "下调为",
            "下调至",
            "为",
            "至",
            "即",
            "降至",
            "降到",
            "控制在",
            "左右",
            "再",
            "基础上",
            "基础上再",
            "水平上",
            "不低于",
            "不高于",
            "最高可",
        ]
        .iter()
        // The longest one: 降至 and not only 至.
        .filter_map(|word| words.strip_suffix(word))
        .min_by_key(|shorter| shorter.len());
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
    let ends = [" will ", " shall ", " may ", " can ", " for a ", " for up to ", " up to ", " is ", " are "];
    let len = ends.iter().filter_map(|word| phrase[..len].find(word)).min().unwrap_or(len);
    // The verb may be the last word: … of the equipment cost will be paid is cut before it.
    let len = [" will", " shall", " may", " can"]
        .iter()
        .find_map(|word| phrase[..len].strip_suffix(word))
        .map_or(len, str::len);
    Some(sentence::trim(text, start..start + len))
}

/// The words behind a share that name what is cut: 减征百分之三十资源税, 减半征收关税.
fn behind(text: &str, zone: &Zone, share: &Share) -> Option<Range<usize>> {
    let rest = &text[share.range.end..zone.range.end.max(share.range.end)];
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let words = [
        "税率征收",
        "税率缴纳",
        "税率计算缴纳",
        "征收",
        "收取",
        "计入",
        "退还",
        "返还",
        "减免",
        "免除",
        "补贴",
        "补助",
        "收",
    ]
    .iter()
    .find_map(|verb| rest.strip_prefix(verb))
    .unwrap_or(rest);
    // 100%房租补贴: what is subsidised stands in front of the noun.
    let noun =
        ["补贴", "补助", "资助", "奖励", "返还", "减免"].iter().filter_map(|noun| words.find(noun)).min();
    let end = words.find(['，', '。', '；', '、', '（', '(']).unwrap_or(words.len());
    let end = noun.filter(|at| *at > 0).map_or(end, |at| at.min(end));
    let phrase = words[..end].trim();
    let named = ["税", "费", "租", "利息", "所得额", "电"].iter().any(|unit| phrase.contains(unit));
    let start = zone.range.end.max(share.range.end) - words.len();
    (named && phrase.chars().count() <= 20).then(|| sentence::trim(text, start..start + end))
}

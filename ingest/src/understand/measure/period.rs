//! How long, or in which period, support is given.

use crate::understand::{figure, sentence};
use polidex_corpus::numeral;
use std::ops::Range;

/// A period that a clause begins with: 自2020年1月1日至3月31日, 疫情期间. Its byte range in the text.
pub fn leading(text: &str, clause: &Range<usize>) -> Option<Range<usize>> {
    let words = &text[clause.clone()];
    ordinal(words)
        .or_else(|| whole(words))
        .or_else(|| between(words))
        .or_else(|| during(words))
        .or_else(|| before_day(words))
        .map(|len| clause.start..clause.start + len)
}

/// 第一年至第十年, 第六年起: its length.
fn ordinal(words: &str) -> Option<usize> {
    let year = |text: &str| {
        let rest = text.strip_prefix('第')?;
        let behind = rest.trim_start_matches(numeral::is_numeral);
        (behind.len() < rest.len()).then(|| behind.strip_prefix('年')).flatten().map(str::len)
    };
    let left = year(words)?;
    let rest = &words[words.len() - left..];
    let last = rest.strip_prefix('至').and_then(year)?;
    Some(words.len() - last)
}

/// A clause that is nothing but a day, month or year, or the years that remain: 2020年, 自2020年1月1日起, 接续年度.
fn whole(words: &str) -> Option<usize> {
    if let Some(years) = ["接续年度", "以后年度", "后续年度"].iter().find(|years| words.starts_with(**years))
    {
        return Some(years.len());
    }
    let led = words.trim_start_matches(['自', '从', '在']);
    let dated = led.trim_end_matches('起').trim_end_matches("份").trim_end_matches("内");
    let figures = dated.trim_start_matches(|c| numeral::digit(c).is_some() || "年月日".contains(c));
    let unit = dated.ends_with(['年', '月', '日']);
    (unit && figures.is_empty() && dated.starts_with(|c| numeral::digit(c).is_some())).then_some(words.len())
}

/// 自…至…, 2020年2月至12月: its length.
fn between(words: &str) -> Option<usize> {
    let led = words.strip_prefix(['自', '从', '在']).map_or(words, |rest| rest);
    let dated = led.starts_with(|c| numeral::digit(c).is_some())
        || ["今年", "去年", "本年", "发", "开", "获"].iter().any(|word| led.starts_with(word))
            && led.len() < words.len()
        || led.starts_with("今年");
    let sign = words
        .find(['至', '—', '到'])
        .filter(|at| words[..*at].ends_with(['日', '月', '年', '起', '底', '初']))?;
    let behind = &words[sign..];
    let end = ["周岁止", "之日止", "日止", "月底", "年底", "日间", "止", "日", "月", "年"]
        .iter()
        .filter_map(|unit| behind.find(unit).map(|at| at + unit.len()))
        .max_by_key(|end| if behind[..*end].chars().count() <= 24 { *end } else { 0 })?;
    (dated && behind[..end].chars().count() <= 24).then_some(sign + end)
}

/// 疫情防控期间, 缓缴期间.
fn during(words: &str) -> Option<usize> {
    let at = words.find("期间")?;
    let short = words[..at].chars().count() <= 14 && !words[..at].contains(['的', '，', '企', '对', '人']);
    short.then_some(at + "期间".len())
}

/// 在2020年3月31日前.
fn before_day(words: &str) -> Option<usize> {
    let led = words.strip_prefix('在')?;
    let (len, _) = crate::date::prefix(led)?;
    let stop = led[len..].strip_prefix('前').or_else(|| led[len..].strip_prefix("之前"))?;
    Some(words.len() - stop.len())
}

/// A term within a clause that gives: 连续3年, 1—3个月, 不超过6个月. Its byte range in the text.
pub fn within(text: &str, clause: &Range<usize>) -> Option<Range<usize>> {
    let words = &text[clause.clone()];
    let mut at = 0;
    while let Some(found) = words[at..].find(numeral::is_numeral) {
        let from = at + found;
        let (len, end) = term(&words[from..])?;
        if end > 0 {
            let start = words[..from].len() - limiter(&words[..from]);
            let range = sentence::trim(text, clause.start + start..clause.start + from + end);
            if !excluded(&words[..start], &words[from + end..]) {
                return Some(range);
            }
        }
        at = from + len.max(end).max(1);
    }
    None
}

/// A number and its unit of time: the number's length, and that of both; 0 where no unit follows.
fn term(words: &str) -> Option<(usize, usize)> {
    let number = |text: &str| {
        let digits = text.len() - text.trim_start_matches(numeral::is_numeral).len();
        (digits > 0).then_some(digits)
    };
    let mut len = number(words)?;
    let first = len;
    let joined =
        ["—", "-", "－", "至", "、", "到", "~", "～"].iter().find_map(|sign| words[len..].strip_prefix(sign));
    if let Some(rest) = joined
        && let Some(more) = number(rest)
    {
        len = words.len() - rest.len() + more;
    }
    let unit = ["个月", "年", "天", "个工作日", "月"].iter().find(|unit| words[len..].starts_with(**unit));
    let Some(unit) = unit else { return Some((first, 0)) };
    let behind = &words[len + unit.len()..];
    if *unit == "月" {
        // 2、3月两个月: months by name, with their count behind.
        let count = number(behind).filter(|digits| behind[*digits..].starts_with("个月"));
        return Some((first, count.map_or(0, |digits| len + unit.len() + digits + "个月".len())));
    }
    let year_name =
        *unit == "年" && words[..len].chars().filter(|c| numeral::digit(*c).is_some()).count() >= 4;
    Some((first, if year_name { 0 } else { len + unit.len() }))
}

/// The length of limiting words in front of a term: 不超过, 连续.
fn limiter(before: &str) -> usize {
    [
        "不超过",
        "不得超过",
        "最长不超过",
        "连续",
        "分",
        "最长",
        "为期",
        "连续补贴",
        "连续奖励",
        "连续给予",
        "最多",
    ]
    .iter()
    .filter(|word| before.ends_with(**word))
    .map(|word| word.len())
    .max()
    .unwrap_or(0)
}

/// Whether a term is something else: 3年内成功上市, 1年期贷款, 成立满2年, 前3年.
fn excluded(before: &str, behind: &str) -> bool {
    let before = before.strip_suffix("原则上").unwrap_or(before);
    ["前", "满", "近", "第", "成立", "后", "超过", "连续经营", "签订", "上", "每", "服务"]
        .iter()
        .any(|word| before.ends_with(word))
        || [
            "期贷款",
            "期LPR",
            "以上的",
            "前",
            "来",
            "平均",
            "度",
            "应缴",
            "应当缴",
            "实际缴",
            "实缴",
            "缴纳",
            "缴费",
            "所缴",
            "级",
            "生",
            "底",
            "末",
            "贷款",
            "内成功",
            "内上市",
            "内首次",
            "工资",
        ]
        .iter()
        .any(|word| behind.starts_with(word))
        || !figure::shares(before, 0..before.len()).is_empty() && before.ends_with("占")
}

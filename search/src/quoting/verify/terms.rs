//! Words whose change changes what a clause says.

use super::verdict::Grave;
use polidex_corpus::numeral;
use std::ops::Range;

/// Kinds of words with the words, longer ones first where one holds another. Of English, whole words.
const TERMS: &[(Grave, &[&str])] = &[
    (
        Grave::Negation,
        &[
            "不",
            "未",
            "无",
            "非",
            "没",
            "勿",
            "毋",
            "否",
            "禁止",
            "严禁",
            "免",
            "除",
            "not",
            "no",
            "never",
            "none",
            "nor",
            "neither",
            "cannot",
            "without",
            "unless",
            "except",
            "prohibited",
        ],
    ),
    (
        Grave::Modal,
        &[
            "应当",
            "应",
            "可以",
            "可",
            "必须",
            "须",
            "力争",
            "争取",
            "鼓励",
            "原则上",
            "有权",
            "能够",
            "拟",
            "逐步",
            "探索",
            "shall",
            "may",
            "must",
            "should",
            "can",
            "could",
            "will",
            "would",
            "might",
            "strive",
            "encouraged",
            "entitled",
            "required",
        ],
    ),
    (
        Grave::Limit,
        &[
            "最高", "最低", "最多", "最少", "至少", "至多", "超过", "少于", "多于", "低于", "高于", "以上",
            "以下", "以内", "以外", "不满", "仅", "只", "全部", "部分", "上限", "下限", "首次", "每", "most",
            "least", "only", "up", "more", "less", "than", "maximum", "minimum", "over", "under", "above",
            "below", "all", "any", "each", "every",
        ],
    ),
    (
        Grave::Conjunction,
        &["或者", "或", "并且", "并", "同时", "且", "和", "以及", "and", "or", "both", "either"],
    ),
];

/// Words in which a numeral counts nothing.
const NO_NUMBERS: &[&str] = &[
    "一般",
    "一致",
    "一切",
    "一律",
    "一定",
    "一并",
    "一体",
    "一旦",
    "一贯",
    "一些",
    "一系列",
    "统一",
    "进一步",
    "唯一",
    "万一",
    "千方百计",
    "三农",
    "十分",
    "百姓",
    "万众",
];

/// Words behind a number that say what it counts.
const COUNTED: &[&str] = &[
    "%", "‰", "元", "年", "个月", "月", "日", "天", "周", "小时", "时", "倍", "岁", "人", "家", "条", "款",
    "项", "percent", "yuan", "days", "months", "years", "day", "month", "year",
];

/// What is grave about the characters `range` of a stretch of text. An empty range is a place where
/// something was taken out or put in.
pub(super) fn grave(text: &[char], range: &Range<usize>) -> Vec<Grave> {
    let mut found: Vec<Grave> = TERMS
        .iter()
        .filter(|(_, terms)| terms.iter().any(|term| touches(text, term, range)))
        .map(|(grave, _)| *grave)
        .collect();
    if number(text, range) {
        found.insert(0, Grave::Number);
    }
    found
}

/// Whether a term stands in the range, reaches into it, or is torn apart by it.
fn touches(text: &[char], term: &str, range: &Range<usize>) -> bool {
    occurrences(text, term).any(|found| meet(&found, range))
}

fn meet(found: &Range<usize>, range: &Range<usize>) -> bool {
    found.end > range.start && (found.start < range.end && !range.is_empty() || found.start < range.start)
}

fn occurrences<'a>(text: &'a [char], term: &str) -> impl Iterator<Item = Range<usize>> + 'a {
    let term: Vec<char> = term.chars().collect();
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
    let whole = !term[0].is_ascii_alphabetic();
    (0..text.len()).filter_map(move |at| {
        let end = at + term.len();
        let same = text.get(at..end).is_some_and(|found| found == term.as_slice());
        let bounded =
            || whole || !latin(at.checked_sub(1).and_then(|at| text.get(at))) && !latin(text.get(end));
        (same && bounded()).then_some(at..end)
    })
}

/// Whether a numeral, or what it counts, stands in the range.
fn number(text: &[char], range: &Range<usize>) -> bool {
    let counts = |at: usize| {
        let idle = |word: &str| occurrences(text, word).any(|found| found.contains(&at));
        numeral::is_numeral(text[at]) && !NO_NUMBERS.iter().any(|word| idle(word))
    };
    range.clone().any(counts)
        || COUNTED.iter().any(|unit| {
            let mut met = occurrences(text, unit).filter(|found| meet(found, range));
            met.any(|found| found.start.checked_sub(1).is_some_and(counts))
        })
}

/// Whether a character before a quotation denies what it says.
pub(super) fn denies(c: char) -> bool {
    matches!(c, '不' | '未' | '无' | '非' | '没' | '勿')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changed characters stand in brackets.
    fn check(marked: &str, expected: &[Grave]) {
        let start = marked.chars().position(|c| c == '[').unwrap();
        let end = marked.chars().position(|c| c == ']').unwrap() - 1;
        let text: Vec<char> = marked.chars().filter(|c| !['[', ']'].contains(c)).collect();
        assert_eq!(grave(&text, &(start..end)), expected, "{marked}");
    }

    #[test]
    fn grave_words_are_told() {
        check("奖励最高[5]00万元", &[Grave::Number]);
        check("[不]得转让", &[Grave::Negation]);
        check("[应当]公开", &[Grave::Modal]);
        check("应[当]公开", &[Grave::Modal]);
        check("到2025年[力争]建成", &[Grave::Modal]);
        check("三[年]内", &[Grave::Number]);
        check("百分之[三十]", &[Grave::Number]);
        check("500[万]元", &[Grave::Number]);
        check("[一]般规定", &[]);
        check("支持[软件]产业", &[]);
        check("甲[或者]乙", &[Grave::Conjunction]);
        check("应[]当公开", &[Grave::Modal]);
        check("应当[]公开", &[]);
        check("funds[hall]be", &[]);
        check("a [may] b", &[Grave::Modal]);
    }
}

//! What stands in front of the words of a head: numbers of clauses, layout, 对, whoever gives.

use super::lexicon::BODIES;
use std::ops::Range;

/// The group that a statement with its giver in front speaks of: 政府对稳价保供的企业.
pub fn within_statement(text: &str, range: Range<usize>, topic: bool) -> (Range<usize>, bool) {
    let words = &text[range.clone()];
    let inner = words.match_indices('对').map(|(at, _)| at).find(|&at| {
        let giver = &words[..at];
        let rest = &words[at + '对'.len_utf8()..];
        let body = BODIES.iter().any(|body| giver.contains(body));
        at > 0
            && !topic
            && giver.chars().count() <= if body { 28 } else { 14 }
            && !giver.contains(['的', '，'])
            // 加大对…的支持 has no giver.
            && !giver.ends_with(['大', '强', '化', '针', '相', '应', '面', '校', '核', '绝', '反'])
            && !rest.starts_with(['外', '口', '象', '方', '应', '于'])
            && (!rest.starts_with('接')
                || ["接受", "接触", "接收", "接种"].iter().any(|verb| rest.starts_with(verb)))
    });
    match inner {
        Some(at) => (range.start + at + '对'.len_utf8()..range.end, true),
        None => (range, topic),
    }
}

/// The range without numbering, 其中, 对 and the like in front; and whether 对 stood there.
pub fn unled(text: &str, range: Range<usize>) -> (Range<usize>, bool) {
    let mut range = unnumbered(text, range);
    let mut topic = false;
    loop {
        let words = &text[range.clone()];
        let lead = [
            "对于",
            "针对",
            "对",
            "您如果为",
            "如果为",
            "您如果",
            "如果",
            "凡是",
            "凡",
            "其中",
            "同时",
            "此外",
            "另外",
            "其",
            "且",
            "并",
            "如",
            "若",
            "但",
            "即",
            "将",
            "向",
            "为",
        ]
        .iter()
        .find(|lead| {
            words.starts_with(**lead)
                && !(**lead == "为" && (words.starts_with("为了") || !words.contains("提供")))
                && !(**lead == "其" && words.starts_with("其他"))
                && !(**lead == "并" && words.starts_with("并购"))
                && !(**lead == "如" && (words.starts_with("如下") || words.starts_with("如何")))
                && !(**lead == "向" && words.contains("申请"))
        });
        let Some(lead) = lead else { return (range, topic) };
        topic |= lead.contains('对') || lead.starts_with('凡');
        range.start += lead.len();
        range = crate::understand::sentence::trim(text, range);
    }
}

/// The range without what a layout puts in front of a sentence: （责任单位：…）, ——, 一是.
fn unremarked(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let mut rest = words.trim_start_matches(['—', '-', '·', '•', '●', '■', '◆', '☆', '★', ' ', '\u{3000}']);
    for (open, close) in [('（', '）'), ('(', ')'), ('【', '】')] {
        let remark = rest.starts_with(open).then(|| rest.find(close)).flatten();
        if let Some(end) = remark
            // A short remark belongs to the words behind it, a label does not.
            && (open == '【' || rest[..end].chars().count() > 6)
            && !rest[end + close.len_utf8()..].trim().is_empty()
        {
            rest = rest[end + close.len_utf8()..].trim_start();
        }
    }
    let counted = rest.trim_start_matches(polidex_corpus::numeral::is_numeral);
    if counted.len() < rest.len()
        && let Some(behind) = counted.strip_prefix('是')
    {
        rest = behind;
    }
    range.end - rest.len()..range.end
}

/// The range without the number of a clause in front: 第五条, 一、, （二）, 3.
pub fn unnumbered(text: &str, range: Range<usize>) -> Range<usize> {
    let range = unremarked(text, range);
    let words = &text[range.clone()];
    let rest = words.trim_start_matches(['（', '(', '第']);
    let after = rest.trim_start_matches(polidex_corpus::numeral::is_numeral);
    let tail = after.trim_start_matches(['条', '、', '）', ')', '．', '.', ' ', '\u{3000}']);
    let numbered = after.len() < rest.len()
        && after.starts_with(['条', '、', '）', ')', '.', '．'])
        && !after.starts_with("条以")
        && !(after.starts_with(['.', '．']) && tail.starts_with(polidex_corpus::numeral::is_numeral));
    if numbered { range.end - tail.len()..range.end } else { range }
}

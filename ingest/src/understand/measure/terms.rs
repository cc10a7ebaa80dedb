//! The terms around a benefit: to whom, once or not, by whom, when to apply, how it stands to others.

use super::lexicon::{ENTITIES, RELIEVES, STACKING, VERBS};
use super::phrase::first_entity;
use crate::date;
use polidex_corpus::model::{CharIndex, Span, StackingRule, Window};
use std::ops::Range;

/// Whoever stands right behind the verb that gives: 给予军工单位50万元, 奖给独生子女父母.
pub fn given_to(text: &str, cue: &Range<usize>, given: &Range<usize>) -> Option<Range<usize>> {
    let from = cue.end.max(given.start);
    if from >= given.end {
        return None;
    }
    let clause = text[from..given.end].split(['，', '；', '。', '：']).next()?;
    let skipped = [
        "支持", "购买", "采购", "选用", "使用", "录用", "聘用", "招用", "保障", "安排", "推荐", "给", "其",
        "收",
    ]
    .iter()
    .find(|word| clause.starts_with(**word))
    .map_or(0, |word| word.len());
    let words = &clause[skipped..];
    let entity = first_entity(words)?;
    let plain = &words[..entity.end];
    let verbal = RELIEVES.iter().any(|verb| plain.contains(verb)) || plain.contains("或者");
    let short = plain.chars().count() <= 14 && !plain.contains(|c: char| c.is_numeric()) && !verbal;
    (short && ENTITIES.iter().any(|word| plain.ends_with(word)))
        .then(|| from + skipped..from + skipped + entity.end)
}

/// Whoever a limit counts where nobody else is named: 每家企业每年最高100万元.
pub fn counted(text: &str, clauses: &[Range<usize>]) -> Option<Range<usize>> {
    clauses.iter().find_map(|clause| {
        let words = &text[clause.clone()];
        ["每家", "每个", "每户", "每名", "每位", "单个", "单家", "单户", "同一"].iter().find_map(|lead| {
            let from = words.find(lead)? + lead.len();
            let near = words[from..].char_indices().nth(10).map_or(words.len(), |(at, _)| from + at);
            let entity = first_entity(&words[from..near])?;
            let named = &words[from..from + entity.end];
            let verbal = VERBS.iter().any(|verb| named.contains(verb));
            (!verbal).then(|| clause.start + from..clause.start + from + entity.end)
        })
    })
}

/// 一次性, said of the payment.
pub fn one_off(index: &CharIndex<'_>, clause: &Range<usize>) -> Option<Span> {
    let words = &index.text()[clause.clone()];
    let (at, word) = ["一次性", "一次给予", "one-off", "one-time", "lump-sum"]
        .iter()
        .find_map(|word| Some((words.find(word)?, *word)))?;
    let behind = &words[at + word.len()..];
    let other = ["输送", "税前", "扣除", "招用", "计入", "进场", "投入", "缴纳", "吸纳就业人"]
        .iter()
        .any(|verb| behind.starts_with(verb));
    (!other).then(|| index.span(clause.start + at..clause.start + at + word.len()))
}

/// The first of some words in a sentence.
pub fn word(index: &CharIndex<'_>, sentence: &Range<usize>, words: &[&str]) -> Option<Span> {
    let text = &index.text()[sentence.clone()];
    words.iter().find_map(|word| {
        let at = sentence.start + text.find(word)?;
        Some(index.span(at..at + word.len()))
    })
}

/// Rules on how support adds up, each place once.
pub fn stacking(index: &CharIndex<'_>, sentence: &Range<usize>) -> Vec<StackingRule> {
    let text = &index.text()[sentence.clone()];
    let mut found: Vec<StackingRule> = Vec::new();
    for (word, rule) in STACKING.iter() {
        for (at, _) in text.match_indices(word) {
            let span = index.span(sentence.start + at..sentence.start + at + word.len());
            if !found.iter().any(|known| known.span.contains(span)) {
                found.push(StackingRule { rule: *rule, span });
            }
        }
    }
    found.sort_by_key(|rule| rule.span);
    found
}

/// When to apply: 申报时间为2024年1月1日至3月31日, 于2024年6月30日前申请.
pub fn window(index: &CharIndex<'_>, sentence: &Range<usize>) -> Option<Window> {
    let text = &index.text()[sentence.clone()];
    let verb = [
        "申报时间",
        "申请时间",
        "申报截止",
        "申请截止",
        "受理时间",
        "申报期",
        "申请期",
        "申报",
        "申请",
        "提交",
    ]
    .iter()
    .find_map(|word| text.find(word).map(|at| (at, *word)))?;
    let dates = date::find(text);
    let near = |at: usize| at.abs_diff(verb.0) < 90;
    let (first, opens) = dates.iter().find(|(range, _)| near(range.start))?.clone();
    let behind = &text[first.end..];
    let joined = ["至", "—", "-", "到"].iter().find(|sign| behind.trim_start().starts_with(**sign));
    if joined.is_some()
        && let Some((last, closes)) = dates.iter().find(|(range, _)| range.start >= first.end)
    {
        let span = index.span(sentence.start + first.start..sentence.start + last.end);
        return Some(Window { opens: Some(opens), closes: Some(*closes), span });
    }
    let stop = ["前", "之前", "以前", "止", "截止"].iter().find(|word| behind.starts_with(**word));
    let due = verb.1.contains("截止");
    if stop.is_none() && !due {
        return None;
    }
    let end = first.end + stop.map_or(0, |word| word.len());
    Some(Window {
        opens: None,
        closes: Some(opens),
        span: index.span(sentence.start + first.start..sentence.start + end),
    })
}

/// Who pays or decides: 由市财政局, 向区经信委申请.
pub fn authority(index: &CharIndex<'_>, sentence: &Range<usize>) -> Option<Span> {
    let text = &index.text()[sentence.clone()];
    text.match_indices(['由', '向']).find_map(|(at, word)| {
        let from = at + word.len();
        let near =
            text[from..].char_indices().nth(24).map_or(&text[from..], |(end, _)| &text[from..from + end]);
        let end = ORGANS
            .iter()
            .filter_map(|organ| near.find(organ).map(|at| (at, at + organ.len())))
            .min_by_key(|(at, end)| (*at, std::cmp::Reverse(*end)))?
            .1;
        let named = &near[..end];
        (!named.contains(['，', '。', '的']))
            .then(|| index.span(sentence.start + from..sentence.start + from + end))
    })
}

/// What public bodies end in.
const ORGANS: &[&str] = &[
    "主管部门",
    "部门",
    "税务机关",
    "财政局",
    "委员会",
    "人民政府",
    "财政",
    "经信委",
    "经信局",
    "科技局",
    "人社局",
    "局",
    "厅",
    "政府",
    "银行",
    "管委会",
    "机关",
    "经办机构",
];

/// Papers that an application needs: 提交营业执照、…等材料.
pub fn materials(index: &CharIndex<'_>, sentence: &Range<usize>) -> Vec<Span> {
    let text = &index.text()[sentence.clone()];
    let Some((at, verb)) =
        ["提交", "提供", "凭", "携带"].iter().find_map(|verb| Some((text.find(verb)?, *verb)))
    else {
        return Vec::new();
    };
    let from = at + verb.len();
    let Some(end) = ["等材料", "等资料", "等证明", "等申请材料", "等申报材料"]
        .iter()
        .filter_map(|word| text[from..].find(word))
        .min()
    else {
        return Vec::new();
    };
    let listed = &text[from..from + end];
    if listed.contains(['。', '；']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = from;
    for piece in listed.split(['、', '，']) {
        let range = crate::understand::sentence::trim(
            index.text(),
            sentence.start + start..sentence.start + start + piece.len(),
        );
        if !range.is_empty() {
            found.push(index.span(range));
        }
        start += piece.len() + '、'.len_utf8();
    }
    found
}

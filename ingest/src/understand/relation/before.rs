//! Cues right before a list.

use super::{Decided, list::List};
use crate::understand::words::{ANNOUNCES, BEFORE, Before, DIRECTED, ISSUED, OWN_ACT, PLANNED, TELLS};
use polidex_corpus::model::EdgeKind;
use std::ops::Range;

/// The longest author that can stand between a cue and a title, in characters.
const LONGEST_AUTHOR: usize = 70;

/// A cue before a list.
struct Cue {
    /// Its byte range in the text.
    range: Range<usize>,
    sense: Before,
}

/// What the cue before the list says, if there is one.
pub(super) fn of(text: &str, list: &List<'_>) -> Option<Decided> {
    let cue = nearest(text, list)?;
    let own = |kind| Some((kind, Some(cue.range.clone())));
    match cue.sense {
        Before::Rests if rests(text, list, &cue) => own(EdgeKind::Basis),
        Before::Changes if decides_change(text, list, &cue) => own(EdgeKind::Amends),
        Before::Rests | Before::Refers | Before::Changes => own(EdgeKind::Refers),
        Before::Implements => own(EdgeKind::Implements),
        Before::Repeals => own(EdgeKind::Repeals),
        Before::Issues if issues(text, list, &cue) => own(EdgeKind::Forwards),
        // The verb behind the list may still show an act of this document.
        Before::Issues => super::behind::issued(text, list).or_else(|| own(EdgeKind::Refers)),
    }
}

/// The last cue before the list with nothing but an author between them.
fn nearest(text: &str, list: &List<'_>) -> Option<Cue> {
    let before = &text[list.before.clone()];
    let mut best: Option<Cue> = None;
    for &(word, sense) in BEFORE {
        let Some(at) = before.rfind(word) else { continue };
        let range = list.before.start + at..list.before.start + at + word.len();
        let between = &before[at + word.len()..];
        if !is_author(between) || is_part(&before[..at], word, between) {
            continue;
        }
        let later = best.as_ref().is_none_or(|best| {
            range.end > best.range.end || range.end == best.range.end && range.start < best.range.start
        });
        if later {
            best = Some(Cue { range, sense });
        }
    }
    best
}

/// Whether words can name the author of the title that they stand before.
fn is_author(between: &str) -> bool {
    let between = between.trim();
    !between.contains(['，', '。', '；', '：', '》', '！'])
        && between.chars().count() <= LONGEST_AUTHOR
        && !["应当", "可以", "不得", "规定", "要求"].iter().any(|word| between.contains(word))
}

/// Whether the word belongs to a longer one: 实施 in 国务院发布实施的, 按 in 按时, 见 in 意见.
fn is_part(before: &str, word: &str, between: &str) -> bool {
    match word {
        "按" => {
            between.starts_with(['照', '时', '期', '月', '年', '质', '需', '规']) || before.ends_with('遵')
        }
        "依" => between.starts_with(['照', '据', '法', '托', '规']),
        "见" => before.ends_with(['意', '参', '详', '听']) && !before.ends_with("详"),
        "除" => {
            before.ends_with(['废', '解', '免', '删', '消', '扣', '清']) || between.starts_with(['外', '了'])
        }
        "适用" | "符合" | "属于" => before.ends_with('不') && between.is_empty() && word == "属于",
        _ => {
            between.starts_with(['的', '了', '者', '人', '机', '主', '中', '情'])
                && !between.starts_with("中华")
                && !between.starts_with("中共")
                && !between.starts_with("中央")
                && !between.starts_with("中国")
                && !between.starts_with("人民")
                && !between.starts_with("人力")
                && !between.starts_with("人大")
                && !between.starts_with("机关")
        }
    }
}

/// The clause before a cue, without the number of the item that it begins.
fn lead<'t>(text: &'t str, list: &List<'_>, cue: &Cue) -> &'t str {
    let before = &text[list.sentence.start..cue.range.start];
    let from = before
        .rfind(['，', '；', '：', ',', ';'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    unnumbered(&before[from..])
}

/// Text without the number in front: 第一条, 一、, （二）, 3.
fn unnumbered(text: &str) -> &str {
    let text = text.trim();
    let rest = text.trim_start_matches(['（', '(', '第']);
    let after = rest.trim_start_matches(polidex_corpus::numeral::is_numeral);
    if after.len() == rest.len() {
        return text;
    }
    let after = after.strip_prefix('条').unwrap_or(after);
    after.trim_start_matches(['、', '）', ')', '.', '．', ' ', '\u{3000}'])
}

/// Whether the sentence announces an act that rests on the list.
fn rests(text: &str, list: &List<'_>, cue: &Cue) -> bool {
    let lead = lead(text, list, cue);
    if TELLS.iter().any(|word| lead.ends_with(word) || lead.starts_with(word)) {
        return false;
    }
    let rest = &text[list.rest.clone()];
    let announces = ANNOUNCES.iter().any(|word| rest.contains(word));
    let clause = rest.split(['，', '；', '：', ',']).next().unwrap_or(rest);
    let directed = DIRECTED.iter().any(|word| clause.contains(word));
    if announces && !directed && lead.chars().count() <= 12 {
        return true;
    }
    // A topic at the head of the sentence: 根据《X》要求，大厅将于…
    let before = text[list.sentence.start..cue.range.start].trim_end();
    let conditional = before.trim_end_matches(['，', ',']).ends_with('的') || tells_somebody(before);
    let goes_on = clause.len() < rest.len();
    lead.is_empty() && !conditional && !directed && goes_on
}

/// Whether words tell somebody what to do, 各部门要协同配合，…: what follows goes on telling.
fn tells_somebody(words: &str) -> bool {
    let somebody = [
        "部门",
        "单位",
        "企业",
        "机构",
        "各地",
        "政府",
        "机关",
        "委员会",
        "局",
        "厅",
        "人员",
        "学校",
        "银行",
    ];
    ["要", "应当", "应", "须", "必须"].iter().any(|modal| {
        words.match_indices(modal).any(|(at, _)| somebody.iter().any(|who| words[..at].ends_with(who)))
    })
}

/// Whether this document decides the change: 决定修改《X》, 关于修改《X》的决定.
fn decides_change(text: &str, list: &List<'_>, cue: &Cue) -> bool {
    let lead = lead(text, list, cue);
    let planned = PLANNED.iter().any(|word| lead.contains(word));
    let decided = ["决定", "关于", "现", "本决定"].iter().any(|word| lead.ends_with(word));
    !planned && (decided || lead.is_empty() && text[list.behind.clone()].starts_with(['的', '：']))
}

/// Whether this document issues the list: 关于印发《X》的通知, 现发布《X》.
fn issues(text: &str, list: &List<'_>, cue: &Cue) -> bool {
    let lead = lead(text, list, cue);
    let behind = text[list.behind.clone()].trim_start();
    let titled = behind.strip_prefix('的').is_some_and(|rest| {
        ["通知", "公告", "通告", "决定", "函", "令", "命令", "意见"].iter().any(|kind| rest.starts_with(kind))
    });
    let title = lead.ends_with("关于") && titled;
    let own = OWN_ACT.iter().any(|word| lead.ends_with(word)) || lead.starts_with('现');
    (title || own) && ISSUED.iter().any(|word| text[cue.range.clone()].contains(word))
}

//! Words behind a list that say what becomes of it.

use super::{
    Decided,
    list::{List, provisions},
};
use crate::understand::mention::Mention;
use crate::understand::words::{CHANGED, ISSUED, NOT_REPEALED, OWN_ACT, POINTED, REPEALED};
use polidex_corpus::model::EdgeKind;
use std::ops::Range;

/// Cues stand at most this many characters behind a list.
const REACH: usize = 80;

/// The words behind a list up to a semicolon, and where they begin.
fn tail<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let tail = &text[range.clone()];
    let end = tail.find(['；', ';']).unwrap_or(tail.len());
    &tail[..end]
}

/// Finds the earliest of `words`, the longest where several begin together.
fn earliest(text: &str, words: &[&str]) -> Option<Range<usize>> {
    let found = words.iter().filter_map(|word| text.find(word).map(|at| at..at + word.len()));
    found.min_by_key(|range| (range.start, std::cmp::Reverse(range.end)))
}

fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// 《甲》修正的《乙》: the first only says how the second came about.
pub(super) fn attributive(text: &str, mention: &Mention, list: &List<'_>) -> Option<Decided> {
    let at = mention.end + provisions(&text[mention.end..list.sentence.end]);
    let rest = text[at..list.sentence.end].trim_start();
    let at = list.sentence.end - rest.len();
    let ordinal = rest.find(['修', '第']).filter(|&at| at == 0)?;
    let verb = earliest(&rest[ordinal..], &["修正", "修订", "修改"])?;
    let between = rest[..verb.start].trim();
    let counted = between.is_empty() || between.starts_with('第') && between.ends_with('次');
    let behind = &rest[verb.end..];
    let passive = behind.starts_with('的') || counted && !between.is_empty();
    (counted && passive && !behind.starts_with("的决定"))
        .then(|| (EdgeKind::Refers, Some(shifted(&verb, at))))
}

/// 《X》同时废止.
pub(super) fn repealed(text: &str, list: &List<'_>) -> Option<Decided> {
    let tail = tail(text, &list.rest);
    let cue = earliest(tail, REPEALED)?;
    let between = plain(&tail[..cue.start]);
    let free = between.chars().count() <= REACH && !NOT_REPEALED.iter().any(|word| between.contains(word));
    let after = &tail[cue.end..];
    let whole = !after.starts_with(['的', '前', '之', '后', '日', '和', '《']);
    (free && whole).then(|| (EdgeKind::Repeals, Some(shifted(&cue, list.rest.start))))
}

/// The words without titles, brackets and what issued further titles of a list.
fn plain(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    let mut phrase = 0;
    for c in text.chars() {
        match c {
            '《' | '（' | '(' => {
                // What stands right before a title is its author, date and number.
                if c == '《' && depth == 0 && !kept[phrase..].contains("起") {
                    kept.truncate(phrase);
                }
                depth += 1;
            }
            '》' | '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '，' | '、' | '和' | '及' => {
                kept.push(c);
                phrase = kept.len();
            }
            _ => kept.push(c),
        }
    }
    kept
}

/// 《X》与本规定不一致的，以本规定为准.
pub(super) fn overruled(text: &str, list: &List<'_>) -> Option<Decided> {
    let tail = tail(text, &list.rest);
    let differs = earliest(tail, &["不一致", "相抵触", "不相一致", "有抵触", "不符", "不同", "相冲突"])?;
    let own = tail[..differs.start].rfind("与本")?;
    let between = plain(&tail[..own]);
    // In 继续实施《X》，相关政策与本政策不一致的 the earlier policies differ, not X.
    let other =
        between.rfind(['，', ',']).is_some_and(|at| !between[at..].trim_matches(['，', ',', ' ']).is_empty());
    let free = between.chars().count() <= REACH && !other;
    let after = &tail[differs.end..];
    let clause = earliest(after, &["以本", "适用本", "按本", "按照本", "依照本", "执行本"])?;
    let ends = after[clause.start..].find(['，', '。', ',']).map_or(after.len(), |at| clause.start + at);
    let holds = differs.end + clause.start..differs.end + ends;
    let cue = if tail[holds.clone()].contains("为准") { holds } else { own..holds.end };
    free.then(|| (EdgeKind::PrevailsOver, Some(shifted(&cue, list.rest.start))))
}

/// 对《X》作如下修改, 将《X》第三条修改为.
pub(super) fn changed(text: &str, list: &List<'_>) -> Option<Decided> {
    let behind = &text[list.behind.clone()];
    let tail = &behind[..behind.find('；').unwrap_or(behind.len())];
    let cue = earliest(tail, CHANGED)?;
    let before = text[list.before.clone()].trim_end();
    let head = before.rfind(['，', '；', '：']).map_or(before, |at| &before[at..]);
    let taken =
        head.contains('对') || head.contains('将') || head.contains('把') || head.trim().ends_with('在');
    let at_start = tail[provisions(tail)..cue.start].chars().count() <= REACH;
    let direct = provisions(tail) > 0 && head.trim_start_matches(['，', '；', '：']).chars().count() <= 8;
    (at_start && (taken || direct)).then(|| (EdgeKind::Amends, Some(shifted(&cue, list.behind.start))))
}

/// 《X》已经国务院同意，现印发给你们.
pub(super) fn issued(text: &str, list: &List<'_>) -> Option<Decided> {
    let tail = tail(text, &list.behind);
    let cue = earliest(tail, ISSUED)?;
    let before = &text[list.before.clone()];
    let own = |words: &str| OWN_ACT.iter().any(|word| words.contains(word));
    let head = before.rfind(['，', '；', '：']).map_or(before, |at| &before[at..]);
    let clause = tail[..cue.start].rfind(['，', ',']).map_or(0, |at| at);
    let acts = own(&tail[clause..cue.start])
        || tail[cue.end..].starts_with("给你")
        || own(head) && clause == 0
        || tail[cue.end..].starts_with("如下");
    let free = tail[..cue.start].chars().count() <= REACH;
    (free && acts).then(|| (EdgeKind::Forwards, Some(shifted(&cue, list.behind.start))))
}

/// 《X》收悉, 《X》规定的.
pub(super) fn pointed(text: &str, list: &List<'_>) -> Option<Decided> {
    let tail = tail(text, &list.behind);
    let cue = earliest(tail, POINTED).filter(|cue| tail[..cue.start].chars().count() <= REACH)?;
    Some((EdgeKind::Refers, Some(shifted(&cue, list.behind.start))))
}

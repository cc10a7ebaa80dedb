//! 自2024年1月1日起施行.

use super::subject::{self, Subject};
use crate::date;
use crate::understand::{
    signs::{Sign, Signs},
    words::{PUBLICATION, TAKES_EFFECT, TERMS},
};
use jiff::civil::Date;
use polidex_corpus::model::{Begins, CharIndex, Event};
use std::ops::Range;

/// The first statement of a beginning that is about this document.
pub(super) fn find(index: &CharIndex<'_>, sentence: &Range<usize>, signs: Signs) -> Option<Begins> {
    let text = &index.text()[sentence.clone()];
    let verb = signs.has(Sign::Begins);
    let by_verb = || verb.then(|| stated(text).or_else(|| bare(text))).flatten();
    let by_term = || signs.has(Sign::Term).then(|| ranged(text)).flatten();
    let (range, (date, relative)) = by_verb().or_else(by_term)?;
    let span = index.span(sentence.start + range.start..sentence.start + range.end);
    Some(Begins { date, relative, span })
}

/// From when: a printed date, or an event.
type When = (Option<Date>, Option<Event>);

/// The longest name of an event, in characters.
const LONGEST_EVENT: usize = 24;

/// What is said: where, and from when.
type Said = (Range<usize>, When);

/// 自…起施行, the first of a sentence.
fn stated(text: &str) -> Option<Said> {
    let mut leads = text.char_indices().filter(|(_, c)| matches!(c, '自' | '从' | '于'));
    leads.find_map(|(at, c)| from(text, at, c.len_utf8()))
}

/// 自…起施行, from its first word at `at`.
fn from(text: &str, at: usize, width: usize) -> Option<Said> {
    let rest = &text[at + width..];
    let (len, point) = point(rest)?;
    let behind = &rest[len..];
    let verb = verb(behind)?;
    if subject::of(&text[..at]) == Subject::Other {
        return None;
    }
    Some((at..at + width + len + verb, point))
}

/// The day that a text begins with: a date, or an event and 之日.
fn point(text: &str) -> Option<(usize, When)> {
    let trimmed = text.trim_start();
    let skipped = text.len() - trimmed.len();
    if let Some((len, date)) = date::prefix(trimmed) {
        return Some((skipped + len, (Some(date), None)));
    }
    if trimmed.starts_with("即日") {
        return Some((skipped + "即日".len(), (None, Some(Event::OnPublication))));
    }
    // The words of an event are few, and hold no stop.
    let near = trimmed.char_indices().nth(LONGEST_EVENT + "之日".chars().count());
    let near = near.map_or(trimmed, |(end, _)| &trimmed[..end]);
    let near = near.find(['，', '。', '；', '《']).map_or(near, |stop| &near[..stop]);
    let end =
        ["之日", "当日"].iter().filter_map(|word| near.find(word).map(|at| (at, at + word.len()))).min()?;
    let event = &trimmed[..end.0];
    let named = PUBLICATION.iter().any(|word| event.ends_with(word));
    Some((skipped + end.1, (None, named.then_some(Event::OnPublication))))
}

/// The length of 起施行, 起正式实施, 施行, if nothing follows that the verb would govern.
fn verb(text: &str) -> Option<usize> {
    let mut rest = text;
    for word in ["之日", "起", "正式", "开始", "暂", "试", "全面", "统一"] {
        rest = rest.trim_start().strip_prefix(word).unwrap_or(rest.trim_start());
    }
    let verb = TAKES_EFFECT.iter().find(|verb| rest.starts_with(**verb)).or_else(|| {
        // 自…起试行: 试 was read as an adverb.
        (text.len() > rest.len() && rest.starts_with('行')).then_some(&"行")
    })?;
    let behind = rest[verb.len()..].trim_start();
    let ends = behind.is_empty()
        || behind.starts_with(|c: char| !c.is_alphanumeric())
        || behind.starts_with(['至', '到'])
        || behind.starts_with("有效")
        || behind.starts_with(|c: char| c.is_ascii_digit());
    (ends && !behind.starts_with('《')).then(|| text.len() - rest.len() + verb.len())
}

/// A line that is a date and a verb: 2019年7月1日 施行.
fn bare(text: &str) -> Option<Said> {
    date::find(text).into_iter().find_map(|(range, date)| {
        let len = verb(&text[range.end..])?;
        let before = text[..range.start].trim_end();
        let alone = before.is_empty() || before.ends_with(['，', '；', '（', '(']) && !before.contains('《');
        let end = text[range.end + len..].trim_start();
        (alone && (end.is_empty() || end.starts_with(['）', ')', '；', '。'])))
            .then_some((range.start..range.end + len, (Some(date), None)))
    })
}

/// The beginning of a range: 执行期为自发布之日起至2020年6月30日, 执行期限为2019年1月1日至2023年12月31日.
fn ranged(text: &str) -> Option<Said> {
    let (opener, at) = TERMS.iter().find_map(|word| text.find(word).map(|at| (*word, at)))?;
    if !owned(&text[..at]) {
        return None;
    }
    let behind = &text[at + opener.len()..];
    let inner = behind.trim_start_matches(|c: char| "为是暂定原则上：:从 ".contains(c));
    let from = text.len() - inner.len();
    let width = if inner.starts_with('自') { '自'.len_utf8() } else { 0 };
    let (len, found) = point(&inner[width..])?;
    let rest = &inner[width + len..];
    let end = from + width + len + if rest.starts_with('起') { '起'.len_utf8() } else { 0 };
    let bounded = rest.starts_with(['起', '至', '到', '—', '-']);
    bounded.then_some((from..end, found))
}

/// Whether a term that these words lead to is that of this document, or of the one that the sentence speaks
/// of: 某市发布《某措施》，执行期限为….
pub(super) fn owned(before: &str) -> bool {
    let told = before.trim_end_matches(['，', ',', ' ']);
    let one = told.ends_with('》') && told.matches('《').count() == 1;
    one || subject::of(before) != Subject::Other || stated(before).is_some()
}

/// Whether the words end with a beginning that the sentence goes on from: 本通知自发布之日起暂.
pub(super) fn begins_before(before: &str) -> bool {
    before.char_indices().filter(|(_, c)| matches!(c, '自' | '从')).any(|(at, c)| {
        let rest = &before[at + c.len_utf8()..];
        point(rest).is_some_and(|(len, _)| rest[len..].trim_start_matches(['起', '暂']).is_empty())
            && subject::of(&before[..at]) != Subject::Other
    })
}

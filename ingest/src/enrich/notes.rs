//! Notes above the body: adoption, promulgation, amendment, and the day from which the text applies.

use super::Source;
use crate::{date, extract::Role};
use jiff::civil::Date;
use std::ops::Range;

/// A note, with the events that it dates.
pub(super) struct Note {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// The events, in order.
    pub events: Vec<Event>,
}

/// Something that happened to the document on a day.
pub(super) struct Event {
    pub date: Date,
    /// Byte range of the date in the text.
    pub at: Range<usize>,
    /// Byte range of the words behind the date.
    pub words: Range<usize>,
    pub kind: EventKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKind {
    /// 通过, 批准.
    Adopted,
    /// 公布, 发布, 印发.
    Promulgated,
    /// 修订, 修正, 修改.
    Amended,
    /// 施行.
    InForce,
    /// A date without a word that says what happened.
    Unknown,
}

/// The notes of a document: marked ones, and lines in brackets above the body.
pub(super) fn of(source: &Source<'_>) -> Vec<Note> {
    let marked: Vec<_> = source.blocks(Role::Note).collect();
    let ranges = if marked.is_empty() { source.structure.front.clone() } else { marked };
    let notes = ranges.into_iter().map(|range| Note { events: events(source.text(), &range), range });
    notes.filter(|note| note.events.iter().any(|event| event.kind != EventKind::Unknown)).collect()
}

fn events(text: &str, note: &Range<usize>) -> Vec<Event> {
    let line = &text[note.clone()];
    let dates = date::find(line);
    let next = |number: usize| dates.get(number + 1).map_or(line.len(), |(next, _)| next.start);
    dates
        .iter()
        .enumerate()
        .map(|(number, (at, date))| {
            let words = at.end..next(number);
            Event {
                date: *date,
                at: note.start + at.start..note.start + at.end,
                kind: kind(&line[words.clone()]),
                words: note.start + words.start..note.start + words.end,
            }
        })
        .collect()
}

/// What the words behind a date say. An amending decision is named in 《》 and adopted as well, so
/// amendment is asked first; but the words within 《》 say nothing about the day itself.
fn kind(words: &str) -> EventKind {
    let outside: String = outside_titles(words);
    let says = |cues: &[&str]| cues.iter().any(|cue| outside.contains(cue));
    match () {
        () if says(&["施行", "实施", "生效"]) && !says(&["通过", "公布", "发布", "修"]) => {
            EventKind::InForce
        }
        () if says(&["修订", "修正", "修改"]) => EventKind::Amended,
        () if words.contains('》') && words.contains("修") => EventKind::Amended,
        () if says(&["公布", "发布", "印发", "颁布"]) => EventKind::Promulgated,
        () if says(&["通过", "批准", "制定", "决定"]) => EventKind::Adopted,
        () => EventKind::Unknown,
    }
}

fn outside_titles(words: &str) -> String {
    let mut depth = 0_usize;
    words
        .chars()
        .filter(|c| match c {
            '《' => {
                depth += 1;
                false
            }
            '》' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

//! Relations: how a text stands to the documents that it names.
//!
//! The mentions of a sentence are joined to lists (《甲》、《乙》和《丙》). What a list is to this document is
//! decided by the words around it: first those behind it that dispose of it (同时废止, 与本法不一致), then
//! the cue right before it, then those behind it that point.

mod before;
mod behind;
mod english;
mod list;

use super::mention::{self, Mention, Numbered};
use super::sentence;
use super::words::ISSUED;
use list::List;
use polidex_corpus::model::{CharIndex, Edge, EdgeKind, Span};
use std::ops::Range;

/// A cue stands at most this many bytes from a number without a title.
const NEAR: usize = 36;

/// A decision: the kind, and the byte range of the words that it rests on.
type Decided = (EdgeKind, Option<Range<usize>>);

/// The edges of one sentence, in order of the text. `numbers` are those of the whole text.
pub fn edges(index: &CharIndex<'_>, sentence: &Range<usize>, numbers: &[Numbered]) -> Vec<Edge> {
    let text = index.text();
    if sentence::is_latin(&text[sentence.clone()]) {
        return english::edges(index, sentence, numbers);
    }
    let mentions = mention::find(text, sentence, numbers);
    let mut found = Vec::new();
    for list in list::lists(text, sentence, &mentions) {
        let decided = decide(text, &list);
        for mention in list.mentions.iter().filter(|mention| mention.policy) {
            let decided = behind::attributive(text, mention, &list).unwrap_or_else(|| decided.clone());
            if mention.title.is_none() && !pointed_at(text, mention, decided.1.as_ref()) {
                continue;
            }
            found.push(edge(index, sentence, mention, decided));
        }
    }
    found
}

/// Whether a cue makes a number without a title a mention. A document's own number stands behind 印发 too,
/// and on a line of its own below the title.
fn pointed_at(text: &str, mention: &Mention, cue: Option<&Range<usize>>) -> bool {
    cue.is_some_and(|cue| {
        let between = if cue.end <= mention.start {
            cue.end..mention.start
        } else {
            mention.end..cue.start.max(mention.end)
        };
        between.len() <= NEAR && !text[between].contains('\n') && !ISSUED.contains(&&text[cue.clone()])
    })
}

/// What the list is to this document.
fn decide(text: &str, list: &List<'_>) -> Decided {
    behind::repealed(text, list)
        .or_else(|| behind::overruled(text, list))
        .or_else(|| behind::changed(text, list))
        .or_else(|| before::of(text, list))
        .or_else(|| behind::issued(text, list))
        .or_else(|| behind::pointed(text, list))
        .unwrap_or((EdgeKind::Refers, None))
}

fn edge(index: &CharIndex<'_>, sentence: &Range<usize>, mention: &Mention, decided: Decided) -> Edge {
    let (kind, cue) = decided;
    let text = index.text();
    Edge {
        kind,
        title: mention.title.clone(),
        number: mention.number.clone(),
        dated: dated(&text[sentence.start..mention.range.start]),
        mention: index.span(mention.range.clone()),
        cue: cue.map(|cue| index.span(cue)),
        provision: provision(index, mention.end, sentence.end),
        sentence: index.span(sentence.clone()),
    }
}

/// The date that stands before a title in words such as 1990年7月6日山东省人民政府公布的.
fn dated(before: &str) -> Option<jiff::civil::Date> {
    let from = before.rfind(['，', '；', '》', '。', '、', '和']).map_or(0, |at| at + '，'.len_utf8());
    let issued = before.get(from..)?;
    let (at, date) = crate::date::find(issued).into_iter().next()?;
    let acted = issued[at.end..].is_empty()
        || ["公布", "发布", "颁布", "印发", "批准", "通过"]
            .iter()
            .any(|verb| issued[at.end..].contains(verb));
    acted.then_some(date)
}

/// The articles named behind a title: 第一百四十六条、第一百四十七条.
fn provision(index: &CharIndex<'_>, from: usize, end: usize) -> Option<Span> {
    let len = list::provisions(&index.text()[from..end]);
    (len > 0).then(|| index.span(from..from + len))
}

//! The four dates, and the date that names the edition.

use super::{
    Source, kind,
    notes::{Event, EventKind, Note},
    validity,
};
use crate::{date, shape};
use jiff::civil::Date;
use polidex_corpus::model::{Dates, Lang, Origin, Sourced};

/// How far into news their date is looked for, in bytes.
const HEAD: usize = 2500;

/// The four dates: what the input states, else notes, else signature and text.
pub(super) fn of(source: &Source<'_>, notes: &[Note], lang: Lang) -> Dates {
    use EventKind::{Adopted, Amended, InForce, Promulgated};
    let stated = &source.article.stated;
    let field = |value: &Option<Sourced<String>>| {
        let value = value.as_ref()?;
        Some(Sourced::new(date::parse(&value.value)?, value.origin.clone()))
    };
    let noted = |wanted: &[EventKind], last: bool| {
        let mut events =
            notes.iter().flat_map(|note| &note.events).filter(|event| wanted.contains(&event.kind));
        let event = if last { events.next_back() } else { events.next() };
        event.map(|event| at(source, event))
    };
    let written = field(&stated.written)
        .or_else(|| noted(&[Adopted, Promulgated, Amended], false))
        .or_else(|| signed(source));
    let published = field(&stated.published)
        .or_else(|| noted(&[Promulgated], false))
        .or_else(|| if kind::is_news(source.text(), lang) { dateline(source) } else { None });
    let mut dates =
        Dates { written, published, effective: field(&stated.effective), expires: field(&stated.expires) };
    dates.effective = dates.effective.take().or_else(|| noted(&[InForce], true));
    if dates.effective.is_none() || dates.expires.is_none() {
        let stated = validity::stated(&source.index);
        dates.effective = dates.effective.take().or_else(|| validity::effective(&stated, &dates));
        dates.expires = dates.expires.take().or_else(|| validity::expires(&stated, &dates));
    }
    dates
}

/// The date of the last adoption or amendment: from the notes, else from a file's name such as
/// `示例法(2018-12-29).md`.
pub(super) fn edition(source: &Source<'_>, notes: &[Note]) -> Option<Sourced<Date>> {
    let dated = |event: &&Event| !matches!(event.kind, EventKind::InForce | EventKind::Unknown);
    let last = notes.iter().flat_map(|note| &note.events).filter(dated).max_by_key(|event| event.date);
    last.map(|event| at(source, event)).or_else(|| {
        let (before, _) = source.file_name.rsplit_once([')', '）'])?;
        let inside = &before[before.rfind(['(', '（'])?..];
        Some(Sourced::new(date::parse(inside.trim_start_matches(['(', '（']))?, Origin::FileName))
    })
}

fn at(source: &Source<'_>, event: &Event) -> Sourced<Date> {
    Sourced::new(event.date, source.at(event.at.clone()))
}

/// The date of the signature; the first one, since an enclosed text has none before it. Without one,
/// a date that stands alone above the body.
fn signed(source: &Source<'_>) -> Option<Sourced<Date>> {
    let text = source.text();
    let structure = source.structure;
    let dated = |range: &std::ops::Range<usize>| {
        let line = &text[range.clone()];
        if !shape::is_date(line) && !shape::is_signature(line) {
            return None;
        }
        let (found, date) = date::find(line).pop()?;
        Some(Sourced::new(date, source.at(range.start + found.start..range.start + found.end)))
    };
    structure.closing.iter().find_map(dated).or_else(|| structure.front.iter().find_map(dated))
}

/// The first full date near the beginning: … opens in Example City on June 7, 2021.
fn dateline(source: &Source<'_>) -> Option<Sourced<Date>> {
    let text = source.text();
    let end = (0..=text.len().min(HEAD)).rev().find(|&end| text.is_char_boundary(end))?;
    let (range, date) = date::find(&text[..end]).into_iter().next()?;
    Some(Sourced::new(date, source.at(range)))
}

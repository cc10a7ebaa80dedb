//! The document's own number.

use super::{Source, notes::Note};
use crate::shape;
use polidex_corpus::{
    model::{Dates, Origin, Sourced},
    number::{self, DocumentNumber},
};

/// How long after a document's date its number's year may be; a later one was read elsewhere.
const LATEST: i16 = 5;

/// The number that the input states, else the one on a line above the body, behind the title, or in
/// the note that promulgated the text. Numbers within the body belong to other documents.
pub(super) fn of(
    source: &Source<'_>,
    title: &str,
    notes: &[Note],
    dates: &Dates,
) -> Option<Sourced<DocumentNumber>> {
    let stated = source.article.stated.doc_number.as_ref().and_then(|stated| {
        let number = DocumentNumber::parse_lenient(&stated.value)?;
        Some(Sourced::new(number, stated.origin.clone()))
    });
    let date = dates.sort_date();
    let fits = |number: &Sourced<DocumentNumber>| {
        let year = number.value.year.and_then(|year| i16::try_from(year).ok());
        year.zip(date).is_none_or(|(year, date)| year < date.year() + LATEST)
    };
    stated
        .or_else(|| of_front(source))
        .or_else(|| of_title(title))
        .or_else(|| of_notes(source, notes))
        .filter(fits)
}

/// A line that is a number, or begins with one: 示府发〔2024〕1号示例市人民政府关于…的通知.
fn of_front(source: &Source<'_>) -> Option<Sourced<DocumentNumber>> {
    source.structure.front.iter().find_map(|range| {
        let line = &source.text()[range.clone()];
        let lone = shape::is_number(line);
        let (found, number) = number::find(line).into_iter().next()?;
        (lone || found.start == 0)
            .then(|| Sourced::new(number, source.at(range.start + found.start..range.start + found.end)))
    })
}

/// …的通知（示府发〔2024〕1号）
fn of_title(title: &str) -> Option<Sourced<DocumentNumber>> {
    let inside = title.strip_suffix(['）', ')'])?;
    let at = inside.rfind(['（', '('])?;
    let open = inside[at..].chars().next()?.len_utf8();
    let number = DocumentNumber::parse(&inside[at + open..])?;
    Some(Sourced::new(number, Origin::Rule("title".to_owned())))
}

/// The number of the order that promulgated the text: 国务院令第322号公布.
fn of_notes(source: &Source<'_>, notes: &[Note]) -> Option<Sourced<DocumentNumber>> {
    notes.iter().find_map(|note| {
        let line = &source.text()[note.range.clone()];
        let (found, number) = number::find(line).into_iter().next()?;
        let promulgates =
            ["公布", "发布", "颁布"].iter().any(|word| line[found.end..].trim_start().starts_with(word));
        let origin = source.at(note.range.start + found.start..note.range.start + found.end);
        promulgates.then(|| Sourced::new(number, origin))
    })
}

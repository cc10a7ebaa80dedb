//! The title.

use super::Source;
use crate::{extract::Role, shape};
use polidex_corpus::{
    model::{Origin, Sourced},
    number,
};
use std::ops::Range;

/// How much of a text without a title stands for one, in characters.
const BEGINNING: usize = 40;

/// The title that the input states, else the marked one, else the page's, else the one that the
/// lines above the body show, else how the text begins.
pub(super) fn of(source: &Source<'_>) -> Sourced<String> {
    let stated = source.article.stated.title.clone();
    stated
        .or_else(|| source.blocks(Role::Title).next().map(|range| marked(source, range)))
        .or_else(|| source.article.page_title.clone())
        .or_else(|| shown(source))
        .unwrap_or_else(|| beginning(source))
}

/// A marked title; one that is set over several lines is one line again.
fn marked(source: &Source<'_>, range: Range<usize>) -> Sourced<String> {
    let mut title = source.quoted(range);
    if title.value.contains('\n') {
        let latin = title.value.is_ascii();
        title.value = title.value.lines().collect::<Vec<_>>().join(if latin { " " } else { "" });
    }
    title
}

/// The first line above the body that looks like a title, with its second line where it has one.
fn shown(source: &Source<'_>) -> Option<Sourced<String>> {
    let text = source.text();
    let looks = |line: &str| {
        shape::is_title(line)
            && !shape::is_date(line)
            && !shape::is_number(line)
            && !shape::is_addressee(line)
    };
    let front = &source.structure.front;
    let first = front.iter().position(|range| looks(&text[range.clone()]))?;
    let range = front[first].clone();
    let line = &text[range.clone()];
    // A number printed in front of the title is none of it.
    let number =
        number::find(line).into_iter().next().map(|(found, _)| found).filter(|found| found.start == 0);
    let start = range.start + number.filter(|found| found.end < line.len()).map_or(0, |found| found.end);
    let start = range.end - text[start..range.end].trim_start().len();
    if let Some(next) = front.get(first + 1)
        && !shape::ends_like_title(line)
        && looks(&text[next.clone()])
        && shape::ends_like_title(&format!("{line}{}", &text[next.clone()]))
    {
        let value = format!("{}{}", &text[start..range.end], &text[next.clone()]);
        return Some(Sourced::new(value, source.at(start..next.end)));
    }
    Some(source.quoted(start..range.end))
}

/// The origin of a title that is no title, but the beginning of the text.
const BEGINNING_OF_TEXT: &str = "beginning_of_text";

/// Whether a title was printed or stated as one.
pub(super) fn is_given(title: &Sourced<String>) -> bool {
    title.origin != Origin::Rule(BEGINNING_OF_TEXT.to_owned())
}

/// The first words of a text without a title.
fn beginning(source: &Source<'_>) -> Sourced<String> {
    let text = source.text();
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    // 第一章 总则 or an addressee says less about a text than its first sentence.
    let telling =
        lines().take(10).find(|line| !shape::is_addressee(line) && !crate::structure::is_labelled(line));
    let line = telling.or_else(|| lines().next()).unwrap_or_default();
    let end = line.char_indices().nth(BEGINNING).map_or(line.len(), |(at, _)| at);
    let sentence = line.find(['。', '；']).map_or(end, |stop| stop.min(end));
    let value = line[..sentence].trim();
    let value = if value.is_empty() { source.file_name } else { value };
    Sourced::new(value.to_owned(), Origin::Rule(BEGINNING_OF_TEXT.to_owned()))
}

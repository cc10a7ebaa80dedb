//! The text of a document as published, line by line, with an anchor at every clause.
//!
//! Nothing is added to the words and nothing is left out: lines become paragraphs and headings, the label
//! of an article becomes the link to its page, and clauses that begin inside a line get an anchor there.

use super::{
    hit::clause_path,
    marked::{plain, tag},
    ui::Ui,
};
use maud::{Markup, html};
use polidex_corpus::{
    model::ClauseKind,
    store::{PartText, StoredClause},
};
use std::collections::BTreeSet;

/// The texts of an edition; `clauses` in the order of parts and text.
pub fn texts(parts: &[PartText], clauses: &[StoredClause], edition: Option<&str>, ui: &Ui) -> Markup {
    let mut rest = clauses;
    let mut shown = Vec::with_capacity(parts.len());
    for part in parts {
        let chars: Vec<char> = part.text.chars().collect();
        let (own, others) = rest.split_at(standing_in(rest, &chars));
        rest = others;
        shown.push((part, chars, own));
    }
    let ranks: BTreeSet<u8> = clauses.iter().filter_map(|clause| rank(clause.kind)).collect();
    html! {
        @for (part, chars, own) in &shown {
            section .part lang=[own.first().and_then(|clause| tag(clause.lang))] {
                @if let Some(title) = part.title.as_ref().filter(|_| parts.len() > 1) {
                    h2 .part-title { (plain(title)) }
                }
                @for line in lines(chars) { (paragraph(chars, line, own, &ranks, edition, ui)) }
            }
        }
    }
}

/// How many clauses at the front of `clauses` stand in this text.
fn standing_in(clauses: &[StoredClause], chars: &[char]) -> usize {
    let mut before = 0;
    let stands = |clause: &&StoredClause| {
        let (start, end) = (clause.span.start, clause.span.end);
        let words = chars.get(start..end).filter(|_| start >= before);
        before = start;
        words.is_some_and(|words| clause.text.chars().eq(words.iter().copied()))
    };
    clauses.iter().take_while(stands).count()
}

/// The lines that hold something, without the white space around them.
fn lines(chars: &[char]) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in (0..=chars.len()).filter(|&at| at == chars.len() || chars[at] == '\n') {
        let inner = &chars[start..end];
        let indent = inner.iter().take_while(|c| c.is_whitespace()).count();
        let trail = inner.iter().rev().take_while(|c| c.is_whitespace()).count();
        if indent < inner.len() {
            lines.push((start + indent, end - trail));
        }
        start = end + 1;
    }
    lines
}

fn paragraph(
    chars: &[char],
    (start, end): (usize, usize),
    clauses: &[StoredClause],
    ranks: &BTreeSet<u8>,
    edition: Option<&str>,
    ui: &Ui,
) -> Markup {
    let first = clauses.partition_point(|clause| clause.span.start < start);
    let begun: Vec<&StoredClause> =
        clauses[first..].iter().take_while(|clause| clause.span.start < end).collect();
    let at_start = begun.iter().take_while(|clause| clause.span.start == start).count();
    let kind =
        begun[..at_start].iter().rev().map(|clause| clause.kind).find(|kind| *kind != ClauseKind::Paragraph);
    let words = words(chars, (start, end), &begun, edition, ui);
    let Some(kind) = kind else { return html! { p { (words) } } };
    // Below the title the kinds of headings that the document has follow each other without a gap.
    let level = rank(kind).filter(|_| at_start == begun.len()).map(|rank| ranks.range(..rank).count());
    match level {
        Some(0) => html! { h2 .heading data-kind=(kind.name()) { (words) } },
        Some(1) => html! { h3 .heading data-kind=(kind.name()) { (words) } },
        Some(_) => html! { h4 .heading data-kind=(kind.name()) { (words) } },
        None => html! { p data-kind=(kind.name()) { (words) } },
    }
}

/// The order of headings, the outermost first.
fn rank(kind: ClauseKind) -> Option<u8> {
    match kind {
        ClauseKind::Enclosed => Some(0),
        ClauseKind::Part => Some(1),
        ClauseKind::Heading => Some(2),
        ClauseKind::Chapter => Some(3),
        ClauseKind::Section => Some(4),
        _ => None,
    }
}

/// A clause that begins in a line.
struct Begun<'c> {
    clause: &'c StoredClause,
    /// The words of the line between the clause before it and this one.
    before: String,
    /// Its label, where its words begin with it.
    label: String,
}

/// The words of a line, an anchor before the first word of every clause.
fn words(
    chars: &[char],
    (start, end): (usize, usize),
    begun: &[&StoredClause],
    edition: Option<&str>,
    ui: &Ui,
) -> Markup {
    let slice = |from: usize, to: usize| -> String { chars[from..to].iter().collect() };
    let mut at = start;
    let mut clauses = Vec::with_capacity(begun.len());
    for (number, &clause) in begun.iter().enumerate() {
        let next = begun.get(number + 1).map_or(end, |next| next.span.start);
        let label_end = clause.span.start + label(clause, chars, next);
        let (before, label) = (slice(at, clause.span.start), slice(clause.span.start, label_end));
        clauses.push(Begun { clause, before, label });
        at = label_end;
    }
    html! {
        @for begun in &clauses {
            (plain(&begun.before))
            span #(begun.clause.path) {}
            @if begun.clause.unit { (to_its_page(begun, edition, ui)) } @else { (plain(&begun.label)) }
        }
        (plain(&slice(at, end)))
    }
}

/// The label of a unit as a link to its page; a sign where it has none.
fn to_its_page(begun: &Begun<'_>, edition: Option<&str>, ui: &Ui) -> Markup {
    let path = clause_path(&begun.clause.policy.0, &begun.clause.path.to_string());
    let href = ui.href(&path, edition.map(|key| ("edition", key)));
    html! {
        @if begun.label.is_empty() {
            a .pilcrow href=(href) aria-label=(ui.pick("This clause", "本条")) { "¶" }
        } @else {
            a .label href=(href) { (plain(&begun.label)) }
        }
    }
}

/// Characters of the clause's label, if its words begin with it on this line.
fn label(clause: &StoredClause, chars: &[char], end: usize) -> usize {
    let label: Vec<char> = clause.label.chars().collect();
    let words = &chars[clause.span.start..end];
    if !label.is_empty() && words.starts_with(&label) { label.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_without_the_space_around_them() {
        let chars: Vec<char> = "第一条 甲\n\n　　乙。 \n".chars().collect();
        assert_eq!(lines(&chars), [(0, 5), (9, 11)]);
        assert_eq!(lines(&[]), []);
    }
}

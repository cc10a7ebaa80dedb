//! What changed between two texts, for the terminal.

use super::{Style, visible};
use crate::answers::difference::{Difference, Side};
use polidex_corpus::{
    locale::Locale,
    model::{CharIndex, Span},
};
use polidex_search::{
    editions::{Change, ComparedClause},
    wording::Piece,
};
use std::{
    borrow::Cow,
    io::{self, Write},
};

/// Characters shown on each side of a change; what was kept between two changes is cut to twice that.
const AROUND: usize = 24;

/// Writes a comparison: a line that counts, then a paragraph a change. Clauses that were only
/// renumbered stand in one line, in runs.
pub fn write(out: &mut impl Write, difference: &Difference, style: Style, locale: Locale) -> io::Result<()> {
    side(out, "−", &difference.from, style)?;
    side(out, "+", &difference.to, style)?;
    let changes = &difference.comparison.changes;
    writeln!(out, "{}", style.dim(counts(changes, difference.comparison.unchanged, locale)))?;
    let mut at = 0;
    while at < changes.len() {
        let run = changes[at..].iter().take_while(|change| matches!(change, Change::Moved { .. })).count();
        if run > 0 {
            moved(out, &changes[at..at + run], style, locale)?;
        } else {
            change(out, &changes[at], style, locale)?;
        }
        at += run.max(1);
    }
    Ok(())
}

fn side(out: &mut impl Write, sign: &str, side: &Side, style: Style) -> io::Result<()> {
    let clause = side.clause.as_ref().map(|clause| format!("#{clause}")).unwrap_or_default();
    let reference = format!("{}@{}{clause}", side.policy, side.edition);
    writeln!(out, "{sign} {}  {}", style.bold(visible(&side.title)), style.reference(reference))
}

fn counts(changes: &[Change], unchanged: usize, locale: Locale) -> String {
    let count = |wanted: fn(&Change) -> bool| changes.iter().filter(|change| wanted(change)).count();
    let added = count(|change| matches!(change, Change::Added { .. }));
    let removed = count(|change| matches!(change, Change::Removed { .. }));
    let changed = count(|change| matches!(change, Change::Changed { .. }));
    let moved = count(|change| matches!(change, Change::Moved { .. }));
    match locale {
        Locale::En => format!(
            "{changed} changed · {added} added · {removed} removed · {moved} moved, wording unchanged · {unchanged} the same"
        ),
        Locale::Zh => {
            format!(
                "修改 {changed} 条 · 新增 {added} 条 · 删去 {removed} 条 · 仅移动 {moved} 条 · 相同 {unchanged} 条"
            )
        }
    }
}

fn change(out: &mut impl Write, change: &Change, style: Style, locale: Locale) -> io::Result<()> {
    writeln!(out)?;
    match change {
        Change::Added { to } => {
            writeln!(out, "+ {}", name(to, style))?;
            writeln!(out, "  {}", style.good(one_line(&to.text)))
        }
        Change::Removed { from } => {
            writeln!(out, "− {}", name(from, style))?;
            writeln!(out, "  {}", style.caution(one_line(&from.text)))
        }
        Change::Changed { from, to, pieces } => {
            let was = (from.label != to.label)
                .then(|| format!("  {} {}", locale.pick("was", "原"), visible(&from.label)));
            writeln!(out, "~ {}{}", name(to, style), style.dim(was.unwrap_or_default()))?;
            writeln!(out, "  {}", marked(&from.text, &to.text, pieces, style))
        }
        Change::Moved { .. } => Ok(()),
    }
}

/// A run of clauses that bear other numbers now.
fn moved(out: &mut impl Write, run: &[Change], style: Style, locale: Locale) -> io::Result<()> {
    let labels: Vec<(Cow<'_, str>, Cow<'_, str>)> = run
        .iter()
        .filter_map(|change| match change.sides() {
            (Some(from), Some(to)) => Some((called(from), called(to))),
            _ => None,
        })
        .collect();
    let words = locale.pick("moved, wording unchanged", "仅移动，内容未变");
    let text = match labels.as_slice() {
        [] => return Ok(()),
        [(from, to)] => format!("{from} → {to}"),
        [first, .., last] => format!("{}–{} → {}–{}", first.0, last.0, first.1, last.1),
    };
    writeln!(out, "\n→ {text}  {}", style.dim(format!("{words} ({})", labels.len())))
}

fn called(clause: &ComparedClause) -> Cow<'_, str> {
    match (&clause.label[..], &clause.reference.clause) {
        ("", Some(path)) => Cow::Borrowed(path.as_str()),
        (label, _) => visible(label),
    }
}

fn name(clause: &ComparedClause, style: Style) -> String {
    format!("{}  {}", style.bold(called(clause)), style.reference(&clause.reference))
}

/// The later text with what was removed as `[-…-]` and what was added as `{+…+}`; what was kept is cut
/// to the neighbourhood of the changes.
fn marked(from: &str, to: &str, pieces: &[Piece], style: Style) -> String {
    let (old, new) = (CharIndex::new(from), CharIndex::new(to));
    let mut text = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        if piece.same {
            let ends = (number == 0, number + 1 == pieces.len());
            text.push_str(&kept(&new, piece.to, ends));
            continue;
        }
        if !piece.from.is_empty() {
            text.push_str(&style.caution(format!("[-{}-]", one_line(old.slice(piece.from)))));
        }
        if !piece.to.is_empty() {
            text.push_str(&style.good(format!("{{+{}+}}", one_line(new.slice(piece.to)))));
        }
    }
    text
}

/// What both texts say between two changes; `ends` tells whether it begins or ends the clause.
fn kept(text: &CharIndex<'_>, span: Span, (begins, ends): (bool, bool)) -> String {
    let head = if begins { 0 } else { AROUND };
    let tail = if ends { 0 } else { AROUND };
    if span.len() <= head + tail + 1 {
        return one_line(text.slice(span));
    }
    let first = one_line(text.slice(Span::new(span.start, span.start + head)));
    let last = one_line(text.slice(Span::new(span.end - tail, span.end)));
    format!("{first}…{last}")
}

fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

//! What changed between two editions, clause by clause.

use super::{
    document::reference_href,
    hit::segment,
    layout::{Page, Place},
    marked::plain,
    ui::Ui,
};
use crate::answers::difference::Difference;
use maud::{Markup, html};
use polidex_corpus::model::Span;
use polidex_search::{
    editions::{Change, ComparedClause},
    wording::Piece,
};

/// The page.
pub fn page(difference: &Difference, ui: &Ui) -> Markup {
    let (from, to) = (&difference.from, &difference.to);
    let changes = &difference.comparison.changes;
    let moved = changes.iter().filter(|change| matches!(change, Change::Moved { .. })).count();
    let main = html! {
        article .difference {
            header .about {
                h1 { (plain(&to.title)) }
                p { del { (plain(&from.edition)) } " → " ins { (plain(&to.edition)) } }
                p .aside {
                    @match ui.locale {
                        polidex_corpus::locale::Locale::Zh => {
                            (changes.len() - moved) " 处改动，" (moved) " 条仅变更条号，" (difference.comparison.unchanged) " 条未变"
                        }
                        polidex_corpus::locale::Locale::En => {
                            (changes.len() - moved) " changes, " (moved) " clauses renumbered only, " (difference.comparison.unchanged) " unchanged"
                        }
                    }
                }
                p .views { a href=(ui.href(&format!("/policies/{}", segment(&to.policy)), [])) { (ui.pick("The newest text", "查看最新文本")) } }
            }
            @for change in changes { (shown(change, ui)) }
        }
    };
    Page { title: to.title.clone(), place: Place::Document, posted: false, main }.show(ui)
}

fn shown(change: &Change, ui: &Ui) -> Markup {
    match change {
        Change::Added { to } => html! {
            section .change { h2 { (ui.pick("Added", "新增")) " " (named(to, ui)) } p { ins { (plain(&to.text)) } } }
        },
        Change::Removed { from } => html! {
            section .change { h2 { (ui.pick("Removed", "删除")) " " (named(from, ui)) } p { del { (plain(&from.text)) } } }
        },
        Change::Changed { from, to, pieces } => html! {
            section .change {
                h2 { (ui.pick("Changed", "修改")) " " (named(from, ui)) @if from.label != to.label { " → " (named(to, ui)) } }
                p { (beside(from, to, pieces)) }
            }
        },
        Change::Moved { from, to } => html! {
            p .change .moved { (ui.pick("Renumbered", "条号变更")) " " (named(from, ui)) " → " (named(to, ui)) }
        },
    }
}

fn named(clause: &ComparedClause, ui: &Ui) -> Markup {
    let path = clause.reference.clause.as_deref().unwrap_or_default();
    let label = if clause.label.is_empty() { path } else { &clause.label };
    html! { a href=(reference_href(&clause.reference, ui)) { (plain(label)) } }
}

/// Both wordings in one text.
fn beside(from: &ComparedClause, to: &ComparedClause, pieces: &[Piece]) -> Markup {
    let (old, new): (Vec<char>, Vec<char>) = (from.text.chars().collect(), to.text.chars().collect());
    let slice = |chars: &[char], span: Span| -> String { chars[span.start..span.end].iter().collect() };
    html! {
        @for piece in pieces {
            @if piece.same { (plain(&slice(&new, piece.to))) } @else {
                @if !piece.from.is_empty() { del { (plain(&slice(&old, piece.from))) } }
                @if !piece.to.is_empty() { ins { (plain(&slice(&new, piece.to))) } }
            }
        }
    }
}

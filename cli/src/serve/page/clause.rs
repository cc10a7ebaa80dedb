//! The page of one clause: its words, where it stands, what it is worth, how it is cited.

use super::{
    about, citation,
    hit::{self, clause_path, segment},
    layout::{Page, Place},
    marked::{plain, tag},
    ui::Ui,
};
use crate::answers::document::OneClause;
use maud::{Markup, html};
use polidex_corpus::store::OutlineEntry;
use polidex_search::citing::Citation;

/// Everything that the page shows.
pub struct Shown {
    /// The clause with its document.
    pub one: OneClause,
    /// Its address within the edition.
    pub path: String,
    /// The edition, where it is not the newest.
    pub edition: Option<String>,
    /// The clause of retrieval before it and the one behind it.
    pub beside: (Option<OutlineEntry>, Option<OutlineEntry>),
    /// How it is cited.
    pub citation: Citation,
}

/// The page.
pub fn page(shown: &Shown, ui: &Ui) -> Markup {
    let (policy, clause) = (&shown.one.policy, &shown.one.clause);
    let edition = shown.edition.as_deref().map(|key| ("edition", key));
    let here = format!("/policies/{}", segment(&policy.id));
    let whole = format!("{}#{}", ui.href(&here, edition), shown.path);
    let name = clause.path.join(" › ");
    let main = html! {
        article .one {
            nav .crumbs aria-label=(ui.pick("Where this stands", "所在位置")) lang=[tag(policy.lang)] {
                a href=(whole) { (plain(&policy.title)) }
            }
            h1 lang=[tag(clause.lang)] { @if name.is_empty() { (shown.path) } @else { (plain(&name)) } }
            p .facts { (super::names::badges(policy, ui.locale)) (hit::facts(policy, ui)) }
            blockquote .official lang=[tag(clause.lang)] {
                @for line in clause.text.lines().filter(|line| !line.trim().is_empty()) { p { (plain(line.trim())) } }
            }
            p .views {
                a href=(whole) { (ui.pick("In the whole document", "查看全文")) }
                @if let Some(link) = shown.one.link.as_deref().filter(|link| about::is_web(link)) {
                    a href=(link) rel="noreferrer external" { (ui.pick("On the official page ↗", "官方页面原处 ↗")) }
                }
                code .reference { (plain(&shown.one.permanent_ref)) }
            }
            (about::corrections(&policy.corrections, ui))
            (about::standing(&shown.one.standing, ui))
            (about::authority(&shown.one.authority, ui))
            (beside(shown, ui))
            section .sources {
                (citation::shown(&shown.citation, &policy.id, &policy.edition, Some(&shown.path), ui))
                (about::origin(&shown.one.provenance, ui))
            }
        }
    };
    let title = format!("{} {}", policy.title, clause.label);
    Page { title, place: Place::Document, posted: false, main }.show(ui)
}

/// The clauses before and behind.
fn beside(shown: &Shown, ui: &Ui) -> Markup {
    let href = |entry: &OutlineEntry| {
        let edition = shown.edition.as_deref().map(|key| ("edition", key));
        ui.href(&clause_path(&shown.one.policy.id, &entry.path.to_string()), edition)
    };
    let name = |entry: &OutlineEntry| {
        if entry.label.is_empty() { entry.path.to_string() } else { entry.label.clone() }
    };
    html! {
        nav .pages aria-label=(ui.pick("Clauses beside this one", "相邻条款")) {
            @if let Some(entry) = &shown.beside.0 { a rel="prev" href=(href(entry)) { "← " (plain(&name(entry))) } }
            @if let Some(entry) = &shown.beside.1 { a rel="next" href=(href(entry)) { (plain(&name(entry))) " →" } }
        }
    }
}

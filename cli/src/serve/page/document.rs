//! The page of a document: outline, text, status with its reason, editions, relations, origin, citation.

use super::{
    about,
    body::texts,
    citation,
    hit::{self, clause_path, segment},
    layout::{Page, Place},
    marked::{plain, tag},
    ui::Ui,
};
use crate::answers::document::Document;
use maud::{Markup, html};
use polidex_corpus::{
    model::ClauseKind,
    store::{OutlineEntry, PartText, StoredClause},
};
use polidex_search::{citing::Citation, relations::Graph};

/// Everything that the page shows.
pub struct Shown {
    /// The document in the edition that is shown.
    pub document: Document,
    /// Its outline.
    pub outline: Vec<OutlineEntry>,
    /// Its parts with their texts.
    pub parts: Vec<PartText>,
    /// All its clauses, in the order of parts and text.
    pub clauses: Vec<StoredClause>,
    /// The documents around it, one step away.
    pub around: Graph,
    /// How it is cited.
    pub citation: Citation,
    /// Whether it stands in the store in the other language too.
    pub has_counterpart: bool,
}

/// The page.
pub fn page(shown: &Shown, ui: &Ui) -> Markup {
    let policy = &shown.document.policy;
    let newest = shown.document.editions.first().is_none_or(|newest| *newest == policy.edition);
    let edition = (!newest).then_some(policy.edition.as_str());
    let main = html! {
        article .whole {
            header .about {
                h1 lang=[tag(policy.lang)] { (plain(&policy.title)) }
                @if let Some(translated) = &policy.title_translated {
                    p .translated lang=(if policy.lang.is_chinese() { "en" } else { "zh" }) { (plain(translated)) }
                }
                p .facts { (super::names::badges(policy, ui.locale)) (hit::facts(policy, ui)) }
                (about::corrections(&policy.corrections, ui))
                (about::standing(&shown.document.standing, ui))
                (about::authority(&shown.document.authority, ui))
                (about::dates(policy, ui))
                (views(shown, ui))
            }
            div .reading {
                (outline(&shown.outline, ui))
                div .original { (texts(&shown.parts, &shown.clauses, edition, ui)) }
            }
            section .sources {
                (citation::shown(&shown.citation, &policy.id, &policy.edition, None, ui))
                (about::editions(&policy.id, &shown.document.editions, &policy.edition, ui))
                (about::family(&shown.document.family, ui))
                (about::relations(&shown.around, ui))
                (about::origin(&shown.document.provenance, ui))
            }
        }
    };
    Page { title: policy.title.clone(), place: Place::Document, posted: false, main }.show(ui)
}

/// Other ways to look at it.
fn views(shown: &Shown, ui: &Ui) -> Markup {
    let policy = &shown.document.policy;
    let here = format!("/policies/{}", segment(&policy.id));
    html! {
        p .views {
            @if shown.has_counterpart {
                a href=(ui.href(&here, [("view", "parallel"), ("edition", policy.edition.as_str())])) {
                    (ui.pick("Chinese and English side by side", "中英对照"))
                }
            }
            @if let Some(url) = policy.url.as_deref().filter(|url| about::is_web(url)) {
                a href=(url) rel="noreferrer external" { (ui.pick("Official page ↗", "官方页面 ↗")) }
            }
            @let reference = format!("{}@{}", policy.id, policy.edition);
            code .reference { (reference) }
        }
    }
}

/// Entries of an outline that has no headings.
const UNITS: usize = 300;

/// Headings, or where there are none the numbered clauses.
fn outline(entries: &[OutlineEntry], ui: &Ui) -> Markup {
    let is_heading = |entry: &&OutlineEntry| {
        !entry.unit && !entry.label.is_empty() && !matches!(entry.kind, ClauseKind::Front | ClauseKind::Text)
    };
    let mut shown: Vec<&OutlineEntry> = entries.iter().filter(is_heading).collect();
    if shown.len() < 2 {
        shown = entries.iter().filter(|entry| !entry.label.is_empty()).take(UNITS).collect();
    }
    if shown.len() < 2 {
        return html! {};
    }
    let least = shown.iter().map(|entry| entry.depth).min().unwrap_or(0);
    html! {
        nav .outline aria-label=(ui.pick("Contents", "目录")) {
            h2 { (ui.pick("Contents", "目录")) }
            ul {
                @for entry in shown {
                    li data-depth=((entry.depth - least).min(4)) {
                        a href=(format!("#{}", entry.path)) { (plain(&entry.label)) }
                    }
                }
            }
        }
    }
}

/// The address of a clause reference that another document gave.
pub fn reference_href(reference: &polidex_corpus::model::ClauseRef, ui: &Ui) -> String {
    let edition = reference.edition.as_deref().map(|key| ("edition", key));
    match reference.clause.as_deref() {
        Some(path) => ui.href(&clause_path(&reference.policy.0, path), edition),
        None => ui.href(&format!("/policies/{}", segment(&reference.policy.0)), edition),
    }
}

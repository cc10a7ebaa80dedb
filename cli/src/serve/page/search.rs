//! The search page: one box, and what it found.

use super::{
    address::Address,
    charts::charts,
    empty,
    facets::{chips, facets},
    hit,
    layout::{Page, Place},
    marked::plain,
    related,
    sentence::{grouped, sentence, spoken},
    ui::Ui,
    welcome,
};
use maud::{Markup, html};
use polidex_corpus::{locale::Localized, model::Warning};
use polidex_search::answer::Answer;

/// The page of a search; without an answer, the page that says what can be asked.
pub fn page(address: &Address, answer: Option<&Answer>, counts: (u64, u64), ui: &Ui) -> Markup {
    let title = match answer {
        Some(_) if !address.q.trim().is_empty() => address.q.trim().chars().take(60).collect(),
        _ => ui.pick("Search policy documents", "政策文件检索").to_owned(),
    };
    let main = html! {
        (form(address, ui))
        @match answer {
            Some(answer) => (found(answer, address, ui)),
            None => (welcome::page(counts, ui)),
        }
    };
    Page { title, place: Place::Search, posted: false, main }.show(ui)
}

/// The box. What else the address says goes along as hidden fields.
fn form(address: &Address, ui: &Ui) -> Markup {
    let label = ui.pick("Search policies, in Chinese or English", "检索政策条文，中英文均可");
    html! {
        form #search action="/" method="get" role="search" autocomplete="off" {
            label .unseen for="q" { (label) }
            div .box {
                input #q type="search" name="q" value=(address.q) placeholder=(label) maxlength="2000"
                    autocapitalize="off" spellcheck="false" enterkeyhint="search";
                button type="submit" { (ui.pick("Search", "检索")) }
            }
            div #kept {
                @for (name, value) in address.pairs().filter(|(name, _)| !["q", "cursor"].contains(name)) {
                    input type="hidden" name=(name) value=(value);
                }
                (ui.kept())
            }
        }
    }
}

fn found(answer: &Answer, address: &Address, ui: &Ui) -> Markup {
    html! {
        div #answer data-said=(spoken(answer, ui.locale)) {
            section .results aria-labelledby="shown" {
                div .heading {
                    h1 #shown { (sentence(answer, ui.locale)) }
                    @if answer.total > 0 { (order(address, ui)) }
                }
                (chips(address, ui))
                @if !answer.facets.is_empty() && answer.total > 0 {
                    a .to-filters href="#filters" { (ui.pick("Filters ↓", "筛选 ↓")) }
                }
                (warnings(&answer.warnings, ui))
                (corrections(answer, address, ui))
                (related::terms(answer, address, ui))
                @if answer.total == 0 { (empty::explained(answer, address, ui)) }
                (charts(answer, address, ui))
                (hit::list(&answer.hits, ui))
                (pages(answer, address, ui))
                @if answer.total > 0 { (feeds(address, ui)) }
            }
            (facets(answer, address, ui))
        }
    }
}

/// Queries that may have been meant. None is asked unless the reader wants it.
fn corrections(answer: &Answer, address: &Address, ui: &Ui) -> Markup {
    html! {
        @for correction in &answer.did_you_mean {
            p .meant {
                (ui.pick("Did you mean ", "您是不是要找："))
                a href=(address.asking(correction.query.as_str()).href(ui)) { (plain(&correction.query)) }
                " " span .count { (grouped(correction.total)) }
            }
        }
    }
}

/// Orders of the hits, as links.
fn order(address: &Address, ui: &Ui) -> Markup {
    let orders = [
        ("relevance", ui.pick("best first", "相关度")),
        ("newest", ui.pick("newest first", "最新")),
        ("oldest", ui.pick("oldest first", "最早")),
    ];
    let current = address.get("sort").unwrap_or("relevance");
    html! {
        nav .order aria-label=(ui.pick("Order", "排序")) {
            @for (name, label) in orders {
                @let on = (name == current).then_some("true");
                a href=(address.with("sort", (name != "relevance").then_some(name)).href(ui)) aria-current=[on] rel="nofollow" { (label) }
            }
        }
    }
}

/// What the reader should know about the answer.
pub fn warnings(warnings: &[Warning], ui: &Ui) -> Markup {
    html! {
        @if !warnings.is_empty() {
            ul .notes {
                @for warning in warnings { li { (plain(&warning.localized(ui.locale))) } }
            }
        }
    }
}

/// The same search as feeds, newest first.
fn feeds(address: &Address, ui: &Ui) -> Markup {
    let parameters = || {
        address.pairs().filter(|(name, _)| !["cursor", "related", "sort", "recency", "limit"].contains(name))
    };
    html! {
        p .feeds .aside {
            (ui.pick("What is new in this search: ", "订阅此检索的新内容："))
            a href=(ui.href("/api/v1/feed.atom", parameters())) rel="nofollow" type="application/atom+xml" { "Atom" } " · "
            a href=(ui.href("/api/v1/feed.json", parameters())) rel="nofollow" type="application/feed+json" { "JSON Feed" }
        }
    }
}

/// Ways to the page before and the next one. Cursors are opaque; where the page before begins is told
/// by how many hits a page has.
fn pages(answer: &Answer, address: &Address, ui: &Ui) -> Markup {
    if answer.next.is_none() && address.cursor.is_none() {
        return html! {};
    }
    html! {
        nav .pages aria-label=(ui.pick("Pages", "翻页")) {
            @if address.cursor.is_some() {
                a rel="first nofollow" href=(address.at(None).href(ui)) { (ui.pick("← First page", "← 首页")) }
            }
            @if let Some(next) = &answer.next {
                a rel="next nofollow" href=(address.at(Some(next.clone())).href(ui)) { (ui.pick("Next page →", "下一页 →")) }
            }
        }
    }
}

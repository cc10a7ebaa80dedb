//! The pages of collections.

use super::{
    about, collecting,
    document::reference_href,
    hit,
    layout::{Page, Place},
    marked::{plain, tag},
    names,
    trouble::unkept,
    ui::Ui,
};
use crate::{
    answers::{
        Day,
        collected::{self, Collected, Item, Listed},
    },
    serve::{language::Reader, page::citation, problem::Problem, state::App},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};
use polidex_corpus::{locale::Locale, model::ClauseRef};

/// `GET /collections`
pub async fn all(State(app): State<App>, ui: Ui) -> Response {
    let listed = app.read(|readers| collected::list(readers.store())).await;
    let writable = app.settings().admin.is_some();
    unkept(listed.map(|listed| list(&listed, writable, &ui)), &ui)
}

/// `GET /collections/{name}`
pub async fn one(
    State(app): State<App>,
    Path(name): Path<String>,
    reader: Result<Reader, Problem>,
    ui: Ui,
) -> Response {
    let page = match reader {
        Ok(reader) => read(&app, name, reader.day, &ui).await,
        Err(problem) => Err(problem),
    };
    unkept(page, &ui)
}

async fn read(app: &App, name: String, day: Day, ui: &Ui) -> Result<Markup, Problem> {
    let style = citation::style(ui);
    let shown = app.read_long(move |readers| {
        let store = readers.store();
        let Some(collection) = store.collection(&name)? else { return Ok(None) };
        collected::collected(store, day, collection, style, |_| true).map(Some)
    });
    let writable = app.settings().admin.is_some();
    shown.await?.map(|shown| whole(&shown, writable, ui)).ok_or_else(unknown)
}

/// The problem that no collection has a name.
fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not_found", "there is no such collection", "没有这个文件集")
}

fn list(listed: &[Listed], writable: bool, ui: &Ui) -> Markup {
    let title = ui.pick("Collections", "文件集");
    let main = html! {
        h1 { (title) }
        @if listed.is_empty() { p { (ui.pick("There is no collection yet.", "尚无文件集。")) } }
        ol .documents {
            @for one in listed {
                li .document {
                    h2 { a href=(ui.href(&format!("/collections/{}", hit::segment(&one.name)), [])) { (plain(&one.name)) } }
                    @if !one.about.is_empty() { p { (plain(&one.about)) } }
                    p .facts {
                        @match ui.locale {
                            Locale::En => { span { (one.items) " items" } span { (one.reviewed) " reviewed" } }
                            Locale::Zh => { span { (one.items) " 项" } span { "已审阅 " (one.reviewed) " 项" } }
                        }
                    }
                }
            }
        }
        @if writable { (collecting::new_form(ui)) }
    };
    Page { title: title.to_owned(), place: Place::Document, posted: false, main }.show(ui)
}

fn whole(shown: &Collected, writable: bool, ui: &Ui) -> Markup {
    let main = html! {
        nav .crumbs aria-label=(ui.pick("Where this stands", "所在位置")) {
            a href=(ui.href("/collections", [])) { (ui.pick("Collections", "文件集")) }
        }
        h1 { (plain(&shown.name)) }
        @if !shown.about.is_empty() { p { (plain(&shown.about)) } }
        ol .documents { @for one in &shown.items { (item(one, ui)) } }
        @if !shown.searches.is_empty() {
            h2 { (ui.pick("Saved searches", "已保存的检索")) }
            ul {
                @for saved in &shown.searches {
                    li {
                        (plain(&saved.name)) " " code { (plain(&saved.parameters)) } " "
                        span .aside {
                            @match ui.locale {
                                Locale::En => { (saved.total) " clauses at watermark " (saved.watermark) }
                                Locale::Zh => { "水位 " (saved.watermark) " 时共 " (saved.total) " 条" }
                            }
                        }
                    }
                }
            }
        }
        @if writable { (collecting::forms(shown, ui)) }
    };
    Page { title: shown.name.clone(), place: Place::Document, posted: false, main }.show(ui)
}

fn item(item: &Item, ui: &Ui) -> Markup {
    let kept = &item.kept;
    html! {
        li .document {
            h2 {
                @if item.policy.is_some() {
                    a href=(reference_href(&ClauseRef::parse(&kept.reference), ui)) { (plain(&kept.label)) }
                } @else { (plain(&kept.label)) }
            }
            @if let Some(policy) = &item.policy {
                p .facts { (names::badges(policy, ui.locale)) (hit::facts(policy, ui)) }
            } @else {
                p .notes {
                    @match (&item.removed, ui.locale) {
                        (Some(removal), Locale::En) => { "Removed on " (removal.at.get(..10).unwrap_or_default()) ": " (plain(&removal.reason)) }
                        (Some(removal), Locale::Zh) => { "已于 " (removal.at.get(..10).unwrap_or_default()) " 移除：" (plain(&removal.reason)) }
                        (None, _) => { (ui.pick("Not stored any more.", "库中已无此文。")) }
                    }
                }
            }
            @if let (Some(text), Some(policy)) = (&item.text, &item.policy) {
                blockquote .official lang=[tag(policy.lang)] {
                    @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (plain(line.trim())) } }
                }
            }
            @if let Some(citation) = &item.citation { p { (plain(citation)) } }
            @if let Some(link) = item.link.as_deref().filter(|link| about::is_web(link)) {
                p { a href=(link) rel="noreferrer external" { (ui.pick("On the official page ↗", "官方页面原处 ↗")) } }
            }
            @if !kept.note.is_empty() { p { (ui.pick("Note: ", "备注：")) (plain(&kept.note)) } }
            p .facts {
                @for tag in &kept.tags { span .badge { (plain(tag)) } }
                @if let (Some(by), Some(at)) = (&kept.reviewed_by, &kept.reviewed_at) {
                    span { (ui.pick("reviewed by ", "审阅：")) (plain(by)) " " (at.get(..10).unwrap_or_default()) }
                }
                code .reference { (plain(&kept.reference)) }
            }
        }
    }
}

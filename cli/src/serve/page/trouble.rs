//! Problems as pages.

use super::{
    document::reference_href,
    layout::{Page, Place},
    marked::plain,
    ui::Ui,
};
use crate::serve::problem::Problem;
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use polidex_corpus::model::ClauseRef;

/// The page, or a page that says why there is none.
pub fn shown(page: Result<Markup, Problem>, ui: &Ui) -> Response {
    let mut response = match page {
        Ok(page) => page.into_response(),
        Err(problem) => {
            let status = problem.status;
            let mut response = (status, said(&problem, ui)).into_response();
            if status.is_server_error() {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            response
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    // Other sites learn nothing; without it, browsers would hide even from this one where a form comes from.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// A page that no browser and nobody between may keep.
pub fn unkept(page: Result<Markup, Problem>, ui: &Ui) -> Response {
    let mut response = shown(page, ui);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn said(problem: &Problem, ui: &Ui) -> Markup {
    let title = ui.pick("This cannot be shown", "无法显示此页");
    let main = html! {
        h1 { (title) }
        p { (plain(ui.pick(&problem.en, &problem.zh))) }
        @if !problem.suggestions.is_empty() {
            p { (ui.pick("Perhaps one of these was meant:", "可能是：")) }
            ul {
                @for reference in &problem.suggestions {
                    li { a href=(reference_href(&ClauseRef::parse(reference), ui)) { code { (plain(reference)) } } }
                }
            }
        }
        p { a href=(ui.href("/", [])) { (ui.pick("Search", "返回检索")) } }
    };
    Page { title: title.to_owned(), place: Place::Document, posted: false, main }.show(ui)
}

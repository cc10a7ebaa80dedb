//! The page: search, documents, quotations, support. Rendered here, without a script as with one; scripts
//! only ask for the same pages earlier.
//!
//! * [`ui`], [`address`]: who reads, and what the address bar says
//! * [`layout`], [`assets`]: what all pages share
//! * [`search`]: the search page, with [`welcome`], [`sentence`], [`facets`], [`charts`], [`hit`], [`empty`]
//! * [`document`], [`clause`], [`parallel`], [`diff`]: texts, with [`body`], [`about`], [`citation`]
//! * [`sources`]: what is covered
//! * [`quote`], [`support`]: what is sent in a body, and is never kept
//! * [`collections`], [`collecting`]: what a reviewer keeps, and how it is changed by those who know the token
//! * [`handlers`], [`posted`]: from a request to a page
//!
//! Everything that is quoted goes through [`marked::plain`], which makes hostile characters visible; the
//! templates escape.

mod about;
mod address;
mod assets;
mod body;
mod charts;
mod citation;
mod clause;
mod collecting;
mod collections;
mod diff;
mod document;
mod empty;
mod facets;
mod handlers;
mod hit;
mod layout;
mod marked;
mod names;
mod parallel;
mod posted;
mod quote;
mod related;
mod search;
mod sentence;
mod sources;
mod support;
mod trouble;
mod ui;
mod welcome;

use super::state::App;
use axum::{Router, routing::get};

/// The addresses of the page and of the widget.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(handlers::search))
        .route("/policies/{id}", get(handlers::document))
        .route("/policies/{id}/clauses/{path}", get(handlers::clause))
        .route("/policies/{id}/diff", get(handlers::diff))
        .route("/collections", get(collections::all).post(collecting::begin))
        .route("/collections/{name}", get(collections::one).post(collecting::change))
        .route("/sources", get(handlers::sources))
        .route("/quote", get(posted::ask_quote).post(posted::quote))
        .route("/match", get(posted::ask_support).post(posted::support))
        .route("/assets/{name}", get(assets::asset))
        .route("/widget.js", get(assets::widget))
}

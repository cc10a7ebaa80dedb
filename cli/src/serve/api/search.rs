//! Searching and completing.

use super::schema;
use crate::{
    answers::search::SearchParams,
    serve::{
        answer::{Asked, Takes, answer},
        language::Reader,
        params::Params,
        problem::Problem,
        state::App,
    },
};
use axum::{extract::State, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// Most hits on a page.
pub const MOST: u32 = 100;

/// Find clauses
///
/// The answer of `polidex search --json`. `total` is exact; `next` is the cursor of the next page.
#[utoipa::path(get, path = "/search", tag = "search", params(SearchParams, Reader), responses((status = OK, body = schema::Answer)))]
pub async fn search(
    State(app): State<App>,
    asked: Asked,
    Params(params): Params<SearchParams>,
) -> Result<Response, Problem> {
    let (params, day) = (checked(params)?, asked.reader.day);
    answer(app, asked, Takes::Moments, move |readers| Ok(readers.searcher()?.search(&params.request(day))?))
        .await
}

/// Parameters that can be answered in one go.
pub fn checked(params: SearchParams) -> Result<SearchParams, Problem> {
    if (1..=MOST).contains(&params.limit) {
        return Ok(params);
    }
    Err(Problem::bad(
        format!("limit: from 1 to {MOST}; further hits are on the next page, see `next`"),
        format!("limit：应为 1 至 {MOST}；更多结果请用 `next` 翻页"),
    ))
}

/// What is completed.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Typed {
    /// What has been typed so far: characters, pinyin, initials or English.
    q: String,
    /// Number of suggestions.
    #[serde(default = "usual")]
    #[param(minimum = 1, maximum = 50)]
    limit: u32,
}

fn usual() -> u32 {
    10
}

/// Complete what was typed
#[utoipa::path(get, path = "/suggest", tag = "search", params(Typed, Reader), responses((status = OK, body = Vec<schema::Suggestion>)))]
pub async fn suggest(
    State(app): State<App>,
    asked: Asked,
    Params(typed): Params<Typed>,
) -> Result<Response, Problem> {
    if !(1..=50).contains(&typed.limit) {
        return Err(Problem::bad("limit: from 1 to 50", "limit：应为 1 至 50"));
    }
    answer(app, asked, Takes::Moments, move |readers| {
        let suggester = readers.suggester()?;
        let found = suggester.suggest(&typed.q, typed.limit as usize);
        Ok(found.into_iter().cloned().collect::<Vec<_>>())
    })
    .await
}

//! Changing collections, where whoever runs the server allows it to those who know a token.

use super::admin;
use crate::{
    answers::{
        Day,
        collecting::{self, Change},
    },
    serve::{body::JsonBody, language::Reader, problem::Problem, state::App},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use polidex_corpus::store::Store;
use tokio::task::spawn_blocking;

/// Change a collection
///
/// Begins a collection, puts a document or clause into it, notes, tags, marks or takes out one, or deletes it: what
/// `polidex collection` does. Only where the server was started with `--admin`, with its token:
/// `Authorization: Bearer …`.
#[utoipa::path(
    post, tag = "admin", path = "/admin/collections/{name}",
    params(("name" = String, Path, description = "Name of the collection"), Reader),
    request_body(content = Change), responses((status = NO_CONTENT)), security(("token" = []))
)]
pub async fn change(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Path(name): Path<String>,
    JsonBody(change): JsonBody<Change>,
) -> Result<StatusCode, Problem> {
    admin::allowed(&app, admin::sent(&headers))?;
    make(&app, reader.day, name, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a change in the store.
pub async fn make(app: &App, day: Day, name: String, change: Change) -> Result<(), Problem> {
    let data = app.settings().data.clone();
    let made = spawn_blocking(move || collecting::change(&mut Store::open(&data)?, day, &name, change)).await;
    made.map_err(|_| Problem::internal())?.map_err(|error| Problem::of(&error))
}

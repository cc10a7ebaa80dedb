//! Collections, for reading only.

use super::schema;
use crate::{
    answers::{cited, collected},
    serve::{
        answer::{Takes, unkept},
        language::Reader,
        params::Params,
        problem::Problem,
        state::App,
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Collections
///
/// The answer of `polidex collection list --json`.
#[utoipa::path(
    get, tag = "collections", path = "/collections", params(Reader),
    responses((status = OK, body = Vec<schema::ListedCollection>))
)]
pub async fn list(State(app): State<App>, _reader: Reader) -> Result<Response, Problem> {
    unkept(app, Takes::Moments, |readers| collected::list(readers.store())).await
}

/// How items are cited.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Style {
    /// Style of citations, as `/cite/styles` names them.
    style: Option<String>,
}

/// A collection
///
/// The answer of `polidex collection show NAME --json`.
#[utoipa::path(
    get, tag = "collections", path = "/collections/{name}",
    params(("name" = String, Path, description = "Name of a collection"), Style, Reader),
    responses((status = OK, body = schema::Collected))
)]
pub async fn one(
    State(app): State<App>,
    reader: Reader,
    Path(name): Path<String>,
    Params(wanted): Params<Style>,
) -> Result<Response, Problem> {
    let name_of_style = wanted.style.as_deref().unwrap_or("gb7714-2025");
    let styles = cited::styles(name_of_style).map_err(|error| Problem::of(&error))?;
    let [style] = styles[..] else {
        return Err(Problem::bad("style: one at a time", "style：一次一种"));
    };
    let asked = name.clone();
    if app.read(move |readers| Ok(readers.store().collection(&asked)?.is_none())).await? {
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "there is no such collection",
            "没有这个文件集",
        ));
    }
    unkept(app, Takes::Long, move |readers| {
        let store = readers.store();
        let found = store.collection(&name)?;
        let shown = found.map(|found| collected::collected(store, reader.day, found, style, |_| true));
        shown.transpose()
    })
    .await
}

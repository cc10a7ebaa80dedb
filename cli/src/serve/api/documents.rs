//! Documents and clauses.

use super::schema;
use crate::{
    answers::{document, reference},
    serve::{
        answer::{Asked, Takes, answer},
        language::Reader,
        params::Params,
        problem::Problem,
        state::App,
    },
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use polidex_corpus::{model::ClauseRef, store::Resolution};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which text of a document, and how much of it.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Key of an edition; the newest unless one is named.
    edition: Option<String>,
    /// Only the outline.
    outline: bool,
}

/// A document
///
/// The answer of `polidex show --json`.
#[utoipa::path(
    get, tag = "documents", path = "/policies/{id}",
    params(("id" = String, Path, description = "Id, number, title or external id of a document"), Which, Reader),
    responses((status = OK, body = schema::Document))
)]
pub async fn policy(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let day = asked.reader.day;
    answer(app, asked, Takes::Moments, move |readers| {
        let (store, origins) = (readers.store(), readers.origins()?);
        let found = reference::find(store, day, &id, named(&id, which.edition, None))?;
        let Resolution::Policy { policy, edition } = found else {
            anyhow::bail!(crate::console::Message::new(
                "that names a clause; ask for /policies/{policy}/clauses/{path}",
                "该引用指向条款；请使用 /policies/{policy}/clauses/{path}",
            ));
        };
        document::document(store, &origins, day, *policy, &edition, which.outline)
    })
    .await
}

/// Which text of a clause's document.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Edition {
    /// Key of an edition; the newest unless one is named.
    edition: Option<String>,
}

/// One clause
///
/// The answer of `polidex show POLICY#PATH --json`.
#[utoipa::path(
    get, tag = "documents", path = "/policies/{policy}/clauses/{path}",
    params(
        ("policy" = String, Path, description = "Id, number, title or external id of a document"),
        ("path" = String, Path, description = "Path of a clause, `a5.k2`, or what it is called, `第五条第二款`"),
        Edition,
        Reader
    ),
    responses((status = OK, body = schema::OneClause))
)]
pub async fn clause(
    State(app): State<App>,
    asked: Asked,
    Path((policy, path)): Path<(String, String)>,
    Params(which): Params<Edition>,
) -> Result<Response, Problem> {
    let day = asked.reader.day;
    answer(app, asked, Takes::Moments, move |readers| {
        let (store, origins) = (readers.store(), readers.origins()?);
        let whole = format!("{policy}#{path}");
        let found = reference::find(store, day, &whole, named(&policy, which.edition, Some(path)))?;
        let Resolution::Clause(clause) = found else { return Ok(None) };
        document::clause(store, &origins, day, *clause)
    })
    .await
}

/// A reference whose parts were given one by one. What is written in the document's part counts too.
pub fn named(policy: &str, edition: Option<String>, clause: Option<String>) -> ClauseRef {
    let typed = ClauseRef::parse(policy);
    ClauseRef { edition: edition.or(typed.edition), clause: clause.or(typed.clause), policy: typed.policy }
}

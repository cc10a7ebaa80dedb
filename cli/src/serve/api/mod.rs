//! The HTTP API: the objects that the commands print with `--json`, under parameters of the same names.
//!
//! Everything is read, unless the server allows more to those who know its token; an address that a request names is
//! never fetched.

pub(super) mod admin;
pub(super) mod collecting;
mod collections;
mod description;
mod documents;
mod export;
mod feeds;
mod matching;
mod proof;
mod relations;
mod schema;
mod search;

use super::{problem::ProblemDetails, state::App};
use axum::{Router, extract::DefaultBodyLimit};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What every address may answer with.
#[derive(OpenApi)]
#[openapi(components(schemas(ProblemDetails)))]
struct Problems;

/// The API.
pub fn router() -> Router<App> {
    let (router, _) = described().split_for_parts();
    router.merge(description::router())
}

/// The API with its description.
fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Problems::openapi()).nest(
        "/api/v1",
        OpenApiRouter::new()
            .routes(routes!(search::search))
            .routes(routes!(search::suggest))
            .routes(routes!(documents::policy))
            .routes(routes!(documents::clause))
            .routes(routes!(relations::beside))
            .routes(routes!(relations::graph))
            .routes(routes!(relations::diff))
            .routes(routes!(relations::compare))
            .routes(routes!(relations::sources))
            .routes(routes!(proof::verify))
            .routes(routes!(proof::check))
            .routes(routes!(proof::cite))
            .routes(routes!(proof::styles))
            .routes(routes!(matching::matching))
            .routes(routes!(matching::names))
            .routes(routes!(feeds::feed_atom))
            .routes(routes!(feeds::feed_json))
            .routes(routes!(feeds::calendar))
            .routes(routes!(collections::list))
            .routes(routes!(collections::one))
            .routes(routes!(collecting::change))
            .routes(routes!(export::export))
            .merge(
                OpenApiRouter::new()
                    .routes(routes!(admin::documents))
                    .layer(DefaultBodyLimit::max(admin::BODY)),
            ),
    )
}

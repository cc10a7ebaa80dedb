//! Adding documents, where whoever runs the server allows it to those who know a token.

use crate::serve::{language::Reader, params::Params, problem::Problem, state::App};
use anyhow::Result;
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use polidex_corpus::{locale::Localized, store::Store};
use polidex_ingest::{Limits, discover, pipeline, understand::bring_up_to_date};
use polidex_search::{engine::meilisearch::Location, index};
use serde::{Deserialize, Serialize};
use std::{fs, path::Path};
use tokio::task::spawn_blocking;
use utoipa::{IntoParams, ToSchema};

/// Bytes of documents in one request.
pub const BODY: usize = 32 << 20;

/// Where documents come from.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct From {
    /// Name of the source, as `--source` of `polidex ingest`.
    #[param(min_length = 1, max_length = 100)]
    source: String,
}

/// What became of documents.
#[derive(Debug, Serialize, ToSchema)]
pub struct Added {
    /// Documents that were read.
    documents: usize,
    /// Clauses that were indexed.
    units_indexed: u64,
    /// Lines that could not be read, and why.
    problems: Vec<String>,
}

/// Add documents
///
/// JSON lines as `polidex ingest` reads them, one document a line, 32 MiB at most. Only where the server was
/// started with `--admin`, with its token: `Authorization: Bearer …`.
#[utoipa::path(
    post, path = "/admin/documents", tag = "admin", params(From, Reader),
    request_body(content = String, content_type = "application/jsonl"),
    responses((status = OK, body = Added)), security(("token" = []))
)]
pub async fn documents(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Params(from): Params<From>,
    lines: Bytes,
) -> Result<Json<Added>, Problem> {
    allowed(&app, sent(&headers))?;
    let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if from.source.is_empty() || from.source.len() > 100 || !from.source.chars().all(plain) {
        return Err(Problem::bad("source: letters, digits, - _ . only", "source：只能含字母、数字、- _ ."));
    }
    let data = app.settings().data.clone();
    let engine = app.settings().engine.clone();
    let added = spawn_blocking(move || add(&data, engine.as_ref(), &from.source, &lines)).await;
    let (documents, units_indexed, problems) =
        added.map_err(|_| Problem::internal())?.map_err(|error| Problem::of(&error))?;
    let problems = problems.iter().map(|problem| problem.localized(reader.locale).into_owned()).collect();
    Ok(Json(Added { documents, units_indexed, problems }))
}

/// The token that a request sends.
pub fn sent(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Whether whoever sends a token may write.
pub fn allowed(app: &App, sent: Option<&str>) -> Result<(), Problem> {
    let Some(token) = &app.settings().admin else {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "read_only",
            "this server only reads; whoever runs it allows additions with --admin",
            "此服务为只读；可由运行者用 --admin 允许写入",
        ));
    };
    if sent.is_some_and(|sent| token.is(sent.trim())) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNAUTHORIZED,
        "no_token",
        "send the token: Authorization: Bearer …",
        "请提供令牌：Authorization: Bearer …",
    ))
}

/// The way of `polidex ingest`: read, store, understand, index.
fn add(
    data: &Path,
    engine: Option<&Location>,
    source: &str,
    lines: &[u8],
) -> Result<(usize, u64, Vec<polidex_ingest::Problem>)> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join(format!("{source}.jsonl"));
    fs::write(&file, lines)?;
    let limits = Limits::default();
    let mut inputs = discover(&file, &limits)?.inputs;
    for input in &mut inputs {
        source.clone_into(&mut input.source);
    }
    let mut store = Store::open(data)?;
    let summary = pipeline::run(&mut store, &inputs, &limits, &mut |_| {})?;
    bring_up_to_date(&mut store, &mut |_, _| {})?;
    let indexed = index::catch_up(&store, &mut |_, _| {})?;
    if let Some(location) = engine {
        index::catch_up_on_server(&store, location, &mut |_, _| {})?;
    }
    Ok((summary.documents(), indexed.units, summary.problems))
}

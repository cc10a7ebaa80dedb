//! All addresses, and what stands around them.

use super::{api, guard, health, log, metrics, page, problem, state::App};
use crate::mcp;
use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware};
use tokio_util::sync::CancellationToken;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

/// Everything that is served. A request passes the layers from the last one to the first, its answer the
/// other way round.
pub fn router(app: &App, stop: &CancellationToken) -> Router {
    let limits = app.settings().limits;
    Router::new()
        .merge(health::router(stop.clone()))
        .merge(api::router())
        .merge(page::router())
        .merge(metrics::router())
        .merge(mcp::router(app, stop))
        .with_state(app.clone())
        .layer(DefaultBodyLimit::max(limits.body))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limits.time))
        .layer(CatchPanicLayer::new())
        .layer(guard::cors(app.settings()))
        .layer(middleware::from_fn_with_state(app.clone(), guard::limit))
        .layer(middleware::from_fn_with_state(app.clone(), guard::check))
        .layer(middleware::from_fn(problem::localize))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(guard::secure))
        .layer(middleware::from_fn_with_state(app.clone(), log::log))
        .layer(middleware::from_fn_with_state(app.clone(), metrics::count))
}

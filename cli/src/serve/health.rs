//! Whether the program runs, and whether it can answer.

use super::{problem::Problem, readers::Readers, state::App};
use axum::{Router, extract::State, http::StatusCode, routing::get};
use tokio_util::sync::CancellationToken;

/// `/healthz`: the process runs. `/readyz`: it can read the store and ask its engine, and does not stop.
pub fn router(stop: CancellationToken) -> Router<App> {
    let ready = move |State(app): State<App>| async move {
        if stop.is_cancelled() {
            return Err(Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "stopping",
                "the server stops; ask another",
                "服务器正在停止；请改用其他服务器",
            ));
        }
        app.read(Readers::ready).await.map(|()| "ready\n")
    };
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready))
}

//! Tools for assistants (Model Context Protocol): on standard input and output, and at `/mcp` of the server.
//!
//! All tools read. What they answer with are the objects of the other doors; texts of documents in them are
//! marked as quoted source material, since a text may well hold sentences that look like instructions.

mod inputs;
mod tools;

use crate::{
    config::Config,
    console::Outcome,
    serve::{App, Settings},
};
use anyhow::Result;
use axum::Router;
use rmcp::{
    ServiceExt,
    transport::{
        StreamableHttpServerConfig, stdio,
        streamable_http_server::{StreamableHttpService, session::never::NeverSessionManager},
    },
};
use std::sync::Arc;
use tokio::runtime::Builder;
use tokio_util::sync::CancellationToken;
pub use tools::Assistant;

/// Answers one assistant on standard input and output until it closes them.
pub fn run(config: &Config) -> Result<Outcome> {
    let app = App::start(Settings::alone(config))?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let service = Assistant::new(app, config.day()).serve(stdio()).await?;
        service.waiting().await?;
        Ok(Outcome::Done)
    })
}

/// The address for assistants: one request, one answer, no sessions. Host and Origin are checked before it,
/// as on every other address; what the library checks by itself would know only half of the settings.
pub fn router(app: &App, stop: &CancellationToken) -> Router<App> {
    let config = StreamableHttpServerConfig::default()
        .disable_allowed_hosts()
        .disable_allowed_origins()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(app.settings().limits.body)
        .with_cancellation_token(stop.child_token());
    let app = app.clone();
    let assistant = move || Ok(Assistant::new(app.clone(), crate::answers::Day::today()));
    let service = StreamableHttpService::new(assistant, Arc::new(NeverSessionManager::default()), config);
    Router::new().route_service("/mcp", service)
}

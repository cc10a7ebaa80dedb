//! Which requests are not listened to, and what every answer says to browsers.
//!
//! A page of another site can make a reader's browser send requests here, also to a server that only the
//! reader's machine can reach (DNS rebinding). So every request says for which host it is meant and, if a
//! page of another origin sent it, which: both are compared with what the server was told.

mod client;
mod cors;
mod headers;
mod host;
mod rate;

pub use client::Network;
pub use cors::cors;
pub use headers::secure;
pub use rate::{Rate, limit};

use super::{problem::Problem, state::App};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use host::Authority;

/// Lets requests pass that are meant for this server and come from its own pages, from sites that may use it,
/// or from programs.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    match meant_for_us(&app, request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn meant_for_us(app: &App, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    let settings = app.settings();
    let asked = uri.authority().map(axum::http::uri::Authority::as_str);
    let asked = asked.or_else(|| headers.get(header::HOST).and_then(|host| host.to_str().ok()));
    let host = asked.and_then(Authority::parse).filter(|host| {
        // A name must be one of ours. An address cannot be rebound to another server; a server that
        // others can reach is asked by whichever of its addresses they know.
        let ours = settings.hosts.contains(&host.name);
        ours || (!settings.addr.ip().is_loopback() && host.is_address())
    });
    let Some(host) = host else { return Err(wrong_host(asked.unwrap_or_default())) };
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let own = origin.split_once("://").and_then(|(_, rest)| Authority::parse(rest)).as_ref() == Some(&host);
    if own || settings.origins.iter().any(|known| known == origin) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "bad_origin",
        "pages of this origin may not use this server; whoever runs it allows them with --allow-origin",
        "该来源的页面不能使用此服务；可由运行者用 --allow-origin 允许",
    ))
}

fn wrong_host(asked: &str) -> Problem {
    Problem::new(
        StatusCode::MISDIRECTED_REQUEST,
        "bad_host",
        format!("`{asked}` is not served here; whoever runs the server names its hosts with --host"),
        format!("此处不提供 `{asked}` 的服务；可由运行者用 --host 指定主机名"),
    )
}

//! What is written about requests. By default nothing of what was asked for.

use super::state::App;
use crate::args::LogWhat;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// Writes a line for every answer, on standard error: time, method, the kind of address, status, milliseconds.
/// The address itself, with what was searched for, stands there only if whoever runs the server wants it.
pub async fn log(State(app): State<App>, request: Request, next: Next) -> Response {
    let what = app.settings().log;
    if what == LogWhat::None {
        return next.run(request).await;
    }
    let asked = Instant::now();
    let method = request.method().clone();
    let address = match what {
        LogWhat::Queries => request.uri().to_string(),
        _ => kind_of_address(request.uri().path()),
    };
    let response = next.run(request).await;
    let (now, took) = (jiff::Timestamp::now(), asked.elapsed().as_secs_f64() * 1000.0);
    let status = response.status().as_u16();
    crate::console::line(&format!("{now:.3} {method} {address} {status} {took:.1}"));
    response
}

/// The address without what it names: `/api/v1/policies/…`.
fn kind_of_address(path: &str) -> String {
    let plain =
        |part: &&str| part.bytes().all(|byte| byte.is_ascii_lowercase() || b"0123456789._-".contains(&byte));
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let most = if parts.first() == Some(&"api") { 3 } else { 1 };
    let kept: Vec<&str> = parts.iter().copied().take(most).take_while(plain).collect();
    let rest = if kept.len() < parts.len() { "/…" } else { "" };
    format!("/{}{rest}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_addresses_tell_nothing_of_what_was_asked_for() {
        assert_eq!(kind_of_address("/"), "/");
        assert_eq!(kind_of_address("/api/v1/search"), "/api/v1/search");
        assert_eq!(kind_of_address("/api/v1/policies/guofa-2020-8/clauses/a5"), "/api/v1/policies/…");
        assert_eq!(kind_of_address("/policies/guofa-2020-8"), "/policies/…");
        assert_eq!(kind_of_address("/%E8%BD%AF"), "//…");
    }
}

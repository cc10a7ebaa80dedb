//! Counts for whoever runs the server, in the text format of Prometheus.

use super::{problem::Problem, state::App};
use axum::{
    Router,
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use prometheus_client::{
    encoding::text::encode,
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};
use std::time::Instant;

/// Kinds of addresses that are counted apart.
const KINDS: [&str; 22] = [
    "search",
    "suggest",
    "policies",
    "parallel",
    "graph",
    "diff",
    "compare",
    "sources",
    "quote",
    "cite",
    "match",
    "feed.atom",
    "feed.json",
    "calendar.ics",
    "export",
    "admin",
    "mcp",
    "healthz",
    "readyz",
    "metrics",
    "assets",
    "widget.js",
];

type Labels = Vec<(&'static str, String)>;

/// What is counted. Nothing of what was asked for.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram>,
    in_flight: Gauge,
    /// Answers that were kept from an earlier request.
    pub kept: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        // From half a millisecond to eight seconds.
        let histogram = || Histogram::new(exponential_buckets(0.0005, 2.0, 15));
        let mut metrics = Self {
            registry: Registry::with_prefix("polidex"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(histogram),
            in_flight: Gauge::default(),
            kept: Counter::default(),
        };
        let registry = &mut metrics.registry;
        registry.register(
            "http_requests",
            "Answers, by kind of address and status",
            metrics.requests.clone(),
        );
        let seconds = metrics.seconds.clone();
        registry.register_with_unit(
            "http_request",
            "Time until the answer's headers",
            Unit::Seconds,
            seconds,
        );
        registry.register("http_in_flight", "Requests that are worked on or wait", metrics.in_flight.clone());
        registry.register(
            "answers_kept",
            "Answers that were kept from an earlier request",
            metrics.kept.clone(),
        );
        metrics
    }
}

/// The kind of an address: one of a fixed list, so that nobody can make the table grow.
fn kind(path: &str) -> &'static str {
    let rest = path.strip_prefix("/api/v1").unwrap_or(path);
    let first = rest.split('/').nth(1).unwrap_or_default();
    match first {
        "" => "page",
        _ => KINDS.into_iter().find(|kind| *kind == first).unwrap_or("other"),
    }
}

/// Counts a request and its answer.
pub async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let metrics = app.metrics();
    let kind = kind(request.uri().path());
    metrics.in_flight.inc();
    let in_flight = Left(metrics.in_flight.clone());
    let asked = Instant::now();
    let response = next.run(request).await;
    drop(in_flight);
    let status = response.status().as_u16().to_string();
    metrics.requests.get_or_create(&vec![("address", kind.to_owned()), ("status", status)]).inc();
    let labels = vec![("address", kind.to_owned())];
    metrics.seconds.get_or_create(&labels).observe(asked.elapsed().as_secs_f64());
    response
}

/// Counts a request off, also when its client leaves before the answer.
struct Left(Gauge);

impl Drop for Left {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// `/metrics`.
pub fn router() -> Router<App> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(app): State<App>) -> Result<Response, Problem> {
    let mut text = String::new();
    encode(&mut text, &app.metrics().registry).map_err(|_| Problem::internal())?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response())
}

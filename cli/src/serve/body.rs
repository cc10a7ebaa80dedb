//! What is sent in a body.

use super::{problem::Problem, state::App};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::{StatusCode, header},
};
use serde::de::DeserializeOwned;

/// A body of JSON as `T`. It must say that it is JSON: a form of another site could not (a browser would ask
/// first).
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let essence = kind.and_then(|kind| kind.split(';').next()).map(str::trim).unwrap_or_default();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "send JSON, and the header Content-Type: application/json",
                "请发送 JSON，并带上 Content-Type: application/json",
            ));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|error| unread(&error))?;
        // Where in the body is told, not what stands there.
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let what = error.to_string();
            let status = match error.classify() {
                serde_json::error::Category::Data => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::BAD_REQUEST,
            };
            Problem::new(
                status,
                "bad_body",
                format!("the body cannot be used: {what}"),
                format!("请求体无效（第 {line} 行第 {column} 列）：{what}"),
            )
        })
    }
}

fn unread(error: &BytesRejection) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "the body is larger than 1 MiB",
            "请求体超过 1 MiB",
        ),
        _ => Problem::bad("the body did not arrive whole", "请求体未完整到达"),
    }
}

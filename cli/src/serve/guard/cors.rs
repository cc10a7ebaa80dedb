//! Which other sites' pages may read answers.

use crate::serve::settings::Settings;
use axum::http::{HeaderName, HeaderValue, Method, header};
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser need not ask again.
const MAX_AGE: Duration = Duration::from_secs(600);

/// Pages of the origins that were named may read and send JSON; none may send cookies or tokens.
pub fn cors(settings: &Settings) -> CorsLayer {
    let origins = settings.origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::ACCEPT_LANGUAGE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::RETRY_AFTER, HeaderName::from_static("content-language")])
        .max_age(MAX_AGE)
}

//! Parameters in the address.

use super::{
    language::{AS_OF, LOCALE},
    problem::Problem,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;
use url::form_urlencoded;

/// The parameters of an address as `T`, without those that [`super::language::Reader`] takes. A parameter that
/// `T` does not know is refused where `T` says so: one that is misspelt would else be passed over in silence.
#[derive(Debug, Clone)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let own =
            form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != LOCALE && name != AS_OF);
        let own = form_urlencoded::Serializer::new(String::new()).extend_pairs(own).finish();
        serde_html_form::from_str(&own).map(Self).map_err(|error| {
            Problem::bad(format!("the parameters cannot be used: {error}"), format!("参数无效：{error}"))
        })
    }
}

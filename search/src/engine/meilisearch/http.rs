//! How requests reach the server: the SDK's `HttpClient`, with what its own client lacks.
//!
//! Every request has a time limit. What the server refuses for the moment (429, 503) and what is lost on the
//! way is sent again, with growing pauses, where sending it twice does no harm: documents have ids, settings
//! are absolute, searches change nothing. Only a swap of indexes undoes itself when it is done twice; it is
//! sent again only if the server cannot have had it.

use async_trait::async_trait;
use backon::{ExponentialBuilder, Retryable};
use futures_io::AsyncRead;
use futures_util::AsyncReadExt;
use meilisearch_sdk::{
    errors::{Error, MeilisearchCommunicationError},
    request::{HttpClient, Method, parse_response},
};
use reqwest::{
    StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// Times within which things must happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until an answer has come in whole.
    pub answer: Duration,
    /// Before something is sent for the second time; doubled each time after.
    pub pause: Duration,
    /// How often something is sent again.
    pub again: usize,
}

impl Limits {
    /// For questions to one server of many: others may stand in for it, so it is not waited for long.
    pub fn for_one_of_many() -> Self {
        Self {
            connect: Duration::from_secs(1),
            answer: Duration::from_secs(5),
            pause: Duration::from_millis(30),
            again: 1,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            answer: Duration::from_secs(30),
            pause: Duration::from_millis(50),
            again: 5,
        }
    }
}

/// A pool of connections to one server, with the key that it asks for.
#[derive(Debug, Clone)]
pub struct Http {
    client: reqwest::Client,
    limits: Limits,
}

impl Http {
    /// A pool that shows `key` with every request. The key is marked so that no log prints it.
    pub fn new(key: Option<&str>, limits: Limits) -> Result<Self, Error> {
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            let mut value =
                HeaderValue::from_str(&format!("Bearer {key}")).map_err(|_| Error::InvalidRequest)?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let client = reqwest::Client::builder()
            .default_headers(headers)
            .connect_timeout(limits.connect)
            .timeout(limits.answer)
            .no_proxy()
            .build()?;
        Ok(Self { client, limits })
    }

    async fn send(&self, order: &Order) -> Result<(u16, String), Error> {
        let mut request = self.client.request(order.verb.clone(), &order.url);
        if let Some(body) = &order.body {
            request = request.header(CONTENT_TYPE, &order.content_type).body(body.clone());
        }
        let response = request.send().await?;
        let status = response.status();
        let body = response.text().await?;
        if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE {
            return Err(Error::MeilisearchCommunication(MeilisearchCommunicationError {
                status_code: status.as_u16(),
                message: None,
                url: order.url.clone(),
            }));
        }
        Ok((status.as_u16(), if body.is_empty() { "null".to_owned() } else { body }))
    }
}

/// One request, whole, so that it can be sent again.
struct Order {
    verb: reqwest::Method,
    url: String,
    content_type: String,
    body: Option<Vec<u8>>,
}

impl Order {
    /// Whether it may be sent again after `error`.
    fn may_follow(&self, error: &Error) -> bool {
        match error {
            Error::MeilisearchCommunication(_) => true,
            Error::HttpError(error) => {
                error.is_connect()
                    || !self.url.ends_with("/swap-indexes")
                        && (error.is_timeout() || error.is_request() || error.is_body() || error.is_decode())
            }
            _ => false,
        }
    }
}

#[async_trait]
impl HttpClient for Http {
    async fn stream_request<Query, Body, Output>(
        &self,
        url: &str,
        method: Method<Query, Body>,
        content_type: &str,
        expected_status_code: u16,
    ) -> Result<Output, Error>
    where
        Query: Serialize + Send + Sync,
        Body: AsyncRead + Send + Sync + 'static,
        Output: DeserializeOwned + 'static,
    {
        let query = serde_json::to_value(method.query())?;
        let verb = match &method {
            Method::Get { .. } => reqwest::Method::GET,
            Method::Post { .. } => reqwest::Method::POST,
            Method::Patch { .. } => reqwest::Method::PATCH,
            Method::Put { .. } => reqwest::Method::PUT,
            Method::Delete { .. } => reqwest::Method::DELETE,
        };
        let body = match method.into_body() {
            Some(body) => {
                let mut bytes = Vec::new();
                let mut body = Box::pin(body);
                body.read_to_end(&mut bytes).await.map_err(|error| Error::Other(Box::new(error)))?;
                Some(bytes)
            }
            None => None,
        };
        let order = Order { verb, url: with_query(url, &query), content_type: content_type.to_owned(), body };
        let pauses = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(self.limits.pause)
            .with_max_times(self.limits.again);
        let (status, body) =
            (|| self.send(&order)).retry(pauses).when(|error| order.may_follow(error)).await?;
        parse_response(status, expected_status_code, &body, url.to_owned())
    }

    fn is_tokio(&self) -> bool {
        true
    }
}

/// The address with the members of `query`, an object of simple values or null, behind it.
fn with_query(url: &str, query: &serde_json::Value) -> String {
    let Some(members) = query.as_object().filter(|members| !members.is_empty()) else {
        return url.to_owned();
    };
    let mut serializer = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
        match value.as_str() {
            Some(text) => serializer.append_pair(name, text),
            None => serializer.append_pair(name, &value.to_string()),
        };
    }
    format!("{url}?{}", serializer.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn queries_stand_behind_the_address() {
        assert_eq!(with_query("http://a/b", &json!(null)), "http://a/b");
        assert_eq!(
            with_query("http://a/b", &json!({"limit": 5, "name": "a b", "none": null})),
            "http://a/b?limit=5&name=a+b"
        );
    }

    #[test]
    fn a_swap_is_not_sent_again_once_it_may_have_arrived() {
        let order = |url: &str| Order {
            verb: reqwest::Method::POST,
            url: url.into(),
            content_type: String::new(),
            body: None,
        };
        let busy = Error::MeilisearchCommunication(MeilisearchCommunicationError {
            status_code: 503,
            message: None,
            url: String::new(),
        });
        assert!(order("http://a/swap-indexes").may_follow(&busy));
        assert!(!order("http://a/indexes").may_follow(&Error::Timeout));
    }
}

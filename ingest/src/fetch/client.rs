//! The one client through which everything from the web is fetched.

use super::{
    Exchange, FetchError, Part,
    failure::classify,
    guard::Guard,
    resolve::{GuardedResolver, Lookup, SystemLookup},
};
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use std::{fmt, sync::Arc, time::Duration};
use url::{Position, Url};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The address; its fragment is not sent.
    pub url: Url,
    /// The `ETag` of the response that is already there, as the server wrote it.
    pub etag: Option<String>,
    /// The `Last-Modified` of the response that is already there, as the server wrote it.
    pub last_modified: Option<String>,
}

impl From<Url> for Request {
    /// An unconditional request.
    fn from(url: Url) -> Self {
        Self { url, etag: None, last_modified: None }
    }
}

/// How the client behaves.
#[derive(Clone)]
pub struct ClientOptions {
    /// The `User-Agent` header: who asks, and how to reach them.
    pub user_agent: String,
    /// Whether addresses of private networks may be asked.
    pub allow_private: bool,
    /// A proxy's address. It then resolves the names, so that only addresses written in figures are
    /// checked here; without it proxy variables of the environment are ignored.
    pub proxy: Option<Url>,
    /// Largest body, in bytes as received.
    pub body_bytes: u64,
    /// Largest sum of the response headers' names and values, in bytes. Whatever is set here, no more
    /// than some 400 KiB and 100 headers are read.
    pub header_bytes: u64,
    /// Longest time for a whole exchange, the body included.
    pub total_time: Duration,
    /// Longest time for resolving, connecting and the TLS handshake.
    pub connect_time: Duration,
    /// Who resolves names.
    pub lookup: Arc<dyn Lookup>,
}

impl ClientOptions {
    /// Public addresses only, no proxy, 64 MiB of body, 64 KiB of headers, 60 s, of these 15 s for
    /// connecting, the operating system's resolver.
    pub fn new(user_agent: impl Into<String>) -> Self {
        Self {
            user_agent: user_agent.into(),
            allow_private: false,
            proxy: None,
            body_bytes: 64 << 20,
            header_bytes: 64 << 10,
            total_time: Duration::from_secs(60),
            connect_time: Duration::from_secs(15),
            lookup: Arc::new(SystemLookup),
        }
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ClientOptions");
        shown.field("user_agent", &self.user_agent).field("allow_private", &self.allow_private);
        shown.finish_non_exhaustive()
    }
}

/// A guarded client. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    guard: Guard,
    user_agent: HeaderValue,
    options: Arc<ClientOptions>,
}

impl Client {
    /// Builds a client.
    pub fn new(options: ClientOptions) -> Result<Self, FetchError> {
        let user_agent = HeaderValue::from_str(&options.user_agent)
            .map_err(|_| FetchError::Options(format!("{:?} is no User-Agent", options.user_agent)))?;
        let guard = Guard { allow_private: options.allow_private };
        let resolver = GuardedResolver {
            guard,
            lookup: Arc::clone(&options.lookup),
            proxy: options.proxy.as_ref().and_then(Url::host_str).map(str::to_owned),
        };
        let mut builder = reqwest::Client::builder()
            .use_rustls_tls()
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // Old servers write such headers, and browsers read their pages all the same.
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .connect_timeout(options.connect_time)
            .dns_resolver(Arc::new(resolver));
        // The archive keeps bodies as received, whatever features other crates switch on.
        builder = builder.no_gzip().no_brotli().no_zstd().no_deflate();
        if let Some(proxy) = &options.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy.clone()).map_err(|error| unbuilt(&error))?);
        }
        let http = builder.build().map_err(|error| unbuilt(&error))?;
        Ok(Self { http, guard, user_agent, options: Arc::new(options) })
    }

    /// The rules for what may be asked, for checking links before they are queued.
    pub fn guard(&self) -> Guard {
        self.guard
    }

    /// One exchange. Redirects are not followed: a 3xx is a response like any other, and its
    /// [`Exchange::location`] the next request.
    pub async fn send(&self, request: &Request) -> Result<Exchange, FetchError> {
        let mut url = request.url.clone();
        url.set_fragment(None);
        let headers = self.headers(&url, request);
        self.guarded(&url, headers, None).await
    }

    /// Sends some bytes of a media type; redirects are not followed.
    pub async fn post(
        &self,
        url: &Url,
        media_type: &'static str,
        body: Vec<u8>,
    ) -> Result<Exchange, FetchError> {
        self.post_with(url, media_type, &[], body).await
    }

    /// The same with headers of the caller's, names in lower case; values that no header can have are left
    /// out.
    pub async fn post_with(
        &self,
        url: &Url,
        media_type: &'static str,
        more: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<Exchange, FetchError> {
        let mut headers = self.headers(url, &Request::from(url.clone()));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        for (name, value) in more {
            headers.extend(header_value(value).map(|value| (HeaderName::from_static(name), value)));
        }
        self.guarded(url, headers, Some(body)).await
    }

    /// One exchange with what the guard lets pass, in the time that it may take.
    async fn guarded(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Option<Vec<u8>>,
    ) -> Result<Exchange, FetchError> {
        if let Err(reason) = self.guard.check(url) {
            return Err(FetchError::Refused { url: shown(url), reason });
        }
        let limit = self.options.total_time;
        match tokio::time::timeout(limit, self.exchange(url, headers, body)).await {
            Ok(result) => result,
            Err(_) => Err(FetchError::Timeout { url: shown(url), limit }),
        }
    }

    async fn exchange(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Option<Vec<u8>>,
    ) -> Result<Exchange, FetchError> {
        let request_headers = readable(&headers);
        let sent_at = Timestamp::now();
        let request = match body {
            None => self.http.get(url.clone()),
            Some(body) => self.http.post(url.clone()).body(body),
        };
        let sending = request.headers(headers).send();
        let failed = |error| classify(&error, url, self.options.connect_time);
        let mut response = sending.await.map_err(failed)?;
        let response_headers = readable(response.headers());
        let size =
            response_headers.iter().map(|(name, value)| (name.len() + value.len()) as u64).sum::<u64>();
        within(url, Part::Headers, size, self.options.header_bytes)?;
        let limit = self.options.body_bytes;
        within(url, Part::Body, response.content_length().unwrap_or(0), limit)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            within(url, Part::Body, (body.len() + chunk.len()) as u64, limit)?;
            body.extend_from_slice(&chunk);
        }
        Ok(Exchange {
            url: url.clone(),
            sent_at,
            server: response.remote_addr().filter(|_| self.options.proxy.is_none()).map(|at| at.ip()),
            request_headers,
            status: response.status().as_u16(),
            response_headers,
            body,
        })
    }

    /// Every header that is sent: the connection below adds none where these are set.
    fn headers(&self, url: &Url, request: &Request) -> HeaderMap {
        let conditions =
            [(header::IF_NONE_MATCH, &request.etag), (header::IF_MODIFIED_SINCE, &request.last_modified)];
        let host = HeaderValue::from_str(&url[Position::BeforeHost..Position::AfterPort]).ok();
        let fixed = [
            (header::HOST, host),
            (header::USER_AGENT, Some(self.user_agent.clone())),
            (header::ACCEPT, Some(HeaderValue::from_static("*/*"))),
            (header::ACCEPT_ENCODING, Some(HeaderValue::from_static("gzip, br, zstd"))),
        ];
        let given = conditions.map(|(name, value)| (name, value.as_deref().and_then(header_value)));
        fixed.into_iter().chain(given).filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

fn unbuilt(error: &reqwest::Error) -> FetchError {
    FetchError::Options(error.to_string())
}

fn within(url: &Url, part: Part, size: u64, limit: u64) -> Result<(), FetchError> {
    if size > limit { Err(FetchError::TooLarge { url: shown(url), part, limit }) } else { Ok(()) }
}

/// An address as errors show it: without credentials.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Neither can be set where there is no host; there are no credentials then.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// Headers as text: one character a byte, which is Latin-1.
fn readable(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| value.as_bytes().iter().map(|&byte| char::from(byte)).collect();
    headers.iter().map(|(name, value): (&HeaderName, _)| (name.as_str().to_owned(), text(value))).collect()
}

/// The opposite, for values that a server wrote once; `None` where it did not.
fn header_value(text: &str) -> Option<HeaderValue> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    HeaderValue::from_bytes(&bytes?).ok()
}

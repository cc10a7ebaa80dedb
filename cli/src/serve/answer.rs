//! Answers as JSON: with a tag, so that whoever has one already is told so; kept, where that is wanted.

use super::{
    language::Reader,
    problem::Problem,
    readers::{Readers, State},
    state::App,
};
use anyhow::Result;
use axum::{
    body::Bytes,
    extract::FromRequestParts,
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use polidex_corpus::text::sha256_hex;
use serde::Serialize;

/// The media type of answers.
pub const JSON: &str = "application/json";

/// A question of somebody who may have the answer already.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who reads the answer.
    pub reader: Reader,
    /// Path and query as sent.
    address: String,
    /// Tags of answers that the client has.
    known: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let reader = Reader::from_request_parts(parts, state).await?;
        let known = parts.headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        Ok(Self { reader, address: parts.uri.to_string(), known: known.map(str::to_owned) })
    }
}

impl Asked {
    /// The tag of the answer: equal tags, equal answers. It is weak (RFC 9110), since the time that an answer
    /// took stands in it.
    fn tag(&self, state: &State) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let Reader { locale, day } = self.reader;
        let all = format!("{version}\n{}\n{}\n{locale:?}\n{}", state.line(), day.as_of, self.address);
        format!("W/\"{}\"", &sha256_hex(all.as_bytes())[..32])
    }

    /// Whether the client has the answer with this tag.
    fn has(&self, tag: &str) -> bool {
        let known = self.known.as_deref().unwrap_or_default();
        known.trim() == "*"
            || known.split(',').any(|known| known.trim().trim_start_matches("W/") == &tag[2..])
    }
}

/// What a worker came to.
enum Found {
    /// What the client has already.
    Known,
    /// The answer.
    Answer(Bytes),
    /// An answer that may be another one a moment later.
    Passing(Bytes),
}

/// How long something takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Milliseconds.
    Moments,
    /// A second or more.
    Long,
}

/// Answers a question that has the same answer until the store changes.
pub async fn answer<T: Serialize>(
    app: App,
    asked: Asked,
    takes: Takes,
    work: impl FnOnce(&Readers) -> Result<T> + Send + 'static,
) -> Result<Response, Problem> {
    bytes(app, asked, takes, JSON, |readers| Ok(serde_json::to_vec(&work(readers)?)?)).await
}

/// Like [`answer`], for what is no JSON.
pub async fn bytes(
    app: App,
    asked: Asked,
    takes: Takes,
    kind: &'static str,
    work: impl FnOnce(&Readers) -> Result<Vec<u8>> + Send + 'static,
) -> Result<Response, Problem> {
    let cached = app.clone();
    let job = move |readers: &Readers| {
        let tag = asked.tag(readers.state());
        if asked.has(&tag) {
            return Ok((tag, Found::Known));
        }
        if let Some(kept) = cached.kept(&tag) {
            return Ok((tag, Found::Answer(kept)));
        }
        let answer = Bytes::from(work(readers)?);
        if !readers.answered_whole() {
            return Ok((tag, Found::Passing(answer)));
        }
        cached.keep(&tag, &answer);
        Ok((tag, Found::Answer(answer)))
    };
    let (tag, found) = match takes {
        Takes::Moments => app.read(job).await?,
        Takes::Long => app.read_long(job).await?,
    };
    let tag = HeaderValue::from_str(&tag).map_err(|_| Problem::internal())?;
    let common = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, HeaderValue::from_static("accept-language")),
    ];
    Ok(match found {
        Found::Known => (StatusCode::NOT_MODIFIED, common).into_response(),
        Found::Passing(bytes) => (UNKEPT, [(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Found::Answer(bytes) => (common, [(header::CONTENT_TYPE, kind)], bytes).into_response(),
    })
}

/// Headers of answers to what was sent in a body: nobody may keep them.
const UNKEPT: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// Answers what was sent in a body: a quotation, a profile. Nothing of it is kept.
pub async fn unkept<T: Serialize>(
    app: App,
    takes: Takes,
    work: impl FnOnce(&Readers) -> Result<T> + Send + 'static,
) -> Result<Response, Problem> {
    unkept_bytes(app, takes, JSON, |readers| Ok(serde_json::to_vec(&work(readers)?)?)).await
}

/// Like [`unkept`], for what is no JSON.
pub async fn unkept_bytes(
    app: App,
    takes: Takes,
    kind: &'static str,
    work: impl FnOnce(&Readers) -> Result<Vec<u8>> + Send + 'static,
) -> Result<Response, Problem> {
    let bytes = match takes {
        Takes::Moments => app.read(work).await?,
        Takes::Long => app.read_long(work).await?,
    };
    Ok((UNKEPT, [(header::CONTENT_TYPE, kind)], bytes).into_response())
}

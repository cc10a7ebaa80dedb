//! Problem details (RFC 9457), in the reader's language.

mod kind;

use super::language::locale_of;
use crate::{answers::reference::Unresolved, console};
use anyhow::Error;
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use polidex_corpus::locale::Locale;
use serde::Serialize;
use std::{borrow::Cow, sync::Arc};

/// Why a request was not answered as asked.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// A name for programs.
    pub code: &'static str,
    /// What is wrong, in English.
    pub en: Cow<'static, str>,
    /// The same in Chinese.
    pub zh: Cow<'static, str>,
    /// References that may have been meant.
    pub suggestions: Vec<String>,
    /// Seconds after which it may be tried again.
    pub retry_after: Option<u32>,
}

/// A problem as it is sent.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemDetails {
    /// Where the kind of problem is described.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem, in the reader's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong this time and what to do, in the reader's language.
    pub detail: String,
    /// The kind of problem, for programs.
    pub code: String,
    /// References that may have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
}

impl Problem {
    /// A problem in both languages.
    pub fn new(
        status: StatusCode,
        code: &'static str,
        en: impl Into<Cow<'static, str>>,
        zh: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { status, code, en: en.into(), zh: zh.into(), suggestions: Vec::new(), retry_after: None }
    }

    /// A parameter that cannot be used.
    pub fn bad(en: impl Into<Cow<'static, str>>, zh: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_parameter", en, zh)
    }

    /// A body whose content cannot be used.
    pub fn content(en: impl Into<Cow<'static, str>>, zh: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_body", en, zh)
    }

    /// Too many requests at once.
    pub fn busy() -> Self {
        let problem = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "more requests came than can be answered; try again in a moment",
            "请求过多，暂时无法处理；请稍后再试",
        );
        Self { retry_after: Some(RETRY_AFTER), ..problem }
    }

    /// A failure of the program. What failed is said in its log only: it may tell of paths and files.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the server failed; its log says why",
            "服务器出错；原因见其日志",
        )
    }

    /// The problem that an error of the program is to whoever asked.
    pub fn of(error: &Error) -> Self {
        let (status, code) = kind::of(error);
        let suggestions = error.downcast_ref::<Unresolved>().map(Unresolved::suggestions).unwrap_or_default();
        let suggestions = suggestions.iter().map(ToString::to_string).collect();
        match status {
            StatusCode::INTERNAL_SERVER_ERROR => {
                crate::console::line(&format!("{error:#}"));
                Self::internal()
            }
            // Where the data directory is, is nobody's business.
            StatusCode::SERVICE_UNAVAILABLE => {
                let problem = Self::new(
                    status,
                    code,
                    "the store or its index cannot be read at the moment",
                    "文档库或其索引暂时无法读取",
                );
                Self { retry_after: Some(RETRY_AFTER), ..problem }
            }
            _ => {
                let said = |locale| console::localized(error.as_ref(), locale);
                Self { suggestions, ..Self::new(status, code, said(Locale::En), said(Locale::Zh)) }
            }
        }
    }

    /// What is wrong, for a reader.
    pub fn detail(&self, locale: Locale) -> &str {
        locale.pick(&self.en, &self.zh)
    }

    /// The kind of problem, for a reader.
    pub fn title(&self, locale: Locale) -> &'static str {
        kind::title(self.status, locale)
    }

    /// As it is sent.
    pub fn details(&self, locale: Locale) -> ProblemDetails {
        ProblemDetails {
            kind: format!("/api#problem-{}", self.code),
            title: self.title(locale).to_owned(),
            status: self.status.as_u16(),
            detail: crate::output::visible(self.detail(locale)).into_owned(),
            code: self.code.to_owned(),
            suggestions: self.suggestions.clone(),
        }
    }
}

/// Seconds after which somebody who was turned away may try again.
const RETRY_AFTER: u32 = 1;

impl IntoResponse for Problem {
    /// In English; [`localize`] puts it into the reader's language.
    fn into_response(self) -> Response {
        let mut response = rendered(&self, Locale::En);
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

fn rendered(problem: &Problem, locale: Locale) -> Response {
    let body = serde_json::to_vec(&problem.details(locale)).unwrap_or_default();
    let mut response = (problem.status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.pick("en", "zh-CN")));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Puts problems into the reader's language, and gives those of the framework (no such address, a method that
/// is not allowed, a body that is too large) the same form.
pub async fn localize(request: Request, next: Next) -> Response {
    let locale = locale_of(request.uri(), request.headers());
    let response = next.run(request).await;
    let problem = match response.extensions().get::<Arc<Problem>>() {
        Some(problem) => Arc::clone(problem),
        None => match kind::of_framework(&response) {
            Some(problem) => Arc::new(problem),
            None => return response,
        },
    };
    // A page has made something of it that people read.
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html")));
    if is_page {
        return response;
    }
    let mut localized = rendered(&problem, locale);
    for (name, value) in response.headers() {
        if !localized.headers().contains_key(name) && name != header::CONTENT_LENGTH {
            localized.headers_mut().insert(name.clone(), value.clone());
        }
    }
    localized.extensions_mut().insert(problem);
    localized
}

//! What kind of problem something is.

use super::Problem;
use crate::{answers::reference::Unresolved, console};
use anyhow::Error;
use axum::{
    http::{StatusCode, header},
    response::Response,
};
use polidex_corpus::{locale::Locale, store::StoreError};
use polidex_search::{
    engine::EngineError,
    matching::{SuppositionError, profile::ProfileError},
    searcher::SearchError,
};

/// What kind of problem an error is.
pub fn of(error: &Error) -> (StatusCode, &'static str) {
    if let Some(unresolved) = error.downcast_ref::<Unresolved>() {
        let status = match unresolved {
            Unresolved::Store(error) => return of_store(error),
            Unresolved::Several { .. } => StatusCode::CONFLICT,
            Unresolved::Removed { .. } => StatusCode::GONE,
            _ => StatusCode::NOT_FOUND,
        };
        return (status, unresolved.code());
    }
    if error.is::<ProfileError>() || error.is::<SuppositionError>() {
        return (StatusCode::UNPROCESSABLE_ENTITY, "bad_profile");
    }
    if error.is::<console::Message>() {
        return (StatusCode::BAD_REQUEST, "bad_parameter");
    }
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return of_store(error);
    }
    if let Some(error) = error.downcast_ref::<EngineError>() {
        return of_engine(error);
    }
    match error.downcast_ref::<SearchError>() {
        Some(SearchError::Cursor(_)) => (StatusCode::BAD_REQUEST, "bad_cursor"),
        Some(SearchError::Store(error)) => of_store(error),
        Some(SearchError::Engine(error)) => of_engine(error),
        None => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

fn of_store(error: &StoreError) -> (StatusCode, &'static str) {
    match error {
        StoreError::NoStore { .. } | StoreError::Busy { .. } => {
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
        }
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

fn of_engine(error: &EngineError) -> (StatusCode, &'static str) {
    match error {
        EngineError::Missing(_)
        | EngineError::NotOnServer { .. }
        | EngineError::Unreachable { .. }
        | EngineError::Key { .. }
        | EngineError::Behind { .. }
        | EngineError::Unconfigured { .. }
        | EngineError::NotSpread => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// What a status says, for a reader.
pub fn title(status: StatusCode, locale: Locale) -> &'static str {
    let (en, zh) = match status {
        StatusCode::BAD_REQUEST => ("the request cannot be used", "请求无效"),
        StatusCode::UNAUTHORIZED => ("a token is needed", "需要令牌"),
        StatusCode::FORBIDDEN => ("not allowed", "不允许"),
        StatusCode::NOT_FOUND => ("not found", "未找到"),
        StatusCode::METHOD_NOT_ALLOWED => ("the method is not allowed here", "不支持该请求方法"),
        StatusCode::REQUEST_TIMEOUT => ("the request took too long to arrive", "请求发送超时"),
        StatusCode::CONFLICT => ("it may mean several things", "有多种可能"),
        StatusCode::GONE => ("removed", "已移除"),
        StatusCode::PAYLOAD_TOO_LARGE => ("the request is too large", "请求过大"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("the content type is not supported", "不支持该内容类型"),
        StatusCode::MISDIRECTED_REQUEST => ("this host is not served here", "此处不提供该主机的服务"),
        StatusCode::UNPROCESSABLE_ENTITY => ("the content cannot be used", "内容无法处理"),
        StatusCode::TOO_MANY_REQUESTS => ("too many requests", "请求过于频繁"),
        StatusCode::SERVICE_UNAVAILABLE => ("not available at the moment", "暂时不可用"),
        StatusCode::GATEWAY_TIMEOUT => ("it took too long", "处理超时"),
        _ => ("the server failed", "服务器出错"),
    };
    locale.pick(en, zh)
}

/// The problem that an answer of the framework stands for.
pub fn of_framework(response: &Response) -> Option<Problem> {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // Whoever wrote JSON or HTML has said what is wrong.
    if kind.is_some_and(|kind| !kind.starts_with("text/plain")) {
        return None;
    }
    let (code, en, zh) = match status {
        StatusCode::NOT_FOUND => (
            "no_such_address",
            "nothing is served at this address; /api lists what is",
            "此地址没有内容；可用地址见 /api",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "method_not_allowed",
            "this address does not take the method; see the header Allow",
            "该地址不支持此请求方法；见响应头 Allow",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "the body is larger than 1 MiB", "请求体超过 1 MiB"),
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            ("timeout", "the request took longer than is allowed", "请求耗时超过限制")
        }
        status if status.is_client_error() => ("bad_request", "the request cannot be used", "请求无效"),
        _ => ("internal", "the server failed; its log says why", "服务器出错；原因见其日志"),
    };
    Some(Problem::new(status, code, en, zh))
}

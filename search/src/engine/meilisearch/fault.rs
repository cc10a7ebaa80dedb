//! What went wrong between polidex and the server, in words that say what to do.

use crate::engine::EngineError;
use meilisearch_sdk::errors::{Error, ErrorCode};

/// The error of a request to the server at `url`.
pub fn fault(url: &str, error: &Error) -> EngineError {
    let unreachable = |why: String| EngineError::Unreachable { url: url.to_owned(), why };
    match error {
        Error::Meilisearch(reply) => match reply.error_code {
            ErrorCode::IndexNotFound => EngineError::NotOnServer { place: url.to_owned() },
            ErrorCode::InvalidApiKey
            | ErrorCode::MissingAuthorizationHeader
            | ErrorCode::MissingMasterKey => EngineError::Key { url: url.to_owned() },
            ErrorCode::NoSpaceLeftOnDevice | ErrorCode::DatabaseSizeLimitReached => {
                EngineError::ServerFull { url: url.to_owned() }
            }
            ErrorCode::PayloadTooLarge => EngineError::TooLarge { url: url.to_owned() },
            _ => EngineError::Refused { url: url.to_owned(), why: reply.error_message.clone() },
        },
        Error::MeilisearchCommunication(reply) => unreachable(format!("status {}", reply.status_code)),
        Error::HttpError(error) => unreachable(chain(error)),
        Error::ParseError(error) => unreachable(format!("its answer cannot be read: {error}")),
        Error::InvalidRequest => EngineError::Key { url: url.to_owned() },
        other => unreachable(other.to_string()),
    }
}

/// An error with what lies behind it; the address is said once, elsewhere.
fn chain(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".into();
    }
    let mut last: &dyn std::error::Error = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

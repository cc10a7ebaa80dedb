//! What a failure of the HTTP library means.

use super::{FetchError, client::shown, guard::Refusal, resolve::Unresolved};
use std::{error::Error, io, iter, time::Duration};
use url::Url;

/// The error that stands for a failure on the way to `url` or from it.
pub(super) fn classify(error: &reqwest::Error, url: &Url, connect_time: Duration) -> FetchError {
    let host = url.host_str().unwrap_or_default();
    let url = shown(url);
    if let Some(reason) = cause::<Refusal>(error) {
        return FetchError::Refused { url, reason: reason.clone() };
    }
    if let Some(Unresolved { source, .. }) = cause(error) {
        let source = io::Error::new(source.kind(), source.to_string());
        return FetchError::Dns { host: host.to_owned(), source };
    }
    let detail = root(error);
    match () {
        () if error.is_timeout() => FetchError::Timeout { url, limit: connect_time },
        () if error.is_connect() && is_tls(error) => FetchError::Tls { url, detail },
        () if error.is_connect() => FetchError::Connect { url, detail },
        () => FetchError::Broken { url, detail },
    }
}

/// Failures of TLS reach us as input and output errors of two kinds.
fn is_tls(error: &reqwest::Error) -> bool {
    let kinds = [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof];
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| kinds.contains(&cause.kind()))
}

fn cause<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// The innermost cause in words: those around it repeat the address.
fn root(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(String::new, ToString::to_string)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let outermost: &(dyn Error + 'static) = error;
    iter::successors(Some(outermost), |&error| within(error).or_else(|| error.source()))
}

/// What an input or output error was made from: its own `source` skips that.
fn within<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    Some(inner)
}

//! News delivered to an address of the user's: one signed message, sent again while the receiver is away.
//!
//! The message is a POST of JSON through the one guarded client. `Polidex-Signature-256: sha256=…` is the
//! HMAC-SHA256 (RFC 2104) of the body's bytes under the user's secret, in hexadecimal, so that the receiver
//! knows who speaks; `Polidex-Delivery` is the same for every attempt at one message, so that a message that
//! arrived twice can be told.

mod error;

pub use error::WebhookError;

use crate::fetch::{Client, FetchError};
use backon::{ExponentialBuilder, Retryable};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{fmt::Write, time::Duration};
use url::Url;
use uuid::Uuid;

/// The header with the signature.
pub const SIGNATURE: &str = "polidex-signature-256";
/// The header with the message's id.
pub const DELIVERY: &str = "polidex-delivery";

/// Attempts after the first one.
const MORE_ATTEMPTS: usize = 4;
/// Between the first two attempts; each later wait is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Delivers a message. A receiver that cannot be reached, is overloaded or fails is asked again, five times
/// in all within some fifteen seconds beside its own time; one that refuses is not.
///
/// # Errors
/// [`WebhookError`] when no attempt was answered with a status of 200 to 299. Redirects are not followed,
/// since whoever redirects would decide who gets the news.
pub async fn deliver(client: &Client, url: &Url, secret: &[u8], body: &[u8]) -> Result<(), WebhookError> {
    let headers = [(SIGNATURE, signature(secret, body)?), (DELIVERY, Uuid::new_v4().to_string())];
    let waits = ExponentialBuilder::default()
        .with_min_delay(FIRST_WAIT)
        .with_factor(2.0)
        .with_max_delay(LONGEST_WAIT)
        .with_max_times(MORE_ATTEMPTS);
    let attempt = || async {
        let answer = client.post_with(url, "application/json", &headers, body.to_vec()).await?;
        match answer.status {
            200..=299 => Ok(()),
            status => {
                Err(WebhookError::Status { url: url.host_str().unwrap_or_default().to_owned(), status })
            }
        }
    };
    attempt.retry(waits).when(may_pass).await
}

/// Whether another attempt may be answered otherwise.
fn may_pass(error: &WebhookError) -> bool {
    match error {
        WebhookError::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
        WebhookError::Fetch(error) => !matches!(
            error,
            FetchError::Refused { .. } | FetchError::Options(_) | FetchError::TooLarge { .. }
        ),
        WebhookError::Secret => false,
    }
}

/// The value of the signature's header.
///
/// # Errors
/// [`WebhookError::Secret`] when there is no secret: a signature that everybody can make proves nothing.
pub fn signature(secret: &[u8], body: &[u8]) -> Result<String, WebhookError> {
    if secret.is_empty() {
        return Err(WebhookError::Secret);
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| WebhookError::Secret)?;
    mac.update(body);
    let mut value = String::from("sha256=");
    for byte in mac.finalize().into_bytes() {
        // Writing to a string cannot fail.
        let _ = write!(value, "{byte:02x}");
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_rfc_4231() {
        assert_eq!(
            signature(b"Jefe", b"what do ya want for nothing?").unwrap(),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert!(matches!(signature(b"", b"news"), Err(WebhookError::Secret)));
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let status = |status| WebhookError::Status { url: String::new(), status };
        for (code, again) in [(503, true), (429, true), (408, true), (404, false), (401, false), (302, false)]
        {
            assert_eq!(may_pass(&status(code)), again, "{code}");
        }
    }
}

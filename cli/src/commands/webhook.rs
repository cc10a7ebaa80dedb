//! News to a webhook.

use crate::{
    config::{Config, Webhook},
    output::news::Report,
};
use anyhow::{Context, Result};
use jiff::{Timestamp, civil::Date};
use polidex_ingest::{
    fetch::{Client, ClientOptions},
    webhook::{self, WebhookError},
};
use serde::Serialize;
use std::{env, fs, time::Duration};
use tokio::runtime::Builder;
use url::Url;

/// The variable with the secret.
const SECRET: &str = "POLIDEX_WEBHOOK_SECRET";
/// Longest time for one attempt.
const TIME: Duration = Duration::from_secs(20);
/// Largest answer of a receiver that is read, in bytes.
const ANSWER: u64 = 64 << 10;

/// What is sent.
#[derive(Serialize)]
struct Message<'a> {
    /// What kind of message it is.
    event: &'static str,
    sent_at: Timestamp,
    as_of: Date,
    /// The watches with news.
    reports: Vec<&'a Report>,
}

/// Delivers news to the address that is given, else to the configured one; nothing where there is neither,
/// or no news.
///
/// # Errors
/// When there is no secret, or the receiver did not take the message.
pub fn deliver(config: &Config, url: Option<&Url>, reports: &[Report]) -> Result<()> {
    let settings = config.webhook.clone().unwrap_or_default();
    let Some(url) = url.or(settings.url.as_ref()) else { return Ok(()) };
    let reports: Vec<&Report> = reports.iter().filter(|report| !report.news.is_empty()).collect();
    if reports.is_empty() {
        return Ok(());
    }
    let secret = secret(&settings)?;
    let message = Message { event: "news", sent_at: Timestamp::now(), as_of: config.as_of, reports };
    let body = serde_json::to_vec(&message)?;
    let agent = concat!("polidex/", env!("CARGO_PKG_VERSION"));
    let client = Client::new(ClientOptions {
        allow_private: settings.allow_private,
        total_time: TIME,
        body_bytes: ANSWER,
        ..ClientOptions::new(agent)
    })?;
    let sending = webhook::deliver(&client, url, secret.as_bytes(), &body);
    Ok(Builder::new_current_thread().enable_all().build()?.block_on(sending)?)
}

/// The secret, without the line feed that editors put at the end of a file.
fn secret(settings: &Webhook) -> Result<String> {
    if let Some(secret) = env::var(SECRET).ok().filter(|secret| !secret.is_empty()) {
        return Ok(secret);
    }
    let Some(path) = &settings.secret_file else { return Err(WebhookError::Secret.into()) };
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

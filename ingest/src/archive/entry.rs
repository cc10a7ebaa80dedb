//! What an exchange becomes: its three records.

use super::{
    http, names,
    record::{self, Fields},
};
use crate::fetch::Exchange;
use polidex_corpus::text::sha256_hex;
use std::fmt::Write;

/// Bodies shorter than this, in bytes, are stored again: a revisit would take as much room.
const WORTH_A_REVISIT: usize = 512;

/// A response that later ones may refer to.
#[derive(Clone)]
pub(super) struct Original {
    pub file: String,
    pub offset: u64,
    pub id: String,
    pub target: String,
    pub date: String,
}

/// The digest of bytes as records hold it.
pub(super) fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", sha256_hex(bytes))
}

/// What a stored response is to later ones of the same payload.
pub(super) fn original(file: &str, offset: u64, fields: &Fields) -> Option<(String, Original)> {
    if fields.get("WARC-Type") != Some("response") {
        return None;
    }
    let text = |name: &str| fields.get(name).map(str::to_owned);
    let digest = text(names::PAYLOAD_DIGEST)?;
    let original = Original {
        file: file.to_owned(),
        offset,
        id: fields.id().to_owned(),
        target: text(names::TARGET)?,
        date: text("WARC-Date")?,
    };
    Some((digest, original))
}

/// The fields of the record that keeps a response: a `revisit` where nothing new was received.
pub(super) fn response_fields<'a>(
    exchange: &Exchange,
    known: impl FnOnce(&str) -> Option<&'a Original>,
) -> Fields {
    let payload = digest(&exchange.body);
    let original = if exchange.body.len() < WORTH_A_REVISIT { None } else { known(&payload) };
    let profile = match original {
        Some(_) => Some(names::SAME_PAYLOAD),
        None => (exchange.status == 304).then_some(names::NOT_MODIFIED),
    };
    let kind = if profile.is_some() { "revisit" } else { "response" };
    let mut fields = Fields::new(kind, exchange.sent_at);
    fields.set(names::TARGET, exchange.url.as_str());
    if let Some(server) = exchange.server {
        fields.set(names::IP, server.to_string());
    }
    fields.set("Content-Type", "application/http;msgtype=response");
    if let Some(profile) = profile {
        fields.set(names::PROFILE, profile);
    }
    if profile != Some(names::NOT_MODIFIED) {
        fields.set(names::PAYLOAD_DIGEST, payload);
    }
    if let Some(original) = original {
        fields.set("WARC-Refers-To", original.id.as_str());
        fields.set("WARC-Refers-To-Target-URI", original.target.as_str());
        fields.set("WARC-Refers-To-Date", original.date.as_str());
        fields.set(names::REFERS_TO_FILE, original.file.as_str());
        fields.set(names::REFERS_TO_OFFSET, original.offset.to_string());
    }
    fields
}

/// Writes the three records of an exchange; returns their lengths in bytes. The first holds the response.
pub(super) fn write_exchange(
    fields: &Fields,
    exchange: &Exchange,
    (hop, via): (usize, Option<&Exchange>),
    out: &mut Vec<u8>,
) -> std::io::Result<[u64; 3]> {
    let mut block = http::response_head(exchange);
    if fields.get("WARC-Type") == Some("response") {
        block.extend_from_slice(&exchange.body);
    }
    let response = with_digest(fields.clone(), &block, out)?;
    let companion = |kind: &str, media_type: &str| {
        let mut companion = Fields::new(kind, exchange.sent_at);
        companion.set(names::TARGET, exchange.url.as_str());
        companion.set("WARC-Concurrent-To", fields.id());
        companion.set("Content-Type", media_type);
        companion
    };
    let request =
        with_digest(companion("request", "application/http;msgtype=request"), &http::request(exchange), out)?;
    let mut about = format!("hopsFromSeed: {}\r\n", "R".repeat(hop));
    if let Some(via) = via {
        let _ = write!(about, "via: {}\r\n", via.url);
    }
    let metadata = with_digest(companion("metadata", "application/warc-fields"), about.as_bytes(), out)?;
    Ok([response, request, metadata])
}

fn with_digest(mut fields: Fields, block: &[u8], out: &mut Vec<u8>) -> std::io::Result<u64> {
    fields.set(names::BLOCK_DIGEST, digest(block));
    record::write(&fields, block, out)
}

//! Exchanges as blocks of `application/http`.

use crate::fetch::Exchange;
use reqwest::StatusCode;
use std::fmt::Write;

/// Under this name the header `Transfer-Encoding` is kept: the body it speaks of is not.
const TRANSFER_ENCODING: &str = "X-Archive-Orig-Transfer-Encoding";

/// The request as it was sent.
pub(super) fn request(exchange: &Exchange) -> Vec<u8> {
    let url = &exchange.url;
    let mut head = format!("GET {}", url.path());
    if let Some(query) = url.query() {
        let _ = write!(head, "?{query}");
    }
    head.push_str(" HTTP/1.1\r\n");
    headers(&mut head, &exchange.request_headers);
    latin1(&head)
}

/// Status line and headers of the response, with the empty line that ends them.
pub(super) fn response_head(exchange: &Exchange) -> Vec<u8> {
    let reason = StatusCode::from_u16(exchange.status).ok().and_then(|status| status.canonical_reason());
    let mut head = format!("HTTP/1.1 {} {}\r\n", exchange.status, reason.unwrap_or_default());
    let renamed = exchange.response_headers.iter().map(|(name, value)| {
        let kept = if name.eq_ignore_ascii_case("Transfer-Encoding") { TRANSFER_ENCODING } else { name };
        (kept.to_owned(), value.clone())
    });
    headers(&mut head, &renamed.collect::<Vec<_>>());
    latin1(&head)
}

fn headers(head: &mut String, headers: &[(String, String)]) {
    for (name, value) in headers {
        let _ = write!(head, "{name}: {}\r\n", value.replace(['\r', '\n'], " "));
    }
    head.push_str("\r\n");
}

/// Headers are held as characters of Latin-1; what is none cannot have come from one.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
}

/// Headers, in order.
pub(super) type Headers = Vec<(String, String)>;

/// Status, headers and body of a response's block; `None` where it is no response.
pub(super) fn parse_response(block: &[u8]) -> Option<(u16, Headers, &[u8])> {
    let end = memchr::memmem::find(block, b"\r\n\r\n")?;
    let head: String = block[..end].iter().map(|&byte| char::from(byte)).collect();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let name = if name == TRANSFER_ENCODING { "Transfer-Encoding" } else { name };
        Some((name.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned()))
    });
    Some((status, headers.collect(), &block[end + 4..]))
}

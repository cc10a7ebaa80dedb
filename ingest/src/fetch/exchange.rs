//! What went over the wire for one page.

use jiff::Timestamp;
use std::net::IpAddr;
use url::Url;

/// One request and its response: what the archive keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The address asked for, without a fragment.
    pub url: Url,
    /// When the request was sent.
    pub sent_at: Timestamp,
    /// The address of the server that answered; `None` where a proxy was used.
    pub server: Option<IpAddr>,
    /// The request's headers as sent, in order.
    pub request_headers: Vec<(String, String)>,
    /// The status code.
    pub status: u16,
    /// The response's headers, in order. Bytes that are no ASCII are read as Latin-1.
    pub response_headers: Vec<(String, String)>,
    /// The entity body as received: Transfer-Encoding removed, Content-Encoding kept.
    pub body: Vec<u8>,
}

impl Exchange {
    /// The value of a response header, its name in any letter case; the first where there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.response_headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// A page as fetched: every hop on the way to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The exchanges in order, at least one: redirects first, the final response last.
    pub exchanges: Vec<Exchange>,
}

impl Fetched {
    /// The final response.
    ///
    /// # Panics
    /// When there is no exchange, which [`Fetched`]'s makers rule out.
    pub fn last(&self) -> &Exchange {
        self.exchanges.last().expect("a fetched page has at least one exchange")
    }
}

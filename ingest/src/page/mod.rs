//! One response of the web, read as a document.

use crate::{
    Format, Limits, Problem, decode, extract,
    fetch::Exchange,
    read::{Names, capture_of, document},
    source::{Link, canonical},
};
use polidex_corpus::{
    model::{Archived, Document},
    source::Source,
};
use std::path::Path;
use url::Url;

/// What a response gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The address in the form that names the page: by the source's rules, else as asked for.
    pub url: Url,
    /// The document, or why there is none. Its `source` is the source's name, or the host where no
    /// source is known; its `external_id` is [`Self::url`].
    pub document: Result<Box<Document>, Problem>,
    /// Files that the page links to as parts of its document, in order.
    pub attachments: Vec<Link>,
}

/// Reads a response as a document. `archived` is where it is kept, `source` what is known of its site.
/// Nothing here fails or panics, whatever the bytes: what is wrong is a [`Problem`] or a warning of the
/// document.
pub fn read_page(
    exchange: &Exchange,
    archived: Option<Archived>,
    source: Option<&Source>,
    limits: &Limits,
) -> Page {
    let url =
        source.map_or_else(|| exchange.url.clone(), |source| canonical(&exchange.url, &source.canonical));
    let document = read(exchange, &url, archived, source, limits).map(Box::new);
    Page { url, document, attachments: Vec::new() }
}

fn read(
    exchange: &Exchange,
    url: &Url,
    archived: Option<Archived>,
    source: Option<&Source>,
    limits: &Limits,
) -> Result<Document, Problem> {
    let place = Path::new(url.as_str());
    let bytes =
        exchange.content(limits.document_bytes).map_err(|error| Problem::from_fetch(place, &error))?;
    let mut capture = capture_of(exchange.url.as_str(), Format::Html.media_type(), "", &bytes);
    capture.captured_at = exchange.sent_at.to_string();
    capture.archived = archived;
    let decoded = decode::decode(bytes, true);
    decoded.charset.clone_into(&mut capture.charset);
    let mut article = extract::extract(&decoded.text, Format::Html, extract::Known { source, address: Some(&exchange.url) }, limits);
    if article.text.is_empty() {
        return Err(Problem::empty(place));
    }
    article.warnings.extend(decoded.warning());
    let name = source.map_or_else(|| url.host_str().unwrap_or_default(), |source| &source.name);
    Ok(document(article, Names { source: name, external_id: url.as_str(), file_name: "" }, capture))
}

//! Bytes of a known format, read as an article.

use crate::{
    Format, Limits, Problem, decode,
    extract::{self, Article, Known},
    garbled,
};
use polidex_corpus::model::Capture;
use std::path::Path;

/// Bytes with what is known of them.
pub(crate) struct Received<'a> {
    pub bytes: Vec<u8>,
    pub format: Format,
    /// The character set that the server names.
    pub charset: Option<&'a str>,
    pub known: Known<'a>,
    /// What problems call it.
    pub place: &'a Path,
}

/// The article that bytes hold; the capture is told their character set.
pub(crate) fn article(
    received: Received<'_>,
    limits: &Limits,
    capture: &mut Capture,
) -> Result<Article, Problem> {
    let place = received.place;
    let article = if received.format.is_packaged() {
        let article = extract::packaged(&received.bytes, received.format, limits);
        article.map_err(|reason| Problem::from_unreadable(place, &reason))?
    } else {
        text(received, limits, capture)?
    };
    if article.text.is_empty() && !article.stated.catalogue {
        return Err(Problem::empty(place));
    }
    Ok(article)
}

/// The article of bytes that are text themselves.
fn text(received: Received<'_>, limits: &Limits, capture: &mut Capture) -> Result<Article, Problem> {
    let Received { bytes, format, charset, known, place } = received;
    if decode::is_binary(&bytes) {
        return Err(Problem::binary(place));
    }
    let decoded = decode::decode_labelled(bytes, format == Format::Html, charset);
    decoded.charset.clone_into(&mut capture.charset);
    let mut article = extract::extract(&decoded.text, format, known, limits);
    article.warnings.extend(decoded.warning());
    article.warnings.extend(garbled::warning(&article.text));
    Ok(article)
}

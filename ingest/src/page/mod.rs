//! One response of the web, or one file, read as a document with its links.

use crate::{
    Format, Limits, Problem,
    extract::{Article, Known, Related, Unreadable},
    fetch::{Client, Exchange, FetchError},
    read::{Names, Received, article, capture_of, document},
    source::{Link, canonical, for_url},
};
use polidex_corpus::{
    model::{Archived, Capture, Document},
    source::Source,
};
use std::path::Path;
use url::Url;

/// What a response gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The address in the form that names the page: by the source's rules, else as asked for. Of a
    /// file, its path.
    pub url: Url,
    /// The document, or why there is none. Its `source` is the source's name, or the host where no
    /// source is known; its `external_id` is [`Self::url`].
    pub document: Result<Box<Document>, Problem>,
    /// Files that the page links to as parts of its document, in order.
    pub attachments: Vec<Link>,
    /// Other pages of the family that the page links to: interpretation, original, translation.
    pub related: Vec<Related>,
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
    let name = source.map_or_else(|| url.host_str().unwrap_or_default(), |source| &source.name);
    let place = Path::new(url.as_str());
    let content = exchange.content(limits.document_bytes).map_err(|error| Problem::from_fetch(place, &error));
    let kept = archived.is_some();
    let article = content.and_then(|bytes| {
        let label = exchange.header("content-type");
        let mut capture = capture_of(exchange.url.as_str(), Format::Html.media_type(), "", &bytes);
        capture.captured_at = exchange.sent_at.to_string();
        capture.archived = archived;
        let known = Known { source, address: Some(&exchange.url), ..Known::default() };
        read_bytes(bytes, label, known, place, limits, capture)
    });
    let article = article.map_err(|problem| if kept { problem.archived() } else { problem });
    page(article, url.clone(), Names { source: name, external_id: url.as_str(), file_name: "" })
}

/// Fetches one page at a user's word, and reads it. The source is `source`, else the one of `sources`
/// that the page's address belongs to.
///
/// # Errors
/// Why there is no response; a response other than a page is a problem of the [`Page`].
pub async fn fetch_page(
    client: &Client,
    url: &Url,
    source: Option<&Source>,
    sources: &[Source],
    limits: &Limits,
) -> Result<Page, FetchError> {
    let fetched = client.get(url).await?;
    let last = fetched.last();
    let mut page = read_page(last, None, source.or_else(|| for_url(&last.url, sources)), limits);
    if last.status != 200 {
        page.document = Err(Problem::from_status(Path::new(last.url.as_str()), last.status));
    }
    Ok(page)
}

/// Reads the bytes of a file; what it is is told by them, and by its name. The source is `source`, else
/// the one of `sources` that the page's own address belongs to.
///
/// # Panics
/// Never: `file:///` is an address.
pub fn read_saved(
    bytes: Vec<u8>,
    path: &Path,
    source: Option<&Source>,
    sources: &[Source],
    limits: &Limits,
) -> Page {
    let shown = path.to_string_lossy();
    let capture = capture_of(&shown, Format::Html.media_type(), "", &bytes);
    let label = Format::of(path).ok().map(Format::media_type);
    let known = Known { source, sources, address: None };
    let article = read_bytes(bytes, label, known, path, limits, capture);
    let nowhere = || Url::parse("file:///").expect("a valid address");
    let url = std::path::absolute(path).ok().and_then(|path| Url::from_file_path(path).ok());
    let file_name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let names = Names { source: &shown, external_id: &shown, file_name: &file_name };
    page(article, url.unwrap_or_else(nowhere), names)
}

fn page(article: Result<(Article, Capture), Problem>, url: Url, names: Names<'_>) -> Page {
    match article {
        Ok((mut article, capture)) => {
            let attachments = std::mem::take(&mut article.attachments);
            let related = std::mem::take(&mut article.related);
            Page { url, document: Ok(Box::new(document(article, names, capture))), attachments, related }
        }
        Err(problem) => Page { url, document: Err(problem), attachments: Vec::new(), related: Vec::new() },
    }
}

/// The article of bytes whose format is told by themselves and by their label.
fn read_bytes(
    bytes: Vec<u8>,
    label: Option<&str>,
    known: Known<'_>,
    place: &Path,
    limits: &Limits,
    mut capture: Capture,
) -> Result<(Article, Capture), Problem> {
    let unsupported = |format| Problem::from_unreadable(place, &Unreadable::unsupported(format));
    let format = Format::sniff(&bytes, label).map_err(unsupported)?;
    format.media_type().clone_into(&mut capture.media_type);
    let charset = label.and_then(charset);
    let article = article(Received { bytes, format, charset, known, place }, limits, &mut capture)?;
    Ok((article, capture))
}

/// The character set that a Content-Type names.
fn charset(label: &str) -> Option<&str> {
    let parameters = label.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut named = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    named.next().map(|(_, value)| value.trim().trim_matches(['"', '\'']))
}

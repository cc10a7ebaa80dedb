//! What a visit means: a document, a list, nothing new, or a failure.

use super::{
    options::Target,
    queue::Job,
    visit::{End, Visit},
    web::as_warning,
};
use crate::{
    Limits, decode,
    fetch::{
        Exchange, FetchError, Fetched,
        entries::{self, EntryKind as Listed},
    },
    page::{Page, read_page},
    source::{Link, list_page, looks_like_document, url_key},
};
use polidex_corpus::{
    model::Warning,
    source::{ListRules, Source},
    store::EntryKind,
    text::sha256_hex,
};
use url::Url;

/// A visit that has been judged.
#[derive(Debug)]
pub(super) struct Judged {
    pub job: Job,
    pub fetched: Fetched,
    /// The bytes that it holds in memory.
    pub bytes: usize,
    pub verdict: Verdict,
}

/// What a visit means.
#[derive(Debug)]
pub(super) enum Verdict {
    /// A list that was read.
    Listing(Listing),
    /// A document, or why the response holds none; with the hash of the body.
    Page(Box<Page>, String),
    /// Nothing changed since the last visit.
    Unchanged,
    /// The server says that the page is no more.
    Gone,
    /// No answer, or one of a server in trouble.
    Unanswered(Warning),
    /// No answer, and asking again in this crawl would not help.
    Failed(Warning),
    /// robots.txt forbids it.
    Forbidden(Warning),
    /// This host is not asked any more in this crawl.
    SetAside(String),
    /// The crawl was stopped before there was an answer.
    Stopped,
}

/// What stands on a list.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub documents: Vec<Link>,
    /// Where it goes on, and further sitemaps.
    pub lists: Vec<(Url, EntryKind)>,
    /// Hash of the documents' addresses: tells a page that repeats another.
    pub digest: String,
    /// Whether rules of the source did not fit, and what else a reader should know.
    pub warnings: Vec<Warning>,
}

/// Judges a visit. Reading takes time, so this is to run where it holds nobody up.
pub(super) fn judge(job: Job, visit: Visit, bytes: usize, target: &Target, limits: &Limits) -> Judged {
    let verdict = match visit.end {
        End::Answered => answer(&job, visit.fetched.exchanges.last(), target.source.as_ref(), limits),
        End::Unanswered(warning) => Verdict::Unanswered(warning),
        End::Failed(warning) => Verdict::Failed(warning),
        End::Forbidden(warning) => Verdict::Forbidden(warning),
        End::SetAside(host) => Verdict::SetAside(host),
        End::Stopped => Verdict::Stopped,
    };
    Judged { job, fetched: visit.fetched, bytes, verdict }
}

fn answer(job: &Job, exchange: Option<&Exchange>, source: Option<&Source>, limits: &Limits) -> Verdict {
    let Some(exchange) = exchange else { return Verdict::Stopped };
    match exchange.status {
        304 if job.entry.checked_at.is_some() => Verdict::Unchanged,
        200..=299 => received(job, exchange, source, limits),
        404 | 410 => Verdict::Gone,
        status @ (408 | 425 | 429 | 500..) => Verdict::Unanswered(refused(status)),
        status => Verdict::Failed(refused(status)),
    }
}

fn refused(status: u16) -> Warning {
    Warning::new(
        "http_status",
        format!("the server answered with status {status}"),
        format!("服务器返回状态 {status}"),
    )
}

fn received(job: &Job, exchange: &Exchange, source: Option<&Source>, limits: &Limits) -> Verdict {
    let entry = &job.entry;
    let listed = match entry.kind {
        EntryKind::List => list(exchange, source, limits),
        EntryKind::Sitemap => sitemap(exchange, source, limits),
        EntryKind::Document | EntryKind::Attachment => {
            let sha256 = sha256_hex(&exchange.body);
            return if entry.sha256.as_ref() == Some(&sha256) {
                Verdict::Unchanged
            } else {
                Verdict::Page(Box::new(read_page(exchange, None, source, limits)), sha256)
            };
        }
    };
    listed.map_or_else(|error| Verdict::Failed(as_warning(&error)), Verdict::Listing)
}

fn list(exchange: &Exchange, source: Option<&Source>, limits: &Limits) -> Result<Listing, FetchError> {
    let text = decode::decode(exchange.content(limits.document_bytes)?, true).text;
    let generic = ListRules::default();
    let rules = source.map_or(&generic, |source| &source.list);
    let page = list_page(&text, &exchange.url, rules);
    let lists = page.next.into_iter().map(|next| (next, EntryKind::List)).collect();
    Ok(Listing { digest: digest(&page.items), documents: page.items, lists, warnings: page.warnings })
}

/// A sitemap names every page of a site, so only what looks like a document is taken; a feed is a choice
/// already.
fn sitemap(exchange: &Exchange, source: Option<&Source>, limits: &Limits) -> Result<Listing, FetchError> {
    let content = exchange.content(limits.document_bytes)?;
    let (entries, warnings) = entries::parse(&content, &exchange.url);
    let pattern = source.and_then(|source| source.list.link.as_ref());
    let mut listing = Listing { warnings, ..Listing::default() };
    for entry in entries {
        if entry.kind == Listed::Sitemap {
            listing.lists.push((entry.url, EntryKind::Sitemap));
            continue;
        }
        let wanted = match pattern {
            Some(pattern) => pattern.is_match(entry.url.as_str()),
            None => entry.title.is_some() || looks_like_document(&entry.url),
        };
        if wanted {
            let text = entry.title.unwrap_or_default();
            listing.documents.push(Link { url: entry.url, text, date: entry.date });
        }
    }
    listing.digest = digest(&listing.documents);
    Ok(listing)
}

fn digest(links: &[Link]) -> String {
    let keys: Vec<String> = links.iter().map(|link| url_key(&link.url)).collect();
    sha256_hex(keys.join("\n").as_bytes())
}

//! One visit of a page: redirects followed, every hop in its host's turn and by its host's robots.txt.

use super::web::{Aside, Rules, Web, as_warning};
use crate::fetch::{Fetched, Request};
use polidex_corpus::{model::Warning, store::CrawlEntry};
use url::Url;

/// Most redirects on the way to a page.
const HOPS: usize = 10;

/// What came of a visit.
#[derive(Debug)]
pub(super) struct Visit {
    /// Every response on the way, the final one last.
    pub fetched: Fetched,
    /// How it ended.
    pub end: End,
}

/// How a visit ended.
#[derive(Debug)]
pub(super) enum End {
    /// With a response that is no redirect.
    Answered,
    /// With none; later there may be one.
    Unanswered(Warning),
    /// Asking again will not help.
    Failed(Warning),
    /// robots.txt forbids the page.
    Forbidden(Warning),
    /// This host, of the page or of a hop, is not asked any more in this crawl.
    SetAside(String),
    /// The crawl was stopped.
    Stopped,
}

/// Visits a page.
pub(super) async fn visit(web: &Web, entry: &CrawlEntry) -> Visit {
    let mut fetched = Fetched::default();
    let end = match Url::parse(&entry.url) {
        Ok(url) => {
            follow(web, entry, url, &mut fetched).await.unwrap_or_else(|Aside { host }| End::SetAside(host))
        }
        Err(error) => End::Failed(Warning::new("address", error.to_string(), format!("网址有误：{error}"))),
    };
    Visit { fetched, end }
}

async fn follow(web: &Web, entry: &CrawlEntry, mut url: Url, fetched: &mut Fetched) -> Result<End, Aside> {
    loop {
        match &*web.rules(&url).await? {
            Rules::Known(robots) if robots.allows(&url) => {}
            Rules::Known(_) => return Ok(End::Forbidden(forbidden(&url))),
            Rules::Unreachable(why) => return Ok(End::Failed(why.clone())),
        }
        let exchange = match web.exchange(&conditional(entry, &url)).await? {
            Ok(exchange) => exchange,
            Err(error) => {
                let warning = as_warning(&error);
                return Ok(if error.is_transient() {
                    End::Unanswered(warning)
                } else {
                    End::Failed(warning)
                });
            }
        };
        let redirect = matches!(exchange.status, 301 | 302 | 303 | 307 | 308);
        let next = exchange.location().filter(|_| redirect);
        fetched.exchanges.push(exchange);
        let Some(next) = next else { return Ok(End::Answered) };
        if fetched.exchanges.iter().any(|before| before.url == next) {
            return Ok(End::Failed(Warning::new(
                "redirect_loop",
                "its redirects lead in a circle",
                "重定向循环",
            )));
        }
        if fetched.exchanges.len() > HOPS {
            return Ok(End::Failed(Warning::new(
                "too_many_redirects",
                format!("more than {HOPS} redirects one after the other"),
                format!("连续重定向超过 {HOPS} 次"),
            )));
        }
        url = next;
    }
}

/// The request for one hop: after changes only, where the response that we have came from there.
fn conditional(entry: &CrawlEntry, url: &Url) -> Request {
    let mut request = Request::from(url.clone());
    let answered_by = entry.answered_by.as_deref().unwrap_or(&entry.url);
    if answered_by == url.as_str() {
        request.etag.clone_from(&entry.etag);
        request.last_modified.clone_from(&entry.last_modified);
    }
    request
}

fn forbidden(url: &Url) -> Warning {
    Warning::new("robots", format!("robots.txt forbids {url}"), format!("robots.txt 不允许读取 {url}"))
}

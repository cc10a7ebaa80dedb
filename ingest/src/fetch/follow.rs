//! A single page that a user names, redirects followed.

use super::{Client, FetchError, Fetched, Request, client::shown};
use url::Url;

/// Most redirects on the way to a page.
const MOST: usize = 10;

impl Client {
    /// Gets a page, every hop guarded like the first. Neither robots.txt nor delays are asked: this is
    /// for one page at a time, at a user's word.
    pub async fn get(&self, url: &Url) -> Result<Fetched, FetchError> {
        let mut exchanges = Vec::new();
        let mut next = url.clone();
        while exchanges.len() <= MOST {
            let exchange = self.send(&Request::from(next)).await?;
            let redirect = matches!(exchange.status, 301 | 302 | 303 | 307 | 308);
            let target = exchange.location().filter(|_| redirect);
            exchanges.push(exchange);
            match target {
                Some(target) => next = target,
                None => return Ok(Fetched { exchanges }),
            }
        }
        Err(FetchError::Redirects { url: shown(url), limit: MOST })
    }
}

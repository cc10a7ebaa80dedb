//! `polidex doctor --source NAME --live`: a few pages of the site, to try a definition on.

use super::crawl;
use crate::{args::WebFlags, config::Config};
use anyhow::Result;
use polidex_corpus::{source::Source, store::Store};
use polidex_ingest::{
    Limits,
    archive::{self, archive_dir},
    crawl::{Keep, Options, Summary, Target, run},
    decode::decode,
};
use url::Url;

/// This many documents are asked for,
const DOCUMENTS: usize = 3;
/// and of every list this many pages.
const LIST_PAGES: u32 = 1;

/// Fetches the lists' first pages and a few documents, as a crawl would, and stores none. Returns each
/// page with its text, and what could not be had.
pub fn fetch(config: &Config, source: &Source, flags: &WebFlags) -> Result<(Vec<(Url, String)>, Summary)> {
    let dir = tempfile::tempdir()?;
    let mut source = source.clone();
    source.list.max_pages = Some(LIST_PAGES);
    let options = Options { max: Some(DOCUMENTS), ..crawl::options(config, flags)? };
    let mut store = Store::open(dir.path())?;
    let summary = run(&[Target::source(source)], Keep::Store(&mut store), &options, &mut |_| ())?;
    let limit = Limits::default().document_bytes;
    let mut pages = Vec::new();
    archive::responses(&archive_dir(dir.path()), &mut |exchange| {
        let is_page = (200..300).contains(&exchange.status) && exchange.url.path() != "/robots.txt";
        if let (true, Ok(content)) = (is_page, exchange.content(limit)) {
            pages.push((exchange.url, decode(content, true).text));
        }
    })?;
    Ok((pages, summary))
}

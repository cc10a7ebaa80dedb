//! What is crawled, and how.

use super::clock::Clock;
use crate::{Limits, fetch::Client};
use jiff::civil::Date;
use polidex_corpus::{
    source::Source,
    store::{EntryKind, Store},
};
use std::{path::Path, sync::Arc, time::Duration};
use url::Url;

/// The pause between two requests to one host that is never gone below on the public internet.
pub const LEAST_DELAY: Duration = Duration::from_secs(1);

/// A source to crawl.
#[derive(Debug, Clone)]
pub struct Target {
    /// The name under which documents are stored: the source's, or the host where no source is known.
    pub name: String,
    /// What is known of the site.
    pub source: Option<Source>,
    /// Where to begin. These are asked in any case.
    pub seeds: Vec<(Url, EntryKind)>,
    /// Whether to go on with what earlier crawls left waiting.
    pub resume: bool,
}

impl Target {
    /// A whole source: its start pages, sitemaps and feeds.
    pub fn source(source: Source) -> Self {
        let parse = |addresses: &[String], kind| -> Vec<(Url, EntryKind)> {
            addresses.iter().filter_map(|address| Some((Url::parse(address).ok()?, kind))).collect()
        };
        let mut seeds = parse(&source.start, EntryKind::List);
        seeds.extend(parse(&source.feeds, EntryKind::Sitemap));
        Self { name: source.name.clone(), source: Some(source), seeds, resume: true }
    }

    /// One page, with the files that belong to it.
    pub fn page(url: Url, source: Option<Source>) -> Self {
        let host = url.host_str().unwrap_or_default().to_owned();
        let name = source.as_ref().map_or(host, |source| source.name.clone());
        Self { name, source, seeds: vec![(url, EntryKind::Document)], resume: false }
    }
}

/// How a crawl goes about it.
#[derive(Clone)]
pub struct Options {
    /// Through what everything is fetched.
    pub client: Client,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Least pause after every request to a host; a source, a robots.txt or a server may ask for more.
    pub delay: Duration,
    /// Most hosts that are asked at the same time. One host is never asked twice at a time.
    pub concurrency: usize,
    /// Most documents that are asked for; files that belong to them do not count.
    pub max: Option<usize>,
    /// Documents of an earlier day are left out, as far as lists or pages tell it.
    pub since: Option<Date>,
    /// Limits on what is read.
    pub limits: Limits,
    /// Whether an interrupt (Ctrl-C) ends the crawl in order.
    pub interruptible: bool,
}

impl Options {
    /// By the operating system's clock, a second between requests, eight hosts at a time, no limit.
    pub fn new(client: Client) -> Self {
        Self {
            client,
            clock: Arc::new(super::SystemClock),
            delay: LEAST_DELAY,
            concurrency: 8,
            max: None,
            since: None,
            limits: Limits::default(),
            interruptible: false,
        }
    }
}

/// Where a crawl puts what it brings.
pub enum Keep<'a> {
    /// Into the store and the archive beside it.
    Store(&'a mut Store),
    /// Nowhere: lists are read, documents only named. What a store knows already is passed over.
    Nothing(Option<&'a Store>),
}

impl Keep<'_> {
    /// The store, for looking things up.
    pub(super) fn known(&self) -> Option<&Store> {
        match self {
            Self::Store(store) => Some(store),
            Self::Nothing(store) => *store,
        }
    }

    /// The data directory of the store that is written to.
    pub(super) fn data(&self) -> Option<&Path> {
        match self {
            Self::Store(store) => Some(store.dir()),
            Self::Nothing(_) => None,
        }
    }
}

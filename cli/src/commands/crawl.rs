//! `polidex crawl`, and `polidex ingest` of addresses.

use super::{crawl_failed, crawl_report, crawl_schedule, doctor_source, timestamp};
use crate::{
    args::{Crawl, Ingest, WebFlags},
    config::Config,
    console::{self, CrawlProgress, Message, Outcome},
    contact,
};
use anyhow::{Result, bail};
use polidex_corpus::{
    source::{self, Source, Verified},
    store::{Store, StoreError},
};
use polidex_ingest::{
    archive,
    crawl::{self, Keep, LEAST_DELAY, Options, Summary, Target},
    fetch::{Client, ClientOptions},
    source::for_url,
};
use polidex_search::index::Indexed;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use url::Url;

/// Crawls sources, stores and indexes what they publish, and says what happened.
pub fn run(config: &Config, args: &Crawl) -> Result<Outcome> {
    if args.list {
        return crawl_report::list(config, &source::load(&config.data.join("sources"))?);
    }
    if args.failed {
        return crawl_failed::list(config, &args.sources);
    }
    let sources: Result<Vec<Source>> =
        args.sources.iter().map(|name| doctor_source::find(config, name)).collect();
    let sources = sources?;
    for source in sources.iter().filter(|source| matches!(source.verified, Verified::Never(_))) {
        let name = &source.name;
        console::say(
            config,
            &format!(
                "{name}: its rules were never verified against the live site; where they do not fit, the generic ones serve"
            ),
            &format!("{name}：规则从未与在线网站核实；不符之处使用通用规则"),
        );
    }
    let targets: Vec<Target> = sources.into_iter().map(Target::source).collect();
    if let Some(target) = targets.iter().find(|target| target.seeds.is_empty()) {
        let name = &target.name;
        bail!(Message::new(
            format!("{name} names no page to begin with; add `start` or `feeds` to its file"),
            format!("{name} 没有起始网页；请在其文件中加入 start 或 feeds"),
        ));
    }
    let options = Options {
        max: args.max,
        since: args.since,
        concurrency: args.concurrency.into(),
        ..options(config, &args.web)?
    };
    if args.dry_run {
        let store = reader(config)?;
        let summary = fetch(config, &targets, Keep::Nothing(store.as_ref()), &options)?;
        return crawl_report::report(config, &summary, Indexed::default(), None);
    }
    let once = || keep(config, Store::open(&config.data)?, &targets, &options, !args.no_index, &args.reports);
    match args.every {
        Some(every) => crawl_schedule::run(config, every, once),
        None => once(),
    }
}

/// Brings in single pages, with the files that belong to them.
pub fn pages(config: &Config, urls: Vec<Url>, args: &Ingest) -> Result<Outcome> {
    let sources = source::load(&config.data.join("sources"))?;
    let target = |url: Url| {
        let source = for_url(&url, &sources).cloned();
        Target::page(url, source)
    };
    let targets: Vec<Target> = urls.into_iter().map(target).collect();
    let mut store = Store::open(&config.data)?;
    store.bring_back_removed(args.bring_back);
    for target in &targets {
        for (url, _) in &target.seeds {
            if !args.bring_back && store.is_address_removed(url.as_str())? {
                super::ingest::say_removed(config, 1);
            }
        }
    }
    keep(config, store, &targets, &options(config, &args.web)?, !args.no_index, &[])
}

fn keep(
    config: &Config,
    mut store: Store,
    targets: &[Target],
    options: &Options,
    index: bool,
    reports: &[PathBuf],
) -> Result<Outcome> {
    let summary = fetch(config, targets, Keep::Store(&mut store), options)?;
    super::understanding::update(config, &mut store)?;
    let indexed = if index { super::ingest::update_index(config, &store)? } else { Indexed::default() };
    let head = archive::chain::head(&archive::archive_dir(&config.data))?;
    if let Some(run) = summary.run {
        store.report_run(run, &crawl_report::json(&summary, indexed, head.as_ref())?)?;
        crawl_report::files(config, &store, run, reports)?;
    }
    let outcome = crawl_report::report(config, &summary, indexed, head.as_ref())?;
    if let Some(head) = &head {
        timestamp::stamp(config, head)?;
    }
    Ok(outcome)
}

fn fetch(config: &Config, targets: &[Target], keep: Keep<'_>, options: &Options) -> Result<Summary> {
    let mut progress = CrawlProgress::new(config);
    let summary = crawl::run(targets, keep, options, &mut |event| progress.show(event));
    progress.finish();
    Ok(summary?)
}

fn reader(config: &Config) -> Result<Option<Store>> {
    match Store::open_reader(&config.data) {
        Ok(store) => Ok(Some(store)),
        Err(StoreError::NoStore { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// How the web is asked, by the flags and the configuration.
pub(super) fn options(config: &Config, flags: &WebFlags) -> Result<Options> {
    let delay = flags.delay.map_or(Ok(LEAST_DELAY), Duration::try_from_secs_f64).unwrap_or(Duration::MAX);
    if delay < LEAST_DELAY && !flags.allow_private {
        bail!(Message::new(
            "less than a second between requests is impolite to public sites; say --delay 1 or more, or --allow-private for an intranet",
            "对公网站点两次请求间隔不得少于 1 秒；请用 --delay 1 或更大的值，内网请加 --allow-private",
        ));
    }
    let contact = contact::find(config, flags.contact.as_deref())?;
    let agent = format!("polidex/{} (+{contact})", env!("CARGO_PKG_VERSION"));
    let client =
        Client::new(ClientOptions { allow_private: flags.allow_private, ..ClientOptions::new(agent) })?;
    Ok(Options { delay, interruptible: true, ..Options::new(client) })
}

/// The addresses among the arguments of `polidex ingest`; an error where there are paths too.
pub fn addresses(paths: &[impl AsRef<Path>]) -> Result<Vec<Url>> {
    let address = |path: &str| {
        let scheme = path.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https")).then(|| Url::parse(path))
    };
    let all: Vec<_> = paths.iter().map(|path| path.as_ref().to_str().and_then(address)).collect();
    if all.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    if all.iter().any(Option::is_none) {
        bail!(Message::new(
            "files and web addresses are not read in one run; run polidex once for each",
            "文件和网址不能在一次运行中一起读入；请分两次运行",
        ));
    }
    Ok(all.into_iter().flatten().collect::<Result<_, _>>()?)
}

//! `polidex crawl --failed`: the pages that could not be had, as the store remembers them.

use super::doctor_source;
use crate::{
    config::Config,
    console::Outcome,
    output::{Style, visible},
};
use anyhow::Result;
use polidex_corpus::{
    locale::Localized,
    store::{CrawlEntry, Store},
};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Failed<'a> {
    source: &'a str,
    url: &'a str,
    title: Option<&'a str>,
    found_on: Option<&'a str>,
    code: &'a str,
    message: &'a str,
    /// Requests in vain since the last that was answered.
    tries: u32,
    /// No crawl asks for it before.
    not_before: Option<String>,
}

impl<'a> From<&'a CrawlEntry> for Failed<'a> {
    fn from(entry: &'a CrawlEntry) -> Self {
        let error = entry.error.as_ref();
        Self {
            source: &entry.source,
            url: &entry.url,
            title: entry.title.as_deref(),
            found_on: entry.found_on.as_deref(),
            code: error.map_or("gone", |error| &error.code),
            message: error.map_or("the server says that the page is no more", |error| &error.message),
            tries: entry.tries,
            not_before: entry.not_before.map(|time| time.to_string()),
        }
    }
}

/// Lists them, of all sources or of some; one JSON object a line for programs.
pub fn list(config: &Config, sources: &[String]) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let names = if sources.is_empty() {
        store.crawled_sources()?
    } else {
        let found = sources.iter().map(|name| doctor_source::find(config, name));
        found.map(|source| Ok(source?.name)).collect::<Result<_>>()?
    };
    let mut entries = Vec::new();
    for name in names {
        entries.extend(store.crawl_failed(&name)?);
    }
    let mut out = io::stdout().lock();
    for entry in &entries {
        if config.json {
            serde_json::to_writer(&mut out, &Failed::from(entry))?;
            writeln!(out)?;
        } else {
            show(config, entry, &mut out)?;
        }
    }
    if entries.is_empty() && !config.json {
        writeln!(
            out,
            "{}",
            config.locale.pick("no page is known that could not be had", "没有未能取得的网页")
        )?;
    }
    Ok(Outcome::Done)
}

fn show(config: &Config, entry: &CrawlEntry, out: &mut impl Write) -> Result<()> {
    let locale = config.locale;
    let why = match &entry.error {
        Some(error) => error.localized(locale),
        None => locale.pick("the server says that the page is no more", "服务器称该网页已不存在").into(),
    };
    let style = Style::new(config.color);
    writeln!(out, "{}  {}", style.bold(visible(&entry.source)), visible(&entry.url))?;
    writeln!(out, "    {}", visible(&why))?;
    if let Some(title) = &entry.title {
        writeln!(out, "    {}", visible(title))?;
    }
    if let Some(time) = entry.not_before {
        writeln!(out, "    {}{time}", locale.pick("not asked again before ", "再次访问不早于 "))?;
    }
    Ok(())
}

//! What a crawl did, and which sources there are, for people and for programs.

use crate::{
    answers::sources,
    config::Config,
    console::Outcome,
    output::{Style, feed, sources as words, visible},
};
use anyhow::{Context, Result};
use polidex_corpus::{
    locale::{Locale, Localized},
    source::Source,
    store::{Change, Store},
};
use polidex_ingest::{
    archive::chain::Link,
    crawl::{HostSummary, Summary},
};
use polidex_search::index::Indexed;
use serde::Serialize;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

#[derive(Serialize)]
struct Report<'a> {
    documents: usize,
    complete: bool,
    units_indexed: u64,
    /// The head of the archive's hash chain.
    archive_head: Option<&'a str>,
    #[serde(flatten)]
    summary: &'a Summary,
}

/// Says what a crawl did, and the head of the archive as it left it; every page that was not had is named.
pub fn report(config: &Config, summary: &Summary, indexed: Indexed, head: Option<&Link>) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    if config.json {
        writeln!(out, "{}", json(summary, indexed, head)?)?;
    } else {
        for candidate in &summary.would_fetch {
            let date = candidate.date.map_or_else(|| " ".repeat(10), |date| date.to_string());
            let title = candidate.title.as_deref().unwrap_or_default();
            writeln!(out, "{date}  {}  {}", visible(&candidate.url), visible(title))?;
        }
        writeln!(out, "{}", counts(config.locale, summary, indexed))?;
        for host in &summary.hosts {
            writeln!(out, "  {}", visible(&host_line(config.locale, host)))?;
        }
        if let Some(Link { number, head, .. }) = head {
            writeln!(out, "{} {head} ({number})", config.locale.pick("archive head", "存档链首"))?;
        }
        drop(out);
        name_failures(config, summary)?;
    }
    let had = summary.lists + summary.documents() + summary.unchanged + summary.older;
    Ok(match (summary.is_complete(), had) {
        (true, _) => Outcome::Done,
        (false, 0) => Outcome::Failed,
        (false, _) => Outcome::Partly,
    })
}

/// What a crawl did, for programs.
pub fn json(summary: &Summary, indexed: Indexed, head: Option<&Link>) -> Result<String> {
    Ok(serde_json::to_string(&Report {
        documents: summary.documents(),
        complete: summary.is_complete(),
        units_indexed: indexed.units,
        archive_head: head.map(|link| link.head.as_str()),
        summary,
    })?)
}

/// Runs that a feed in a file tells of.
const FEED: usize = 50;

/// Writes what run `run` did to files, each whole or not at all: JSON, or a feed of the last runs.
pub fn files(config: &Config, store: &Store, run: i64, paths: &[PathBuf]) -> Result<()> {
    let runs = store.crawl_runs(FEED)?;
    for path in paths {
        let mut content = Vec::new();
        if path.extension().is_some_and(|extension| extension == "atom") {
            feed::atom(&mut content, &words::feed(&runs, &store.lineage()?, config.locale))?;
        } else {
            let report = runs.iter().find(|one| one.id == run).and_then(|one| one.report.as_deref());
            writeln!(content, "{}", report.unwrap_or("{}"))?;
        }
        let named = || path.display().to_string();
        let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let mut beside = tempfile::NamedTempFile::new_in(dir).with_context(named)?;
        beside.write_all(&content).with_context(named)?;
        beside.persist(path).with_context(named)?;
    }
    Ok(())
}

fn counts(locale: Locale, summary: &Summary, indexed: Indexed) -> String {
    let count = |change| summary.changes.get(&change).copied().unwrap_or(0);
    let Summary { lists, unchanged, not_asked, older, waiting, .. } = summary;
    let (documents, new, editions) = (summary.documents(), count(Change::New), count(Change::NewEdition));
    let (failed, gone, forbidden) = (summary.problems.len(), summary.gone.len(), summary.forbidden.len());
    let (would, units) = (summary.would_fetch.len(), indexed.units);
    if would > 0 {
        return match locale {
            Locale::En => format!(
                "{lists} lists read; {would} documents would be asked for, {not_asked} are known; nothing was stored"
            ),
            Locale::Zh => {
                format!("已读取 {lists} 个列表页；将抓取 {would} 份文件，{not_asked} 份已知；未入库")
            }
        };
    }
    match locale {
        Locale::En => format!(
            "{documents} documents read: {new} new, {editions} new editions; {lists} lists; {unchanged} pages unchanged, {not_asked} checked lately, {older} older than asked for, {gone} gone, {forbidden} forbidden by robots.txt, {failed} failed, {waiting} left for the next crawl; {units} clauses indexed"
        ),
        Locale::Zh => format!(
            "读取 {documents} 份文件：新增 {new}，新版本 {editions}；列表 {lists}；未变化 {unchanged}，近期已查 {not_asked}，早于所限日期 {older}，已不存在 {gone}，robots.txt 禁止 {forbidden}，失败 {failed}，留待下次 {waiting}；索引 {units} 条"
        ),
    }
}

fn host_line(locale: Locale, host: &HostSummary) -> String {
    let HostSummary { origin, requests, failures, .. } = host;
    let size = host.bytes as f64 / 1e6;
    let mut line = match locale {
        Locale::En => format!("{origin}: {requests} requests, {failures} without answer, {size:.1} MB"),
        Locale::Zh => format!("{origin}：请求 {requests} 次，无响应 {failures} 次，{size:.1} MB"),
    };
    if let Some(until) = host.set_aside_until {
        let until = match locale {
            Locale::En => format!("; set aside until {until}, run the crawl again after that"),
            Locale::Zh => format!("；搁置至 {until}，届时请再次运行"),
        };
        line.push_str(&until);
    }
    line
}

/// Names every page that was not had, and why, on standard error.
fn name_failures(config: &Config, summary: &Summary) -> Result<()> {
    let locale = config.locale;
    let mut err = io::stderr().lock();
    let groups = [
        (&summary.problems, "not read: ", "未读入："),
        (&summary.gone, "gone: ", "已不存在："),
        (&summary.forbidden, "not asked: ", "未访问："),
    ];
    for (pages, en, zh) in groups {
        for page in pages {
            writeln!(err, "{}{}", locale.pick(en, zh), visible(&page.localized(locale)))?;
        }
    }
    for alarm in &summary.alarms {
        let text = alarm.what.localized(locale);
        writeln!(err, "{}{}: {}", locale.pick("look: ", "请检查："), visible(&alarm.source), visible(&text))?;
    }
    for warning in &summary.warnings {
        writeln!(err, "{}{}", locale.pick("note: ", "注意："), visible(&warning.localized(locale)))?;
    }
    if summary.stopped {
        let text =
            locale.pick("stopped; the same command goes on from here", "已停止；再次运行同一命令即可继续");
        writeln!(err, "{text}")?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    title: &'a str,
    title_zh: &'a str,
    tier: &'static str,
    verified: Option<jiff::civil::Date>,
    hosts: &'a [String],
}

/// Says which sources there are.
pub fn list(config: &Config, sources: &[Source]) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    let listed = sources.iter().map(|source| Listed {
        name: &source.name,
        title: &source.title.en,
        title_zh: &source.title.zh,
        tier: sources::tier(source.tier),
        verified: sources::verified(source),
        hosts: &source.hosts,
    });
    if config.json {
        serde_json::to_writer(&mut out, &listed.collect::<Vec<_>>())?;
        writeln!(out)?;
        return Ok(Outcome::Done);
    }
    let style = Style::new(config.color);
    for source in listed {
        let title = config.locale.pick(source.title, source.title_zh);
        let verified = source.verified.map_or_else(
            || config.locale.pick("never verified", "从未核实").to_owned(),
            |date| format!("{}{date}", config.locale.pick("verified on ", "核实于 ")),
        );
        let name = style.bold(format!("{:22}", visible(source.name)));
        let hosts = source.hosts.join(" ");
        writeln!(out, "{name}{}\n{:22}{}, {verified}, {}", visible(title), "", source.tier, visible(&hosts))?;
    }
    Ok(Outcome::Done)
}

//! Sources and runs of crawls, for people and feed readers.

use super::{
    Style,
    feed::{Entry, Feed},
    visible,
};
use crate::answers::sources::ListedSource;
use jiff::Timestamp;
use polidex_corpus::{
    locale::{Locale, Localized},
    store::{CrawlRun, SourceRun},
};
use serde::Deserialize;
use std::io::{self, Write};

/// Days after which a source is called old.
pub const OLD: i64 = 30;

/// What a report says that is kept of a run; the rest is passed on as it is.
#[derive(Deserialize)]
struct Report {
    documents: usize,
    complete: bool,
    #[serde(default)]
    sources: Vec<SourceRun>,
}

/// Everything about one source in a few lines.
pub fn source(out: &mut impl Write, source: &ListedSource, style: Style, locale: Locale) -> io::Result<()> {
    let title = match locale {
        Locale::En => source.title.as_deref(),
        Locale::Zh => source.title_zh.as_deref(),
    };
    let title = title.map(|title| format!("  {}", visible(title))).unwrap_or_default();
    writeln!(out, "{}{title}", style.bold(visible(&source.name)))?;
    writeln!(out, "    {}", covers(source, locale))?;
    if let Some(line) = pages(source, locale) {
        writeln!(out, "    {line}")?;
    }
    if let Some(failed) = &source.last_failure {
        let reason = failed.failure.reason.localized(locale);
        let line = format!(
            "{}{}{}{}: {reason}",
            locale.pick("last failure ", "最近一次失败 "),
            day(&failed.at),
            locale.pick(": ", "："),
            failed.failure.url
        );
        let line = visible(&line).into_owned();
        writeln!(
            out,
            "    {}",
            if source.is_out_of_reach() { style.caution(line) } else { style.dim(line) }
        )?;
    }
    for alarm in &source.alarms {
        let line = format!(
            "✘ {}{}{}{}",
            locale.pick("since ", "自 "),
            day(&alarm.since),
            locale.pick(": ", " 起："),
            alarm.what.localized(locale)
        );
        writeln!(out, "    {}", style.caution(visible(&line)))?;
    }
    Ok(())
}

/// The day of a time in RFC 3339.
fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}

/// How many documents of which days, and when it was last seen.
pub fn covers(source: &ListedSource, locale: Locale) -> String {
    let mut parts = vec![match locale {
        Locale::En => format!("{} documents", source.policies),
        Locale::Zh => format!("{} 份文件", source.policies),
    }];
    if let (Some(from), Some(to)) = (&source.covers.from, &source.covers.to) {
        parts.push(match locale {
            Locale::En => format!("of {from} to {to}"),
            Locale::Zh => format!("日期 {from} 至 {to}"),
        });
    }
    if source.covers.undated > 0 {
        let undated = source.covers.undated;
        parts.push(match locale {
            Locale::En => format!("{undated} undated"),
            Locale::Zh => format!("{undated} 份无日期"),
        });
    }
    parts.push(fresh(source, locale));
    parts.join(locale.pick(", ", "，"))
}

/// When it was last seen, in words.
fn fresh(source: &ListedSource, locale: Locale) -> String {
    let crawled = source.last_success.is_some();
    let seen = source.last_success.as_deref().or(source.latest.as_deref()).map(day);
    match (seen, source.age_days, locale) {
        (Some(seen), Some(age), Locale::En) => {
            let word = if crawled { "last asked with success" } else { "read" };
            let old = if crawled && age > OLD { ", old: crawl it again" } else { "" };
            format!("{word} {seen} ({age} days ago{old})")
        }
        (Some(seen), Some(age), Locale::Zh) => {
            let word = if crawled { "最近一次成功访问" } else { "读入于" };
            let old = if crawled && age > OLD { "，已久，请再次抓取" } else { "" };
            format!("{word} {seen}（{age} 天前{old}）")
        }
        _ => locale.pick("never asked", "从未访问").to_owned(),
    }
}

/// What stands at its addresses, where anything is known of them.
pub fn pages(source: &ListedSource, locale: Locale) -> Option<String> {
    let pages = &source.pages;
    (pages.known > 0).then(|| match locale {
        Locale::En => format!(
            "{} pages known, {} left to ask for, {} failed, {} gone",
            pages.known, pages.waiting, pages.failed, pages.gone
        ),
        Locale::Zh => format!(
            "已知网页 {}，待访问 {}，失败 {}，已不存在 {}",
            pages.known, pages.waiting, pages.failed, pages.gone
        ),
    })
}

/// One line about a run.
pub fn run(run: &CrawlRun, locale: Locale) -> String {
    let report = run.report.as_deref().and_then(|report| serde_json::from_str::<Report>(report).ok());
    match (&run.ended_at, report) {
        (_, Some(report)) => {
            let names: Vec<&str> = report.sources.iter().map(|source| source.source.as_str()).collect();
            let documents = report.documents;
            let failed: u64 = report.sources.iter().map(|source| source.failed).sum();
            let gone: u64 = report.sources.iter().map(|source| source.gone).sum();
            let whole = if report.complete { "" } else { locale.pick(", not complete", "，未完成") };
            match locale {
                Locale::En => format!(
                    "{}: {documents} documents read, {failed} pages failed, {gone} gone{whole}",
                    names.join(" ")
                ),
                Locale::Zh => format!(
                    "{}：读取 {documents} 份文件，失败 {failed} 页，已不存在 {gone} 页{whole}",
                    names.join(" ")
                ),
            }
        }
        (Some(_), None) => locale.pick("ended; its report was not kept", "已结束；报告未保存").to_owned(),
        (None, None) => locale.pick("did not end, or runs now", "未结束，或正在运行").to_owned(),
    }
}

/// The last runs as a feed. A run that has not ended is no news yet.
pub fn feed(runs: &[CrawlRun], lineage: &str, locale: Locale) -> Feed {
    let time = |at: &str| at.parse::<Timestamp>().unwrap_or_default();
    let id = format!("urn:uuid:{lineage}");
    let entries: Vec<Entry> = runs
        .iter()
        .filter_map(|one| {
            let ended = one.ended_at.as_deref()?;
            Some(Entry {
                id: format!("urn:polidex:{lineage}:run:{}", one.id),
                title: format!("{} {}", day(ended), run(one, locale)),
                page: format!("urn:polidex:{lineage}:run:{}", one.id),
                official: None,
                updated: time(ended),
                published: Some(time(&one.started_at)),
                authors: Vec::new(),
                text: one.report.clone().unwrap_or_default(),
                summary: run(one, locale),
            })
        })
        .collect();
    Feed {
        title: locale.pick("Crawls", "抓取记录").to_owned(),
        address: id.clone(),
        page: id.clone(),
        id,
        language: locale.pick("en", "zh-CN"),
        updated: entries.first().map(|entry| entry.updated).unwrap_or_default(),
        entries,
    }
}

//! `polidex sources`.

use crate::{
    answers::sources::{self, ListedSource},
    args::{RunsFormat, Sources, SourcesCommand},
    config::Config,
    console::{Message, Outcome},
    output::{self, Style, feed, visible},
};
use anyhow::{Result, bail};
use polidex_corpus::{locale::Locale, store::Store};
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Says how sources are.
pub fn run(config: &Config, args: &Sources) -> Result<Outcome> {
    match &args.command {
        None | Some(SourcesCommand::List) => list(config),
        Some(SourcesCommand::Show { name }) => show(config, name),
        Some(SourcesCommand::Runs { format, limit }) => runs(config, *format, usize::from(*limit)),
        Some(SourcesCommand::Accept { name }) => accept(config, name),
    }
}

fn list(config: &Config) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let listed = sources::listed(&store, config.as_of)?;
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &listed)?;
        writeln!(out)?;
        return Ok(Outcome::Done);
    }
    let (known, never): (Vec<_>, Vec<_>) = listed.iter().partition(|source| was_asked(source));
    for source in &known {
        output::sources::source(&mut out, source, Style::new(config.color), config.locale)?;
    }
    let names: Vec<&str> = never.iter().map(|source| source.name.as_str()).collect();
    if !names.is_empty() {
        let text = match config.locale {
            Locale::En => format!("never asked: {} (polidex crawl NAME)", names.join(" ")),
            Locale::Zh => format!("从未访问：{}（polidex crawl 名称）", names.join(" ")),
        };
        writeln!(out, "{}", visible(&text))?;
    }
    Ok(Outcome::Done)
}

fn was_asked(source: &ListedSource) -> bool {
    source.policies > 0
        || source.pages.known > 0
        || source.last_success.is_some()
        || source.last_failure.is_some()
}

/// A source with the pages that vanished.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    source: &'a ListedSource,
    gone: Vec<Gone>,
}

#[derive(Serialize)]
struct Gone {
    external_id: String,
    /// `YYYY-MM-DD`.
    since: String,
}

fn show(config: &Config, name: &str) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let listed = sources::listed(&store, config.as_of)?;
    let Some(source) = listed.iter().find(|source| source.name == name) else {
        bail!(unknown(name));
    };
    let gone = store.gone_pages(name)?.into_iter();
    let gone: Vec<Gone> = gone.map(|(external_id, since)| Gone { external_id, since }).collect();
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &Whole { source, gone })?;
        writeln!(out)?;
        return Ok(Outcome::Done);
    }
    output::sources::source(&mut out, source, Style::new(config.color), config.locale)?;
    for Gone { external_id, since } in &gone {
        let word = config.locale.pick("gone since", "已不存在，自");
        writeln!(out, "    {word} {since}  {}", visible(external_id))?;
    }
    Ok(Outcome::Done)
}

fn unknown(name: &str) -> Message {
    Message::new(
        format!("no source is called `{name}`; `polidex sources` lists those that are known"),
        format!("没有名为 `{name}` 的来源；`polidex sources` 可列出已知来源"),
    )
}

fn runs(config: &Config, format: RunsFormat, limit: usize) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let runs = store.crawl_runs(limit)?;
    let mut out = io::stdout().lock();
    if config.json {
        for run in &runs {
            let report: Option<Value> =
                run.report.as_deref().and_then(|report| serde_json::from_str(report).ok());
            let line = serde_json::json!({
                "run": run.id, "started_at": run.started_at, "ended_at": run.ended_at, "report": report
            });
            writeln!(out, "{line}")?;
        }
        return Ok(Outcome::Done);
    }
    match format {
        RunsFormat::Atom => {
            feed::atom(&mut out, &output::sources::feed(&runs, &store.lineage()?, config.locale))?;
        }
        RunsFormat::Text if runs.is_empty() => {
            let text = config.locale.pick(
                "no crawl was run yet; `polidex crawl NAME` runs one",
                "尚未运行过抓取；请运行 `polidex crawl 名称`",
            );
            writeln!(out, "{text}")?;
        }
        RunsFormat::Text => {
            for run in &runs {
                let began = run.started_at.get(..16).unwrap_or(&run.started_at).replace('T', " ");
                writeln!(out, "{began}  {}", visible(&output::sources::run(run, config.locale)))?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn accept(config: &Config, name: &str) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    if sources::listed(&store, config.as_of)?.iter().all(|source| source.name != name) {
        bail!(unknown(name));
    }
    let ended = store.accept_pages(name)?;
    if ended {
        super::ingest::update_index(config, &store)?;
    }
    let text = match (ended, config.locale) {
        (true, Locale::En) => {
            format!("{name}: its alarms have ended; later pages are held against those read from now on")
        }
        (true, Locale::Zh) => format!("{name}：警报已解除；今后以此后读取的网页为准"),
        (false, Locale::En) => format!("{name}: there is no alarm"),
        (false, Locale::Zh) => format!("{name}：没有警报"),
    };
    writeln!(io::stdout().lock(), "{}", visible(&text))?;
    Ok(if ended { Outcome::Done } else { Outcome::Partly })
}

//! `polidex doctor`.

use super::{doctor_server, doctor_source};
use crate::{
    answers::sources,
    args::Doctor,
    config::Config,
    console::Outcome,
    output::{Style, visible},
};
use anyhow::Result;
use polidex_corpus::{
    locale::{Locale, Localized},
    store::{Store, StoreError},
};
use polidex_ingest::removal;
use polidex_search::{engine::embedded, index, searcher::EMPTY_STORE};
use serde::Serialize;
use std::io::{self, Write};

/// One thing that was checked.
#[derive(Serialize)]
pub struct Check {
    pub name: &'static str,
    pub healthy: bool,
    pub message: String,
}

/// Checks the store and the index; one line for each, with what to do. With a source, its definition.
pub fn run(config: &Config, args: &Doctor) -> Result<Outcome> {
    if let Some(source) = &args.source {
        return doctor_source::run(config, source, args);
    }
    let mut store = open(config)?;
    let mut checks = vec![store_check(config, &store)?];
    checks.extend(removal_check(config, &mut store)?);
    checks.push(index_check(config, &store)?);
    checks.extend(doctor_server::check(config, &store)?);
    checks.extend(source_checks(config, &store)?);
    let healthy = checks.iter().all(|check| check.healthy);
    if healthy && !store.is_read_only() {
        // What a migration kept is needed only while something may be wrong.
        store.discard_migration_copies()?;
    }
    print(config, &checks)?;
    Ok(if healthy { Outcome::Done } else { Outcome::Partly })
}

/// Opens for writing where that can be had, so that an interrupted writer's work or an old schema is
/// brought up to date; else for reading.
fn open(config: &Config) -> Result<Store> {
    let reader = Store::open_reader(&config.data);
    if let Err(StoreError::NoStore { .. }) = &reader {
        return Ok(reader?);
    }
    match Store::open(&config.data) {
        Ok(store) => Ok(store),
        Err(_) => Ok(reader?),
    }
}

fn store_check(config: &Config, store: &Store) -> Result<Check> {
    let findings = store.integrity()?;
    let counts = store.counts()?;
    let empty = findings.is_empty() && counts.policies == 0;
    let message = if empty {
        let (en, zh) = EMPTY_STORE;
        config.locale.pick(en, zh).to_owned()
    } else if findings.is_empty() {
        match config.locale {
            Locale::En => {
                format!("the store is sound: {} policies, {} clauses", counts.policies, counts.units)
            }
            Locale::Zh => format!("文档库完好：{} 份政策，{} 条", counts.policies, counts.units),
        }
    } else {
        findings
            .iter()
            .map(|finding| finding.localized(config.locale).into_owned())
            .collect::<Vec<_>>()
            .join("; ")
    };
    Ok(Check { name: "store", healthy: findings.is_empty() && !empty, message })
}

/// What is wrong with sources, a line each; nothing where nothing is.
fn source_checks(config: &Config, store: &Store) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    let mut wrong = |message: String| checks.push(Check { name: "source", healthy: false, message });
    for source in sources::listed(store, config.as_of)? {
        for alarm in &source.alarms {
            let what = alarm.what.localized(config.locale);
            wrong(format!("{}{}{what}", source.name, config.locale.pick(": ", "：")));
        }
        if let Some(failed) = source.last_failure.as_ref().filter(|_| source.is_out_of_reach()) {
            let (name, reason) = (&source.name, failed.failure.reason.localized(config.locale));
            let url = &failed.failure.url;
            wrong(match config.locale {
                Locale::En => format!(
                    "{name}: nothing could be had in its last crawl ({url}: {reason}); try `polidex crawl {name}` again, or `polidex doctor --source {name} --live`"
                ),
                Locale::Zh => format!(
                    "{name}：最近一次抓取一无所获（{url}：{reason}）；请重试 `polidex crawl {name}`，或运行 `polidex doctor --source {name} --live`"
                ),
            });
        }
    }
    Ok(checks)
}

/// Completes removals that were interrupted; says so where that cannot be done.
fn removal_check(config: &Config, store: &mut Store) -> Result<Option<Check>> {
    let pending = store.pending_removals()?.len();
    if pending == 0 {
        return Ok(None);
    }
    let completed = if store.is_read_only() { None } else { Some(removal::complete(store)?) };
    let message = match (completed, config.locale) {
        (Some(records), Locale::En) => {
            format!(
                "{pending} removals were interrupted; they are complete now, {records} archived records were overwritten"
            )
        }
        (Some(records), Locale::Zh) => {
            format!("{pending} 项移除曾被中断，现已完成，覆盖存档记录 {records} 条")
        }
        (None, Locale::En) => {
            format!(
                "{pending} removals were interrupted: run `polidex doctor` with write permission to complete them"
            )
        }
        (None, Locale::Zh) => format!("{pending} 项移除被中断：请以可写权限运行 `polidex doctor` 完成"),
    };
    Ok(Some(Check { name: "removals", healthy: completed.is_some(), message }))
}

fn index_check(config: &Config, store: &Store) -> Result<Check> {
    let (healthy, message) = match embedded::manifest(&index::embedded_dir(&config.data)) {
        Ok(manifest) if index::is_current(store, &manifest)? => {
            (true, config.locale.pick("the index is up to date", "索引为最新").to_owned())
        }
        Ok(_) => (
            false,
            config
                .locale
                .pick(
                    "the index is behind: run `polidex index update`",
                    "索引落后：请运行 `polidex index update`",
                )
                .to_owned(),
        ),
        Err(error) => (false, error.localized(config.locale).into_owned()),
    };
    Ok(Check { name: "index", healthy, message })
}

fn print(config: &Config, checks: &[Check]) -> Result<()> {
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, checks)?;
        writeln!(out)?;
        return Ok(());
    }
    let style = Style::new(config.color);
    for check in checks {
        let mark = if check.healthy { style.good("✔") } else { style.caution("✘") };
        writeln!(out, "{mark} {}", visible(&check.message))?;
    }
    Ok(())
}

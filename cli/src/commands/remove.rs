//! `polidex remove`.

use super::reference;
use crate::{
    args::Remove,
    config::Config,
    console::{self, Outcome},
    output::visible,
    who,
};
use anyhow::Result;
use polidex_corpus::{
    locale::Locale,
    store::{Removal, Resolution, Store},
};
use polidex_ingest::removal;
use polidex_search::meaning::vectors;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

#[derive(Serialize)]
struct Report<'a> {
    removed: &'a [Removed],
    /// Records of the archive that were overwritten.
    archive_records: usize,
    /// Vectors that were taken out.
    vectors: u64,
}

#[derive(Serialize)]
struct Removed {
    #[serde(flatten)]
    removal: Removal,
    /// Documents that name it; they say now that it was removed.
    named_by: usize,
}

/// Takes documents out, or says which were.
pub fn run(config: &Config, args: &Remove) -> Result<Outcome> {
    if args.list {
        return list(config);
    }
    let by = who::name(&args.by)?;
    let reason = args.reason.as_deref().unwrap_or_default().trim();
    if reason.is_empty() {
        console::say(
            config,
            "say why with --reason; those who look for the document are told",
            "请用 --reason 说明理由；查找该文件的人会看到",
        );
        return Ok(Outcome::Failed);
    }
    let mut store = Store::open(&config.data)?;
    // What a kill left half done is completed first.
    let mut records = removal::complete(&mut store)?;
    let mut removed = Vec::new();
    for asked in &args.references {
        let policy = match reference::resolve(config, &store, asked)? {
            Some(Resolution::Policy { policy, .. }) => *policy,
            Some(Resolution::Clause(clause)) => match store.policy(&clause.policy)? {
                Some(policy) => policy,
                None => continue,
            },
            _ => continue,
        };
        let mut naming: Vec<_> =
            store.relations_to(&policy)?.into_iter().map(|relation| relation.from.policy).collect();
        naming.sort();
        naming.dedup();
        if let Some(removal) = store.remove(&policy.id, (reason, &by, &who::now()))? {
            removed.push(Removed { removal, named_by: naming.len() });
        }
    }
    records += removal::complete_new(&mut store)?;
    super::ingest::update_index(config, &store)?;
    let vectors = vectors::forget_removed(&store)?;
    report(config, &Report { removed: &removed, archive_records: records, vectors })?;
    Ok(match (removed.len(), args.references.len()) {
        (0, _) => Outcome::Failed,
        (done, asked) if done < asked => Outcome::Partly,
        _ => Outcome::Done,
    })
}

fn report(config: &Config, report: &Report<'_>) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, report)?;
        writeln!(out)?;
        return Ok(out.flush()?);
    }
    for Removed { removal, named_by } in report.removed {
        let (title, id) = (&removal.title, &removal.policy);
        let line = match config.locale {
            Locale::En => format!("removed: {title}  {id}; {named_by} stored documents name it and say so"),
            Locale::Zh => format!("已移除：《{title}》 {id}；库中有 {named_by} 份文件提及，均会注明"),
        };
        writeln!(out, "{}", visible(&line))?;
    }
    let records = report.archive_records;
    if records > 0 {
        let line = match config.locale {
            Locale::En => format!("{records} archived records overwritten; the chain holds the tombstone"),
            Locale::Zh => format!("已覆盖存档记录 {records} 条；存档链中留有移除记录"),
        };
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    if !report.removed.is_empty() {
        console::note(
            config,
            "backups and exports that were made before still hold it",
            "此前的备份和导出文件中仍有该文件",
        );
    }
    Ok(())
}

fn list(config: &Config) -> Result<Outcome> {
    let removals = Store::open_reader(&config.data)?.removals()?;
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &removals)?;
        writeln!(out)?;
    } else {
        for removal in &removals {
            writeln!(out, "{}  {}", removal.policy, visible(&said(removal, config.locale)))?;
        }
    }
    out.flush()?;
    if removals.is_empty() {
        console::note(config, "nothing was removed", "没有移除过文件");
        return Ok(Outcome::Partly);
    }
    Ok(Outcome::Done)
}

/// What was removed, when, by whom and why.
fn said(removal: &Removal, locale: Locale) -> String {
    let Removal { title, reason, by, at, .. } = removal;
    let day = at.get(..10).unwrap_or(at);
    match locale {
        Locale::En => format!("{title}: removed on {day} by {by}: {reason}"),
        Locale::Zh => format!("《{title}》：{by} 于 {day} 移除：{reason}"),
    }
}

//! `polidex merge`.

use crate::{
    args::Merge,
    config::Config,
    console::{self, Message, Outcome},
    output::visible,
};
use anyhow::{Result, bail};
use polidex_corpus::{
    locale::Locale,
    store::{Change, Store, StoreError},
};
use polidex_ingest::merge::{self, Taken};
use polidex_search::index::Indexed;
use std::{
    fs,
    io::{self, Write},
    path::Path,
};
use tempfile::TempDir;

/// Takes another data directory into this one.
pub fn run(config: &Config, args: &Merge) -> Result<Outcome> {
    let same = |path: &Path| fs::canonicalize(path).ok();
    if same(&args.other).is_some_and(|other| same(&config.data) == Some(other)) {
        bail!(Message::new(
            "that is the data directory itself; name another one",
            "这就是当前的数据目录；请指定另一个目录",
        ));
    }
    let (other, _copy) = open(&args.other)?;
    let mut store = Store::open(&config.data)?;
    let bar = console::progress(config, 0, "merging", "合并");
    let taken = merge::merge(&mut store, (&other, &args.other), !args.dry_run, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let taken = taken?;
    let mut indexed = Indexed::default();
    if !args.dry_run {
        super::understanding::update(config, &mut store)?;
        if !args.no_index {
            indexed = super::ingest::update_index(config, &store)?;
        }
    }
    report(config, &taken, args.dry_run, indexed)?;
    Ok(Outcome::Done)
}

/// The other store, for reading. An older one is brought up to date in a copy that goes away afterwards.
fn open(dir: &Path) -> Result<(Store, Option<TempDir>)> {
    match Store::open_reader(dir) {
        Err(StoreError::OlderVersion { .. }) => {
            let copy = tempfile::tempdir()?;
            let store = Store::upgraded_copy(dir, copy.path())?;
            Ok((store, Some(copy)))
        }
        opened => Ok((opened?, None)),
    }
}

fn report(config: &Config, taken: &Taken, dry_run: bool, indexed: Indexed) -> Result<()> {
    let mut out = io::stdout().lock();
    if config.json {
        let mut report = serde_json::to_value(taken)?;
        report["dry_run"] = dry_run.into();
        report["units_indexed"] = indexed.units.into();
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
        return Ok(());
    }
    let Taken { archive_records, store } = taken;
    let count = |change| store.documents.get(&change).copied().unwrap_or(0);
    let documents: usize = store.documents.values().sum();
    let (new, editions, parts) = (count(Change::New), count(Change::NewEdition), count(Change::NewPart));
    let (other, same) = (count(Change::Reread) + count(Change::AliasOf), count(Change::Unchanged));
    let (away, captures) = (count(Change::StaysRemoved), store.captures);
    let (corrections, collected) = (store.corrections.added + store.corrections.undone, store.collected);
    let would = match (dry_run, config.locale) {
        (true, Locale::En) => "nothing was written; it would be: ",
        (true, Locale::Zh) => "未写入任何内容；合并结果将为：",
        (false, _) => "",
    };
    let line = match config.locale {
        Locale::En => format!(
            "{documents} documents: {new} new, {editions} with new editions, {parts} with new parts, {other} under other names or read anew, {same} unchanged, {away} stay removed; {captures} captures, {archive_records} archived records, {corrections} corrections, {collected} items of collections"
        ),
        Locale::Zh => format!(
            "{documents} 份文件：新增 {new}，含新版本 {editions}，含新分编 {parts}，同文异名或重新读取 {other}，未变化 {same}，保持移除 {away}；收到记录 {captures} 条，存档记录 {archive_records} 条，更正 {corrections} 项，文件集条目 {collected} 项"
        ),
    };
    writeln!(out, "{would}{line}")?;
    for removal in &store.removed_there {
        let (id, title) = (&removal.policy, visible(&removal.title).into_owned());
        console::say(
            config,
            &format!(
                "{title} was removed there and stays here; `polidex remove {id} --reason …` removes it here too"
            ),
            &format!("《{title}》在对方库中已移除，此处保留；可用 `polidex remove {id} --reason …` 移除"),
        );
    }
    Ok(())
}

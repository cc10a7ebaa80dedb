//! `polidex reextract`.

use crate::{
    args::Reextract,
    config::Config,
    console::{self, Message, Outcome},
    output::visible,
};
use anyhow::{Result, bail};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::ClauseRef,
    source::{self, Source},
    store::{ArchivedName, Resolution, Store},
};
use polidex_ingest::{
    Limits, Problem,
    reextract::{Reextracted, reextract},
};
use polidex_search::index::Indexed;
use serde::Serialize;
use std::io::{self, Write};

/// Reads archived pages again, stores and indexes what changed.
pub fn run(config: &Config, args: &Reextract) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    let names = names(&store, &args.references)?;
    let sources = sources(config, args)?;
    let bar = console::progress(config, names.len() as u64, "reading", "读取");
    let done = reextract(&mut store, &names, &sources, &Limits::default(), &mut |done| {
        bar.set_position(done.pages as u64);
    });
    bar.finish_and_clear();
    let done = done?;
    let understood = super::understanding::update(config, &mut store)?;
    let indexed =
        if args.no_index { Indexed::default() } else { super::ingest::update_index(config, &store)? };
    report(config, &done, understood, indexed)?;
    Ok(if done.problems.is_empty() { Outcome::Done } else { Outcome::Partly })
}

fn names(store: &Store, references: &[String]) -> Result<Vec<ArchivedName>> {
    if references.is_empty() {
        return Ok(store.archived_names(None)?);
    }
    let mut names = Vec::new();
    for reference in references {
        let policy = match store.resolve(&ClauseRef::parse(reference))? {
            Resolution::Policy { policy, .. } => policy.id,
            Resolution::Clause(clause) => clause.policy,
            Resolution::Ambiguous(_) | Resolution::NotFound { .. } => bail!(Message::new(
                format!("`{reference}` names no single document; `polidex show` says what it may mean"),
                format!("`{reference}` 不能确定一份文件；可用 `polidex show` 查看可能的含义"),
            )),
        };
        let found = store.archived_names(Some(&policy))?;
        if found.is_empty() {
            bail!(Message::new(
                format!(
                    "`{reference}` was read from a file; only crawled pages are archived. Read it again with `polidex ingest`"
                ),
                format!("`{reference}` 读自本地文件；只有抓取的网页才有存档。请用 `polidex ingest` 重新读入"),
            ));
        }
        names.extend(found);
    }
    Ok(names)
}

/// The definitions given, then those of the data directory and of the program.
fn sources(config: &Config, args: &Reextract) -> Result<Vec<Source>> {
    let given = args.sources.iter().map(|path| source::read(path));
    let mut sources = given.collect::<Result<Vec<_>, _>>()?;
    sources.extend(source::load(&config.data.join("sources"))?);
    Ok(sources)
}

#[derive(Serialize)]
struct Report<'a> {
    pages: usize,
    changed: usize,
    unchanged: usize,
    /// Texts whose numbers, relations, dates and measures were read by the present readers.
    texts_understood: u64,
    units_indexed: u64,
    problems: &'a [Problem],
}

fn report(config: &Config, done: &Reextracted, understood: u64, indexed: Indexed) -> Result<()> {
    let Reextracted { pages, changed, unchanged, problems } = done;
    let units = indexed.units;
    let mut out = io::stdout().lock();
    if config.json {
        let report = Report {
            pages: *pages,
            changed: *changed,
            unchanged: *unchanged,
            texts_understood: understood,
            units_indexed: units,
            problems,
        };
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
        return Ok(());
    }
    let summary = match config.locale {
        Locale::En => {
            format!(
                "{pages} archived pages: {changed} read differently, {unchanged} unchanged; {understood} texts understood anew; {units} clauses indexed"
            )
        }
        Locale::Zh => {
            format!(
                "存档网页 {pages} 个：内容有变 {changed}，未变化 {unchanged}；重新理解文本 {understood} 份；索引 {units} 条"
            )
        }
    };
    writeln!(out, "{summary}")?;
    for problem in problems {
        console::say(
            config,
            &format!("not read: {}", visible(&problem.localized(Locale::En))),
            &format!("未读入：{}", visible(&problem.localized(Locale::Zh))),
        );
    }
    Ok(())
}

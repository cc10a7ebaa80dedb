//! `polidex ingest`.

use crate::{
    args::Ingest,
    config::Config,
    console::{self, Outcome},
    engine,
    output::visible,
};
use anyhow::Result;
use polidex_corpus::{
    locale::Localized,
    store::{Change, Store},
};
use polidex_ingest::{
    Input, Limits, Problem, discover,
    pipeline::{self, Summary},
};
use polidex_search::index::{self, Indexed};
use serde::Serialize;
use std::{
    io::{self, Write},
    time::Instant,
};

/// Reads, stores, indexes, and says what happened.
pub fn run(config: &Config, args: &Ingest) -> Result<Outcome> {
    let addresses = super::crawl::addresses(&args.paths)?;
    if !addresses.is_empty() {
        return super::crawl::pages(config, addresses, args);
    }
    let started = Instant::now();
    let limits = Limits { second_opinion: args.pdftotext, ..Limits::default() };
    let (inputs, mut problems) = inputs(args, &limits)?;
    let mut store = Store::open(&config.data)?;
    store.bring_back_removed(args.bring_back);
    let summary = read(config, &mut store, &inputs, &limits)?;
    super::understanding::update(config, &mut store)?;
    let indexed = if args.no_index { Indexed::default() } else { update_index(config, &store)? };
    problems.extend(summary.problems.iter().cloned());
    report(config, &summary, &problems, indexed, started.elapsed().as_secs_f64())?;
    let nothing = summary.documents() == 0;
    Ok(match (problems.is_empty(), nothing) {
        (true, _) => Outcome::Done,
        (false, false) => Outcome::Partly,
        (false, true) => Outcome::Failed,
    })
}

fn inputs(args: &Ingest, limits: &Limits) -> Result<(Vec<Input>, Vec<Problem>)> {
    let mut inputs = Vec::new();
    let mut problems = Vec::new();
    for path in &args.paths {
        match discover(path, limits) {
            Ok(found) => {
                inputs.extend(found.inputs);
                problems.extend(found.skipped.into_iter().map(Problem::from));
            }
            // A path that is not there does not keep the others from being read.
            Err(error) if args.paths.len() > 1 => problems.push(error.into_problem(path)),
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(source) = &args.source {
        for input in &mut inputs {
            input.source.clone_from(source);
        }
    }
    Ok((inputs, problems))
}

fn read(config: &Config, store: &mut Store, inputs: &[Input], limits: &Limits) -> Result<Summary> {
    let bar = console::progress(config, inputs.len() as u64, "reading", "读取");
    let summary = pipeline::run(store, inputs, limits, &mut |summary: &Summary| {
        bar.set_position(summary.inputs as u64);
        bar.set_message(format!("{:.1} MB", summary.bytes as f64 / 1e6));
    });
    bar.finish_and_clear();
    Ok(summary?)
}

/// Brings the index up to the store, with progress.
pub fn update_index(config: &Config, store: &Store) -> Result<Indexed> {
    let bar = console::progress(config, 0, "indexing", "索引");
    let mut progress = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    // The embedded index is kept in step too: quotations are looked up in it, and it answers again as soon
    // as the server is left.
    let indexed = index::catch_up(store, &mut progress);
    let served =
        engine::location(config).map(|location| index::catch_up_on_server(store, &location, &mut progress));
    bar.finish_and_clear();
    let indexed = indexed?;
    let Some((indexed, absent)) = served.transpose()? else { return Ok(indexed) };
    if !absent.is_empty() {
        let names = absent.join(", ");
        console::say(
            config,
            &format!("{names}: not there; the next `polidex index update` brings them up to date"),
            &format!("{names} 没有应答；下次运行 `polidex index update` 时补上"),
        );
    }
    Ok(indexed)
}

#[derive(Serialize)]
struct Report<'a> {
    inputs: usize,
    documents: usize,
    new: usize,
    new_editions: usize,
    new_parts: usize,
    reread: usize,
    aliases: usize,
    unchanged: usize,
    /// Documents that were removed and stay away.
    stay_removed: usize,
    text_bytes: u64,
    units_indexed: u64,
    warnings: usize,
    problems: &'a [Problem],
    seconds: f64,
}

/// Says that documents stay away which were removed.
pub fn say_removed(config: &Config, documents: usize) {
    if documents > 0 {
        console::say(
            config,
            &format!(
                "{documents} documents were removed earlier and stay away (`polidex remove --list`); --bring-back brings them back"
            ),
            &format!(
                "{documents} 份文件此前已被移除，未再存入（`polidex remove --list`）；加 --bring-back 可恢复"
            ),
        );
    }
}

fn report(
    config: &Config,
    summary: &Summary,
    problems: &[Problem],
    indexed: Indexed,
    seconds: f64,
) -> Result<()> {
    let count = |change| summary.changes.get(&change).copied().unwrap_or(0);
    let report = Report {
        inputs: summary.inputs,
        documents: summary.documents(),
        new: count(Change::New),
        new_editions: count(Change::NewEdition),
        new_parts: count(Change::NewPart),
        reread: count(Change::Reread),
        aliases: count(Change::AliasOf),
        unchanged: count(Change::Unchanged),
        stay_removed: count(Change::StaysRemoved),
        text_bytes: summary.bytes,
        units_indexed: indexed.units,
        warnings: summary.warnings,
        problems,
        seconds,
    };
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
        return Ok(());
    }
    let rate = summary.bytes as f64 / 1e6 / seconds.max(1e-9);
    writeln!(
        out,
        "{}",
        match config.locale {
            polidex_corpus::locale::Locale::En => format!(
                "{} documents: {} new, {} new editions, {} new parts, {} read again, {} known under another name, {} unchanged; {} clauses indexed; {:.1} MB in {seconds:.1} s ({rate:.1} MB/s)",
                report.documents,
                report.new,
                report.new_editions,
                report.new_parts,
                report.reread,
                report.aliases,
                report.unchanged,
                indexed.units,
                summary.bytes as f64 / 1e6
            ),
            polidex_corpus::locale::Locale::Zh => format!(
                "{} 份文件：新增 {}，新版本 {}，新分编 {}，重新读取 {}，同文异名 {}，未变化 {}；索引 {} 条；{:.1} MB，用时 {seconds:.1} 秒（{rate:.1} MB/秒）",
                report.documents,
                report.new,
                report.new_editions,
                report.new_parts,
                report.reread,
                report.aliases,
                report.unchanged,
                indexed.units,
                summary.bytes as f64 / 1e6
            ),
        }
    )?;
    say_removed(config, report.stay_removed);
    let mut err = io::stderr().lock();
    for problem in problems {
        writeln!(
            err,
            "{}{}",
            config.locale.pick("not read: ", "未读入："),
            visible(&problem.localized(config.locale))
        )?;
    }
    Ok(())
}

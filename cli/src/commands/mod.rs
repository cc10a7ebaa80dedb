//! One file a command.

mod annotate;
mod archive;
mod backup;
mod cite;
mod collection;
mod compare;
mod correct;
mod corrections;
mod crawl;
mod crawl_failed;
mod crawl_report;
mod crawl_schedule;
mod demo;
mod diff;
mod doctor;
mod doctor_live;
mod doctor_server;
mod doctor_source;
mod embed;
mod eval;
mod eval_compare;
mod evidence;
mod export;
mod extract;
mod graph;
mod index;
mod ingest;
mod learn;
mod lexicon;
mod matching;
mod merge;
mod parallel;
mod quote;
mod raw;
mod rebalance;
mod reextract;
mod reference;
mod remove;
mod search;
mod shell;
mod show;
mod sources;
mod suggest;
mod timestamp;
mod understanding;
mod watch;
mod webhook;

pub use crawl_schedule::interval;

use crate::{
    args::{Cli, Command},
    config::Config,
    console::Outcome,
};
use anyhow::Result;
use polidex_corpus::locale::Locale;

/// Runs what was typed.
pub fn run(cli: Cli, locale: Locale) -> Result<Outcome> {
    // Shell support needs no data directory and no configuration.
    match &cli.command {
        Command::Completions { shell } => return shell::completions(*shell),
        Command::Man { dir } => return shell::man(dir),
        _ => {}
    }
    let config = Config::resolve(cli.global, locale)?;
    match cli.command {
        Command::Demo => demo::run(&config),
        Command::Crawl(args) => crawl::run(&config, &args),
        Command::Ingest(args) => ingest::run(&config, &args),
        Command::Reextract(args) => reextract::run(&config, &args),
        Command::Archive(args) => archive::run(&config, &args),
        Command::Sources(args) => sources::run(&config, &args),
        Command::Extract(args) => extract::run(&config, &args),
        Command::Annotate(args) => annotate::run(&config, &args),
        Command::Search(args) => search::run(&config, &args),
        Command::Match(args) => matching::run(&config, &args),
        Command::Suggest(args) => suggest::run(&config, &args),
        Command::Show(args) => show::run(&config, &args),
        Command::Cite(args) => cite::run(&config, &args),
        Command::Evidence(args) => evidence::run(&config, &args),
        Command::Quote(args) => quote::run(&config, &args),
        Command::Diff(args) => diff::run(&config, &args),
        Command::Compare(args) => compare::run(&config, &args),
        Command::Graph(args) => graph::run(&config, &args),
        Command::Watch(args) => watch::run(&config, &args),
        Command::Serve(args) => crate::serve::run(&config, &args),
        Command::Mcp(_) => crate::mcp::run(&config),
        Command::Collection(args) => collection::run(&config, &args),
        Command::Correct(args) => correct::run(&config, &args),
        Command::Corrections(args) => corrections::run(&config, &args),
        Command::Remove(args) => remove::run(&config, &args),
        Command::Merge(args) => merge::run(&config, &args),
        Command::Export(args) => export::run(&config, &args),
        Command::Index(args) => index::run(&config, &args),
        Command::Lexicon(args) => lexicon::run(&config, &args),
        Command::Eval(args) => eval::run(&config, &args),
        Command::Learn(args) => learn::run(&config, &args),
        Command::Doctor(args) => doctor::run(&config, &args),
        Command::Backup(args) => backup::backup(&config, &args),
        Command::Restore(args) => backup::restore(&config, &args),
        Command::Completions { .. } | Command::Man { .. } => Ok(Outcome::Done),
    }
}

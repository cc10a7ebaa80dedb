//! `polidex lexicon`.

use crate::{
    args::lexicon::{Learn, Lexicon, List},
    config::Config,
    console::{self, Outcome},
    output::{Style, lexicon as output},
};
use anyhow::{Context, Result};
use polidex_corpus::{locale::Localized, store::Store};
use polidex_search::bilingual::{self, Lexicons, learn::LearnOptions};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufWriter, Write},
};

/// Looks terms up, and brings dictionaries in.
pub fn run(config: &Config, args: &Lexicon) -> Result<Outcome> {
    match args {
        Lexicon::List(args) => list(config, args),
        Lexicon::Show(args) => show(config, &args.term.join(" ")),
        Lexicon::Stats => stats(config),
        Lexicon::Import(args) => {
            let imported = bilingual::import(&config.data, &args.file)?;
            output::imported(&mut io::stdout().lock(), &imported, config)?;
            Ok(if imported.bad_lines.is_empty() { Outcome::Done } else { Outcome::Partly })
        }
        Lexicon::Learn(args) => learn(config, args),
    }
}

fn learn(config: &Config, args: &Learn) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let bar = console::progress(config, 0, "reading translations", "读取译文");
    let options = LearnOptions { confidence: args.confidence, support: args.support };
    let learned =
        bilingual::learn::learn(&store, &Lexicons::open(&config.data), options, &mut |done, all| {
            bar.set_length(all);
            bar.set_position(done);
        })?;
    bar.finish_and_clear();
    match &args.out {
        Some(path) => {
            let file = File::create(path).with_context(|| path.display().to_string())?;
            let mut out = BufWriter::new(file);
            output::learned(&mut out, &learned, config)?;
            out.flush().with_context(|| path.display().to_string())?;
        }
        None => output::learned(&mut io::stdout().lock(), &learned, config)?,
    }
    if learned.documents == 0 {
        console::say(
            config,
            "the store has no document that names what it translates (translation_of), so there is nothing to learn from",
            "库中没有注明所译原文（translation_of）的文件，无从学习",
        );
    }
    Ok(if learned.pairs.is_empty() { Outcome::Partly } else { Outcome::Done })
}

fn list(config: &Config, args: &List) -> Result<Outcome> {
    let lexicons = Lexicons::open(&config.data);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut listed = 0;
    for (origin, entry) in lexicons.entries() {
        if args.domain.as_deref().is_none_or(|domain| domain == entry.domain) {
            output::entry(&mut out, origin, &entry, config)?;
            listed += 1;
        }
    }
    out.flush()?;
    if listed == 0 {
        console::say(
            config,
            "no term of that domain; `polidex lexicon stats` names them",
            "没有该领域的词条；`polidex lexicon stats` 可列出全部领域",
        );
    }
    Ok(faults(config, &lexicons, if listed == 0 { Outcome::Partly } else { Outcome::Done }))
}

fn show(config: &Config, term: &str) -> Result<Outcome> {
    let lexicons = Lexicons::open(&config.data);
    let found = lexicons.show(term);
    output::found(&mut io::stdout().lock(), &found, Style::new(config.color), config)?;
    if found.is_empty() {
        console::say(
            config,
            "the lexicon does not have this term; a file lexicon/NAME.tsv in the data directory can add it",
            "词典中没有该词；可在数据目录的 lexicon/名称.tsv 中添加",
        );
    }
    Ok(faults(config, &lexicons, if found.is_empty() { Outcome::Partly } else { Outcome::Done }))
}

fn stats(config: &Config) -> Result<Outcome> {
    let lexicons = Lexicons::open(&config.data);
    let mut domains: BTreeMap<_, output::Counts> = BTreeMap::new();
    for (origin, entry) in lexicons.entries() {
        let counts = domains.entry((origin, entry.domain.to_owned())).or_default();
        counts.entries += 1;
        counts.zh += entry.zh.len();
        counts.en += entry.en.len();
    }
    output::stats(&mut io::stdout().lock(), &domains, lexicons.imported(), config)?;
    Ok(faults(config, &lexicons, Outcome::Done))
}

/// Names what is wrong with the user's files; then the check has failed.
fn faults(config: &Config, lexicons: &Lexicons, otherwise: Outcome) -> Outcome {
    let faults = lexicons.faults();
    for fault in &faults {
        let text = fault.localized(config.locale);
        console::say(config, &text, &text);
    }
    if faults.is_empty() { otherwise } else { Outcome::Partly }
}

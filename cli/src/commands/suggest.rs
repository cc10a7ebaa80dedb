//! `polidex suggest`.

use crate::{
    answers::suggest::suggester,
    args::Suggest,
    config::Config,
    console::Outcome,
    engine,
    output::{Style, hits, visible},
};
use anyhow::Result;
use polidex_corpus::{locale::Locale, store::Store};
use polidex_search::{rank::Weights, searcher::Request, suggest::SuggestionKind};
use std::io::{self, BufWriter, Write};

/// Completes what was typed.
pub fn run(config: &Config, args: &Suggest) -> Result<Outcome> {
    if args.related {
        return related(config, args);
    }
    let suggester = suggester(&Store::open_reader(&config.data)?)?;
    let suggestions = suggester.suggest(&args.typed, args.limit as usize);
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &suggestions)?;
        writeln!(out)?;
    } else {
        let style = Style::new(config.color);
        for suggestion in &suggestions {
            let kind = style.dim(called(suggestion.kind, config.locale));
            writeln!(out, "{}  {kind}", visible(&suggestion.text))?;
        }
    }
    out.flush()?;
    Ok(if suggestions.is_empty() { Outcome::Partly } else { Outcome::Done })
}

/// Prints what belongs to what was typed.
fn related(config: &Config, args: &Suggest) -> Result<Outcome> {
    let request = Request::new(args.typed.clone(), config.as_of);
    let mut terms = engine::searcher(config, Weights::shipped())?.related_to(&request)?;
    terms.truncate(args.limit as usize);
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &terms)?;
        writeln!(out)?;
    } else {
        hits::related(&mut out, &terms, Style::new(config.color), config.locale)?;
    }
    out.flush()?;
    Ok(if terms.is_empty() { Outcome::Partly } else { Outcome::Done })
}

fn called(kind: SuggestionKind, locale: Locale) -> &'static str {
    match kind {
        SuggestionKind::Title => locale.pick("title", "标题"),
        SuggestionKind::Number => locale.pick("number", "文号"),
        SuggestionKind::Issuer => locale.pick("issuer", "发文机关"),
        SuggestionKind::Term => locale.pick("term", "术语"),
    }
}

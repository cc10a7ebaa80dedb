//! `polidex diff`.

use super::reference;
use crate::{
    answers::difference::difference,
    args::Diff,
    config::Config,
    console::Outcome,
    output::{Style, diff},
};
use anyhow::Result;
use polidex_corpus::store::Store;
use std::io::{self, BufWriter, Write};

/// Compares two texts.
pub fn run(config: &Config, args: &Diff) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let compared = difference(&store, config.day(), &args.from, args.to.as_deref());
    let Some(difference) = reference::found(config, compared)? else { return Ok(Outcome::Partly) };
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &difference)?;
        writeln!(out)?;
    } else {
        diff::write(&mut out, &difference, Style::new(config.color), config.locale)?;
    }
    out.flush()?;
    Ok(if difference.comparison.changes.is_empty() { Outcome::Partly } else { Outcome::Done })
}

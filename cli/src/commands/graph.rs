//! `polidex graph`.

use super::reference;
use crate::{
    args::{Direction, Graph, GraphFormat},
    config::Config,
    console::{self, Outcome},
    output::{Style, graph},
};
use anyhow::Result;
use polidex_corpus::store::{Resolution, Store};
use polidex_search::relations::{self, Reach};
use std::io::{self, BufWriter, Write};

/// Shows the documents around one.
pub fn run(config: &Config, args: &Graph) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let root = match reference::resolve(config, &store, &args.reference)? {
        Some(Resolution::Policy { policy, .. }) => policy.id,
        Some(Resolution::Clause(clause)) => clause.policy,
        _ => return Ok(Outcome::Partly),
    };
    let reach = Reach {
        depth: usize::from(args.depth),
        kinds: args.kinds.clone(),
        outward: args.direction != Direction::In,
        inward: args.direction != Direction::Out,
    };
    let found = relations::graph(&store, &root, &reach)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        _ if config.json => {
            serde_json::to_writer(&mut out, &found)?;
            writeln!(out)?;
        }
        GraphFormat::Tree => graph::tree(&mut out, &found, Style::new(config.color), config.locale)?,
        GraphFormat::Dot => graph::dot(&mut out, &found, config.locale)?,
    }
    out.flush()?;
    if found.cut {
        console::note(
            config,
            "there are more documents than are shown; choose a kind or a smaller depth",
            "相关文件过多，未全部显示；可用 --kind 筛选或减小 --depth",
        );
    }
    Ok(if found.links.is_empty() { Outcome::Partly } else { Outcome::Done })
}

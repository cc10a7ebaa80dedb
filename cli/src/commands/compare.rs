//! `polidex compare`.

use crate::{
    args::{Compare, CompareBy},
    config::Config,
    console::{self, Outcome},
    engine,
    output::{Style, comparison},
};
use anyhow::Result;
use polidex_search::{
    comparing::{By, compare},
    rank::Weights,
    searcher::Request,
};
use std::io::{self, BufWriter, Write};

/// Puts side by side what different places give.
pub fn run(config: &Config, args: &Compare) -> Result<Outcome> {
    let searcher = engine::searcher(config, Weights::shipped())?;
    let request = Request {
        filters: args.filters.join(" "),
        limit: args.limit as usize,
        facets: false,
        ..Request::new(args.query.join(" "), config.as_of)
    };
    let by = match args.by {
        CompareBy::Region => By::Region,
        CompareBy::Issuer => By::Issuer,
        CompareBy::Level => By::Level,
    };
    let groups = compare(&searcher, &request, by)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &groups)?;
        writeln!(out)?;
    } else {
        comparison::write(&mut out, &groups, Style::new(config.color), config.locale)?;
    }
    out.flush()?;
    if groups.is_empty() {
        console::note(
            config,
            "no clause that is found states support; `polidex search` shows what is found",
            "检索到的条款中没有支持措施；可用 `polidex search` 查看检索结果",
        );
        return Ok(Outcome::Partly);
    }
    Ok(Outcome::Done)
}

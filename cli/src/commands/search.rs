//! `polidex search`.

use crate::{
    answers::search::SearchParams,
    args::Search,
    config::Config,
    console::{self, Message, Outcome},
    engine,
    output::{Style, csv, hits},
};
use anyhow::{Result, bail};
use polidex_search::{
    answer::Answer,
    rank::Weights,
    searcher::{AskedEmbedder, Request, Searcher},
};
use std::{
    io::{self, BufWriter, Write},
    sync::Arc,
    time::Duration,
};

/// Answers a query.
pub fn run(config: &Config, args: &Search) -> Result<Outcome> {
    let mut searcher = with_meaning(config, engine::searcher(config, Weights::shipped())?)?;
    if let Some(watermark) = args.as_of_watermark {
        searcher = as_of_watermark(config, searcher, watermark)?;
    }
    let answer = searcher.search(&request(config, args))?;
    print(config, args, &answer)?;
    Ok(if answer.total == 0 { Outcome::Partly } else { Outcome::Done })
}

/// The searcher, asking the store as it was.
pub fn as_of_watermark(config: &Config, searcher: Searcher, watermark: u64) -> Result<Searcher> {
    if config.server.is_some() {
        bail!(Message::new(
            "an earlier state of the store is asked on the embedded engine: add --engine embedded",
            "查询过去的文档库状态须用内置引擎：请加 --engine embedded",
        ));
    }
    Ok(searcher.as_of_watermark(watermark)?)
}

/// The searcher with the embedder of the configuration, where there is one.
pub fn with_meaning(config: &Config, searcher: Searcher) -> Result<Searcher> {
    Ok(match &config.embedder {
        Some(config) => {
            let asked =
                AskedEmbedder { config: config.clone(), rest: Duration::ZERO, vectors: Arc::default() };
            searcher.with_embedder(&asked)?
        }
        None => searcher,
    })
}

fn request(config: &Config, args: &Search) -> Request {
    let params = SearchParams {
        q: args.query.join(" "),
        filter: args.filters.clone(),
        lang: args.lang,
        limit: args.limit,
        cursor: args.cursor.clone(),
        sort: args.sort,
        mode: args.mode,
        recency: args.recency,
        no_translate: args.no_translate,
        explain: args.explain,
        related: args.related,
    };
    Request { facets: !args.csv, origins: config.json, ..params.request(config.day()) }
}

fn print(config: &Config, args: &Search, answer: &Answer) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, answer)?;
        writeln!(out)?;
    } else if args.csv {
        csv::write(&mut out, answer)?;
    } else {
        hits::write(&mut out, answer, Style::new(config.color), config.locale)?;
        hits::related(&mut out, &answer.related, Style::new(config.color), config.locale)?;
        if answer.total == 0 {
            console::note(
                config,
                "nothing found; try fewer words, --match any, or `polidex index status` to see what is stored",
                "没有找到；可减少检索词、使用 --match any，或用 `polidex index status` 查看库中内容",
            );
        }
        hits::corrections(&mut io::stderr().lock(), answer, config.locale)?;
        hits::relaxations(&mut io::stderr().lock(), answer, Style::new(false), config.locale)?;
        hits::warnings(&mut io::stderr().lock(), answer, Style::new(false), config.locale)?;
    }
    out.flush()?;
    Ok(())
}

//! `polidex search`.

use crate::{
    args::{DocumentLang, MatchName, Search, SortName},
    config::Config,
    console::{self, Outcome},
    engine,
    output::{Style, csv, hits},
};
use anyhow::Result;
use polidex_search::{
    answer::Answer, engine::Sort, query::planner::MatchMode, rank::Weights, searcher::Request,
};
use std::io::{self, BufWriter, Write};

/// Answers a query.
pub fn run(config: &Config, args: &Search) -> Result<Outcome> {
    let searcher = engine::searcher(config, Weights::shipped())?;
    let answer = searcher.search(&request(config, args))?;
    print(config, args, &answer)?;
    Ok(if answer.total == 0 { Outcome::Partly } else { Outcome::Done })
}

fn request(config: &Config, args: &Search) -> Request {
    Request {
        limit: args.limit as usize,
        cursor: args.cursor.clone(),
        sort: match args.sort {
            SortName::Relevance => Sort::Relevance,
            SortName::Newest => Sort::Newest,
            SortName::Oldest => Sort::Oldest,
        },
        mode: match args.mode {
            MatchName::Most => MatchMode::Most,
            MatchName::All => MatchMode::All,
            MatchName::Any => MatchMode::Any,
        },
        recency: args.recency,
        explain: args.explain,
        facets: !args.csv,
        translate: !args.no_translate,
        origins: config.json,
        filters: filters(&args.filters, args.lang),
        ..Request::new(args.query.join(" "), config.as_of)
    }
}

/// The `--filter` and `--lang` flags as filters of the query language.
pub fn filters(typed: &[String], lang: DocumentLang) -> String {
    let mut filters = typed.join(" ");
    match lang {
        DocumentLang::Zh => filters.push_str(" lang:zh"),
        DocumentLang::En => filters.push_str(" lang:en"),
        DocumentLang::Any => {}
    }
    filters
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
        if answer.total == 0 {
            console::note(
                config,
                "nothing found; try fewer words, --match any, or `polidex index status` to see what is stored",
                "没有找到；可减少检索词、使用 --match any，或用 `polidex index status` 查看库中内容",
            );
        }
        hits::relaxations(&mut io::stderr().lock(), answer, Style::new(false), config.locale)?;
        hits::warnings(&mut io::stderr().lock(), answer, Style::new(false), config.locale)?;
    }
    out.flush()?;
    Ok(())
}

//! Searches that are saved in a collection and asked again.

use crate::{
    answers::{Day, collecting::find, search::SearchParams},
    args::CollectionSearch,
    config::Config,
    console::{self, Outcome},
    engine,
    output::{Style, hits},
    who,
};
use anyhow::{Context, Result};
use jiff::civil::Date;
use polidex_corpus::store::{SavedSearch, Store};
use polidex_search::{
    answer::Answer,
    rank::Weights,
    searcher::{Request, Searcher},
};
use std::io::{self, BufWriter, Write};

/// Saves a search, or takes it out.
pub fn save(config: &Config, args: &CollectionSearch) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    let collection = find(&store, &args.name)?;
    if args.remove {
        let gone = store.remove_search(&collection.name, &args.search)?;
        if !gone {
            say_unknown(config, &args.search);
        }
        return Ok(if gone { Outcome::Done } else { Outcome::Partly });
    }
    let params = SearchParams {
        q: args.query.clone().unwrap_or_default(),
        filter: args.filters.clone(),
        lang: args.lang,
        sort: args.sort,
        mode: args.mode,
        ..SearchParams::default()
    };
    let answer = engine::searcher(config, Weights::shipped())?.search(&request(&params, config.day()))?;
    store.put_search(
        &collection.name,
        &SavedSearch {
            name: args.search.clone(),
            parameters: serde_json::to_string(&params)?,
            as_of: config.as_of.to_string(),
            watermark: answer.store_watermark,
            lineage: store.lineage()?,
            total: answer.total,
            saved_at: who::now(),
        },
    )?;
    let (total, watermark) = (answer.total, answer.store_watermark);
    console::note(
        config,
        &format!("{total} clauses at watermark {watermark}; `polidex collection rerun` asks again"),
        &format!("水位 {watermark} 时共 {total} 条；可用 `polidex collection rerun` 再次查询"),
    );
    print(config, &answer)?;
    Ok(Outcome::Done)
}

fn request(params: &SearchParams, day: Day) -> Request {
    Request { origins: false, ..params.request(day) }
}

fn say_unknown(config: &Config, search: &str) {
    console::say(
        config,
        &format!("no search of the collection is called `{search}`; `polidex collection show` names them"),
        &format!("该文件集中没有名为 `{search}` 的检索；`polidex collection show` 可列出"),
    );
}

/// Asks a saved search again: of the store and for the day as they were, or as they are.
pub fn rerun(config: &Config, name: &str, search: &str, now: bool, limit: u32) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let collection = find(&store, name)?;
    let Some(saved) = collection.searches.iter().find(|saved| saved.name == search) else {
        say_unknown(config, search);
        return Ok(Outcome::Partly);
    };
    let params: SearchParams = serde_json::from_str(&saved.parameters).with_context(|| saved.name.clone())?;
    let params = SearchParams { limit, ..params };
    let mut searcher = engine::searcher(config, Weights::shipped())?;
    let mut day = config.day();
    if !now {
        searcher = as_it_was(config, searcher, &store, saved)?;
        if let Ok(as_of) = saved.as_of.parse::<Date>() {
            day = Day { as_of, named: true };
        }
    }
    let answer = searcher.search(&request(&params, day))?;
    print(config, &answer)?;
    let (then, watermark) = (saved.total, saved.watermark);
    console::note(
        config,
        &format!("it found {then} clauses when it was saved at watermark {watermark}"),
        &format!("保存时（水位 {watermark}）共 {then} 条"),
    );
    Ok(if answer.total == 0 { Outcome::Partly } else { Outcome::Done })
}

/// The searcher on the state in which a search was saved; on the present one, with a word, where that state was
/// one of another store.
fn as_it_was(config: &Config, searcher: Searcher, store: &Store, saved: &SavedSearch) -> Result<Searcher> {
    if saved.lineage == store.lineage()? {
        return super::super::search::as_of_watermark(config, searcher, saved.watermark);
    }
    console::say(
        config,
        "the search was saved in another store, or before a restore: its state is not known here; the present store is asked",
        "该检索保存于另一文档库或恢复备份之前，无法还原当时状态；以下按当前文档库检索",
    );
    Ok(searcher)
}

fn print(config: &Config, answer: &Answer) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, answer)?;
        writeln!(out)?;
    } else {
        hits::write(&mut out, answer, Style::new(config.color), config.locale)?;
        hits::warnings(&mut io::stderr().lock(), answer, Style::new(false), config.locale)?;
    }
    Ok(out.flush()?)
}

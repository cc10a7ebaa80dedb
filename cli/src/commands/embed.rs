//! `polidex index embed`.

use crate::{
    config::Config,
    console::{self, Message, Outcome},
    engine,
};
use anyhow::Result;
use polidex_corpus::{locale::Locale, store::Store};
use polidex_search::{
    index,
    meaning::{Embedder, vectors},
};
use std::io::{self, Write};

/// Gives clauses their vectors, at most `max` of those that have none.
pub fn run(config: &Config, max: Option<usize>) -> Result<Outcome> {
    let Some(embedder) = &config.embedder else {
        return Err(Message::new(
            "no embedder is configured; write [embedder] with url and model into the configuration file and name it with --config",
            "未配置向量服务；请在配置文件中写入 [embedder] 及其 url 和 model，并用 --config 指定该文件",
        )
        .into());
    };
    let store = Store::open_reader(&config.data)?;
    let bar = console::progress(config, 0, "embedding", "向量");
    let embedded = vectors::embed(
        &store,
        &Embedder::new(embedder.clone())?,
        max.unwrap_or(usize::MAX),
        &mut |done, total| {
            bar.set_length(total);
            bar.set_position(done);
        },
    );
    bar.finish_and_clear();
    let embedded = embedded?;
    let location = engine::location(config).filter(|location| location.vectors.is_some());
    let brought = location.map(|location| index::bring_vectors(&store, &location)).transpose()?;
    let mut out = io::stdout().lock();
    if config.json {
        let mut report = serde_json::to_value(embedded)?;
        if let Some(brought) = brought {
            report["brought_to_servers"] = brought.into();
        }
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        let (clauses, sent, missing) = (embedded.clauses, embedded.sent, embedded.missing);
        match config.locale {
            Locale::En => writeln!(out, "{clauses} clauses have a vector, {sent} new, {missing} to come")?,
            Locale::Zh => writeln!(out, "{clauses} 条已有向量，新增 {sent}，尚缺 {missing}")?,
        }
        match (brought, config.locale) {
            (Some(brought), Locale::En) => writeln!(out, "{brought} vectors brought to Meilisearch")?,
            (Some(brought), Locale::Zh) => writeln!(out, "已将 {brought} 个向量送至 Meilisearch")?,
            (None, _) => {}
        }
    }
    Ok(if embedded.missing > 0 { Outcome::Partly } else { Outcome::Done })
}

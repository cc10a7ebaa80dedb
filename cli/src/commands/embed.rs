//! `polidex index embed`.

use crate::{
    config::Config,
    console::{self, Message, Outcome},
};
use anyhow::Result;
use polidex_corpus::{locale::Locale, store::Store};
use polidex_search::meaning::{Embedder, vectors};
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
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &embedded)?;
        writeln!(out)?;
    } else {
        let (clauses, sent, missing) = (embedded.clauses, embedded.sent, embedded.missing);
        match config.locale {
            Locale::En => writeln!(out, "{clauses} clauses have a vector, {sent} new, {missing} to come")?,
            Locale::Zh => writeln!(out, "{clauses} 条已有向量，新增 {sent}，尚缺 {missing}")?,
        }
    }
    Ok(if embedded.missing > 0 { Outcome::Partly } else { Outcome::Done })
}

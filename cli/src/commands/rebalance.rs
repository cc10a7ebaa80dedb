//! `polidex index rebalance`.

use super::index;
use crate::{
    config::Config,
    console::{Message, Outcome},
    engine,
};
use anyhow::Result;
use polidex_corpus::{locale::Locale, store::Store};
use polidex_search::{
    engine::{EngineError, meilisearch},
    index as indexing,
};
use std::io::{self, Write};

/// Moves documents to the servers of the configuration file.
pub fn run(config: &Config) -> Result<Outcome> {
    // Nobody else writes meanwhile.
    let store = Store::open(&config.data)?;
    let Some(location) = engine::location(config) else {
        return Err(Message::new(
            "the index is in the data directory; `polidex index migrate --to meilisearch` puts it on servers",
            "索引在数据目录中；用 `polidex index migrate --to meilisearch` 可放到服务上",
        )
        .into());
    };
    let rebalanced = match meilisearch::rebalance(&location) {
        Ok(rebalanced) => rebalanced,
        // From one server to several, or back, everything moves.
        Err(EngineError::NotSpread | EngineError::NotOnServer { .. }) => {
            return index::say(config, index::rebuild(config, &store, Some(&location))?);
        }
        Err(error) => return Err(error.into()),
    };
    engine::choose(&config.data, Some(&location))?;
    indexing::bring_vectors(&store, &location)?;
    let meilisearch::Rebalanced { moved, of } = rebalanced;
    let mut out = io::stdout().lock();
    if config.json {
        writeln!(out, "{}", serde_json::json!({"moved": moved, "of": of}))?;
    } else {
        match config.locale {
            _ if of == 0 => writeln!(out, "{}", config.locale.pick("nothing to move", "无需移动"))?,
            Locale::En => writeln!(out, "{moved} of {of} clauses moved")?,
            Locale::Zh => writeln!(out, "已移动 {moved} 条，共 {of} 条")?,
        }
    }
    Ok(Outcome::Done)
}

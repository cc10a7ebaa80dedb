//! `polidex index`.

use crate::{
    args::{EngineName, Index},
    config::Config,
    console::{self, Outcome},
    engine,
};
use anyhow::Result;
use polidex_corpus::{
    locale::Locale,
    store::{Counts, Store},
};
use polidex_search::{
    engine::{
        EngineError, Manifest, embedded,
        meilisearch::{self, Location},
    },
    index,
    meaning::vectors::Vectors,
};
use serde::Serialize;
use std::io::{self, Write};

/// Builds or inspects the index.
pub fn run(config: &Config, args: &Index) -> Result<Outcome> {
    match args {
        Index::Rebuild => {
            let store = Store::open(&config.data)?;
            say(config, rebuild(config, &store, engine::location(config).as_ref())?)
        }
        Index::Update => {
            let store = Store::open(&config.data)?;
            say(config, super::ingest::update_index(config, &store)?)
        }
        Index::Embed { max } => super::embed::run(config, *max),
        Index::Status => status(config),
        Index::Rebalance => super::rebalance::run(config),
        Index::Migrate { to } => migrate(config, *to),
    }
}

/// Builds the whole index anew, with progress.
pub fn rebuild(config: &Config, store: &Store, on: Option<&Location>) -> Result<index::Indexed> {
    let bar = console::progress(config, 0, "indexing", "索引");
    let mut progress = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let indexed = match on {
        Some(location) => index::rebuild_on_server(store, location, &mut progress),
        None => index::rebuild(store, &mut progress),
    };
    bar.finish_and_clear();
    Ok(indexed?)
}

/// Builds the index of the other engine, and only then leaves the one in use.
fn migrate(config: &Config, to: EngineName) -> Result<Outcome> {
    let store = Store::open(&config.data)?;
    match to {
        EngineName::Meilisearch => {
            let servers = match &config.server {
                Some(servers) => servers.clone(),
                None => engine::servers(config.meili_url.clone(), None, &config.meilisearch)?,
            };
            let location = servers.location(config);
            let indexed = rebuild(config, &store, Some(&location))?;
            engine::choose(&config.data, Some(&location))?;
            say(config, indexed)
        }
        EngineName::Embedded => {
            let indexed = rebuild(config, &store, None)?;
            engine::choose(&config.data, None)?;
            if let Some(location) = engine::location(config) {
                meilisearch::remove(&location)?;
            }
            say(config, indexed)
        }
    }
}

/// Says what was indexed.
pub fn say(config: &Config, indexed: index::Indexed) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    if config.json {
        let line = serde_json::json!({"policies": indexed.policies, "units": indexed.units, "rebuilt": indexed.rebuilt});
        writeln!(out, "{line}")?;
    } else {
        let text = match config.locale {
            Locale::En => format!("{} documents, {} clauses indexed", indexed.policies, indexed.units),
            Locale::Zh => format!("已索引 {} 份文件、{} 条", indexed.policies, indexed.units),
        };
        writeln!(out, "{text}")?;
    }
    Ok(if indexed.absent > 0 { Outcome::Partly } else { Outcome::Done })
}

#[derive(Serialize)]
struct Status {
    store: Counts,
    store_watermark: u64,
    index: Option<Manifest>,
    up_to_date: bool,
    /// Clauses that have a vector, where an embedder is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    embedded: Option<usize>,
}

fn status(config: &Config) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let found = match engine::location(config) {
        Some(location) => meilisearch::manifest(&location),
        None => embedded::manifest(&index::embedded_dir(&config.data)),
    };
    let manifest = match found {
        Ok(manifest) => Some(manifest),
        Err(EngineError::Missing(_) | EngineError::NotOnServer { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let store_watermark = store.watermark()?;
    let up_to_date = match &manifest {
        Some(manifest) => index::is_current(&store, manifest)?,
        None => false,
    };
    let vectors = config.embedder.as_ref().map(|embedder| Vectors::open(&store, embedder)).transpose()?;
    let embedded = vectors.map(|vectors| vectors.map_or(0, |vectors| vectors.len()));
    let status = Status { store: store.counts()?, store_watermark, index: manifest, up_to_date, embedded };
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &status)?;
        writeln!(out)?;
    } else {
        let counts = &status.store;
        let state = match (&status.index, up_to_date) {
            (None, _) => config
                .locale
                .pick("no index: run `polidex index rebuild`", "没有索引：请运行 `polidex index rebuild`"),
            (Some(_), true) => config.locale.pick("the index is up to date", "索引为最新"),
            (Some(_), false) => config.locale.pick(
                "the index is behind: run `polidex index update`",
                "索引落后：请运行 `polidex index update`",
            ),
        };
        let text = match config.locale {
            Locale::En => format!(
                "{} policies in {} editions, {} clauses, {:.1} MB of text; {state}",
                counts.policies,
                counts.editions,
                counts.units,
                counts.text_bytes as f64 / 1e6
            ),
            Locale::Zh => format!(
                "{} 份政策、{} 个版本、{} 条，正文 {:.1} MB；{state}",
                counts.policies,
                counts.editions,
                counts.units,
                counts.text_bytes as f64 / 1e6
            ),
        };
        writeln!(out, "{text}")?;
        if let Some(embedded) = status.embedded {
            match config.locale {
                Locale::En => writeln!(out, "{embedded} clauses have a vector")?,
                Locale::Zh => writeln!(out, "{embedded} 条已有向量")?,
            }
        }
    }
    Ok(if up_to_date { Outcome::Done } else { Outcome::Partly })
}

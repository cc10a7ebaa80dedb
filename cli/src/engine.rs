//! Which engine answers, and how it is reached.
//!
//! A flag or the environment says so, else the configuration file, else what `polidex index migrate` has left
//! beside the index; else it is the embedded one.

use crate::{
    args::{EngineName, Global},
    config::Config,
    console::Message,
};
use anyhow::{Context, Result};
use polidex_corpus::store::Store;
use polidex_search::{
    engine::meilisearch::{Address, Key, Location, MeilisearchEngine},
    rank::Weights,
    searcher::Searcher,
};
use serde::{Deserialize, Serialize};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};
use url::Url;

/// `[meilisearch]` of the configuration file.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The server's address.
    url: Option<String>,
    /// A file with the key that can write.
    key_file: Option<PathBuf>,
    /// The name of the index.
    index: Option<String>,
}

/// What `polidex index migrate` leaves beside the index.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Chosen {
    engine: String,
    url: Option<String>,
}

fn chosen_file(data: &Path) -> PathBuf {
    data.join("index").join("engine.toml")
}

/// The server that answers; `None` for the embedded engine.
pub fn resolve(
    global: &Global,
    file_engine: Option<&str>,
    settings: &Settings,
    data: &Path,
) -> Result<Option<Address>> {
    let chosen: Chosen = fs::read_to_string(chosen_file(data))
        .ok()
        .and_then(|text| toml::from_str(&text).ok())
        .unwrap_or_default();
    let name = match (global.engine, file_engine) {
        (Some(name), _) => name,
        (None, Some("meilisearch")) => EngineName::Meilisearch,
        (None, None) if chosen.engine == "meilisearch" => EngineName::Meilisearch,
        (None, Some("embedded") | None) => EngineName::Embedded,
        (None, Some(other)) => {
            return Err(Message::new(
                format!("`{other}` in the configuration file is no engine; write embedded or meilisearch"),
                format!("配置文件中的“{other}”不是检索引擎；请写 embedded 或 meilisearch"),
            )
            .into());
        }
    };
    if name == EngineName::Embedded {
        return Ok(None);
    }
    let typed = global.meili_url.clone().or_else(|| settings.url.clone()).or(chosen.url);
    address(typed, settings).map(Some)
}

/// The server for a command that names the engine itself.
pub fn address(typed: Option<String>, settings: &Settings) -> Result<Address> {
    let Some(url) = typed else {
        return Err(Message::new(
            "where is Meilisearch? Say so with --meili-url URL, POLIDEX_MEILI_URL, or `url` in the section [meilisearch] of the configuration file",
            "Meilisearch 在哪里？请用 --meili-url URL、POLIDEX_MEILI_URL 或配置文件 [meilisearch] 中的 url 指定",
        )
        .into());
    };
    if !Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Err(Message::new(
            format!("`{url}` is no address of a server; it looks like http://127.0.0.1:7700"),
            format!("“{url}”不是服务地址；应类似 http://127.0.0.1:7700"),
        )
        .into());
    }
    let mut address = Address::new(&url, key(settings)?);
    if let Some(index) = &settings.index {
        address.index.clone_from(index);
    }
    Ok(address)
}

/// The key that can write: from the environment, else from a file.
fn key(settings: &Settings) -> Result<Option<Key>> {
    if let Ok(key) = env::var("POLIDEX_MEILI_KEY")
        && !key.trim().is_empty()
    {
        return Ok(Some(Key(key.trim().to_owned())));
    }
    let Some(file) = &settings.key_file else { return Ok(None) };
    let key = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    Ok(Some(Key(key.trim().to_owned())))
}

/// Keeps the choice of an engine for the commands to come; `None` is the embedded one.
pub fn choose(data: &Path, address: Option<&Address>) -> Result<()> {
    let file = chosen_file(data);
    let Some(address) = address else {
        return match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| file.display().to_string())
            }
            _ => Ok(()),
        };
    };
    let chosen = Chosen { engine: "meilisearch".into(), url: Some(address.url.clone()) };
    fs::write(&file, toml::to_string(&chosen)?).with_context(|| file.display().to_string())
}

/// Where the index on the server is, where there is one.
pub fn location(config: &Config) -> Option<Location> {
    config.server.clone().map(|address| Location::new(&config.data, address))
}

/// Opens the data directory for questions.
pub fn searcher(config: &Config, weights: Weights) -> Result<Searcher> {
    let store = Store::open_reader(&config.data)?;
    let Some(location) = location(config) else { return Ok(Searcher::with_weights(store, weights)?) };
    let engine = MeilisearchEngine::open(&location, weights.clone())?;
    Ok(Searcher::with_engine(store, Box::new(engine), weights))
}

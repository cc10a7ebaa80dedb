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
    engine::meilisearch::{Address, Key, Location, MeilisearchEngine, Remote},
    rank::Weights,
    searcher::Searcher,
};
use serde::{Deserialize, Serialize};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    time::Duration,
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
    /// Seconds in which an answer must have come; 30 unless said otherwise.
    timeout: Option<u64>,
    /// On how many of several servers each policy stands.
    replicas: Option<usize>,
    /// Whether the vectors of clauses stand on the servers too.
    #[serde(default)]
    pub vectors: bool,
    /// Several servers instead of one.
    #[serde(default)]
    remotes: Vec<RemoteSettings>,
}

/// `[[meilisearch.remotes]]` of the configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RemoteSettings {
    /// Its name, which decides what stands on it: keep it when the server moves.
    name: String,
    /// Its address.
    url: String,
    /// A file with its key that can write, where it has one of its own.
    key_file: Option<PathBuf>,
}

/// The servers that answer.
#[derive(Debug, Clone)]
pub struct Servers {
    remotes: Vec<Remote>,
    replicas: usize,
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

/// The servers that answer; `None` for the embedded engine.
pub fn resolve(
    global: &Global,
    file_engine: Option<&str>,
    settings: &Settings,
    data: &Path,
) -> Result<Option<Servers>> {
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
    servers(global.meili_url.clone(), chosen.url, settings).map(Some)
}

/// The servers for a command that names the engine itself: the one that was typed, else what the
/// configuration file says, else the one that was chosen before.
pub fn servers(typed: Option<String>, chosen: Option<String>, settings: &Settings) -> Result<Servers> {
    if typed.is_none() && !settings.remotes.is_empty() {
        return several(settings);
    }
    let Some(url) = typed.or_else(|| settings.url.clone()).or(chosen) else {
        return Err(Message::new(
            "where is Meilisearch? Say so with --meili-url URL, POLIDEX_MEILI_URL, or `url` in the section [meilisearch] of the configuration file",
            "Meilisearch 在哪里？请用 --meili-url URL、POLIDEX_MEILI_URL 或配置文件 [meilisearch] 中的 url 指定",
        )
        .into());
    };
    let address = address(&url, settings.key_file.as_deref(), settings)?;
    Ok(Servers { remotes: vec![Remote { name: String::new(), address }], replicas: 1 })
}

fn several(settings: &Settings) -> Result<Servers> {
    let mut remotes: Vec<Remote> = Vec::new();
    for RemoteSettings { name, url, key_file } in &settings.remotes {
        let plain = !name.is_empty()
            && name.len() <= 40
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !plain || remotes.iter().any(|other| other.name == *name) {
            return Err(Message::new(
                format!(
                    "`{name}` cannot be the name of a Meilisearch server: a-z, 0-9 and - only, each name once"
                ),
                format!("“{name}”不能作为 Meilisearch 服务的名称：只能用 a-z、0-9 和 -，且不能重复"),
            )
            .into());
        }
        let address = address(url, key_file.as_deref().or(settings.key_file.as_deref()), settings)?;
        remotes.push(Remote { name: name.clone(), address });
    }
    let replicas = settings.replicas.unwrap_or(1);
    if replicas == 0 || replicas > remotes.len() {
        return Err(Message::new(
            format!(
                "`replicas = {replicas}` in the configuration file: 1 to the number of servers, {}",
                remotes.len()
            ),
            format!("配置文件中的 replicas = {replicas}：应为 1 到服务数 {}", remotes.len()),
        )
        .into());
    }
    Ok(Servers { remotes, replicas })
}

fn address(url: &str, key_file: Option<&Path>, settings: &Settings) -> Result<Address> {
    if !Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Err(Message::new(
            format!("`{url}` is no address of a server; it looks like http://127.0.0.1:7700"),
            format!("“{url}”不是服务地址；应类似 http://127.0.0.1:7700"),
        )
        .into());
    }
    let mut address = Address::new(url, key(key_file)?);
    if let Some(index) = &settings.index {
        address.index.clone_from(index);
    }
    if let Some(seconds) = settings.timeout {
        address.limits.answer = Duration::from_secs(seconds.max(1));
    }
    Ok(address)
}

/// The key that can write: from the environment, else from a file.
fn key(file: Option<&Path>) -> Result<Option<Key>> {
    if let Ok(key) = env::var("POLIDEX_MEILI_KEY")
        && !key.trim().is_empty()
    {
        return Ok(Some(Key(key.trim().to_owned())));
    }
    let Some(file) = file else { return Ok(None) };
    let key = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    Ok(Some(Key(key.trim().to_owned())))
}

/// Keeps the choice of an engine for the commands to come; `None` is the embedded one. Where several servers
/// are, the configuration file says.
pub fn choose(data: &Path, location: Option<&Location>) -> Result<()> {
    let file = chosen_file(data);
    let Some(location) = location else {
        return match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| file.display().to_string())
            }
            _ => Ok(()),
        };
    };
    let url = location.only().ok().map(|remote| remote.address.url.clone());
    let chosen = Chosen { engine: "meilisearch".into(), url };
    fs::write(&file, toml::to_string(&chosen)?).with_context(|| file.display().to_string())
}

impl Servers {
    /// The index of the data directory on them.
    pub fn location(&self, config: &Config) -> Location {
        let vectors = config.embedder.clone().filter(|_| config.meilisearch.vectors);
        Location { vectors, ..Location::of(&config.data, self.remotes.clone(), self.replicas) }
    }
}

/// Where the index on servers is, where there is one.
pub fn location(config: &Config) -> Option<Location> {
    config.server.as_ref().map(|servers| servers.location(config))
}

/// Opens the data directory for questions.
pub fn searcher(config: &Config, weights: Weights) -> Result<Searcher> {
    let store = Store::open_reader(&config.data)?;
    match location(config) {
        Some(location) => served(store, &location, weights),
        None => Ok(Searcher::with_weights(store, weights)?),
    }
}

/// A store whose questions servers answer.
pub fn served(store: Store, location: &Location, weights: Weights) -> Result<Searcher> {
    let engine = MeilisearchEngine::open(location, weights.clone())?;
    Ok(Searcher::with_engine(store, Box::new(engine), weights))
}

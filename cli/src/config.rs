//! What the command line, the environment and the configuration file come to.

use crate::{
    answers::Day,
    args::{ColorWhen, Global, LocaleName},
    console::Message,
    engine,
};
use anyhow::{Context, Result};
use jiff::civil::Date;
use polidex_corpus::locale::Locale;
use polidex_search::meaning::EmbedderConfig;
use serde::Deserialize;
use std::{
    env, fs,
    io::IsTerminal,
    path::{Path, PathBuf},
};
use url::Url;

/// Everything a command needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data directory.
    pub data: PathBuf,
    /// Print JSON.
    pub json: bool,
    /// No progress.
    pub quiet: bool,
    /// Colours on standard output.
    pub color: bool,
    /// Language of messages.
    pub locale: Locale,
    /// The day for statuses.
    pub as_of: Date,
    /// Whether the user named that day: then documents are shown as they stood on it.
    pub as_of_named: bool,
    /// How sites can reach the user, by the configuration file.
    pub contact: Option<String>,
    /// The Meilisearch servers that answer; `None` for the embedded engine.
    pub server: Option<engine::Servers>,
    /// The address of a server as typed.
    pub meili_url: Option<String>,
    /// What the configuration file says of Meilisearch.
    pub meilisearch: engine::Settings,
    /// The authority that stamps the archive's head after a crawl.
    pub timestamp: Option<Timestamp>,
    /// Where news are delivered to.
    pub webhook: Option<Webhook>,
    /// What gives clauses and questions their vectors, where that is wanted.
    pub embedder: Option<EmbedderConfig>,
}

/// `[timestamp]` of the configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timestamp {
    /// The address of an authority after RFC 3161.
    pub url: Url,
    /// Whether it may be on a private network.
    #[serde(default)]
    pub allow_private: bool,
}

/// `[webhook]` of the configuration file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The receiver's address, for watches that name none.
    pub url: Option<Url>,
    /// The file with the secret that messages are signed with; `POLIDEX_WEBHOOK_SECRET` wins.
    pub secret_file: Option<PathBuf>,
    /// Whether the receiver may be on a private network.
    #[serde(default)]
    pub allow_private: bool,
}

/// The configuration file. Flags and environment win.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    engine: Option<String>,
    contact: Option<String>,
    timestamp: Option<Timestamp>,
    webhook: Option<Webhook>,
    #[serde(default)]
    meilisearch: engine::Settings,
    embedder: Option<EmbedderConfig>,
}

impl Config {
    /// Resolves the global flags.
    pub fn resolve(global: Global, locale: Locale) -> Result<Self> {
        let file = read_file(global.config.as_deref())?;
        let data = match global.data.clone().or(file.data) {
            Some(dir) => dir,
            None => default_data()?,
        };
        if file.meilisearch.vectors && file.embedder.is_none() {
            return Err(Message::new(
                "`vectors = true` of [meilisearch] needs the section [embedder], which makes them, in the same configuration file",
                "[meilisearch] 的 vectors = true 需要同一配置文件中有 [embedder]，向量由其生成",
            )
            .into());
        }
        let server = engine::resolve(&global, file.engine.as_deref(), &file.meilisearch, &data)?;
        Ok(Self {
            data,
            server,
            meili_url: global.meili_url,
            meilisearch: file.meilisearch,
            json: global.json,
            quiet: global.quiet,
            color: colors(global.color),
            locale,
            contact: file.contact,
            timestamp: file.timestamp,
            webhook: file.webhook,
            embedder: file.embedder,
            as_of_named: global.as_of.is_some(),
            as_of: global.as_of.unwrap_or_else(|| jiff::Zoned::now().date()),
        })
    }

    /// The day for statuses.
    pub fn day(&self) -> Day {
        Day { as_of: self.as_of, named: self.as_of_named }
    }
}

/// The language of messages: the flag, else the environment.
pub fn locale(flag: Option<LocaleName>) -> Locale {
    match flag {
        Some(LocaleName::Zh) => Locale::Zh,
        Some(LocaleName::En) => Locale::En,
        None => ["POLIDEX_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
            .map_or(Locale::En, |tag| Locale::from_tag(&tag)),
    }
}

fn colors(when: ColorWhen) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => {
            std::io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

fn read_file(path: Option<&Path>) -> Result<File> {
    let Some(path) = path else { return Ok(File::default()) };
    let text = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{}", path.display()))
}

/// The platform's data directory: `XDG_DATA_HOME`, `APPDATA`, or what is usual below the home
/// directory.
fn default_data() -> Result<PathBuf> {
    let from = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || from("HOME");
    let base = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| home().map(|home| home.join(".local/share")))
    };
    Ok(base.map(|base| base.join("polidex")).ok_or_else(|| {
        Message::new(
            "no home directory is known; say where the data shall be with --data DIR",
            "无法确定用户目录；请用 --data DIR 指定数据目录",
        )
    })?)
}

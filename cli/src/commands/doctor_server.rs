//! What `polidex doctor` says of a Meilisearch server.

use super::doctor::Check;
use crate::{config::Config, engine};
use anyhow::Result;
use polidex_corpus::{
    locale::{Locale, Localized},
    store::Store,
};
use polidex_search::{
    engine::meilisearch::{self, Health, Location, Remote},
    index,
};

/// Version, key, settings and state of the servers; nothing where none is used.
pub fn check(config: &Config, store: &Store) -> Result<Vec<Check>> {
    let Some(location) = engine::location(config) else { return Ok(Vec::new()) };
    let mut checks = Vec::new();
    let mut all_answer = true;
    for remote in &location.remotes {
        match meilisearch::health(&location, remote) {
            Ok(health) => {
                checks.push(healthy(config, remote, &health));
                checks.extend(settings(config, &health));
            }
            Err(error) => {
                all_answer = false;
                let message = error.localized(config.locale).into_owned();
                checks.push(Check { name: "server", healthy: false, message: named(remote, message) });
            }
        }
    }
    // What an only server does not say cannot be known.
    if all_answer || location.remotes.len() > 1 {
        checks.push(index_check(config, store, &location)?);
    }
    Ok(checks)
}

fn index_check(config: &Config, store: &Store, location: &Location) -> Result<Check> {
    let pick = |en: &'static str, zh: &'static str| config.locale.pick(en, zh).to_owned();
    let (healthy, message) = match meilisearch::manifest(location) {
        Ok(manifest) if index::is_current(store, &manifest)? => {
            (true, pick("the index on the server is up to date", "服务上的索引为最新"))
        }
        Ok(_) => (
            false,
            pick(
                "the index on the server is behind: run `polidex index update`",
                "服务上的索引落后：请运行 `polidex index update`",
            ),
        ),
        Err(error) => (false, error.localized(config.locale).into_owned()),
    };
    Ok(Check { name: "server_index", healthy, message })
}

fn named(remote: &Remote, message: String) -> String {
    if remote.name.is_empty() { message } else { format!("{}: {message}", remote.name) }
}

fn healthy(config: &Config, remote: &Remote, health: &Health) -> Check {
    let Health { version, units, current, .. } = health;
    let behind = !current && !remote.name.is_empty();
    let message = match config.locale {
        Locale::En if behind => {
            format!("Meilisearch {version} is behind the store: run `polidex index update`")
        }
        Locale::Zh if behind => format!("Meilisearch {version} 落后于文档库：请运行 `polidex index update`"),
        Locale::En => format!("Meilisearch {version} answers and accepts the key: {units} clauses"),
        Locale::Zh => format!("Meilisearch {version} 可用，密钥有效：{units} 条"),
    };
    Check { name: "server", healthy: !behind, message: named(remote, message) }
}

fn settings(config: &Config, health: &Health) -> Option<Check> {
    if health.foreign_settings.is_empty() {
        return None;
    }
    let names = health.foreign_settings.join(", ");
    let message = match config.locale {
        Locale::En => {
            format!("settings of the index were changed on the server ({names}): run `polidex index rebuild`")
        }
        Locale::Zh => format!("服务上的索引设置被改动（{names}）：请运行 `polidex index rebuild`"),
    };
    Some(Check { name: "server_settings", healthy: false, message })
}

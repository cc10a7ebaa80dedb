//! Where the texts of the store come from.

use anyhow::Result;
use polidex_corpus::{
    source::{self, Source, Tier, Verified},
    store::Store,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A source, with what is stored of it.
#[derive(Debug, Default, Serialize)]
pub struct ListedSource {
    /// Its name: in a definition, or of the folder or file that was read.
    pub name: String,
    /// Its title in English, where it is defined.
    pub title: Option<String>,
    /// The same in Chinese.
    pub title_zh: Option<String>,
    /// How far it can be trusted, where it is defined: `official`, `mirror` or `media`.
    pub tier: Option<&'static str>,
    /// Since when its rules are known to fit the site, `YYYY-MM-DD`.
    pub verified: Option<String>,
    /// Its hosts.
    pub hosts: Vec<String>,
    /// Documents of the store that it holds.
    pub policies: u64,
    /// When something was last received from it, RFC 3339 in UTC.
    pub latest: Option<String>,
}

/// The name of a tier.
pub fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Official => "official",
        Tier::Mirror => "mirror",
        Tier::Media => "media",
    }
}

/// The day on which a source's rules were found to fit.
pub fn verified(source: &Source) -> Option<jiff::civil::Date> {
    match source.verified {
        Verified::On(date) => Some(date),
        Verified::Never(_) => None,
    }
}

/// All sources that are defined or have given something, by name.
pub fn listed(store: &Store) -> Result<Vec<ListedSource>> {
    let defined = source::load(&store.dir().join("sources")).unwrap_or_else(|_| source::builtin().to_vec());
    let mut listed: BTreeMap<String, ListedSource> = BTreeMap::new();
    for source in defined {
        let described = ListedSource {
            title: Some(source.title.en.clone()),
            title_zh: Some(source.title.zh.clone()),
            tier: Some(tier(source.tier)),
            verified: verified(&source).map(|day| day.to_string()),
            hosts: source.hosts.clone(),
            ..ListedSource::default()
        };
        listed.insert(source.name, described);
    }
    for held in store.source_counts()? {
        let entry = listed.entry(held.name).or_default();
        (entry.policies, entry.latest) = (held.policies, held.latest);
    }
    Ok(listed.into_iter().map(|(name, source)| ListedSource { name, ..source }).collect())
}

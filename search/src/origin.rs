//! Where a text comes from, and what it is worth: its source and tier, and which text is authoritative.

use polidex_corpus::{
    locale::{Locale, Localized},
    model::{ClauseRef, Policy},
    source::{Source, Tier, for_url},
    store::{Provenance, Store, StoreError},
};
use serde::Serialize;
use std::{borrow::Cow, path::Path};
use url::Url;

/// Where a text was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Source, bytes, time, hashes, extractor.
    #[serde(flatten)]
    pub provenance: Provenance,
    /// How far the source can be trusted; `None` where no source is known, as of files.
    pub tier: Option<Tier>,
    /// Whether the bytes as received are in the archive.
    pub archived: bool,
}

/// What a text is among the texts of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The text itself.
    Original,
    /// A translation that says so, or that the original's publisher or an official site publishes.
    OfficialTranslation,
    /// A translation that says so, or that somebody else publishes.
    UnofficialTranslation,
    /// A translation that says that a machine made it.
    MachineTranslation,
    /// A translation of which nothing tells who made it.
    UnattributedTranslation,
}

impl Standing {
    /// What people call it.
    pub fn label(self, locale: Locale) -> &'static str {
        let (en, zh) = match self {
            Self::Original => ("original", "原文"),
            Self::OfficialTranslation => ("official translation", "官方译文"),
            Self::UnofficialTranslation => ("unofficial translation", "非官方译文"),
            Self::MachineTranslation => ("machine translation", "机器译文"),
            Self::UnattributedTranslation => ("translation of unknown origin", "译者不明的译文"),
        };
        locale.pick(en, zh)
    }
}

/// What a text is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Authority {
    /// What it is among the texts of its document.
    pub standing: Standing,
    /// The words of the text, or the fact about its page, that say so.
    pub because: String,
    /// The authoritative text, where it is in the store: this one, or the original.
    pub authoritative: Option<ClauseRef>,
}

impl Localized for Authority {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        let label = self.standing.label(locale);
        match (self.standing, &self.authoritative, locale) {
            (Standing::Original, ..) => label.into(),
            (_, Some(original), Locale::En) => format!("{label}; the original prevails: {original}").into(),
            (_, Some(original), Locale::Zh) => format!("{label}；以原文为准：{original}").into(),
            (_, None, Locale::En) => format!("{label}; the original prevails and is not in the store").into(),
            (_, None, Locale::Zh) => format!("{label}；以原文为准，原文不在库中").into(),
        }
    }
}

/// The known sources, by which texts are judged.
pub struct Origins {
    sources: Vec<Source>,
}

impl Origins {
    /// The sources of the program and those of the data directory. A definition that cannot be read tells
    /// nothing about texts; `polidex doctor` names it.
    pub fn load(data: &Path) -> Self {
        let builtin = || polidex_corpus::source::builtin().to_vec();
        Self { sources: polidex_corpus::source::load(&data.join("sources")).unwrap_or_else(|_| builtin()) }
    }

    /// A text's origin.
    pub fn of(&self, provenance: Provenance) -> Origin {
        let address = Url::parse(&provenance.capture.location).ok();
        let tier = address.and_then(|url| for_url(&url, &self.sources)).map(|source| source.tier);
        Origin { tier, archived: provenance.capture.archived.is_some(), provenance }
    }

    /// What a policy's text is worth. Words of the text itself come before its place on the web.
    pub fn authority(&self, store: &Store, policy: &Policy) -> Result<Authority, StoreError> {
        let reference = |policy: &Policy| ClauseRef {
            policy: policy.id.clone(),
            edition: Some(policy.edition.key.clone()),
            clause: None,
        };
        if policy.translation_of.is_none() {
            return Ok(Authority {
                standing: Standing::Original,
                because: "it translates nothing".to_owned(),
                authoritative: Some(reference(policy)),
            });
        }
        let relatives = store.family(policy)?;
        let original = relatives.iter().find(|other| other.translation && other.lang != policy.lang);
        let original = original.map(|other| store.policy(&other.id)).transpose()?.flatten();
        let text = store.text(&policy.id, Some(&policy.edition.key))?;
        let said = text.iter().find_map(|part| said(&part.text));
        let (standing, because) = said.unwrap_or_else(|| self.by_place(policy, original.as_ref()));
        Ok(Authority { standing, because, authoritative: original.as_ref().map(reference) })
    }

    /// By who publishes it.
    fn by_place(&self, policy: &Policy, original: Option<&Policy>) -> (Standing, String) {
        let address = |policy: &Policy| policy.url.as_deref().and_then(|url| Url::parse(url).ok());
        let Some(own) = address(policy) else {
            return (Standing::UnattributedTranslation, "no page is known".to_owned());
        };
        let host = own.host_str().unwrap_or_default().to_owned();
        match for_url(&own, &self.sources).map(|source| source.tier) {
            Some(Tier::Official) => {
                (Standing::OfficialTranslation, format!("published at {host}, an official site"))
            }
            Some(_) => {
                (Standing::UnofficialTranslation, format!("published at {host}, not an official site"))
            }
            None if original.and_then(address).is_some_and(|other| other.host_str() == own.host_str()) => {
                (Standing::OfficialTranslation, format!("published at {host} like the original"))
            }
            None => {
                (Standing::UnattributedTranslation, format!("published at {host}, of which nothing is known"))
            }
        }
    }
}

/// How far from either end of a text a translator's note is looked for, in characters.
const NOTE: usize = 800;

/// What translators write about their work, the surest first.
const NOTES: [(Standing, &[&str]); 3] = [
    (
        Standing::MachineTranslation,
        &["machine translat", "machine-translat", "translated by machine", "机器翻译", "机翻"],
    ),
    (
        Standing::UnofficialTranslation,
        &[
            "unofficial translation",
            "unofficial english",
            "translation is for reference",
            "translation for reference",
            "非官方译",
            "译文仅供参考",
            "参考译文",
        ],
    ),
    (
        Standing::OfficialTranslation,
        &["official translation", "official english translation", "官方译文", "正式译本", "官方英译"],
    ),
];

/// What a text says of itself at its ends, with the words.
fn said(text: &str) -> Option<(Standing, String)> {
    let count = text.chars().count();
    let ends = text.chars().enumerate().filter(|&(number, _)| number < NOTE || number + NOTE >= count);
    let ends: String = ends.flat_map(|(_, c)| c.to_lowercase()).collect();
    NOTES.iter().find_map(|(standing, notes)| {
        let note = notes.iter().find(|note| ends.contains(**note))?;
        Some((*standing, format!("the text says {note:?}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translators_notes_are_read() {
        for (text, standing) in [
            ("Example\n(Unofficial translation)", Standing::UnofficialTranslation),
            (
                "Example. This is a machine translation, not an official translation.",
                Standing::MachineTranslation,
            ),
            ("Official translation. Example", Standing::OfficialTranslation),
            ("示例\n译文仅供参考", Standing::UnofficialTranslation),
        ] {
            assert_eq!(said(text).map(|said| said.0), Some(standing), "{text}");
        }
        assert_eq!(said("Example"), None);
    }
}

//! Where policies are published: one file a source, read from TOML.
//!
//! A source file says who publishes, where its lists start, and how its pages are built. Everything
//! but `name`, `title`, `tier` and `hosts` may be left out; what is not said is found by the generic
//! rules of extraction. The sources that come with the program are files in `sources/`; its README
//! says how to add one.

mod error;
mod host;
mod pattern;
mod read;
mod rules;
#[cfg(test)]
mod tests;

pub use error::SourceError;
pub use host::for_url;
pub use pattern::Pattern;
pub use read::{builtin, load, parse, read};
pub use rules::{CanonicalRules, ListRules, METADATA_FIELDS, PageRules, Replacement};

use serde::{Deserialize, Serialize};

/// A source of policies.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name on the command line, such as `gov-cn`: lower-case letters, digits and hyphens.
    pub name: String,
    /// Its name for people.
    pub title: Bilingual,
    /// How far its texts can be trusted.
    pub tier: Tier,
    /// Hosts that belong to it; a leading `*.` takes in every host below.
    pub hosts: Vec<String>,
    /// Pages that a crawl starts from.
    #[serde(default)]
    pub start: Vec<String>,
    /// Sitemaps and feeds that a crawl reads beside them.
    #[serde(default)]
    pub feeds: Vec<String>,
    /// Least seconds between two requests to one host; never below what politeness asks for.
    #[serde(default)]
    pub delay: Option<f64>,
    /// Region code of what it publishes, such as `CN-CQ`, where pages do not say.
    #[serde(default)]
    pub region: Option<String>,
    /// Who issues what it publishes, where pages do not say.
    #[serde(default)]
    pub issuer: Option<String>,
    /// How list pages are read.
    #[serde(default)]
    pub list: ListRules,
    /// How pages of documents are read.
    #[serde(default)]
    pub page: PageRules,
    /// How addresses are brought to one form.
    #[serde(default)]
    pub canonical: CanonicalRules,
    /// Where each rule was seen.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Since when the rules are known to fit the live site: `"2026-01-31"` or `"never"`.
    #[serde(default)]
    pub verified: Verified,
}

/// A name in two languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// How far a source's texts can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// The issuer's own site, or its government's.
    Official,
    /// A copy kept by somebody else.
    Mirror,
    /// Reports about policies.
    Media,
}

/// Where rules of a source were seen: a saved page of the site, or public code that reads it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The rules meant, by their keys: `start`, `list.items`, `list.paging`, `list.link`, `page.body` …
    pub rules: Vec<String>,
    /// The place: repository and path, or the saved page.
    pub seen: String,
    /// The day on which the page seen was made, where it says so.
    #[serde(default)]
    pub made: Option<jiff::civil::Date>,
}

/// Since when a source's rules are known to fit the live site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase", untagged)]
pub enum Verified {
    /// Checked on that day.
    On(jiff::civil::Date),
    /// Never checked: written as `never`.
    Never(Never),
}

impl Default for Verified {
    fn default() -> Self {
        Self::Never(Never::Never)
    }
}

/// The word `never`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Never {
    /// `never`
    Never,
}

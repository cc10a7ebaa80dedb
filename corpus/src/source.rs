//! Where policies are published: one file a source, read from TOML.
//!
//! A source file says who publishes, where its lists start, and how its pages are built. Everything
//! but `name`, `title`, `tier` and `hosts` may be left out; what is not said is found by the generic
//! rules of extraction.

use serde::Deserialize;
use std::collections::BTreeMap;

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
    /// Where each selector was seen: a saved page, or public code.
    pub evidence: Vec<String>,
    /// Since when the rules are known to fit the live site: a date, or `never`.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// The issuer's own site, or its government's.
    Official,
    /// A copy kept by somebody else.
    Mirror,
    /// Reports about policies.
    Media,
}

/// How list pages are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListRules {
    /// CSS selectors of the links to documents, best first; without any, every link counts.
    pub items: Vec<String>,
    /// CSS selectors of the link to the next page.
    pub next: Vec<String>,
    /// Addresses of further pages with `{page}` for their number, for lists whose paging is scripted.
    pub paging: Option<String>,
    /// The first number that `{page}` takes.
    pub first_page: u32,
    /// Most pages of one list that are read.
    pub max_pages: Option<u32>,
    /// A regular expression that a document's address matches.
    pub link: Option<String>,
}

/// How pages of documents are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageRules {
    /// CSS selectors of the body, best first; the best container among them is taken.
    pub body: Vec<String>,
    /// CSS selectors of the title.
    pub title: Vec<String>,
    /// CSS selectors of what is left out of the body.
    pub remove: Vec<String>,
    /// Names of meta tags and labels of table cells to the field that they fill: `title`,
    /// `doc_number`, `issuer`, `index_number`, `topic`, `column`, `written`, `published`, `effective`,
    /// `expires`, `author`, `source`.
    pub metadata: BTreeMap<String, String>,
}

/// How addresses are brought to one form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CanonicalRules {
    /// Replacements by regular expression, applied in order to the whole address.
    pub replace: Vec<Replacement>,
    /// Query parameters that do not tell pages apart.
    pub drop_query: Vec<String>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// Regular expression.
    pub pattern: String,
    /// What stands in its place; `$1` is the first group.
    pub with: String,
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

/// The word `never`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Never {
    /// `never`
    Never,
}

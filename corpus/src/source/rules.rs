//! The rules of a source: lists, pages, addresses.

use super::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The fields that [`PageRules::metadata`] can fill.
pub const METADATA_FIELDS: &[&str] = &[
    "title",
    "doc_number",
    "issuer",
    "index_number",
    "topic",
    "column",
    "written",
    "published",
    "effective",
    "expires",
    "author",
    "source",
];

/// How list pages are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListRules {
    /// CSS selectors of the links to documents, or of what holds them, best first; without any, every
    /// link counts that [`Self::link`] matches, and without that, every link that looks like a document.
    pub items: Vec<String>,
    /// CSS selectors of the link to the next page.
    pub next: Vec<String>,
    /// Where further pages are, for lists whose paging is scripted: an address with `{page}` for the
    /// number, relative to the list's (`index_{page}.html`), or `?name={page}` where only that query
    /// parameter changes.
    pub paging: Option<String>,
    /// The number that the list's first page has, or would have, in [`Self::paging`]; the second page
    /// is one more.
    pub first_page: u32,
    /// Most pages of one list that are read.
    pub max_pages: Option<u32>,
    /// A regular expression that a document's address matches.
    pub link: Option<Pattern>,
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
    /// Names of meta tags, labels in front of a value (`发文字号`), and CSS selectors of a value's
    /// element (`h5.actfwzh`, written with at least one of `. # [ >`), to the field of
    /// [`METADATA_FIELDS`] that they fill.
    pub metadata: BTreeMap<String, String>,
}

/// How addresses are brought to one form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CanonicalRules {
    /// Replacements by regular expression, applied in order to the whole address. Together they must
    /// settle: replacing in the result changes nothing.
    pub replace: Vec<Replacement>,
    /// Query parameters that do not tell pages apart.
    pub drop_query: Vec<String>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// Regular expression.
    pub pattern: Pattern,
    /// What stands in its place; `$1` is the first group.
    pub with: String,
}

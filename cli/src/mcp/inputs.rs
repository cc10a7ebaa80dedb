//! What tools are asked with.

use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A search.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchInput {
    /// The query, Chinese or English. Terms are found in both languages; "…" is a phrase, -word excludes.
    pub query: String,
    /// Filters: `level:district`, `region:重庆`, `issuer:…`, `year:2020..2024`, `kind:…`, `status:in_force`.
    #[serde(default)]
    pub filters: Vec<String>,
    /// Number of hits, 1 to 50; 5 unless a number is given.
    #[serde(default = "few")]
    pub limit: u32,
    /// Where the page begins: `next` of the answer before.
    #[serde(default)]
    pub cursor: Option<String>,
    /// The day for statuses, `YYYY-MM-DD`; the present one unless one is given.
    #[serde(default)]
    pub as_of: Option<String>,
}

fn few() -> u32 {
    5
}

/// A clause or a document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseInput {
    /// `ID[@EDITION][#PATH]` as in the `ref` of a hit; ID may be a number or a title, PATH a label such as
    /// 第五条. Without a clause the document's outline is answered.
    pub reference: String,
    /// The day for statuses, `YYYY-MM-DD`; documents are shown as they stood on it.
    #[serde(default)]
    pub as_of: Option<String>,
}

/// A quotation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteInput {
    /// The quotation, at least six Han characters or four words.
    pub text: String,
    /// Look in these documents only: ids, numbers or titles.
    #[serde(default)]
    pub within: Vec<String>,
    /// Places that are shown, 1 to 100; all are counted.
    #[serde(default = "places")]
    pub places: u32,
    /// The day for statuses, `YYYY-MM-DD`.
    #[serde(default)]
    pub as_of: Option<String>,
}

fn places() -> u32 {
    3
}

/// A company.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileInput {
    /// What is known of the company: `registered`, `sectors`, `revenue`, `headcount`, `certificates`, `events` …
    pub profile: Map<String, Value>,
    /// Suppositions: `revenue +20%`, `certified 高新技术企业`.
    #[serde(default)]
    pub what_if: Vec<String>,
    /// Most measures that are answered, best first, 1 to 100; 10 unless a number is given.
    #[serde(default = "measures")]
    pub limit: u32,
    /// The day for statuses and deadlines, `YYYY-MM-DD`.
    #[serde(default)]
    pub as_of: Option<String>,
}

fn measures() -> u32 {
    10
}

/// Something to cite.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CiteInput {
    /// `ID[@EDITION][#PATH]`.
    pub reference: String,
    /// A style: gb7714-2025, zh-legal, apa, chicago, mla, bluebook, bibtex, ris, csl-json …, or all.
    #[serde(default = "style")]
    pub style: String,
}

fn style() -> String {
    "gb7714-2025".to_owned()
}

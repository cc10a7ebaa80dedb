//! Questions by their parameters, which have the same names in the address bar, in the HTTP API and as flags.

use super::Day;
use polidex_search::{engine::Sort, query::planner::MatchMode, searcher::Request};
use serde::{Deserialize, Serialize};

/// Hits on a page, unless a number is asked for.
pub const LIMIT: u32 = 10;

/// The parameters of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// The query, in the query language.
    pub q: String,
    /// Filters as in the query language, `level:district`; those of one field are alternatives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<String>,
    /// Language of documents.
    #[serde(skip_serializing_if = "is_default")]
    #[param(inline)]
    pub lang: DocumentLang,
    /// Number of hits.
    #[serde(skip_serializing_if = "is_usual")]
    #[param(minimum = 1, maximum = 100)]
    pub limit: u32,
    /// Where the page begins: `next` of the answer before.
    #[param(pattern = "^o[0-9]{1,18}$")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Order of hits.
    #[serde(skip_serializing_if = "is_default")]
    #[param(inline)]
    pub sort: SortName,
    /// How many of the informative terms a clause must hold.
    #[serde(rename = "match", skip_serializing_if = "is_default")]
    #[param(inline)]
    pub mode: MatchName,
    /// Whether recent documents are preferred.
    #[serde(skip_serializing_if = "is_default")]
    pub recency: bool,
    /// Look terms up as typed only, not in the other language.
    #[serde(skip_serializing_if = "is_default")]
    pub no_translate: bool,
    /// Say how the query was read and where each score comes from.
    #[serde(skip_serializing_if = "is_default")]
    pub explain: bool,
    /// Show terms that belong to those of the query.
    #[serde(skip_serializing_if = "is_default")]
    pub related: bool,
}

impl Default for SearchParams {
    fn default() -> Self {
        Self {
            q: String::new(),
            filter: Vec::new(),
            lang: DocumentLang::default(),
            limit: LIMIT,
            cursor: None,
            sort: SortName::default(),
            mode: MatchName::default(),
            recency: false,
            no_translate: false,
            explain: false,
            related: false,
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_usual(limit: &u32) -> bool {
    *limit == LIMIT
}

/// Languages of documents.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DocumentLang {
    /// Chinese, in either script
    Zh,
    /// English
    En,
    /// Both
    #[default]
    Any,
}

/// Orders of hits.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SortName {
    /// Best first
    #[default]
    Relevance,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
}

/// How many terms must match.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MatchName {
    /// A share that grows with the query
    #[default]
    Most,
    /// All of them
    All,
    /// One of them
    Any,
}

impl SearchParams {
    /// The question, with facets and with origins.
    pub fn request(&self, day: Day) -> Request {
        Request {
            limit: self.limit as usize,
            cursor: self.cursor.clone(),
            sort: match self.sort {
                SortName::Relevance => Sort::Relevance,
                SortName::Newest => Sort::Newest,
                SortName::Oldest => Sort::Oldest,
            },
            mode: match self.mode {
                MatchName::Most => MatchMode::Most,
                MatchName::All => MatchMode::All,
                MatchName::Any => MatchMode::Any,
            },
            recency: self.recency,
            related: self.related,
            explain: self.explain,
            facets: true,
            translate: !self.no_translate,
            origins: true,
            filters: filters(&self.filter, self.lang),
            ..Request::new(self.q.clone(), day.as_of)
        }
    }
}

/// Filters and the language of documents as filters of the query language.
pub fn filters(typed: &[String], lang: DocumentLang) -> String {
    let mut filters = typed.join(" ");
    match lang {
        DocumentLang::Zh => filters.push_str(" lang:zh"),
        DocumentLang::En => filters.push_str(" lang:en"),
        DocumentLang::Any => {}
    }
    filters
}

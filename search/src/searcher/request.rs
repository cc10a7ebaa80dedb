//! A question.

use crate::{engine::Sort, query::planner::MatchMode};
use jiff::civil::Date;

/// A question.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query, in the language of [`crate::query`].
    pub text: String,
    /// Further filters, in the same language: `level:district lang:zh`.
    pub filters: String,
    /// Hits wanted, from 1.
    pub limit: usize,
    /// Where the page begins: the `next` of the answer before.
    pub cursor: Option<String>,
    /// The day for statuses.
    pub as_of: Date,
    /// The order of hits.
    pub sort: Sort,
    /// How many of the informative terms a clause must hold.
    pub mode: MatchMode,
    /// Whether recent documents are preferred.
    pub recency: bool,
    /// Whether hits carry the parts of their score.
    pub explain: bool,
    /// Whether facets are counted.
    pub facets: bool,
    /// Whether terms are looked up in the other language too.
    pub translate: bool,
    /// Whether hits say where their texts come from.
    pub origins: bool,
    /// Whether queries that may have been meant are looked for, where little is found.
    pub corrections: bool,
    /// Whether terms that belong to those of the query are looked for.
    pub related: bool,
}

impl Request {
    /// A question with the defaults: ten hits, best first.
    pub fn new(text: impl Into<String>, as_of: Date) -> Self {
        Self {
            text: text.into(),
            filters: String::new(),
            limit: 10,
            cursor: None,
            as_of,
            sort: Sort::Relevance,
            mode: MatchMode::Most,
            recency: false,
            explain: false,
            facets: true,
            translate: true,
            origins: false,
            corrections: true,
            related: false,
        }
    }
}

//! Answers to searches and completions.

use super::policy::{Authority, ClauseSummary, Origin, PolicySummary};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// An answer to a search.
#[derive(ToSchema)]
pub struct Answer {
    query: QueryEcho,
    /// The day for which statuses hold.
    #[schema(value_type = String, format = Date)]
    as_of: String,
    /// The state of the store.
    #[schema(minimum = 0)]
    store_watermark: u64,
    /// Number of matching clauses.
    #[schema(minimum = 0)]
    total: u64,
    /// Whether `total` is exact.
    total_is: TotalIs,
    /// Number of documents with a matching clause.
    #[schema(minimum = 0)]
    total_policies: u64,
    /// Time inside the program, in milliseconds.
    took_ms: f64,
    /// One entry a clause, in rank order.
    hits: Vec<Hit>,
    /// By facet and value, the number of documents.
    facets: std::collections::HashMap<String, std::collections::HashMap<String, u64>>,
    /// The cursor of the next page, when there is one.
    #[schema(required)]
    next: Option<String>,
    /// Where nothing was found: what would be found without each part of the query.
    #[schema(required = false)]
    relaxations: Vec<Relaxation>,
    /// Where little was found, or a word stands nowhere: queries that find more, with what they write otherwise.
    #[schema(required = false)]
    did_you_mean: Vec<Map<String, Value>>,
    /// With `related=true`, terms that belong to those of the query.
    #[schema(required = false)]
    related: Vec<Map<String, Value>>,
    warnings: Vec<Warning>,
}

/// How a total was counted.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum TotalIs {
    /// To the end.
    Exact,
    /// As far as an engine counts.
    AtLeast,
}

/// The query as understood.
#[derive(ToSchema)]
pub struct QueryEcho {
    /// As typed.
    text: String,
    /// How it was read: terms, translations, phrases, numbers, filters; `kind` tells which.
    explain: Vec<Map<String, Value>>,
}

/// One matching clause with its document.
#[derive(ToSchema)]
pub struct Hit {
    policy: PolicySummary,
    clause: ClauseSummary,
    /// What matched in the clause's text, in order, without overlaps.
    highlights: Vec<Highlight>,
    /// Comparable within one answer only.
    score: f32,
    /// Which terms of the query matched, and as what.
    matched_by: Vec<MatchedBy>,
    /// The clause in the language of the query that says the same, where one speaks for the hit.
    #[schema(required = false)]
    rendering: Option<HitRendering>,
    /// The parts of the score, with `explain=true`.
    #[schema(required = false)]
    explain: Map<String, Value>,
    /// The clause on the official page, by text fragment.
    #[schema(required)]
    link: Option<String>,
    authority: Authority,
    /// Every place at which the text was read.
    provenance: Vec<Origin>,
}

/// A clause that says in the language of the query what a hit says, as far as a machine could tell.
#[derive(ToSchema)]
pub struct HitRendering {
    /// The clause.
    r#ref: String,
    /// Its language and script.
    lang: String,
    /// How sure it is that both say the same, from 0 to 1.
    confidence: f32,
    /// What it added to the hit's score.
    added: f32,
    /// Whether the hit's own words were not found; then it is not in `total`.
    only: bool,
}

/// A range of the clause's text that matched, in Unicode scalar values, end exclusive.
#[derive(ToSchema)]
pub struct Highlight {
    #[schema(minimum = 0)]
    start: usize,
    #[schema(minimum = 0)]
    end: usize,
    /// The same in UTF-16 code units.
    utf16: Vec<usize>,
}

/// Why a clause is a hit.
#[derive(ToSchema)]
pub struct MatchedBy {
    /// The term of the query.
    term: String,
    /// As what it stands there.
    r#as: String,
    /// Where or why.
    why: String,
}

/// What would be found without a part of the query.
#[derive(ToSchema)]
pub struct Relaxation {
    /// `term`, `phrase`, `group`, `exclusion` or `filter`.
    kind: String,
    /// The part, as in the query.
    without: String,
    /// Clauses that match without it.
    total: u64,
    /// Whether nothing in the store holds the part.
    absent: bool,
}

/// Something that a reader should know.
#[derive(ToSchema)]
pub struct Warning {
    /// A stable name for programs.
    code: String,
    /// In English.
    message: String,
    /// In Chinese.
    message_zh: String,
}

/// A completion.
#[derive(ToSchema)]
pub struct Suggestion {
    /// What to put into the box.
    text: String,
    /// `title`, `number`, `issuer` or `term`.
    kind: String,
    /// In how many stored documents it plays a part.
    documents: u32,
    /// The document's id, for titles and numbers.
    #[schema(required = false)]
    policy: String,
}

//! Whole documents and single clauses.

use super::policy::{Authority, ClauseSummary, Origin, PolicySummary, Span, Standing};
use utoipa::ToSchema;

/// A document in one edition.
#[derive(ToSchema)]
pub struct Document {
    policy: PolicySummary,
    standing: Standing,
    /// Keys of all its editions, newest first.
    editions: Vec<String>,
    /// The documents that belong to it.
    family: Vec<Relative>,
    authority: Authority,
    provenance: Vec<Origin>,
    /// The outline, in the order of the text.
    clauses: Vec<Line>,
    /// The texts of its parts as published; empty with `outline=true`.
    texts: Vec<String>,
}

/// A document of the same family.
#[derive(ToSchema)]
pub struct Relative {
    id: String,
    title: String,
    kind: String,
    lang: String,
    /// Whether one of the two translates the other.
    translation: bool,
}

/// A line of an outline.
#[derive(ToSchema)]
pub struct Line {
    path: String,
    kind: String,
    label: String,
    depth: usize,
    /// Whether searches find it by itself.
    unit: bool,
}

/// One clause with its document.
#[derive(ToSchema)]
pub struct OneClause {
    policy: PolicySummary,
    standing: Standing,
    clause: ClauseSummary,
    kind: String,
    span: Span,
    /// The reference that names the edition too.
    permanent_ref: String,
    #[schema(required)]
    link: Option<String>,
    authority: Authority,
    provenance: Vec<Origin>,
}

/// Words of the other language that say the same.
#[derive(ToSchema)]
pub struct Counterpart {
    /// The clause that holds them, with its edition; of several, the first.
    #[schema(rename = "ref")]
    reference: String,
    text: String,
    lang: String,
    /// `original`, `official_translation` …
    standing: String,
    /// The same of the passage beside which they stand.
    passage: String,
    /// How sure it is that they say the same, from 0 to 1.
    confidence: f32,
}

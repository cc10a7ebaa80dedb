//! What an answer says of a document or a clause.

use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A document.
#[derive(ToSchema)]
pub struct PolicySummary {
    id: String,
    /// What its sources call it.
    external_id: Vec<String>,
    title: String,
    #[schema(required)]
    title_translated: Option<String>,
    #[schema(required)]
    doc_number: Option<String>,
    issuer: Vec<String>,
    #[schema(required)]
    level: Option<String>,
    #[schema(required)]
    region: Option<String>,
    kind: String,
    status: Status,
    /// Whether the text shown has been replaced by a later edition.
    superseded: bool,
    /// Whether more than one edition is known.
    amended: bool,
    /// 成文.
    #[schema(required)]
    written: Option<String>,
    /// 发布.
    #[schema(required)]
    published: Option<String>,
    /// 施行.
    #[schema(required)]
    effective: Option<String>,
    /// 失效.
    #[schema(required)]
    expires: Option<String>,
    /// BCP 47.
    lang: String,
    /// The official page.
    #[schema(required)]
    url: Option<String>,
    /// Key of the edition.
    edition: String,
    /// A sample text written for demonstration.
    illustrative: bool,
    /// Title, number and link without the text.
    catalogue: bool,
    /// What somebody says instead of what was read: the other fields show it.
    #[schema(required = false)]
    corrections: Vec<Correction>,
    /// Since when its pages are gone, `YYYY-MM-DD`.
    #[schema(required = false)]
    gone_since: Option<String>,
}

/// A correction of one field; official text is never corrected.
#[derive(ToSchema)]
pub struct Correction {
    id: String,
    policy: String,
    /// Key of the edition that it is about; null where it holds for all.
    #[schema(required)]
    edition: Option<String>,
    field: String,
    /// Null where the field has no value.
    #[schema(required)]
    value: Option<String>,
    /// As published.
    #[schema(required)]
    published: Option<String>,
    reason: String,
    by: String,
    at: String,
    /// Where it was taken back: `by`, `at`, `reason`.
    #[schema(required = false)]
    undone: Map<String, Value>,
}

/// Whether a document is in force, as far as the store tells.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Status {
    InForce,
    NotYetEffective,
    PartlyInvalid,
    Repealed,
    ExpiredByTerm,
    Unknown,
}

/// A clause.
#[derive(ToSchema)]
pub struct ClauseSummary {
    /// `POLICY[@EDITION]#PATH`.
    #[schema(rename = "ref")]
    reference: String,
    external_id: Vec<String>,
    /// 第五条.
    label: String,
    /// Labels from the outermost clause to this one.
    path: Vec<String>,
    /// Its text as published.
    text: String,
    /// BCP 47.
    lang: String,
}

/// What a text is worth.
#[derive(ToSchema)]
pub struct Authority {
    /// `original`, `official_translation` …
    standing: String,
    /// What says so.
    because: String,
    /// The authoritative text, where it is stored.
    #[schema(required)]
    authoritative: Option<String>,
}

/// Where a text was read.
#[derive(ToSchema)]
pub struct Origin {
    edition: String,
    source: String,
    external_id: String,
    /// The URL; of a file its name alone.
    location: String,
    media_type: String,
    charset: String,
    bytes: u64,
    /// SHA-256 of the bytes received.
    sha256: String,
    /// When they were received, RFC 3339 in UTC.
    captured_at: String,
    /// SHA-256 of the text.
    text_sha256: String,
    /// The version of the extractor.
    extractor: String,
    /// `official`, `mirror` or `media`.
    #[schema(required)]
    tier: Option<String>,
    /// Whether the bytes received are in the archive.
    archived: bool,
}

/// How a document stands on a day, and what proves it.
#[derive(ToSchema)]
pub struct Standing {
    status: Status,
    /// Why, in English.
    reason: String,
    /// Why, in Chinese.
    reason_zh: String,
    #[schema(required)]
    proof: Option<Proof>,
    /// What later documents change in it.
    amended_by: Vec<Proof>,
}

/// Words that a status rests on.
#[derive(ToSchema)]
pub struct Proof {
    /// Where they stand.
    #[schema(rename = "ref")]
    reference: String,
    title: String,
    /// As published.
    text: String,
    span: Span,
    #[schema(required)]
    provision: Option<String>,
}

/// A range of a text, in Unicode scalar values, end exclusive.
#[derive(ToSchema)]
pub struct Span {
    #[schema(minimum = 0)]
    start: usize,
    #[schema(minimum = 0)]
    end: usize,
}

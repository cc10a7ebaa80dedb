//! Quotations, citations and archived copies.

use super::{documents::Counterpart, policy::Correction, search::Warning};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A document or clause, cited.
#[derive(ToSchema)]
pub struct Citations {
    /// What is cited, with its edition.
    reference: String,
    #[schema(required)]
    archived: Option<ArchivedCopy>,
    /// What somebody says instead of what was read, where citations show it.
    #[schema(required = false)]
    corrections: Vec<Correction>,
    citations: Vec<Citation>,
    /// What says the same in the other language, where that is stored.
    #[schema(required = false)]
    counterpart: Counterpart,
}

/// The copy that was kept.
#[derive(ToSchema)]
pub struct ArchivedCopy {
    sha256: String,
    captured_at: String,
    #[schema(required)]
    record: Option<String>,
    #[schema(required)]
    head: Option<String>,
}

/// A citation in one style.
#[derive(ToSchema)]
pub struct Citation {
    style: String,
    text: String,
    /// How it is named in running text, where the style has that.
    #[schema(required = false)]
    in_text: String,
}

/// A style of citations.
#[derive(ToSchema)]
pub struct ListedStyle {
    style: String,
    title: String,
    title_zh: String,
    /// What could not be verified of it.
    remarks: String,
    remarks_zh: String,
}

/// Where a quotation stands, and how it differs.
#[derive(ToSchema)]
pub struct Verdict {
    quotation: String,
    /// `exact`, `normalised`, `altered`, `stitched`, `translated`, `not_found`, `too_short` or `too_long`.
    r#match: String,
    /// `current`, `superseded`, `repealed` or `unknown`.
    #[schema(required)]
    status: Option<String>,
    as_of: String,
    /// Places at which it stands.
    total: usize,
    places: Vec<Map<String, Value>>,
    #[schema(required)]
    difference: Option<Map<String, Value>>,
    parts: Vec<Map<String, Value>>,
    omission_marked: bool,
    nearest: Vec<Map<String, Value>>,
    cautions: Vec<Map<String, Value>>,
    warnings: Vec<Warning>,
}

/// What was found in a draft.
#[derive(ToSchema)]
pub struct DraftReport {
    as_of: String,
    right: usize,
    wrong: usize,
    unknown: usize,
    findings: Vec<Map<String, Value>>,
    warnings: Vec<Warning>,
}

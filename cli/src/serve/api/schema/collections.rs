//! Collections.

use super::policy::PolicySummary;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A collection in a list.
#[derive(ToSchema)]
pub struct ListedCollection {
    name: String,
    about: String,
    created_at: String,
    items: usize,
    reviewed: usize,
    searches: usize,
}

/// A collection with its items as they stand now.
#[derive(ToSchema)]
pub struct Collected {
    name: String,
    about: String,
    created_at: String,
    items: Vec<CollectedItem>,
    searches: Vec<SavedSearch>,
}

/// A document or a clause of a collection.
#[derive(ToSchema)]
pub struct CollectedItem {
    /// With its edition.
    #[schema(rename = "ref")]
    reference: String,
    label: String,
    note: String,
    tags: Vec<String>,
    #[schema(required)]
    reviewed_by: Option<String>,
    #[schema(required)]
    reviewed_at: Option<String>,
    added_at: String,
    changed_at: String,
    /// Null where the document is not stored any more.
    #[schema(required)]
    policy: Option<PolicySummary>,
    /// The clause's words; null for a document.
    #[schema(required)]
    text: Option<String>,
    #[schema(required)]
    citation: Option<String>,
    #[schema(required)]
    link: Option<String>,
    superseded: bool,
    /// When, by whom and why it was taken out of the store.
    #[schema(required = false)]
    removed: Map<String, Value>,
}

/// A search in a collection.
#[derive(ToSchema)]
pub struct SavedSearch {
    name: String,
    /// JSON, as `/search` names them.
    parameters: String,
    as_of: String,
    watermark: u64,
    lineage: String,
    total: u64,
    saved_at: String,
}

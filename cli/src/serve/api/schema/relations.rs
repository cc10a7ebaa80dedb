//! Graphs and sources.

use super::policy::Span;
use utoipa::ToSchema;

/// A source, with what is stored of it.
#[derive(ToSchema)]
pub struct ListedSource {
    name: String,
    #[schema(required)]
    title: Option<String>,
    #[schema(required)]
    title_zh: Option<String>,
    #[schema(required)]
    tier: Option<String>,
    #[schema(required)]
    verified: Option<String>,
    hosts: Vec<String>,
    policies: u64,
    #[schema(required)]
    latest: Option<String>,
    covers: Coverage,
    pages: PageCounts,
    /// When a crawl last had something of it.
    #[schema(required)]
    last_success: Option<String>,
    /// When a crawl last could not have something of it, and what.
    #[schema(required)]
    last_failure: Option<LastFailure>,
    /// Days since something was last had of it, or read.
    #[schema(required)]
    age_days: Option<i64>,
    /// What wants looking at.
    alarms: Vec<Alarm>,
}

/// The days that a source's documents are of.
#[derive(ToSchema)]
pub struct Coverage {
    #[schema(required)]
    from: Option<String>,
    #[schema(required)]
    to: Option<String>,
    /// Documents without any date.
    undated: u64,
}

/// What stands at a source's addresses, in numbers.
#[derive(ToSchema)]
pub struct PageCounts {
    known: u64,
    /// Still to be asked for.
    waiting: u64,
    failed: u64,
    gone: u64,
}

/// What a crawl could not have.
#[derive(ToSchema)]
pub struct LastFailure {
    at: String,
    url: String,
    code: String,
    message: String,
    message_zh: String,
}

/// Something about a source that wants looking at.
#[derive(ToSchema)]
pub struct Alarm {
    source: String,
    since: String,
    /// `template_changed`, `texts_shrank`.
    code: String,
    message: String,
    message_zh: String,
}

/// The documents around one.
#[derive(ToSchema)]
pub struct Graph {
    /// The documents, the one asked for first.
    nodes: Vec<Node>,
    /// How they stand to each other.
    links: Vec<Link>,
    /// Whether documents were left out.
    cut: bool,
}

/// A document, stored or only named.
#[derive(ToSchema)]
pub struct Node {
    /// The id of a stored document.
    #[schema(required)]
    policy: Option<String>,
    title: String,
    /// The ids of the documents that may be meant.
    #[schema(required = false)]
    candidates: Vec<String>,
    /// When it was taken out of the store, where it was.
    #[schema(required = false)]
    removed: String,
    /// Steps from the document asked for.
    distance: usize,
}

/// How one document stands to another.
#[derive(ToSchema)]
pub struct Link {
    /// Index of the document that speaks.
    from: usize,
    /// Index of the document that is named.
    to: usize,
    kind: String,
    /// Every place that says so.
    places: Vec<NamingPlace>,
}

/// A place where a document names another.
#[derive(ToSchema)]
pub struct NamingPlace {
    #[schema(rename = "ref")]
    reference: String,
    /// The sentence, as published.
    sentence: String,
    span: Span,
    #[schema(required)]
    provision: Option<String>,
    #[schema(required)]
    dated: Option<String>,
}

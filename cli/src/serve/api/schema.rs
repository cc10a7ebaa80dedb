//! What answers look like, for the description.
//!
//! The objects themselves belong to crates that know nothing of HTTP. A story holds real answers against what
//! is described here, field by field, so that the two cannot part.

#![allow(
    dead_code,
    clippy::struct_field_names,
    reason = "these types describe: answers are made of the objects of the other crates, under their names"
)]

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

/// What a company can get.
#[derive(ToSchema)]
pub struct Matched {
    #[schema(required)]
    company: Option<String>,
    as_of: String,
    store_watermark: u64,
    totals: Map<String, Value>,
    matches: Vec<Map<String, Value>>,
    stacks: Vec<Map<String, Value>>,
    /// Caps of documents that lower what their measures come to together.
    #[schema(required = false)]
    limits: Vec<Map<String, Value>>,
    questions: Vec<Question>,
    passed_over: usize,
    what_if: Vec<Map<String, Value>>,
    /// The profile with the answers, where there were any.
    #[schema(required = false)]
    profile: Map<String, Value>,
}

/// A question whose answer decides measures. It may have further fields.
#[derive(ToSchema)]
pub struct Question {
    /// Its name, for an answer.
    key: String,
    en: String,
    zh: String,
    /// Open measures that it is unknown in.
    measures: usize,
    /// Measures that its answer decides.
    decides: usize,
    /// Yuan.
    weight: f64,
    /// What an answer looks like.
    expects: Expects,
    /// The names that an answer can be, where it is one of a few.
    #[schema(required = false)]
    choices: Vec<Choice>,
}

/// What an answer to a question looks like.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Expects {
    /// Yes or no.
    YesOrNo,
    /// One of a few names.
    Choice,
    /// A place, by its name or code.
    Place,
    /// A day.
    Day,
    /// A sum, a share or a count.
    Number,
}

/// A name that a question can be answered with.
#[derive(ToSchema)]
pub struct Choice {
    /// The name, as in a profile.
    name: String,
    en: String,
    zh: String,
}

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

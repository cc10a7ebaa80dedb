//! What a company can get, and what it is asked.

use serde_json::{Map, Value};
use utoipa::ToSchema;

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

//! What a matching comes to.

use super::{
    amount::{Computed, Sum},
    check::{Gap, Have, Truth},
    limit::Limit,
    question::Question,
    stack::Stack,
    verdict::Verdict,
};
use crate::{answer::PolicySummary, standing::Standing};
use jiff::civil::Date;
use polidex_corpus::model::{MeasureKind, Span, Test};
use serde::Serialize;

/// Everything about one company on one day.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The company's name, as its profile has it.
    pub company: Option<String>,
    /// The day for which verdicts hold.
    pub as_of: Date,
    /// The state of the store.
    pub store_watermark: u64,
    /// How many measures have each verdict.
    pub totals: Totals,
    /// One entry a measure: best verdicts first, within one verdict the greatest amount first.
    pub matches: Vec<Match>,
    /// Measures for one matter, of which rules let only some count.
    pub stacks: Vec<Stack>,
    /// Caps of documents that lower what their measures come to together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// What to ask next, best first.
    pub questions: Vec<Question>,
    /// Measures passed over since they stand in news, interpretations or translations.
    pub passed_over: usize,
}

/// Counts, and sums in yuan of what is paid. What is for each of something is in no sum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Totals {
    /// Every condition was understood and is met.
    pub eligible: usize,
    /// Nothing but declarations and steps of the authority is open.
    pub likely: usize,
    /// Something has to be known first.
    pub needs_information: usize,
    /// A condition is not met.
    pub not_eligible: usize,
    /// Over.
    pub expired: usize,
    /// Not yet in force, or not yet open.
    pub not_yet_open: usize,
    /// What eligible measures come to, stacking rules applied.
    pub eligible_sum: Sum,
    /// What likely measures come to besides.
    pub likely_sum: Sum,
}

/// Words of a document, with where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The words, as published.
    pub text: String,
    /// `POLICY#PATH`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Where they stand in the text of their part.
    pub span: Span,
}

/// One measure for one company.
#[derive(Debug, Clone, Serialize)]
pub struct Match {
    /// The clause that states it.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its document.
    pub policy: PolicySummary,
    /// The kind of support.
    pub kind: MeasureKind,
    /// What came of it.
    pub verdict: Verdict,
    /// The sentence that states it.
    pub sentence: Quote,
    /// Who gets it.
    pub beneficiary: Option<Quote>,
    /// Every condition.
    pub conditions: Vec<Checked>,
    /// How much.
    pub amount: Computed,
    /// Until when.
    pub deadline: Option<Deadline>,
    /// Who pays or decides.
    pub authority: Option<Quote>,
    /// Papers that an application needs.
    pub materials: Vec<Quote>,
    /// Given without an application, with the words that say so.
    pub automatic: Option<Quote>,
    /// How the document stands, where others repealed it or parts of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// 一次性.
    pub one_off: bool,
    /// How it stands to other support, the rules of the document included.
    pub stacking: Vec<Quote>,
}

/// Where a condition comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The document is made for a place.
    Place,
    /// A scope clause of the document.
    Scope,
    /// The measure itself.
    Measure,
}

/// One condition, checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    /// Whether it holds.
    pub outcome: Truth,
    /// Its words.
    pub quote: Quote,
    /// Where it comes from.
    pub source: Source,
    /// What was understood; `None` for an open condition.
    pub requirement: Option<Test>,
    /// Whether it stands in the name of who gets the support.
    #[serde(skip)]
    pub names_who: bool,
    /// Whether it must not hold.
    pub negated: bool,
    /// What the profile says.
    pub have: Option<Have>,
    /// What is missing.
    pub gap: Option<Gap>,
    /// Name of the fact that would decide it.
    pub needs: Option<String>,
    /// Whether it is left to a declaration or to the authority as a rule.
    pub soft: bool,
}

/// Until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The first day of applications.
    pub opens: Option<Date>,
    /// The last day of applications, or of the document.
    pub closes: Option<Date>,
    /// Whether it is the end of the document, since it names no window.
    pub of_document: bool,
    /// The words, where there are some.
    pub quote: Option<Quote>,
}

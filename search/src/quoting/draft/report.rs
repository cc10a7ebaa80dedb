//! What is said of a draft. Field names are read by programs.

use crate::quoting::verify::Verdict;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{ClauseRef, Span, Warning},
};
use serde::Serialize;
use std::borrow::Cow;

/// Everything that was found in a draft.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The day for which statuses hold, `YYYY-MM-DD`.
    pub as_of: String,
    /// How many claims are right.
    pub right: usize,
    /// How many are wrong.
    pub wrong: usize,
    /// How many cannot be judged with what is stored.
    pub unknown: usize,
    /// The claims, in the order of the draft.
    pub findings: Vec<Finding>,
    /// What the reader should know about this answer.
    pub warnings: Vec<Warning>,
}

/// What a claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// Words in quotation marks, or set off as a quotation.
    Quotation,
    /// A title: 《…》.
    Title,
    /// A document number.
    Number,
    /// An article of a document.
    Article,
    /// A figure that the draft says a document holds.
    Figure,
}

impl ClaimKind {
    /// What people call it.
    pub fn label(self, locale: Locale) -> &'static str {
        let (en, zh) = match self {
            Self::Quotation => ("quotation", "引文"),
            Self::Title => ("title", "标题"),
            Self::Number => ("number", "文号"),
            Self::Article => ("article", "条号"),
            Self::Figure => ("figure", "数据"),
        };
        locale.pick(en, zh)
    }
}

/// Whether a claim holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It does.
    Right,
    /// It does not.
    Wrong,
    /// The store does not tell: nothing is known of the document, or nobody is said to be quoted.
    Unknown,
}

/// One claim of a draft.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// What it is about.
    pub kind: ClaimKind,
    /// Whether it holds.
    pub outcome: Outcome,
    /// A stable name for what was found, such as `altered`.
    pub code: &'static str,
    /// The words of the draft.
    pub text: String,
    /// Where they stand in the draft, in characters.
    pub span: Span,
    /// The line that they begin in, from 1.
    pub line: usize,
    /// What was found, in English.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
    /// What the claim is about, as far as it is known.
    #[serde(rename = "ref")]
    pub reference: Option<ClauseRef>,
    /// About a quotation, everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Box<Verdict>>,
}

impl Localized for Finding {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        locale.pick(&self.message, &self.message_zh).into()
    }
}

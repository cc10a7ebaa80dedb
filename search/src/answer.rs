//! The answer that every door shares: terminal, HTTP, page, assistant.
//!
//! Field names are fixed, since programs outside read them. Offsets count Unicode scalar values of
//! the clause's text, end exclusive; `utf16` holds the same pair in UTF-16 code units for browsers.

use crate::{
    meaning::Fused,
    origin::{Authority, Origin},
    query::plan::{Concept, PlanAlternative, Status, Translation},
    rank::SetParts,
    related::RelatedTerm,
    relax::Relaxation,
    spelling,
};
use polidex_corpus::model::{ClauseRef, Correction, Kind, Lang, Level, Policy, Warning};
use serde::Serialize;
use std::collections::BTreeMap;

/// A complete answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// What was asked, and how it was understood.
    pub query: QueryEcho,
    /// The day for which statuses hold, `YYYY-MM-DD`.
    pub as_of: String,
    /// The state of the store that the index was built from.
    pub store_watermark: u64,
    /// Number of matching clauses.
    pub total: u64,
    /// `exact`, or `at_least` where an engine stops counting.
    pub total_is: &'static str,
    /// Number of documents with a matching clause.
    pub total_policies: u64,
    /// Time inside the program, in milliseconds.
    pub took_ms: f64,
    /// One entry a hit, in rank order.
    pub hits: Vec<Hit>,
    /// By facet and value, the number of documents.
    pub facets: BTreeMap<String, BTreeMap<String, u64>>,
    /// The cursor of the next page, when there is one.
    pub next: Option<String>,
    /// Where nothing was found: what would be found without each part of the query.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relaxations: Vec<Relaxation>,
    /// Where little was found, or a word of the query stands nowhere: queries that find more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub did_you_mean: Vec<spelling::Correction>,
    /// Terms that belong to those of the query, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedTerm>,
    /// What the reader should know about this answer.
    pub warnings: Vec<Warning>,
}

/// The query as understood.
#[derive(Debug, Clone, Serialize)]
pub struct QueryEcho {
    /// The query as typed.
    pub text: String,
    /// How it was read: its informative terms, how many a clause must hold, filters, numbers.
    pub explain: Vec<Explanation>,
}

/// One line of `explain`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Explanation {
    /// An informative term.
    Term(Concept),
    /// How many of the informative terms a clause must hold.
    Needed {
        /// That many,
        needed: usize,
        /// of this many.
        of: usize,
    },
    /// A term with what it was looked up as in the other language.
    Translation {
        /// The term as typed, folded.
        text: String,
        /// Its alternatives, which count as one term.
        alternatives: Vec<PlanAlternative>,
        /// Whether a clause in the other language may hold one of them and nothing else of the query.
        alone: bool,
    },
    /// An everyday word with what the field calls the same; that counts for the order of hits only.
    Everyday {
        /// The word as typed, folded.
        text: String,
        /// Its names.
        names: Vec<String>,
    },
    /// A phrase that must stand in the clause.
    Phrase {
        /// The phrase, folded.
        text: String,
    },
    /// Two things that must stand near each other.
    Near {
        /// The one, folded,
        left: String,
        /// and the other.
        right: String,
        /// How many Han characters and words of other scripts may stand between them.
        distance: u32,
    },
    /// A document number that was recognised.
    Number {
        /// Its canonical form.
        number: String,
    },
    /// A filter.
    Filter {
        /// The field.
        field: String,
        /// The values it was resolved to; any of them will do.
        values: Vec<String>,
        /// Whether they are excluded.
        excluded: bool,
    },
}

impl Explanation {
    /// A term with what it was looked up as, and how far each name is trusted; nothing where it is the
    /// same in both languages.
    pub fn translation(translation: &Translation) -> Option<Self> {
        let alternatives: Vec<PlanAlternative> = translation.names().cloned().collect();
        (!alternatives.is_empty()).then(|| Self::Translation {
            text: translation.text.clone(),
            alternatives,
            alone: translation.alone,
        })
    }
}

/// One matching clause with its document.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// The document.
    pub policy: PolicySummary,
    /// The clause.
    pub clause: ClauseSummary,
    /// What matched in the clause's text, in order, without overlaps.
    pub highlights: Vec<Highlight>,
    /// The score; comparable within one answer only.
    pub score: f32,
    /// Which terms of the query matched, and as what.
    pub matched_by: Vec<MatchedBy>,
    /// What meaning did to the score, where an embedder was asked; `only` marks a clause that words did not
    /// find, which is not in `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Fused>,
    /// The clause in the language of the query that says the same, where one speaks for the hit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rendering: Option<HitRendering>,
    /// The parts of the score, with `explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<HitExplanation>,
    /// Where the text comes from, where that was asked for.
    #[serde(flatten)]
    pub origin: Option<HitOrigin>,
}

/// A clause that says in the language of the query what a hit says, as far as a machine could tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HitRendering {
    /// The clause.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// Its language and script.
    pub lang: Lang,
    /// How sure it is that both say the same, from 0 to 1.
    pub confidence: f32,
    /// What it added to the hit's score.
    pub added: f32,
    /// Whether the hit's own words were not found; then it is not in `total`.
    pub only: bool,
}

/// Where a hit's text comes from and what it is worth.
#[derive(Debug, Clone, Serialize)]
pub struct HitOrigin {
    /// The clause on the official page, by text fragment; `None` where no page is known.
    pub link: Option<String>,
    /// Which text is authoritative.
    pub authority: Authority,
    /// Every place at which it was read.
    pub provenance: Vec<Origin>,
}

/// A document in an answer.
#[derive(Debug, Clone, Serialize)]
pub struct PolicySummary {
    /// Its id.
    pub id: String,
    /// What its sources call it.
    pub external_id: Vec<String>,
    /// Its title as published.
    pub title: String,
    /// A title in the other language, where one is known.
    pub title_translated: Option<String>,
    /// The number as printed.
    pub doc_number: Option<String>,
    /// Who issued it.
    pub issuer: Vec<String>,
    /// Level of government.
    pub level: Option<Level>,
    /// Region code.
    pub region: Option<String>,
    /// Kind of document.
    pub kind: Kind,
    /// Whether it is in force on the answer's day, as far as the store tells.
    pub status: Status,
    /// Whether the text shown has been replaced by a later edition.
    pub superseded: bool,
    /// Whether the document has been amended: more than one edition is known.
    pub amended: bool,
    /// 成文, `YYYY-MM-DD`.
    pub written: Option<String>,
    /// 发布.
    pub published: Option<String>,
    /// 施行.
    pub effective: Option<String>,
    /// 失效.
    pub expires: Option<String>,
    /// Language and script.
    pub lang: Lang,
    /// The official page.
    pub url: Option<String>,
    /// Key of the edition.
    pub edition: String,
    /// A sample text written for demonstration.
    pub illustrative: bool,
    /// Title, number and link without the text.
    pub catalogue: bool,
    /// What somebody says instead of what was read: the other fields show it, and this says what was published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Since when its pages are gone, as far as crawls noticed, `YYYY-MM-DD`; what is stored stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_since: Option<String>,
}

impl PolicySummary {
    /// A document as of a day (days since 1970-01-01), with the status that its own dates give;
    /// [`crate::standing`] knows what other documents say.
    pub fn new(policy: &Policy, editions: usize, day: i64) -> Self {
        let dates = &policy.edition.dates;
        let text = |date: &Option<polidex_corpus::model::Sourced<jiff::civil::Date>>| {
            date.as_ref().map(|date| date.value.to_string())
        };
        let number = |date: &Option<polidex_corpus::model::Sourced<jiff::civil::Date>>| {
            date.as_ref().map(|date| crate::query::plan::day_number(date.value))
        };
        Self {
            id: policy.id.to_string(),
            external_id: policy.external_id.clone(),
            title: policy.title.clone(),
            title_translated: policy.title_translated.clone(),
            doc_number: policy.doc_number.clone(),
            issuer: policy.issuer.clone(),
            level: policy.level,
            region: policy.region.clone(),
            kind: policy.kind,
            status: Status::on(day, number(&dates.effective), number(&dates.expires), None),
            superseded: policy.edition.superseded,
            amended: editions > 1,
            written: text(&dates.written),
            published: text(&dates.published),
            effective: text(&dates.effective),
            expires: text(&dates.expires),
            lang: policy.lang,
            url: policy.url.clone(),
            edition: policy.edition.key.clone(),
            illustrative: policy.illustrative,
            catalogue: policy.catalogue,
            corrections: policy.corrections_here().cloned().collect(),
            gone_since: policy.gone_since.clone(),
        }
    }
}

/// A clause in an answer.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseSummary {
    /// `POLICY#PATH`, with `@EDITION` when the edition is not the newest.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// What its sources call it: `path.md#第五条`.
    pub external_id: Vec<String>,
    /// Its label, 第五条.
    pub label: String,
    /// Labels of the clauses around it, from the outermost, its own last.
    pub path: Vec<String>,
    /// Its text as published.
    pub text: String,
    /// Language and script.
    pub lang: Lang,
}

/// A range of a clause's text that matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The same in UTF-16 code units.
    pub utf16: [usize; 2],
}

/// Why a clause is a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchedBy {
    /// The term of the query.
    pub term: String,
    /// As what it stands there.
    #[serde(rename = "as")]
    pub found: String,
    /// Where or why: `clause`, `title_or_heading`, `phrase`, `number`; `lexicon` or `dictionary` for a
    /// name in the other language, `everyday` for what the field calls an everyday word.
    pub why: &'static str,
}

/// The parts of a hit's score.
///
/// The first score is what terms and phrases added, times the role's factor, and what labels and the
/// document added. Of the best hits by first score the final one is the sum of `curves` and `set`; of
/// those behind it is the first score and `behind`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HitExplanation {
    /// What each term added, by field.
    pub terms: Vec<TermPart>,
    /// What quoted phrases added.
    pub phrases: f32,
    /// The factor of the clause's role on terms and phrases (heading lines count less).
    pub role: f32,
    /// What an exact title or a document number added.
    pub labels: f32,
    /// What the whole document added.
    pub document: f32,
    /// The first score.
    pub first: f32,
    /// What each feature added to the final score.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub curves: Vec<CurvePart>,
    /// What was added to it by rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<SetParts>,
    /// What the cosine added, where an embedder was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Fused>,
    /// What lowers the first score of hits that were not looked at closely, so that they stay behind.
    pub behind: f32,
}

/// What one feature added to a hit's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurvePart {
    /// The feature.
    pub feature: crate::rank::Feature,
    /// Its value.
    pub value: f32,
    /// What it added.
    pub score: f32,
}

/// What one term added to a hit's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermPart {
    /// The term as indexed.
    pub term: String,
    /// The field.
    pub field: crate::rank::Field,
    /// How often it stands there.
    pub frequency: u32,
    /// In how many units of the store it stands.
    pub units: u32,
    /// What it added.
    pub score: f32,
}

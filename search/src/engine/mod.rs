//! Engines: where units are indexed and candidates come from.
//!
//! An engine holds nothing that the store does not: it can be deleted and rebuilt at any time. It
//! answers a [`Plan`] with the complete match set, counted and ordered by the weights of
//! [`crate::rank`].

pub mod embedded;
mod error;
mod kept;
mod matching;
pub mod meilisearch;
mod unit;

pub use error::EngineError;
pub use meilisearch::Placement;
pub use unit::IndexUnit;

use crate::{
    answer::HitExplanation,
    meaning::Fused,
    query::plan::{NearPair, Plan},
    rank::{Field, Order},
    renderings::Rendered,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

/// What an index was built from; kept inside the index itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the index's schema and of the text analysis.
    pub schema: u32,
    /// The store's lineage: watermarks of different lineages cannot be compared.
    pub lineage: String,
    /// The store's watermark up to which the index is complete.
    pub watermark: u64,
    /// File name of the table of term statistics that belongs to this state.
    pub statistics: String,
    /// How it is spread over several servers, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<Placement>,
    /// How it was spread before, while documents still stand where they stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<Placement>,
}

/// The version of schema and text analysis that this program writes. An index of another version is
/// rebuilt.
pub const SCHEMA_VERSION: u32 = 6;

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest first; without a date last.
    Newest,
    /// Earliest first; without a date last.
    Oldest,
}

/// Which part of the ordered match set is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Hits to pass over.
    pub offset: usize,
    /// Hits to return.
    pub limit: usize,
    /// Their order.
    pub sort: Sort,
    /// Whether facets are counted.
    pub facets: bool,
    /// Whether it is enough to know if anything matches: `total` may then be less than there are.
    pub any: bool,
}

/// One hit, as the engine knows it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Candidate {
    /// Row of the clause in the store.
    pub clause: i64,
    /// Row of the policy in the store.
    pub policy: i64,
    /// Its score; higher is better.
    pub score: f32,
    /// The first score, by which candidates are chosen.
    pub first: f32,
    /// How the final score came about, for the best matches by first score when these are put in order;
    /// the others keep the order of the first score and lie behind.
    pub order: Option<Order>,
    /// Bits of the plan's terms that stand in the clause itself.
    pub own: u64,
    /// Bits of the plan's terms that stand in the title or the headings above the clause.
    pub context: u64,
    /// Bits of the plan's phrases that the clause holds, the first 64 of them.
    pub phrases: u64,
    /// What meaning did to its score, where an embedder was asked.
    pub meaning: Option<Fused>,
    /// What a clause that renders it in the language of the question did to its score, where one is known.
    pub rendering: Option<Rendered>,
    /// Where the engine keeps it: for [`Engine::explain`].
    pub place: (u32, u32),
}

/// The answer to a plan.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// The page asked for, in order.
    pub hits: Vec<Candidate>,
    /// Number of matching clauses.
    pub total: u64,
    /// Whether there may be more: an engine that sees no more than a number of candidates cannot tell.
    pub at_least: bool,
    /// Number of documents they stand in.
    pub total_policies: u64,
    /// Clauses among the hits, of this page or others, that only an embedder found; they are not in `total`.
    pub beside: u64,
    /// By facet and value, the number of documents.
    pub facets: BTreeMap<String, BTreeMap<String, u64>>,
    /// For each translation of the plan how far each of its alternatives is trusted in the light of what
    /// stands together in the store.
    pub trusted: Vec<Vec<f32>>,
    /// Servers that did not answer, and whose clauses may be missing.
    pub missing: Vec<String>,
}

/// What clauses mean, held against a question.
#[derive(Debug, Clone, Default)]
pub struct Near {
    /// The nearest clauses, nearest first.
    pub nearest: Vec<i64>,
    /// The cosines of these and of the clauses that were asked about, where they have a vector.
    pub cosines: HashMap<i64, f32>,
    /// Servers that did not answer.
    pub missing: Vec<String>,
}

/// Writes an index. Nothing counts as written before [`IndexWriter::commit`].
pub trait IndexWriter: Send {
    /// Adds one unit. The units of a policy come one after the other.
    fn add(&mut self, unit: IndexUnit) -> Result<(), EngineError>;

    /// Removes every unit of a policy. What is removed comes before what is added.
    fn remove(&mut self, policy: i64) -> Result<(), EngineError>;

    /// Removes every unit of a policy so that nothing of it is left in any file.
    fn forget(&mut self, policy: i64) -> Result<(), EngineError> {
        self.remove(policy)
    }

    /// Makes everything visible, as the state of the store of a lineage at `watermark`.
    fn commit(self, lineage: String, watermark: u64) -> Result<Manifest, EngineError>;
}

/// The clauses' texts, for what postings alone cannot decide.
pub trait Texts {
    /// Whether the clause of this row holds the folded phrase to the letter.
    fn holds(&self, clause: i64, phrase: &str) -> bool;

    /// Whether the two sides of a pair stand near each other in the clause of this row.
    fn near(&self, clause: i64, pair: &NearPair) -> bool;
}

/// An engine that answers plans.
pub trait Engine: Send + Sync {
    /// What the index was built from.
    fn manifest(&self) -> &Manifest;

    /// In how many units each of `terms` stands, from the table of term statistics.
    fn statistics(&self) -> &crate::stats::TermStatistics;

    /// Answers `plan`.
    fn matches(&self, plan: &Plan, page: Page, texts: &dyn Texts) -> Result<Matches, EngineError>;

    /// Whether the engine keeps to the clauses of [`Plan::only`]. Without that no clause is found by meaning
    /// alone.
    fn can_restrict(&self) -> bool {
        false
    }

    /// Whether it can be asked now; why not, if not. An index of ours always can.
    fn ready(&self) -> Result<(), EngineError> {
        Ok(())
    }

    /// Whether the vectors of clauses are kept with this index; else they lie beside it.
    fn keeps_vectors(&self) -> bool {
        false
    }

    /// The `count` clauses nearest to the vector of a question, and how near each of `rows` is; `None` where the
    /// index has no vectors of the model.
    fn near(&self, question: &[f32], count: usize, rows: &[i64]) -> Result<Option<Near>, EngineError> {
        let _ = (question, count, rows);
        Ok(None)
    }

    /// All labels that begin with `prefix`.
    fn labels(&self, prefix: &str) -> Result<Vec<String>, EngineError>;

    /// Shows the terms of `field` from one text up to another, that one left out, of the newest editions,
    /// with the number of units that they stand in; a term may come more than once, with a part of them.
    /// An engine that keeps no such list shows none.
    fn terms(
        &self,
        field: Field,
        range: Range<&str>,
        visit: &mut dyn FnMut(&str, u32),
    ) -> Result<(), EngineError> {
        let _ = (field, range, visit);
        Ok(())
    }

    /// The parts of a hit's score.
    fn explain(&self, candidate: &Candidate, plan: &Plan) -> Result<HitExplanation, EngineError>;
}

//! The embedded engine: Tantivy in the data directory, no server, no set-up.
//!
//! Tantivy keeps the postings; matching and scoring walk them term by term, since exact totals,
//! "at least k of n terms" and evidence from whole documents need every posting anyway. Scores use
//! our own term statistics, so they do not depend on Tantivy's segments.
//!
//! On disk: `CURRENT` names the generation in use; a generation holds two indexes, `current` for the
//! newest editions and `superseded` for older ones, and the table of term statistics. Rebuilding
//! writes a new generation beside and then renames `CURRENT`.

mod accumulate;
mod cited;
mod condition;
mod explain;
mod facets;
mod gather;
mod generation;
mod labels;
mod order;
mod read_only;
mod schema;
mod segment;
mod tokens;
mod translated;
mod writer;

pub use writer::EmbeddedWriter;

use super::{Candidate, Engine, EngineError, Manifest, Matches, Page, Sort, Texts};
use crate::{
    answer::HitExplanation,
    query::plan::Plan,
    rank::{self, Evidence, Field, Weights},
    stats::TermStatistics,
};
use accumulate::PolicySizes;
use cited::CitedCounts;
use condition::Match;
use gather::Sources;
use generation::Generation;
use segment::Segment;
use std::{collections::BTreeSet, ops::Range, path::Path, sync::OnceLock};

/// What the index below `dir` was built from.
pub fn manifest(dir: &Path) -> Result<Manifest, EngineError> {
    Generation::current(dir)?.manifest()
}

/// A reader of the embedded index: a snapshot of the moment it was opened.
pub struct EmbeddedEngine {
    manifest: Manifest,
    statistics: TermStatistics,
    weights: Weights,
    current: Vec<Segment>,
    sizes: PolicySizes,
    /// Counted when the first question asks for it.
    cited: OnceLock<CitedCounts>,
    superseded: Vec<Segment>,
}

impl EmbeddedEngine {
    /// Opens the index below `dir` for reading.
    pub fn open(dir: &Path, weights: Weights) -> Result<Self, EngineError> {
        let generation = Generation::current(dir)?;
        let manifest = generation.manifest()?;
        let statistics = TermStatistics::read(&generation.statistics(&manifest.statistics))?;
        let norms = schema::Norms::new(&weights, &statistics.totals);
        let open = |name| segment::open_all(&generation.index_to_read(name)?, &norms);
        let current = open(generation::CURRENT)?;
        Ok(Self {
            sizes: PolicySizes::new(current.iter()),
            current,
            cited: OnceLock::new(),
            superseded: open(generation::SUPERSEDED)?,
            manifest,
            statistics,
            weights,
        })
    }

    /// The weights that hits are ordered by.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    fn segments(&self, superseded: bool) -> Vec<&Segment> {
        let older: &[Segment] = if superseded { &self.superseded } else { &[] };
        self.current.iter().chain(older).collect()
    }

    fn cited(&self) -> Result<&CitedCounts, EngineError> {
        if let Some(counts) = self.cited.get() {
            return Ok(counts);
        }
        let counts = CitedCounts::new(&self.current)?;
        Ok(self.cited.get_or_init(|| counts))
    }

    /// The evidence for the first matches, as far as the model looks at them.
    fn evidence(
        &self,
        plan: &Plan,
        segments: &[&Segment],
        found: &accumulate::Evidence,
        first: &[Match],
    ) -> Result<Vec<Evidence>, EngineError> {
        let closely = &first[..self.weights.model.depth.min(first.len())];
        let sources = Sources {
            segments,
            current: self.current.len(),
            found,
            sizes: &self.sizes,
            cited: self.cited()?,
        };
        sources.gather(plan, closely)
    }
}

impl Engine for EmbeddedEngine {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn statistics(&self) -> &TermStatistics {
        &self.statistics
    }

    fn matches(&self, plan: &Plan, page: Page, texts: &dyn Texts) -> Result<Matches, EngineError> {
        let segments = self.segments(plan.superseded);
        let evidence =
            accumulate::collect(plan, &segments, &self.weights, &self.statistics, texts, &self.sizes)?;
        let mut matched = condition::select(plan, &segments, &evidence, &self.weights)?;
        let (total_policies, facets) = facets::count(&segments, &matched, page.facets)?;
        let total = matched.len() as u64;
        let (depth, end) = (self.weights.model.depth, page.offset.saturating_add(page.limit));
        let closely = page.sort == Sort::Relevance && depth > 0;
        order::first(&segments, &mut matched, page.sort, if closely { end.max(depth) } else { end });
        let seen = &matched[..depth.min(matched.len())];
        let orders = if closely && !translated::prevails(plan, seen) {
            let candidates = self.evidence(plan, &segments, &evidence, &matched)?;
            rank::order(&candidates, plan, &self.statistics, &self.weights)
        } else {
            Vec::new()
        };
        let hits = order::page(&segments, &matched, &orders, page);
        let trusted = evidence.told.trusted;
        Ok(Matches { hits, total, total_policies, facets, trusted, beside: 0 })
    }

    fn can_restrict(&self) -> bool {
        true
    }

    fn labels(&self, prefix: &str) -> Result<Vec<String>, EngineError> {
        let mut labels = BTreeSet::new();
        for segment in self.segments(true) {
            segment.labels_with_prefix(prefix, &mut labels)?;
        }
        Ok(labels.into_iter().collect())
    }

    fn terms(
        &self,
        field: Field,
        range: Range<&str>,
        visit: &mut dyn FnMut(&str, u32),
    ) -> Result<(), EngineError> {
        self.current.iter().try_for_each(|segment| segment.visit_terms(field, range.clone(), visit))
    }

    fn explain(&self, candidate: &Candidate, plan: &Plan) -> Result<HitExplanation, EngineError> {
        let segments = self.segments(plan.superseded);
        let (segment, doc) = candidate.place;
        let segment =
            segments.get(segment as usize).ok_or_else(|| EngineError::Engine("no such segment".into()))?;
        explain::parts(segment, doc, candidate, plan, &self.weights, &self.statistics)
    }
}

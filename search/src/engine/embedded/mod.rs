//! The embedded engine: Tantivy in the data directory, no server, no set-up.
//!
//! Tantivy keeps the postings; matching and scoring walk them term by term, since exact totals,
//! "at least k of n terms" and evidence from whole documents need every posting anyway. Scores use
//! our own term statistics, so they do not depend on Tantivy's segments.
//!
//! On disk: `CURRENT` names the generation in use; a generation holds two indexes, `current` for the
//! newest editions and `superseded` for older ones, and the table of term statistics. Rebuilding
//! writes a new generation beside and then renames `CURRENT`.

mod counting;
mod facet_values;
mod generation;
mod leaving;
mod phrase;
mod read_only;
mod schema;
mod segment;
mod tokens;
mod walk;
mod writer;

pub use writer::EmbeddedWriter;

use super::{
    Candidate, Engine, EngineError, Manifest, Matches, Page, Texts,
    matching::{self, CitedCounts, Library, Norms, PoliciesByKey, PolicySizes, Units},
};
use crate::{
    answer::HitExplanation,
    query::plan::Plan,
    rank::{Field, Weights},
    stats::TermStatistics,
};
use generation::Generation;
use segment::{Segment, for_each};
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
        let norms = Norms::new(&weights, &statistics.totals);
        let open = |name, superseded| segment::open_all(&generation.index_to_read(name)?, &norms, superseded);
        let current = open(generation::CURRENT, false)?;
        Ok(Self {
            sizes: PolicySizes::new(current.iter()),
            current,
            cited: OnceLock::new(),
            superseded: open(generation::SUPERSEDED, true)?,
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

    /// The segments that a plan is held against: in the past an edition was the newest that is not now.
    fn segments_for(&self, plan: &Plan) -> Vec<&Segment> {
        self.segments(plan.looks_back())
    }

    fn cited(&self) -> Result<&CitedCounts, EngineError> {
        if let Some(counts) = self.cited.get() {
            return Ok(counts);
        }
        let naming = policies_by_key(&self.current, "cites:")?;
        let counts = CitedCounts::new(&naming, &policies_by_key(&self.current, "title:")?);
        Ok(self.cited.get_or_init(|| counts))
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
        let library = Library {
            parts: &self.segments_for(plan),
            documents: &self.sizes,
            cited: self.cited()?,
            statistics: &self.statistics,
            weights: &self.weights,
        };
        library.matches(plan, page, texts)
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
        let segments = self.segments_for(plan);
        let (segment, doc) = candidate.place;
        let segment =
            segments.get(segment as usize).ok_or_else(|| EngineError::Engine("no such segment".into()))?;
        matching::parts(*segment, doc, candidate, plan, &self.weights, &self.statistics)
    }
}

/// For each label that begins with `prefix` the policies that carry it, by what stands behind it.
fn policies_by_key(segments: &[Segment], prefix: &str) -> Result<PoliciesByKey, EngineError> {
    let mut policies = PoliciesByKey::new();
    for segment in segments {
        segment.visit_labels(prefix, |label, postings| {
            let entry = policies.entry(label[prefix.len()..].to_owned()).or_default();
            for_each(postings, |docs, _| {
                entry.extend(
                    docs.iter().filter(|&&doc| segment.is_alive(doc)).map(|&doc| segment.policy(doc)),
                );
            });
        })?;
    }
    Ok(policies)
}

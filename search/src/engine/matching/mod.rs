//! Holds a plan against units: which of them match, how often each term stands in them, in what order
//! they come.
//!
//! This is the part that every engine shares, so that all of them give one answer. What differs is where
//! the units come from ([`Units`]): the embedded engine shows its whole index, an engine on a server shows
//! the units that the server named as candidates.

mod accumulate;
mod cited;
mod condition;
mod explain;
mod facets;
mod gather;
mod known;
mod labels;
mod lent;
mod norms;
mod order;
mod translated;

pub use accumulate::{DocumentCounts, PolicySizes};
pub use cited::{CitedCounts, PoliciesByKey};
pub use explain::parts;
pub use labels::{DocBits, any as carrying};
pub use norms::{Norms, class_length, length_class};

use super::{EngineError, Matches, Page, Sort, Texts};
use crate::{
    query::plan::{Phrase, Plan},
    rank::{self, Field, Role, Weights},
    stats::TermStatistics,
};
use facets::Counter;
use gather::Sources;
use order::First;
use std::sync::Arc;

/// The number of a unit among the units that are shown together, from 0.
pub type DocId = u32;

/// Is shown units that hold a term, with how often each holds it. Numbers rise within a call.
pub type Visit<'a> = &'a mut dyn FnMut(&[DocId], &[u32]);

/// Analysed units that a plan is held against.
pub trait Units {
    /// Number of units, deleted ones included.
    fn len(&self) -> usize;

    /// Whether the unit has not been deleted.
    fn is_alive(&self, doc: DocId) -> bool;

    /// Shows the units that hold a term.
    fn postings(&self, field: Field, term: &str, visit: Visit<'_>) -> Result<(), EngineError>;

    /// Shows the units that hold a term that begins with `prefix`, term by term; the numbers of times say
    /// nothing.
    fn prefix_postings(&self, field: Field, prefix: &str, visit: Visit<'_>) -> Result<(), EngineError>;

    /// Shows the units that carry `label`; the numbers of times say nothing.
    fn labelled(&self, label: &str, visit: Visit<'_>) -> Result<(), EngineError>;

    /// The units that carry a label of a language. Nearly every question asks, so an engine that stays open keeps them.
    fn in_language(&self, label: &str) -> Result<Arc<DocBits>, EngineError> {
        Ok(Arc::new(labels::any(self, &[label.to_owned()])?))
    }

    /// How often a term stands in each of `docs`, which rise.
    fn frequencies(&self, field: Field, term: &str, docs: &[DocId]) -> Result<Vec<u32>, EngineError>;

    /// The units whose `field` holds the two or more terms of a phrase at their distances.
    fn holding(&self, phrase: &Phrase, field: Field) -> Result<Vec<DocId>, EngineError>;

    /// All facet values of the units, `kind:law` for instance.
    fn facet_labels(&self) -> Result<&[String], EngineError>;

    /// The facet values of a unit, as places in [`Units::facet_labels`].
    fn facet_ordinals(&self, doc: DocId) -> impl Iterator<Item = u64>;

    /// The length part of BM25's denominator.
    fn norm(&self, field: Field, doc: DocId) -> f32;

    /// Number of tokens in `field`, rounded down to Tantivy's length classes.
    fn length(&self, field: Field, doc: DocId) -> u32;

    /// Row of the policy in the store.
    fn policy(&self, doc: DocId) -> u32;

    /// Row of the clause in the store.
    fn clause(&self, doc: DocId) -> i64;

    /// What orders clauses of equal score.
    fn tie(&self, doc: DocId) -> u64;

    /// What the unit is in its document.
    fn role(&self, doc: DocId) -> Role;

    /// Whether a later edition has replaced the text.
    fn superseded(&self, doc: DocId) -> bool;

    /// The date to sort by, in days since 1970-01-01.
    fn date(&self, doc: DocId) -> Option<i64>;

    /// In force from, in days since 1970-01-01.
    fn effective(&self, doc: DocId) -> Option<i64>;

    /// In force until, in days since 1970-01-01.
    fn expires(&self, doc: DocId) -> Option<i64>;
}

/// What a plan is held against, and what the order of hits depends on besides.
pub struct Library<'a, U> {
    /// The units, in parts.
    pub parts: &'a [&'a U],
    /// Lengths of documents, and how often they hold terms.
    pub documents: &'a dyn DocumentCounts,
    /// How often documents are named.
    pub cited: &'a CitedCounts,
    /// Term statistics of the whole store.
    pub statistics: &'a TermStatistics,
    /// What evidence is worth.
    pub weights: &'a Weights,
}

impl<U: Units> Library<'_, U> {
    /// The units that fulfil `plan`, counted, and the page of them that is asked for.
    pub fn matches(&self, plan: &Plan, page: Page, texts: &dyn Texts) -> Result<Matches, EngineError> {
        let evidence = accumulate::collect(plan, self, texts)?;
        let (depth, end) = (self.weights.model.depth, page.offset.saturating_add(page.limit));
        let closely = page.sort == Sort::Relevance && depth > 0;
        let mut first = First::new(self.parts, page.sort, if closely { end.max(depth) } else { end });
        let mut counter = Counter::new(self.parts, page.facets);
        let mut total = 0;
        // Matches may be nearly all units there are: they are counted as they come, and only the first are kept.
        condition::select(plan, self.parts, &evidence, self.weights, &mut |hit| {
            total += 1;
            first.push(hit);
            counter.see(&hit)
        })?;
        let matched = first.finish();
        let (total_policies, facets) = counter.finish()?;
        let seen = &matched[..depth.min(matched.len())];
        // Clauses that only meaning found hold few words: whether words decide was seen without them.
        let orders = if closely && (plan.only.is_some() || !translated::prevails(plan, seen)) {
            let sources =
                Sources { parts: self.parts, found: &evidence, documents: self.documents, cited: self.cited };
            let candidates = sources.gather(plan, seen)?;
            rank::order(&candidates, plan, self.statistics, self.weights)
        } else {
            Vec::new()
        };
        let hits = order::page(self.parts, &matched, &orders, page);
        let trusted = evidence.told.trusted;
        Ok(Matches { hits, total, total_policies, facets, trusted, ..Matches::default() })
    }
}

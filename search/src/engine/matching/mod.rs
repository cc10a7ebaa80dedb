//! Holds a plan against units: which of them match, how often each term stands in them, in what order
//! they come.
//!
//! This is the part that every engine shares, so that all of them give one answer. What differs is where
//! the units come from ([`Units`]): the embedded engine shows its whole index, an engine on a server shows
//! the units that the server named as candidates.

mod beforehand;
mod cited;
mod common;
mod condition;
mod explain;
mod facets;
mod gather;
mod judge;
mod known;
#[cfg(test)]
mod known_units;
mod labels;
mod marks;
mod norms;
mod ones;
mod order;
mod rates;
mod required;
mod runs;
mod scoring;
mod sets;
mod spread;
mod stands;
mod stretches;
mod sums;
mod translated;
mod walk;
mod whole;
mod window;

pub use cited::{CitedCounts, PoliciesByKey};
pub use explain::parts;
pub use labels::{DocBits, any as carrying};
pub use norms::{Norms, class_length, length_class};
pub use stretches::Stretches;
pub use whole::{DocumentCounts, PolicySizes};

use super::{EngineError, Matches, Page, Sort, Texts};
use crate::{
    query::{
        phrase::Phrase,
        plan::{NearPair, Plan},
    },
    rank::{self, Field, Role, Weights},
    stats::TermStatistics,
};
use beforehand::{Beforehand, beforehand};
use facets::Counter;
use gather::Sources;
use order::{First, Lowest};
use rates::DocumentNorms;
use sets::Sets;
use std::{
    ops::Range,
    sync::{Arc, atomic::AtomicBool},
};
use translated::Told;

/// The number of a unit among the units that are shown together, from 0.
pub type DocId = u32;

/// Is shown units that hold a term, with how often each holds it. Numbers rise within a call.
pub type Visit<'a> = &'a mut dyn FnMut(&[DocId], &[u32]);

/// A term on its way through the units that hold it.
pub trait Walk {
    /// Shows the units of a range. Ranges follow one another.
    fn within(&mut self, docs: Range<DocId>, visit: Visit<'_>);

    /// The next unit that has not been shown; none behind the last.
    fn ahead(&self) -> Option<DocId>;

    /// The number of all units that hold the term, deleted ones included.
    fn holders(&self) -> usize;
}

/// What positions tell of a pair.
pub struct Nearness {
    /// Units in which its sides stand near each other.
    pub near: DocBits,
    /// Units of which the text has to decide.
    pub open: DocBits,
}

/// Analysed units that a plan is held against.
pub trait Units: Sync {
    /// Number of units, deleted ones included.
    fn len(&self) -> usize;

    /// Whether the unit has not been deleted.
    fn is_alive(&self, doc: DocId) -> bool;

    /// Whether some units have been deleted.
    fn has_deleted(&self) -> bool {
        true
    }

    /// Shows the units that hold a term.
    fn postings(&self, field: Field, term: &str, visit: Visit<'_>) -> Result<(), EngineError>;

    /// Shows the units that hold a term; the numbers of times say nothing.
    fn holders(&self, field: Field, term: &str, visit: Visit<'_>) -> Result<(), EngineError> {
        self.postings(field, term, visit)
    }

    /// Walks through the units that hold a term, from one on; none where no unit holds it. The numbers of times say
    /// something only if they are `counted`.
    fn walk(
        &self,
        field: Field,
        term: &str,
        from: DocId,
        counted: bool,
    ) -> Result<Option<Box<dyn Walk + '_>>, EngineError> {
        let _ = counted;
        let mut listed = walk::Listed::default();
        self.postings(field, term, &mut |docs, frequencies| listed.add(docs, frequencies))?;
        Ok(listed.from(from))
    }

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

    /// Whether [`Units::holding`] knows the punctuation inside a phrase.
    fn tells_marks(&self) -> bool {
        false
    }

    /// The units, of those `among`, whose `field` holds the two or more terms of a phrase at their distances; in clauses
    /// themselves also its punctuation, where that is known.
    fn holding(&self, phrase: &Phrase, field: Field, among: &DocBits) -> Result<DocBits, EngineError>;

    /// Which of the units `among` hold the two sides of a pair near each other, as far as positions tell: those
    /// that do, and those of which the text has to decide; the others do not. `None` where positions tell nothing.
    fn near(&self, pair: &NearPair, among: &DocBits) -> Result<Option<Nearness>, EngineError> {
        let _ = (pair, among);
        Ok(None)
    }

    /// All facet values of the units, `kind:law` for instance.
    fn facet_labels(&self) -> Result<&[String], EngineError>;

    /// The facet values of a unit, as places in [`Units::facet_labels`].
    fn facet_ordinals(&self, doc: DocId) -> impl Iterator<Item = u64>;

    /// The facet values of a stretch, as places in [`Units::facet_labels`], where they are at hand: all its units have
    /// the same.
    fn shared_facets(&self, stretch: usize) -> Option<&[u32]> {
        let _ = stretch;
        None
    }

    /// The length part of BM25's denominator, by class of lengths.
    fn norms(&self, field: Field) -> &[f32; 256];

    /// The class of the number of tokens in `field`, by unit.
    fn length_classes(&self, field: Field) -> &[u8];

    /// The length part of BM25's denominator.
    fn norm(&self, field: Field, doc: DocId) -> f32 {
        self.norms(field)[usize::from(self.length_classes(field)[doc as usize])]
    }

    /// Number of tokens in `field`, rounded down to Tantivy's length classes.
    fn length(&self, field: Field, doc: DocId) -> u32 {
        class_length(self.length_classes(field)[doc as usize])
    }

    /// Which units are of one document.
    fn stretches(&self) -> &Stretches;

    /// Row of the policy in the store.
    fn policy(&self, doc: DocId) -> u32 {
        self.stretches().policy(doc)
    }

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

/// A plan on its way to an answer.
struct Question<'a, U> {
    plan: &'a Plan,
    library: &'a Library<'a, U>,
    sets: &'a [Sets],
    told: &'a Told,
    known: &'a Beforehand<'a>,
    /// By term of the plan, how rare it is in clauses, and above them; 0 where scores do not matter.
    idfs: &'a [[f32; 2]],
    document_norms: DocumentNorms<'a>,
    sort: Sort,
    /// Whether facets are counted.
    facets: bool,
    /// Matches that are wanted.
    count: usize,
    /// What is known of the scores of the first matches.
    lowest: &'a Lowest,
    /// Whether one match is enough to know.
    any: bool,
    /// Whether a match was found.
    found: &'a AtomicBool,
    /// Whether scores matter to any of them,
    scores: bool,
    /// and whether whole documents have to be counted for that.
    counts_documents: bool,
}

impl<U: Units> Library<'_, U> {
    /// The units that fulfil `plan`, counted, and the page of them that is asked for.
    pub fn matches(&self, plan: &Plan, page: Page, texts: &dyn Texts) -> Result<Matches, EngineError> {
        let threads = spread::threads(self.parts.iter().map(|part| part.len()).sum());
        let (depth, end) = (self.weights.model.depth, page.offset.saturating_add(page.limit));
        let closely = page.sort == Sort::Relevance && depth > 0;
        // Where nothing but a number is wanted, nothing is put in order.
        let count = match page.limit {
            0 => 0,
            _ if closely => end.max(depth),
            _ => end,
        };
        let sets = Sets::of_all(plan, self, threads, texts)?;
        // What nothing can fulfil is told by what was found beforehand.
        let in_vain = sets.iter().all(|sets| sets.rule_out(&plan.condition));
        if in_vain && count == 0 {
            return Ok(Matches::default());
        }
        let told = Told::new(plan, self, (count > 0, threads))?;
        if in_vain {
            return Ok(Matches { trusted: told.trusted(), ..Matches::default() });
        }
        let known = beforehand(plan, self, &told, (count > 0, threads))?;
        let idfs = plan.terms.iter().map(|term| match count {
            0 => [0.0; 2],
            _ => [term.own, term.context].map(|field| plan.idf(self.statistics, term, field)),
        });
        let question = Question {
            plan,
            library: self,
            sets: &sets,
            told: &told,
            known: &known,
            idfs: &idfs.collect::<Vec<_>>(),
            document_norms: DocumentNorms::new(
                plan,
                self.weights,
                self.statistics.totals.average_policy_length(),
            ),
            sort: page.sort,
            facets: page.facets,
            count,
            lowest: &Lowest::new(page.sort, count),
            any: page.any,
            found: &AtomicBool::new(false),
            scores: count > 0,
            counts_documents: count > 0 && !known.is_all() && self.weights.document > 0.0,
        };
        let pieces = spread::pieces(self.parts, threads);
        let found = spread::divided(&pieces, threads, |pieces| condition::select(&question, pieces))?;
        let mut first = First::new(self.parts, page.sort, count);
        let mut counter = Counter::new(self.parts, page.facets);
        let mut total = 0;
        for found in found {
            total += found.total;
            found.counted.iter().enumerate().for_each(|(part, counted)| counter.add(part, counted));
            found.first.into_iter().for_each(|hit| first.push(hit));
            found.documents.into_iter().try_for_each(|place| counter.see(place))?;
        }
        let matched = first.finish();
        let (total_policies, facets) = counter.finish()?;
        let seen = &matched[..depth.min(matched.len())];
        // Clauses that only meaning found hold few words: whether words decide was seen without them.
        let orders = if closely && (plan.only.is_some() || !translated::prevails(plan, seen)) {
            let sources =
                Sources { parts: self.parts, documents: self.documents, cited: self.cited, threads };
            let candidates = sources.gather(plan, seen)?;
            rank::order(&candidates, plan, self.statistics, self.weights)
        } else {
            Vec::new()
        };
        let hits = order::page(self.parts, &matched, &orders, page);
        let trusted = told.trusted();
        Ok(Matches { hits, total, total_policies, facets, trusted, ..Matches::default() })
    }
}

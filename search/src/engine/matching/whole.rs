//! Evidence from whole documents: BM25 over all units of a policy taken together.
//!
//! The units of a document stand side by side in an index, so that its evidence can be worked out while they are
//! walked. Those of which the units are scattered over an index, and all of an engine that shows only some
//! units, are worked out before ([`super::beforehand`]).

use super::{DocId, Units, labels::DocBits};
use crate::{
    engine::{EngineError, kept::Kept},
    query::plan::PlanTerm,
    rank::Field,
    stats::Side,
};
use std::convert::Infallible;

/// A name in the other language, and which documents are counted that hold it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// Its terms as indexed,
    pub terms: Vec<String>,
    /// and where they are looked for.
    pub field: Field,
    /// Whether documents in the query's language are counted too,
    pub everywhere: bool,
    /// which are those of this side.
    pub side: Option<Side>,
    /// Whether superseded editions are looked at too.
    pub superseded: bool,
}

/// What is known of whole documents.
pub trait DocumentCounts: Sync {
    /// One more than the highest row of a policy.
    fn rows(&self) -> usize;

    /// Body bigrams of a policy's newest edition.
    fn size(&self, policy: u32) -> u32;

    /// Whether this knows how often terms stand in documents. Else it is added up over the units, which
    /// then must be all there are.
    fn counts_terms(&self) -> bool;

    /// Shows the documents that hold a body bigram, with how often they hold it.
    fn visit_term(&self, term: &str, visit: &mut dyn FnMut(u32, u32));

    /// In how many documents a name stands, those of other languages first, then those of the query's. They are
    /// counted anew where units are others with every question.
    fn holding(&self, name: &Name, count: &mut dyn FnMut() -> [u32; 2]) -> [u32; 2] {
        let _ = name;
        count()
    }

    /// The documents whose units do not stand side by side in one part; `None` where any may be such.
    fn scattered(&self) -> Option<&Scattered> {
        None
    }
}

/// Documents whose units do not stand side by side in one part.
#[derive(Default)]
pub struct Scattered {
    /// Their rows,
    pub policies: DocBits,
    /// and by part their units.
    pub docs: Vec<Vec<DocId>>,
}

impl Scattered {
    /// Looks through all units.
    fn new<'a, U: Units + 'a>(parts: impl Iterator<Item = &'a U> + Clone) -> Self {
        let (mut seen, mut policies) = (DocBits::default(), DocBits::default());
        for part in parts.clone() {
            let stretches = part.stretches();
            for (number, &policy) in stretches.policies(0..stretches.len()).iter().enumerate() {
                if stretches.units(number).any(|doc| part.is_alive(doc)) && !seen.note(policy) {
                    policies.note(policy);
                }
            }
        }
        let of = |part: &U| {
            let docs = 0..part.len() as DocId;
            docs.filter(|&doc| policies.holds(part.policy(doc)) && part.is_alive(doc)).collect()
        };
        Self { docs: parts.map(of).collect(), policies }
    }
}

/// Body bigrams of each policy's newest edition, by row of the policy.
#[derive(Default)]
pub struct PolicySizes {
    sizes: Vec<u32>,
    scattered: Scattered,
    /// In how many documents names stand: to find that out takes a look at every document that holds them.
    holding: Kept<Name, [u32; 2]>,
}

impl PolicySizes {
    /// Adds up the units of `segments`. Policies that have none of them have size 0.
    pub fn new<'a, U: Units + 'a>(segments: impl Iterator<Item = &'a U> + Clone) -> Self {
        let mut sizes = Vec::new();
        for segment in segments.clone() {
            for doc in (0..segment.len() as DocId).filter(|&doc| segment.is_alive(doc)) {
                let policy = segment.policy(doc) as usize;
                sizes.resize(sizes.len().max(policy + 1), 0);
                sizes[policy] += segment.length(Field::BodyGrams, doc);
            }
        }
        Self { sizes, scattered: Scattered::new(segments), holding: Kept::default() }
    }
}

impl DocumentCounts for PolicySizes {
    fn rows(&self) -> usize {
        self.sizes.len()
    }

    fn size(&self, policy: u32) -> u32 {
        self.sizes.get(policy as usize).copied().unwrap_or(0)
    }

    fn counts_terms(&self) -> bool {
        false
    }

    fn visit_term(&self, _: &str, _: &mut dyn FnMut(u32, u32)) {}

    fn holding(&self, name: &Name, count: &mut dyn FnMut() -> [u32; 2]) -> [u32; 2] {
        let counted = self.holding.get(name, || Ok::<_, Infallible>(count()));
        counted.unwrap_or_else(|never| match never {})
    }

    fn scattered(&self) -> Option<&Scattered> {
        Some(&self.scattered)
    }
}

/// Whether a term counts for whole documents.
pub fn tells_of_documents(term: &PlanTerm) -> bool {
    term.own == Field::BodyGrams && !term.prefix && term.weight != 0.0
}

/// Lists shorter than this share of a part are looked up one by one.
const FEW: usize = 16;

/// Shows the units among `docs`, or all, that hold a term, with how often.
pub fn within<U: Units>(
    part: &U,
    field: Field,
    term: &str,
    docs: Option<&[DocId]>,
    show: &mut dyn FnMut(DocId, u32),
) -> Result<(), EngineError> {
    match docs {
        Some([]) => Ok(()),
        Some(docs) if docs.len() < part.len() / FEW => {
            let held = part.frequencies(field, term, docs)?;
            docs.iter().zip(held).filter(|(_, held)| *held > 0).for_each(|(&doc, held)| show(doc, held));
            Ok(())
        }
        _ => {
            let mut rest = docs.unwrap_or_default();
            part.postings(field, term, &mut |found, held| {
                for (&doc, &held) in found.iter().zip(held) {
                    rest = &rest[rest.iter().position(|&wanted| wanted >= doc).unwrap_or(rest.len())..];
                    if docs.is_none() || rest.first() == Some(&doc) {
                        show(doc, held);
                    }
                }
            })
        }
    }
}

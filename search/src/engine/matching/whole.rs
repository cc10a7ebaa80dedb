//! Evidence from whole documents: BM25 over all units of a policy taken together.
//!
//! The units of a document stand side by side in an index, so that its evidence can be worked out while they are
//! walked. Those of which the units are scattered over an index, and all of an engine that shows only some
//! units, are worked out [`beforehand`].

use super::{
    DocId, Library, Units,
    labels::DocBits,
    rates::{DocumentNorms, Rate, Worth},
    spread,
    translated::Told,
};
use crate::{
    engine::EngineError,
    query::plan::{Plan, PlanTerm},
    rank::Field,
};

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

    /// The documents whose units do not stand side by side in one part; `None` where any may be such.
    fn scattered(&self) -> Option<&Scattered> {
        None
    }
}

/// Documents whose units do not stand side by side in one part.
#[derive(Default)]
pub struct Scattered {
    /// Their rows,
    policies: DocBits,
    /// and by part their units.
    docs: Vec<Vec<DocId>>,
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
        Self { sizes, scattered: Scattered::new(segments) }
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

    fn scattered(&self) -> Option<&Scattered> {
        Some(&self.scattered)
    }
}

/// Documents whose evidence is known before units are walked.
#[derive(Default)]
pub struct Beforehand<'a> {
    /// Which they are; `None` for all.
    which: Option<&'a DocBits>,
    /// By row of the policy.
    worth: Vec<Worth>,
    /// Frequencies of the term at hand by row of the policy,
    counts: Vec<f32>,
    /// and the rows where they are not zero, with whether the document is in the language of the query.
    touched: Vec<(u32, bool)>,
}

impl Beforehand<'_> {
    /// What a document adds, where that is known already.
    pub fn of(&self, policy: u32) -> Option<Worth> {
        let known = self.which.is_none_or(|which| which.holds(policy));
        known.then(|| self.worth.get(policy as usize).copied().unwrap_or_default())
    }

    /// Whether all documents are known.
    pub fn is_all(&self) -> bool {
        self.which.is_none()
    }

    /// Adds what a term is worth to the documents that hold it, given by its units (row of the policy, frequency, whether
    /// in the language of the query): those of other languages, and those in the language of the query.
    fn add(
        &mut self,
        held: Vec<(u32, f32, bool)>,
        documents: &dyn DocumentCounts,
        norms: &DocumentNorms<'_>,
        rates: [Rate; 2],
    ) {
        for (policy, frequency, own) in held {
            let Some(count) = self.counts.get_mut(policy as usize) else { continue };
            if *count == 0.0 {
                self.touched.push((policy, own));
            }
            *count += frequency;
        }
        for (policy, own) in self.touched.drain(..) {
            let frequency = std::mem::take(&mut self.counts[policy as usize]);
            let norm = norms.of(documents.size(policy), own);
            self.worth[policy as usize].add(rates[usize::from(own)].worth(frequency, norm));
        }
    }
}

/// Works out what has to be known of documents before units are walked; nothing of what they add, unless that is
/// `wanted`.
pub fn beforehand<'a, U: Units>(
    plan: &Plan,
    library: &Library<'a, U>,
    told: &Told,
    (wanted, threads): (bool, usize),
) -> Result<Beforehand<'a>, EngineError> {
    let Library { parts, documents, statistics, weights, .. } = *library;
    // Older editions of a document stand elsewhere than the newest one.
    let scattered = documents.scattered().filter(|_| !plan.looks_back());
    let mut known = Beforehand { which: scattered.map(|scattered| &scattered.policies), ..<_>::default() };
    if !wanted
        || weights.document <= 0.0
        || scattered.is_some_and(|scattered| scattered.policies.count() == 0)
    {
        return Ok(known);
    }
    known.worth = vec![Worth::default(); documents.rows()];
    known.counts = vec![0.0; documents.rows()];
    let docs = |part: usize| scattered.map(|scattered| scattered.docs[part].as_slice());
    let norms = DocumentNorms::new(plan, weights, statistics.totals.average_policy_length());
    let judged = told.judged_policies(parts, documents);
    let typed: Vec<&PlanTerm> = plan.terms.iter().filter(|term| tells_of_documents(term)).collect();
    // What terms hold is kept until it is added, term by term: of all documents that would be much.
    let at_a_time = if scattered.is_some() { usize::MAX } else { threads };
    for some in typed.chunks(at_a_time) {
        let held = spread::each(some, threads, |term| {
            let mut held = Vec::new();
            // The units tell it themselves, unless documents are counted apart.
            if documents.counts_terms() {
                documents.visit_term(&term.text, &mut |policy, frequency| {
                    if judged.as_ref().is_none_or(|judged| judged.get(policy as usize) == Some(&true)) {
                        held.push((policy, frequency as f32, true));
                    }
                });
                return Ok(held);
            }
            for (number, part) in parts.iter().enumerate() {
                within(*part, Field::BodyGrams, &term.text, docs(number), &mut |doc, frequency| {
                    if told.is_judged(number, doc) && part.is_alive(doc) {
                        held.push((part.policy(doc), frequency as f32, true));
                    }
                })?;
            }
            Ok(held)
        })?;
        for (term, held) in some.iter().zip(held) {
            let rate = Rate::typed(weights, plan.idf(statistics, term, term.own));
            known.add(held, documents, &norms, [rate; 2]);
        }
    }
    let translated: Vec<_> = plan.translations.iter().zip(&told.terms).collect();
    for some in translated.chunks(at_a_time) {
        let held = spread::each(some, threads, |(translation, told_of)| {
            let mut held = Vec::new();
            for (one, &share) in translation.alternatives.iter().zip(&told_of.trusted) {
                for (number, part) in parts.iter().enumerate().filter(|_| share > 0.0) {
                    let together = told.together(*part, number, one, docs(number))?.into_iter();
                    held.extend(together.map(|(doc, frequency)| {
                        (part.policy(doc), frequency as f32 * share, told.is_own(number, doc))
                    }));
                }
            }
            Ok(held)
        })?;
        for ((translation, told_of), held) in some.iter().zip(held) {
            known.add(held, documents, &norms, Rate::translated(weights, &translation.weights, told_of));
        }
    }
    Ok(known)
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

//! Evidence from whole documents that is worked out before units are walked: of documents that are scattered over an
//! index, and of all where the units at hand do not tell it.

use super::{
    DocId, DocumentCounts, Library, Units,
    labels::DocBits,
    rates::{DocumentNorms, Rate, Worth},
    spread,
    translated::{Told, ToldTerm},
    whole::{Scattered, tells_of_documents, within},
};
use crate::{
    engine::EngineError,
    query::plan::{Plan, PlanTerm, Translation},
    rank::Field,
};

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

    /// Adds what a term is worth to the documents that hold it, given by the units that do: those of other languages, and
    /// those in the language of the query.
    fn add(
        &mut self,
        held: Vec<Holding>,
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
    let looking = Looking { library, told, scattered, judged: told.judged_policies(parts, documents) };
    let norms = DocumentNorms::new(plan, weights, statistics.totals.average_policy_length());
    let typed: Vec<&PlanTerm> = plan.terms.iter().filter(|term| tells_of_documents(term)).collect();
    // What terms hold is kept until it is added, term by term: of all documents that would be much.
    let at_a_time = if scattered.is_some() { usize::MAX } else { threads };
    for some in typed.chunks(at_a_time) {
        let held = spread::each(some, threads, |term| looking.typed(term))?;
        for (term, held) in some.iter().zip(held) {
            let rate = Rate::typed(weights, plan.idf(statistics, term, term.own));
            known.add(held, documents, &norms, [rate; 2]);
        }
    }
    let translated: Vec<_> = plan.translations.iter().zip(&told.terms).collect();
    for some in translated.chunks(at_a_time) {
        let held = spread::each(some, threads, |&(translation, term)| looking.translated(translation, term))?;
        for ((translation, term), held) in some.iter().zip(held) {
            known.add(held, documents, &norms, Rate::translated(weights, &translation.weights, term));
        }
    }
    Ok(known)
}

/// A unit that holds a term: the row of its policy, how often, and whether it is in the language of the query.
type Holding = (u32, f32, bool);

/// Where documents are looked for that hold a term.
struct Looking<'a, U> {
    library: &'a Library<'a, U>,
    told: &'a Told,
    /// Those that are wanted; `None` for all.
    scattered: Option<&'a Scattered>,
    /// By row of the policy, whether what was typed tells of it; `None` where it tells of all.
    judged: Option<Vec<bool>>,
}

impl<U: Units> Looking<'_, U> {
    /// The units wanted of a part; `None` for all.
    fn docs(&self, part: usize) -> Option<&[DocId]> {
        self.scattered.map(|scattered| scattered.docs[part].as_slice())
    }

    fn typed(&self, term: &PlanTerm) -> Result<Vec<Holding>, EngineError> {
        let Library { parts, documents, .. } = *self.library;
        let mut held = Vec::new();
        // The units tell it themselves, unless documents are counted apart.
        if documents.counts_terms() {
            documents.visit_term(&term.text, &mut |policy, frequency| {
                if self.judged.as_ref().is_none_or(|judged| judged.get(policy as usize) == Some(&true)) {
                    held.push((policy, frequency as f32, true));
                }
            });
            return Ok(held);
        }
        for (number, part) in parts.iter().enumerate() {
            within(*part, Field::BodyGrams, &term.text, self.docs(number), &mut |doc, frequency| {
                if self.told.is_judged(number, doc) && part.is_alive(doc) {
                    held.push((part.policy(doc), frequency as f32, true));
                }
            })?;
        }
        Ok(held)
    }

    fn translated(&self, translation: &Translation, term: &ToldTerm) -> Result<Vec<Holding>, EngineError> {
        let mut held = Vec::new();
        for (one, &share) in translation.alternatives.iter().zip(&term.trusted) {
            for (number, part) in self.library.parts.iter().enumerate().filter(|_| share > 0.0) {
                let together = self.told.together(*part, number, one, self.docs(number))?.into_iter();
                held.extend(together.map(|(doc, frequency)| {
                    (part.policy(doc), frequency as f32 * share, self.told.is_own(number, doc))
                }));
            }
        }
        Ok(held)
    }
}

//! Sets of units that are found before units are scored: by positions, by labels, by the texts themselves.

use super::{
    super::{EngineError, Texts},
    DocId, Library, Units,
    labels::{self, DocBits},
    spread,
};
use crate::{
    query::plan::{NearPair, Phrase, Plan},
    rank::Field,
};

/// The sets of one part.
#[derive(Default)]
pub struct Sets {
    /// For each phrase of the plan the clauses that hold it, and those whose title or headings do.
    pub phrases: Vec<(DocBits, DocBits)>,
    /// For each pair of the plan the clauses in which it stands.
    pub nears: Vec<DocBits>,
    /// For each set of labels of the plan its documents.
    pub labels: Vec<DocBits>,
    /// What the plan's filters let through; `None` when there are no filters.
    pub allowed: Option<DocBits>,
    /// What labels add, and the documents that carry them.
    pub boosts: Vec<(f32, DocBits)>,
    /// For each term of the plan that is the beginning of others its bits, the clauses that hold one of them,
    /// and those whose title or headings do.
    pub prefixes: Vec<(u64, DocBits, DocBits)>,
}

impl Sets {
    /// The sets of every part.
    pub fn of_all<U: Units>(
        plan: &Plan,
        library: &Library<'_, U>,
        threads: usize,
        texts: &dyn Texts,
    ) -> Result<Vec<Self>, EngineError> {
        let places: Vec<usize> = (0..library.parts.len()).collect();
        let mut sets = spread::each(&places, threads, |&place| Self::new(plan, library.parts[place]))?;
        for (part, sets) in library.parts.iter().zip(&mut sets) {
            sets.verify(plan, *part, texts);
            sets.nears = plan
                .nears
                .iter()
                .map(|pair| sets.near(plan, *part, pair, texts))
                .collect::<Result<_, EngineError>>()?;
        }
        Ok(sets)
    }

    /// What positions and labels tell.
    fn new<U: Units>(plan: &Plan, part: &U) -> Result<Self, EngineError> {
        let phrase = |phrase: &Phrase| -> Result<_, EngineError> {
            Ok((holding(part, phrase, Field::BodyGrams)?, holding(part, phrase, Field::ContextGrams)?))
        };
        let boost = |boost: &crate::query::plan::Boost| {
            let carrying = labels::any(part, std::slice::from_ref(&boost.label))?;
            Ok((boost.score, carrying))
        };
        let prefixes = plan.terms.iter().filter(|term| term.prefix).map(|term| {
            let of = |field| beginning(part, field, &term.text);
            Ok((term.bits, of(term.own)?, of(term.context)?))
        });
        Ok(Self {
            phrases: plan.phrases.iter().map(phrase).collect::<Result<_, _>>()?,
            nears: Vec::new(),
            labels: plan.labels.iter().map(|set| labels::any(part, set)).collect::<Result<_, _>>()?,
            allowed: filtered(plan, part)?,
            boosts: plan.boosts.iter().map(boost).collect::<Result<_, EngineError>>()?,
            prefixes: prefixes.collect::<Result<_, EngineError>>()?,
        })
    }

    /// Whether filters let a unit through.
    pub fn allows(&self, doc: DocId) -> bool {
        self.allowed.as_ref().is_none_or(|allowed| allowed.contains(doc))
    }

    /// Phrases with punctuation inside: the text of clauses that may hold them decides.
    fn verify<U: Units>(&mut self, plan: &Plan, part: &U, texts: &dyn Texts) {
        for number in (0..plan.phrases.len()).filter(|&number| plan.phrases[number].verify) {
            let phrase = &plan.phrases[number].text;
            let own = &self.phrases[number].0;
            let fails = |doc: &DocId| {
                // What is filtered out is in no answer, whether it holds the phrase or not.
                !self.allows(*doc) || !part.is_alive(*doc) || !texts.holds(part.clause(*doc), phrase)
            };
            let failing: Vec<DocId> = own.within(0..part.len() as DocId).filter(fails).collect();
            for doc in failing {
                self.phrases[number].0.remove(doc);
            }
        }
    }

    /// The documents in which a pair stands: those that hold the terms of both sides and whose text says so.
    fn near<U: Units>(
        &self,
        plan: &Plan,
        part: &U,
        pair: &NearPair,
        texts: &dyn Texts,
    ) -> Result<DocBits, EngineError> {
        let mut held: Option<DocBits> = None;
        for bit in (0..64).map(|place| 1_u64 << place).filter(|bit| pair.bits & bit != 0) {
            let mut holding = DocBits::none(part.len());
            for term in plan.terms.iter().filter(|term| term.bits & bit != 0 && !term.prefix) {
                part.holders(term.own, &term.text, &mut |docs, _| holding.extend(docs))?;
            }
            self.prefixes
                .iter()
                .filter(|(bits, ..)| bits & bit != 0)
                .for_each(|(_, own, _)| holding.join(own));
            if let Some(held) = &held {
                holding.intersect(held);
            }
            held = Some(holding);
        }
        let mut near = held.unwrap_or_else(|| DocBits::none(part.len()));
        let stands =
            |doc: DocId| self.allows(doc) && part.is_alive(doc) && texts.near(part.clause(doc), pair);
        let apart: Vec<DocId> = near.within(0..part.len() as DocId).filter(|&doc| !stands(doc)).collect();
        for doc in apart {
            near.remove(doc);
        }
        Ok(near)
    }
}

/// The units whose `field` may hold the phrase: its terms at their distances.
fn holding<U: Units>(part: &U, phrase: &Phrase, field: Field) -> Result<DocBits, EngineError> {
    match phrase.terms.as_slice() {
        [term] if term.prefix => beginning(part, field, &term.text),
        [term] => {
            let mut bits = DocBits::none(part.len());
            part.holders(field, &term.text, &mut |docs, _| bits.extend(docs))?;
            Ok(bits)
        }
        _ => {
            let mut bits = DocBits::none(part.len());
            part.holding(phrase, field)?.into_iter().for_each(|doc| bits.insert(doc));
            Ok(bits)
        }
    }
}

/// The units that hold a term that begins with `prefix`.
fn beginning<U: Units>(part: &U, field: Field, prefix: &str) -> Result<DocBits, EngineError> {
    let mut bits = DocBits::none(part.len());
    part.prefix_postings(field, prefix, &mut |docs, _| bits.extend(docs))?;
    Ok(bits)
}

/// The documents that the plan's filters let through; `None` when there are no filters.
fn filtered<U: Units>(plan: &Plan, part: &U) -> Result<Option<DocBits>, EngineError> {
    let mut allowed: Option<DocBits> = None;
    for labels in &plan.filters {
        let bits = labels::any(part, labels)?;
        match &mut allowed {
            Some(allowed) => allowed.intersect(&bits),
            None => allowed = Some(bits),
        }
    }
    if !plan.exclusions.is_empty() {
        let excluded = labels::any(part, &plan.exclusions)?;
        let mut rest = allowed.unwrap_or_else(|| all(part));
        rest.subtract(&excluded);
        allowed = Some(rest);
    }
    Ok(allowed)
}

fn all<U: Units>(part: &U) -> DocBits {
    let mut bits = DocBits::none(part.len());
    (0..part.len() as DocId).for_each(|doc| bits.insert(doc));
    bits
}

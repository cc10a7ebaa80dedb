//! Evidence from whole documents while their units are walked.

use super::{
    DocId, DocumentCounts, Units,
    rates::{DocumentNorms, Rate, Worth},
};
use std::{mem, ops::Range};

/// Evidence of the documents of a window, whose units stand side by side, while terms are walked.
#[derive(Default)]
pub struct Runs {
    /// Number of the first of their stretches.
    first: usize,
    /// What their lengths are in BM25's denominator if they are in a language other than the query's, or in that; empty
    /// where none of the window is.
    norms: [Vec<f32>; 2],
    /// What they add,
    scores: Vec<f32>,
    /// and the sums of the inverse document frequencies, see [`Worth`].
    covered: Vec<f32>,
    /// How often they hold the term at hand.
    counts: Vec<f32>,
    /// Those that may hold it,
    touched: Range<usize>,
    /// and, where the window has several languages, whether they are in that of the query.
    own: Vec<bool>,
}

impl Runs {
    /// Begins a window; `language` as in [`Runs::settle`].
    pub fn begin(
        &mut self,
        part: &impl Units,
        docs: Range<DocId>,
        documents: &dyn DocumentCounts,
        (norms, language): (&DocumentNorms<'_>, Option<bool>),
    ) {
        let within = part.stretches().within(docs);
        self.first = within.start;
        let policies = part.stretches().policies(within);
        for (own, known) in [false, true].into_iter().zip(&mut self.norms) {
            known.clear();
            if language.is_none_or(|language| language == own) {
                known.extend(policies.iter().map(|&policy| norms.of(documents.size(policy), own)));
            }
        }
        for zeros in [&mut self.scores, &mut self.covered, &mut self.counts] {
            zeros.clear();
            zeros.resize(policies.len(), 0.0);
        }
        self.own.resize(policies.len(), false);
    }

    /// Counts the term at hand in units, of which `stretches` tells the stretches from the unit `start` on. Nothing
    /// is asked on the way: where one document ends and the next begins no processor can guess.
    pub fn tally(
        &mut self,
        (start, stretches): (DocId, &[u32]),
        docs: &[DocId],
        frequencies: &[u32],
        counted: impl Fn(u32) -> f32,
    ) {
        let (Some(&one), Some(&other)) = (docs.first(), docs.last()) else { return };
        let run = |doc: DocId| stretches[(doc - start) as usize] as usize - self.first;
        let touched = run(one)..run(other) + 1;
        for (&doc, &frequency) in docs.iter().zip(frequencies) {
            self.counts[run(doc)] += counted(frequency);
        }
        self.touched = if self.touched.is_empty() {
            touched
        } else {
            self.touched.start.min(touched.start)..self.touched.end.max(touched.end)
        };
    }

    /// Notes whether the documents of units, in which the term at hand is about to be tallied, are in the language of
    /// the query: the first unit of each that holds it decides.
    pub fn note_languages(
        &mut self,
        (start, stretches): (DocId, &[u32]),
        docs: &[DocId],
        own: impl Fn(DocId) -> bool,
    ) {
        for &doc in docs.iter().rev() {
            let run = stretches[(doc - start) as usize] as usize - self.first;
            if self.counts[run] == 0.0 {
                self.own[run] = own(doc);
            }
        }
    }

    /// Adds what the term at hand is worth to the documents that it was tallied in: those of other languages, and those in
    /// the language of the query. All are in that (`Some(true)`) or none is (`Some(false)`), or it was noted of each.
    pub fn settle(&mut self, rates: [Rate; 2], language: Option<bool>) {
        if let Some(own) = language {
            return self.settle_each(rates, |_| own);
        }
        let own = mem::take(&mut self.own);
        self.settle_each(rates, |run| own[run]);
        self.own = own;
    }

    fn settle_each(&mut self, rates: [Rate; 2], own: impl Fn(usize) -> bool) {
        for run in mem::take(&mut self.touched) {
            let frequency = mem::take(&mut self.counts[run]);
            let own = usize::from(own(run));
            let added = rates[own].worth(frequency, self.norms[own][run]);
            let holds = frequency > 0.0;
            self.scores[run] += if holds { added.score } else { 0.0 };
            self.covered[run] += if holds { added.covered } else { 0.0 };
        }
    }

    /// What the document of a stretch adds.
    pub fn of(&self, stretch: usize) -> Worth {
        let run = stretch - self.first;
        Worth { score: self.scores[run], covered: self.covered[run] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::matching::{PolicySizes, Stretches, known_units::KnownUnits},
        query::plan::Plan,
        rank::Weights,
    };
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn documents_get_what_their_units_hold_together(
            policies in prop::collection::vec(0u32..3, 1..60),
            terms in prop::collection::vec((0.1_f32..9.0, prop::collection::vec(0u32..4, 60)), 1..4),
            own in prop::collection::vec(any::<bool>(), 60),
            language in any::<Option<bool>>(),
        ) {
            let (weights, plan, len) = (Weights::shipped(), Plan::default(), policies.len() as DocId);
            let stretches = Stretches::new(policies.iter().copied());
            let part = KnownUnits { ties: vec![0; policies.len()], stretches, ..KnownUnits::default() };
            let (norms, mut runs) = (DocumentNorms::new(&plan, &weights, 9.0), Runs::default());
            runs.begin(&part, 0..len, &PolicySizes::default(), (&norms, language));
            let mut expected = vec![Worth::default(); part.stretches.len()];
            for (idf, held) in &terms {
                let holding = |doc: &DocId| held[*doc as usize] > 0;
                let docs: Vec<DocId> = (0..len).filter(holding).collect();
                let frequencies: Vec<u32> = docs.iter().map(|&doc| held[doc as usize]).collect();
                let place = (0, part.stretches.numbers(0..len));
                for half in [0..docs.len() / 2, docs.len() / 2..docs.len()] {
                    if language.is_none() {
                        runs.note_languages(place, &docs[half.clone()], |doc| own[doc as usize]);
                    }
                    runs.tally(place, &docs[half.clone()], &frequencies[half], |held| held as f32);
                }
                let rates = [idf * 2.0, *idf].map(|idf| Rate::typed(&weights, idf));
                runs.settle(rates, language);
                for (stretch, worth) in expected.iter_mut().enumerate() {
                    let units = part.stretches.units(stretch);
                    if let Some(first) = units.clone().find(holding) {
                        let frequency: u32 = units.map(|doc| held[doc as usize]).sum();
                        let is_own = language.unwrap_or(own[first as usize]);
                        worth.add(rates[usize::from(is_own)].worth(frequency as f32, norms.of(0, is_own)));
                    }
                }
            }
            for (stretch, expected) in expected.into_iter().enumerate() {
                prop_assert_eq!(runs.of(stretch), expected);
            }
        }
    }
}

//! Evidence from whole documents while their units are walked.

use super::{
    DocId, DocumentCounts, Units,
    whole::{Count, Worth},
};
use crate::rank::Weights;
use std::ops::Range;

/// Evidence of the documents of a window, whose units stand side by side, while terms are walked.
#[derive(Default)]
pub struct Runs {
    /// Number of the first of their stretches.
    first: usize,
    lengths: Vec<f32>,
    /// What they are in BM25's denominator for terms as typed.
    norms: Vec<f32>,
    /// What they add,
    scores: Vec<f32>,
    /// and the sums of the inverse document frequencies, see [`Worth`].
    covered: Vec<f32>,
    /// How often they hold the term at hand,
    counts: Vec<f32>,
    /// and which of them do, with whether they are in the language of the query.
    touched: Vec<(usize, bool)>,
}

impl Runs {
    /// Begins a window.
    pub fn begin(
        &mut self,
        part: &impl Units,
        docs: Range<DocId>,
        documents: &dyn DocumentCounts,
        norm: impl Fn(f32) -> f32,
    ) {
        let within = part.stretches().within(docs);
        self.first = within.start;
        self.lengths.clear();
        let policies = part.stretches().policies(within).iter();
        self.lengths.extend(policies.map(|&policy| documents.size(policy) as f32));
        self.norms.clear();
        self.norms.extend(self.lengths.iter().map(|&length| norm(length)));
        for zeros in [&mut self.scores, &mut self.covered, &mut self.counts] {
            zeros.clear();
            zeros.resize(self.lengths.len(), 0.0);
        }
    }

    /// Counts the term at hand in a unit of a document, given by its place in the window; `own`: whether that is in
    /// the language of the query.
    pub fn add(&mut self, run: usize, frequency: f32, own: bool) {
        let count = &mut self.counts[run];
        if *count == 0.0 {
            self.touched.push((run, own));
        }
        *count += frequency;
    }

    /// Adds what the term at hand is worth to the documents that it was counted in.
    pub fn flush(&mut self, worth: impl Fn(Count) -> Worth) {
        let mut touched = std::mem::take(&mut self.touched);
        for (run, own) in touched.drain(..) {
            let frequency = std::mem::take(&mut self.counts[run]);
            let (length, norm) = (self.lengths[run], self.norms[run]);
            let Worth { score, covered } = worth(Count { frequency, length, norm, own });
            self.scores[run] += score;
            self.covered[run] += covered;
        }
        // Its room is used again.
        self.touched = touched;
    }

    /// Number of the stretch of the first document.
    pub fn first(&self) -> usize {
        self.first
    }

    /// Counts a term as typed in units, of which `stretches` tells the stretches from the unit `start` on. Nothing
    /// is asked on the way: where one document ends and the next begins no processor can guess.
    pub fn tally(&mut self, (start, stretches): (DocId, &[u32]), docs: &[DocId], frequencies: &[u32]) {
        for (&doc, &frequency) in docs.iter().zip(frequencies) {
            let run = stretches[(doc - start) as usize] as usize - self.first;
            self.counts[run] += frequency as f32;
        }
    }

    /// Adds what a term as typed is worth to those of some documents, by their places in the window, that it was
    /// tallied in.
    pub fn settle(&mut self, runs: Range<usize>, weights: &Weights, idf: f32) {
        let counts = self.counts[runs.clone()].iter_mut().zip(&self.norms[runs.clone()]);
        let worth = self.scores[runs.clone()].iter_mut().zip(&mut self.covered[runs]);
        for ((count, &norm), (score, covered)) in counts.zip(worth) {
            let frequency = std::mem::take(count);
            let holds = frequency > 0.0;
            let added = weights.document_term(idf, frequency, norm);
            *score += if holds { added } else { 0.0 };
            *covered += if holds { idf } else { 0.0 };
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
    use crate::engine::matching::{PolicySizes, Stretches, known_units::KnownUnits};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn documents_get_what_their_units_hold_together(
            policies in prop::collection::vec(0u32..3, 1..60),
            terms in prop::collection::vec((0.1_f32..9.0, prop::collection::vec(0u32..4, 60)), 1..4),
            norm in 0.1_f32..3.0,
        ) {
            let (weights, len) = (Weights::shipped(), policies.len() as DocId);
            let stretches = Stretches::new(policies.iter().copied());
            let part = KnownUnits { ties: vec![0; policies.len()], stretches, ..KnownUnits::default() };
            let mut runs = Runs::default();
            runs.begin(&part, 0..len, &PolicySizes::default(), |_| norm);
            let mut expected = vec![Worth::default(); part.stretches.len()];
            for (idf, held) in &terms {
                let docs: Vec<DocId> = (0..len).filter(|&doc| held[doc as usize] > 0).collect();
                let frequencies: Vec<u32> = docs.iter().map(|&doc| held[doc as usize]).collect();
                for half in [0..docs.len() / 2, docs.len() / 2..docs.len()] {
                    runs.tally((0, part.stretches.numbers(0..len)), &docs[half.clone()], &frequencies[half]);
                }
                runs.settle(0..part.stretches.len(), &weights, *idf);
                for (stretch, worth) in expected.iter_mut().enumerate() {
                    let frequency: u32 = part.stretches.units(stretch).map(|doc| held[doc as usize]).sum();
                    if frequency > 0 {
                        let count = Count { frequency: frequency as f32, length: 0.0, norm, own: true };
                        let Worth { score, covered } = count.typed(&weights, *idf);
                        worth.score += score;
                        worth.covered += covered;
                    }
                }
            }
            for (stretch, expected) in expected.into_iter().enumerate() {
                prop_assert_eq!(runs.of(stretch), expected);
            }
        }
    }
}

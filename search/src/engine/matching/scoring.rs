//! What terms add to the units of a window.

use super::DocId;
use crate::rank::saturated;

/// Some of the units that hold a term, with how often (`T`) they do.
#[derive(Default)]
pub struct Chosen<T> {
    docs: Vec<DocId>,
    frequencies: Vec<T>,
}

impl<T: Copy> Chosen<T> {
    /// Those that are to be kept.
    pub fn of(
        &mut self,
        docs: &[DocId],
        frequencies: &[T],
        keep: impl Fn(DocId) -> bool,
    ) -> (&[DocId], &[T]) {
        self.docs.clear();
        self.frequencies.clear();
        for (&doc, &frequency) in docs.iter().zip(frequencies) {
            if keep(doc) {
                self.docs.push(doc);
                self.frequencies.push(frequency);
            }
        }
        (&self.docs, &self.frequencies)
    }
}

/// Units whose scores are worked out at a time: so many are in a block of postings.
const BLOCK: usize = 128;

/// The lengths of a field in the units of a window.
pub struct Lengths<'a> {
    /// The first unit.
    pub start: DocId,
    /// By place in the window the class of its length.
    pub classes: &'a [u8],
    /// The length part of BM25's denominator, by class.
    pub norms: &'a [f32; 256],
}

impl Lengths<'_> {
    /// Adds what a term is worth to the units that hold it, so often as `frequency` makes of their entries in `frequencies`.
    /// Look-ups, which a processor makes one by one, are kept apart from the division, which it makes for several units
    /// at a time.
    pub fn score<T: Copy>(
        &self,
        scale: f32,
        docs: &[DocId],
        (frequencies, frequency): (&[T], impl Fn(T) -> f32),
        scores: &mut [f32],
    ) {
        let mut worth = [0.0; BLOCK];
        for (docs, frequencies) in docs.chunks(BLOCK).zip(frequencies.chunks(BLOCK)) {
            for (norm, &doc) in worth.iter_mut().zip(docs) {
                *norm = self.norms[usize::from(self.classes[(doc - self.start) as usize])];
            }
            for (worth, &held) in worth.iter_mut().zip(frequencies) {
                *worth = saturated(scale, frequency(held), *worth);
            }
            for (&worth, &doc) in worth.iter().zip(docs) {
                scores[(doc - self.start) as usize] += worth;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::{Field, Weights};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn units_get_what_the_weights_say(
            start in 0u32..100,
            held in prop::collection::vec((any::<bool>(), any::<bool>(), 1u32..9, any::<u8>()), 1..400),
            idf in 0.0_f32..12.0,
        ) {
            let (weights, field) = (Weights::shipped(), Field::BodyGrams);
            let norms = std::array::from_fn(|class| weights.norm(field, class as f32, 90.0));
            let classes: Vec<u8> = held.iter().map(|unit| unit.3).collect();
            let place = |at: usize| start + at as DocId;
            let (docs, frequencies): (Vec<DocId>, Vec<u32>) =
                held.iter().enumerate().filter(|(_, unit)| unit.0).map(|(at, unit)| (place(at), unit.2)).unzip();
            let mut chosen = Chosen::default();
            let (docs, frequencies) = chosen.of(&docs, &frequencies, |doc| held[(doc - start) as usize].1);
            let mut scores = vec![1.0; held.len()];
            let lengths = Lengths { start, classes: &classes, norms: &norms };
            lengths.score(weights.scale(field, idf), docs, (frequencies, |held| held as f32), &mut scores);
            for (score, (holds, is_chosen, frequency, class)) in scores.into_iter().zip(held) {
                let added = weights.term(field, idf, frequency as f32, norms[usize::from(class)]);
                let expected = if holds && is_chosen { 1.0 + added } else { 1.0 };
                prop_assert_eq!(score.to_bits(), expected.to_bits());
            }
        }
    }
}

//! Sums over the alternatives of a term.

use super::{DocId, marks::WORD, required};
use std::{mem, ops::Range};

/// How often the alternatives of a term stand in the units of a window, each by how far it is trusted.
#[derive(Default)]
pub struct Sums {
    /// The first unit, a multiple of [`WORD`].
    base: DocId,
    /// By unit.
    by_unit: Vec<f32>,
    /// The units that hold one, as bits.
    held: Vec<u64>,
    /// Whether any does: in most windows none of a rare term's alternatives stands.
    holds: bool,
}

impl Sums {
    /// Says which units are in the window. Nothing may be left of another one.
    pub fn begin(&mut self, docs: &Range<DocId>) {
        self.base = docs.start / WORD * WORD;
        let words = (docs.end - self.base).div_ceil(WORD) as usize;
        self.by_unit.resize(words * WORD as usize, 0.0);
        self.held.resize(words, 0);
    }

    /// Adds an alternative that is trusted so far (`share`, more than 0) to the sums of units that hold it.
    pub fn add(&mut self, docs: &[DocId], frequencies: &[u32], share: f32) {
        self.holds |= !docs.is_empty();
        for (&doc, &frequency) in docs.iter().zip(frequencies) {
            let place = doc - self.base;
            self.by_unit[place as usize] += frequency as f32 * share;
            self.held[(place / WORD) as usize] |= 1 << (place % WORD);
        }
    }

    /// Whether no unit has a sum.
    pub fn is_empty(&self) -> bool {
        !self.holds
    }

    /// The units that have a sum, as words of bits from the window's first on.
    pub fn held(&self) -> &[u64] {
        &self.held
    }

    /// Takes the units out with their sums, in order, so that nothing is left.
    pub fn take(&mut self, docs: &mut Vec<DocId>, sums: &mut Vec<f32>) {
        self.holds = false;
        let count = self.held.iter().map(|word| word.count_ones() as usize).sum();
        docs.clear();
        docs.reserve(count);
        for (number, word) in self.held.iter_mut().enumerate() {
            let first = self.base + number as DocId * WORD;
            docs.extend(required::bits(mem::take(word)).map(|bit| first + bit.trailing_zeros()));
        }
        sums.clear();
        sums.extend(docs.iter().map(|doc| mem::take(&mut self.by_unit[(doc - self.base) as usize])));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_added_is_taken_out_once(
            windows in prop::collection::vec((0u32..200, prop::collection::vec((0u32..3, 0u32..3), 1..150)), 1..4),
        ) {
            let mut sums = Sums::default();
            for (start, held) in windows {
                sums.begin(&(start..start + held.len() as DocId));
                let units: Vec<(DocId, u32, u32)> =
                    (start..).zip(&held).map(|(doc, &(one, other))| (doc, one, other)).collect();
                for (share, second) in [(0.5, false), (2.0, true)] {
                    let holding = units.iter().map(|&(doc, one, other)| (doc, if second { other } else { one }));
                    let (docs, frequencies): (Vec<_>, Vec<_>) =
                        holding.filter(|(_, frequency)| *frequency > 0).unzip();
                    sums.add(&docs, &frequencies, share);
                }
                let expected: Vec<(DocId, f32)> = units
                    .iter()
                    .map(|&(doc, one, other)| (doc, one as f32 * 0.5 + other as f32 * 2.0))
                    .filter(|(_, sum)| *sum > 0.0)
                    .collect();
                prop_assert_eq!(sums.held().iter().map(|word| word.count_ones()).sum::<u32>() as usize, expected.len());
                prop_assert_eq!(sums.is_empty(), expected.is_empty());
                let (mut docs, mut taken) = (Vec::new(), Vec::new());
                sums.take(&mut docs, &mut taken);
                prop_assert_eq!(docs.iter().copied().zip(taken.iter().copied()).collect::<Vec<_>>(), expected);
                sums.take(&mut docs, &mut taken);
                prop_assert!(docs.is_empty() && taken.is_empty() && sums.is_empty());
            }
        }
    }
}

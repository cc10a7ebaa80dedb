//! How much two passages have in common at most, before they are laid beside each other.

use crate::quoting::normal::Unit;
use std::collections::HashMap;

/// A quotation made ready for [`Common::bound`].
///
/// The longest common subsequence of two passages is found with the bits of a word for the units of one of
/// them (Crochemore, Iliopoulos, Pinzon and Reid, 2001), in a hundredth of the time of an alignment. No
/// alignment keeps more units than it has, so that passages that it rules out are ruled out for good.
pub(super) struct Common<'u> {
    units: &'u [Unit],
    /// Of every unit, where it stands in the quotation, a bit a place.
    places: HashMap<u64, Vec<u64>>,
    /// How many words, and how many Han characters.
    words: usize,
    han: usize,
}

/// What an alignment with a passage comes to at best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bound {
    /// Units that differ at least.
    pub distance: usize,
    /// Weight that is the same at most.
    pub same: u32,
}

impl<'u> Common<'u> {
    pub fn new(units: &'u [Unit]) -> Self {
        let mut places: HashMap<u64, Vec<u64>> = HashMap::new();
        let blocks = units.len().div_ceil(64);
        for (at, unit) in units.iter().enumerate() {
            places.entry(unit.hash).or_insert_with(|| vec![0; blocks])[at / 64] |= 1 << (at % 64);
        }
        let count = |weight: u32| units.iter().filter(|unit| unit.weight == weight).count();
        Self { units, places, words: count(3), han: count(2) }
    }

    /// The bound for a passage, and for every stretch of it.
    pub fn bound(&self, passage: &[Unit]) -> Bound {
        let common = self.longest(passage);
        // At best all that is common are words, then Han characters.
        let words = common.min(self.words);
        let han = (common - words).min(self.han);
        Bound { distance: self.units.len() - common, same: words as u32 * 3 + han as u32 * 2 }
    }

    /// The length of the longest common subsequence.
    fn longest(&self, passage: &[Unit]) -> usize {
        let mut row = vec![u64::MAX; self.units.len().div_ceil(64)];
        for unit in passage {
            let Some(places) = self.places.get(&unit.hash) else { continue };
            let mut carry = false;
            for (bits, place) in row.iter_mut().zip(places) {
                let met = *bits & place;
                let (sum, first) = bits.overflowing_add(met);
                let (sum, second) = sum.overflowing_add(u64::from(carry));
                carry = first || second;
                *bits = sum | (*bits & !place);
            }
        }
        (0..self.units.len()).filter(|at| row[at / 64] & (1 << (at % 64)) == 0).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quoting::normal::Normal;
    use proptest::prelude::*;

    fn units(text: &str) -> Vec<Unit> {
        let normal = Normal::new(text);
        normal.units(0..normal.len())
    }

    /// By the table that everybody knows.
    fn by_table(one: &[Unit], other: &[Unit]) -> usize {
        let mut row = vec![0; other.len() + 1];
        for unit in one {
            let mut diagonal = 0;
            for (at, there) in other.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = if unit.hash == there.hash { diagonal + 1 } else { above.max(row[at]) };
                diagonal = above;
            }
        }
        row[other.len()]
    }

    #[test]
    fn signs_weigh_nothing() {
        let quoted = units("最高100万元，一次性");
        let bound = Common::new(&quoted).bound(&units("不超过100万元、一次性"));
        assert_eq!(bound, Bound { distance: 3, same: 3 + 5 * 2 });
    }

    proptest! {
        #[test]
        fn the_longest_common_subsequence_is_found(one in "[甲乙丙丁a ，]{0,150}", other in "[甲乙丙丁a ，]{0,200}") {
            let (one, other) = (units(&one), units(&other));
            prop_assert_eq!(Common::new(&one).longest(&other), by_table(&one, &other));
        }
    }
}

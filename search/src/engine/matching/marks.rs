//! Which terms of a plan stand in the units of a window: for each term a row of bits, one for each unit.

use super::{DocId, labels::DocBits, required};
use std::ops::Range;

/// Units of a word of bits.
pub const WORD: DocId = 64;

/// The terms that stand in one place of the units of a window: in the clauses themselves, or above them.
#[derive(Default)]
pub struct Rows {
    /// Words of a row: an odd number, since rows a power of two apart would crowd each other out of a core's nearest
    /// memory. The last one may lie behind the window.
    words: usize,
    /// The first unit, a multiple of [`WORD`]: bits have the places that they have in [`DocBits`].
    base: DocId,
    /// Rows by the place of the term's bit in the plan's numbers.
    bits: Vec<u64>,
    /// All rows in one, when the window is complete.
    any: Vec<u64>,
}

impl Rows {
    /// Begins a window of units, for terms of which `all` are the bits.
    pub fn begin(&mut self, docs: &Range<DocId>, all: u64) {
        self.base = docs.start / WORD * WORD;
        self.words = (docs.end - self.base).div_ceil(WORD) as usize | 1;
        self.bits.clear();
        self.bits.resize((u64::BITS - all.leading_zeros()) as usize * self.words, 0);
    }

    /// Notes that the terms of `bits` stand in units.
    pub fn add(&mut self, bits: u64, docs: &[DocId]) {
        for bit in required::bits(bits) {
            let row = self.row(bit.trailing_zeros() as usize);
            let (row, base) = (&mut self.bits[row], self.base);
            for &doc in docs {
                row[((doc - base) / WORD) as usize] |= 1 << (doc % WORD);
            }
        }
    }

    /// Says that all terms of the window are noted: [`Rows::any`] knows no later ones.
    pub fn complete(&mut self) {
        self.any.clear();
        self.any.resize(self.words, 0);
        for row in self.bits.chunks_exact(self.words.max(1)) {
            self.any.iter_mut().zip(row).for_each(|(any, word)| *any |= word);
        }
    }

    /// Notes that the terms of `bits` stand in the units of a set. Beside the window it may note more.
    pub fn join(&mut self, bits: u64, set: &DocBits) {
        self.join_words(bits, set.words(self.base));
    }

    /// Notes that the terms of `bits` stand in units, given as words of bits from the window's first on.
    pub fn join_words(&mut self, bits: u64, words: &[u64]) {
        for bit in required::bits(bits) {
            let row = self.row(bit.trailing_zeros() as usize);
            self.bits[row].iter_mut().zip(words).for_each(|(word, held)| *word |= held);
        }
    }

    fn row(&self, place: usize) -> Range<usize> {
        place * self.words..(place + 1) * self.words
    }

    /// The rows, of the word of units at a place of the window, from the lowest bit on.
    fn column(&self, word: usize) -> impl Iterator<Item = u64> {
        self.bits.iter().skip(word).step_by(self.words.max(1)).copied()
    }

    /// Which units of a word hold any term.
    pub fn any(&self, word: usize) -> u64 {
        self.any[word]
    }

    /// Which units of a word hold all terms of `bits`.
    pub fn all(&self, bits: u64, word: usize) -> u64 {
        required::bits(bits)
            .fold(u64::MAX, |all, bit| all & self.bits[self.row(bit.trailing_zeros() as usize)][word])
    }

    /// Number of words of units.
    pub fn words(&self) -> usize {
        self.words
    }

    /// By word of units, which of them hold all terms of one of some sets of terms at least.
    pub fn standing(&self, sets: impl Iterator<Item = u64>, standing: &mut [u64]) {
        standing.fill(0);
        for set in sets {
            if set.is_power_of_two() {
                let row = &self.bits[self.row(set.trailing_zeros() as usize)];
                standing.iter_mut().zip(row).for_each(|(standing, word)| *standing |= word);
            } else {
                standing.iter_mut().enumerate().for_each(|(word, standing)| *standing |= self.all(set, word));
            }
        }
    }

    /// The terms that stand in any of some units of a word, as bits.
    pub fn standing_in(&self, word: usize, units: u64) -> u64 {
        let stands = |(place, row): (usize, u64)| u64::from(row & units != 0) << place;
        self.column(word).enumerate().map(stands).fold(0, |bits, bit| bits | bit)
    }

    /// The terms that a unit holds, as bits.
    pub fn of(&self, doc: DocId) -> u64 {
        let column = self.column(((doc - self.base) / WORD) as usize);
        column.enumerate().fold(0, |bits, (place, row)| bits | (row >> (doc % WORD) & 1) << place)
    }

    /// The terms that each unit of a word holds here or in the place of `others`, as bits.
    pub fn with(&self, others: &Self, word: usize) -> [u64; 64] {
        let mut rows = [0; 64];
        let both = self.column(word).zip(others.column(word));
        rows.iter_mut().zip(both).for_each(|(row, (own, other))| *row = own | other);
        transpose(&mut rows);
        rows
    }
}

/// Exchanges rows and columns of 64 times 64 bits (Warren, "Hacker's Delight", section 7-3).
fn transpose(rows: &mut [u64; 64]) {
    let (mut width, mut mask) = (32, u64::MAX >> 32);
    while width != 0 {
        let mut row = 0;
        while row < 64 {
            let moved = (rows[row] >> width ^ rows[row + width]) & mask;
            rows[row + width] ^= moved;
            rows[row] ^= moved << width;
            row = (row + width + 1) & !width;
        }
        width >>= 1;
        mask ^= mask << width;
    }
}

/// Which units are held by at least `needed` of some sets, all of them of one word of units.
pub fn at_least(sets: impl Iterator<Item = u64>, needed: usize) -> u64 {
    if needed == 1 {
        return sets.fold(0, |any, set| any | set);
    }
    // By unit a number in binary: a word for each of its digits.
    let mut digits = [0; 32];
    for set in sets {
        let mut carried = set;
        for digit in &mut digits {
            let carry = *digit & carried;
            *digit ^= carried;
            carried = carry;
            if carried == 0 {
                break;
            }
        }
    }
    let (mut more, mut same) = (0, u64::MAX);
    for (place, digit) in digits.into_iter().enumerate().rev() {
        if needed >> place & 1 == 1 {
            same &= digit;
        } else {
            more |= same & digit;
            same &= !digit;
        }
    }
    more | same
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_tell_what_stands_where(
            start in 0u32..300,
            len in 1u32..200,
            held in prop::collection::vec((0u32..64, 0u32..200), 0..80),
        ) {
            let mut rows = Rows::default();
            rows.begin(&(start..start + len), u64::MAX);
            let mut expected = vec![0; len as usize];
            for (bit, at) in held.into_iter().filter(|(_, at)| *at < len) {
                rows.add(1 << bit, &[start + at]);
                expected[at as usize] |= 1 << bit;
            }
            rows.complete();
            for (at, &bits) in expected.iter().enumerate() {
                let doc = start + at as u32;
                prop_assert_eq!(rows.of(doc), bits);
                let (word, place) = ((doc / WORD - start / WORD) as usize, doc % WORD);
                prop_assert_eq!(rows.with(&rows, word)[place as usize], bits);
                prop_assert_eq!(rows.any(word) >> place & 1 == 1, bits != 0);
                prop_assert_eq!(rows.standing_in(word, 1 << place), bits);
                prop_assert!(rows.all(bits, word) >> place & 1 == 1);
                prop_assert_eq!(rows.all(5, word) >> place & 1 == 1, bits & 5 == 5);
            }
        }

        #[test]
        fn sets_are_counted_by_unit(sets in prop::collection::vec(any::<u64>(), 0..9), needed in 0usize..11) {
            let held = at_least(sets.iter().copied(), needed);
            for unit in 0..64 {
                let count = sets.iter().filter(|&&set| set >> unit & 1 == 1).count();
                prop_assert_eq!(held >> unit & 1 == 1, count >= needed);
            }
        }
    }
}

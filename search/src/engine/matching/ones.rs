//! Counts the bits of many words.
//!
//! Words are added up column by column with carry-save adders, and only what they carry over is counted, one word of eight
//! (the "Harley-Seal" count of Muła, Kurz and Lemire, "Faster Population Counts Using AVX2 Instructions", The Computer
//! Journal, 2018): any processor does that to several words at a time, without an instruction of its own for it.

/// Words that are worked on side by side.
const LANES: usize = 4;

/// Words of a round.
const ROUND: usize = 8 * LANES;

type Lanes = [u64; LANES];

/// Number of bits that are set in both of two lists of words, as far as both reach.
pub fn common(words: &[u64], others: &[u64]) -> u32 {
    let len = words.len().min(others.len());
    let ((rounds, rest), (other_rounds, other_rest)) =
        (words[..len].as_chunks::<ROUND>(), others[..len].as_chunks::<ROUND>());
    let (mut ones, mut twos, mut fours, mut eights) = ([0; LANES], [0; LANES], [0; LANES], 0);
    for (words, others) in rounds.iter().zip(other_rounds) {
        let both = |row: usize| -> Lanes {
            std::array::from_fn(|lane| words[row * LANES + lane] & others[row * LANES + lane])
        };
        let (sum, first) = add(ones, both(0), both(1));
        let (sum, second) = add(sum, both(2), both(3));
        let (sum, third) = add(sum, both(4), both(5));
        let (sum, fourth) = add(sum, both(6), both(7));
        ones = sum;
        let (sum, first) = add(twos, first, second);
        let (sum, second) = add(sum, third, fourth);
        twos = sum;
        let (sum, carried) = add(fours, first, second);
        fours = sum;
        eights += count(&carried);
    }
    let rest: u32 = rest.iter().zip(other_rest).map(|(word, other)| (word & other).count_ones()).sum();
    8 * eights + 4 * count(&fours) + 2 * count(&twos) + count(&ones) + rest
}

/// Adds three bits in every column: their sum, and what is carried over.
#[inline]
fn add(a: Lanes, b: Lanes, c: Lanes) -> (Lanes, Lanes) {
    let sum = std::array::from_fn(|lane| a[lane] ^ b[lane] ^ c[lane]);
    let carried = std::array::from_fn(|lane| a[lane] & b[lane] | (a[lane] ^ b[lane]) & c[lane]);
    (sum, carried)
}

fn count(words: &Lanes) -> u32 {
    words.iter().map(|word| word.count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_are_counted_like_one_by_one(
            words in prop::collection::vec(prop_oneof![any::<u64>(), Just(u64::MAX), Just(0)], 0..200),
            others in prop::collection::vec(any::<u64>(), 0..200),
        ) {
            let one_by_one = |others: &[u64]| -> u32 {
                words.iter().zip(others).map(|(word, other)| (word & other).count_ones()).sum()
            };
            prop_assert_eq!(common(&words, &others), one_by_one(&others));
            prop_assert_eq!(common(&words, &words), one_by_one(&words));
        }
    }
}

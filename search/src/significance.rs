//! Whether one configuration is better than another on the same questions.

use serde::Serialize;

/// How two configurations compare by one figure of every question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Mean of the first,
    pub first: f64,
    /// and of the second.
    pub second: f64,
    /// Questions on which the second is better,
    pub wins: usize,
    /// worse,
    pub losses: usize,
    /// and equal.
    pub ties: usize,
    /// How often chance alone would give a difference of the means at least this large, in either
    /// direction: two-sided paired randomisation test (Smucker, Allan and Carterette 2007).
    pub p: f64,
}

/// Exchanges that are tried.
const ROUNDS: usize = 10_000;
/// The seed of the exchanges: the same figures give the same answer.
const SEED: u64 = 0x706f_6c69_6465_7831;
/// Differences up to this are rounding.
const EQUAL: f64 = 1e-9;

/// Compares `second` with `first`, question by question. Both have one figure a question, in the same
/// order.
pub fn compare(first: &[f64], second: &[f64]) -> Comparison {
    let differences: Vec<f64> = first.iter().zip(second).map(|(first, second)| second - first).collect();
    let count = |holds: fn(f64) -> bool| differences.iter().filter(|&&difference| holds(difference)).count();
    let mean = |figures: &[f64]| figures.iter().sum::<f64>() / figures.len().max(1) as f64;
    Comparison {
        first: mean(first),
        second: mean(second),
        wins: count(|difference| difference > EQUAL),
        losses: count(|difference| difference < -EQUAL),
        ties: count(|difference| difference.abs() <= EQUAL),
        p: chance(&differences),
    }
}

/// If the two were equally good, each difference could as well have the other sign: the share of random
/// signs under which the sum is at least as large as it is. The signs as they are count as one of them,
/// so it is never zero.
fn chance(differences: &[f64]) -> f64 {
    let observed = differences.iter().sum::<f64>().abs();
    let mut state = SEED;
    let mut extreme = 1;
    for _ in 0..ROUNDS {
        let mut signs = 0;
        let sum: f64 = differences
            .iter()
            .enumerate()
            .map(|(number, difference)| {
                if number % 64 == 0 {
                    signs = split_mix(&mut state);
                }
                if signs >> (number % 64) & 1 == 1 { *difference } else { -difference }
            })
            .sum();
        extreme += usize::from(sum.abs() >= observed - EQUAL);
    }
    extreme as f64 / (ROUNDS + 1) as f64
}

/// `SplitMix64` (Steele, Lea and Flood 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_gain_is_significant_and_noise_is_not() {
        let first: Vec<f64> = (0..100).map(|number| f64::from(number % 10) / 10.0).collect();
        let better: Vec<f64> = first.iter().map(|figure| figure + 0.05).collect();
        let steady = compare(&first, &better);
        assert!(steady.p < 0.001 && steady.wins == 100 && steady.losses == 0, "{steady:?}");
        let noise: Vec<f64> = first
            .iter()
            .enumerate()
            .map(|(at, figure)| figure + if at % 2 == 0 { 0.1 } else { -0.1 })
            .collect();
        let noisy = compare(&first, &noise);
        assert!(noisy.p > 0.5 && noisy.wins == 50 && noisy.losses == 50, "{noisy:?}");
    }

    #[test]
    fn few_questions_prove_little() {
        // With three questions, one in four patterns of signs is as extreme as all plus.
        let p = compare(&[0.0; 3], &[0.1; 3]).p;
        assert!((0.2..0.3).contains(&p), "{p}");
    }

    #[test]
    fn the_same_twice_is_no_difference() {
        let figures = [0.3, 0.7];
        let same = compare(&figures, &figures);
        assert_eq!((same.wins, same.losses, same.ties), (0, 0, 2));
        assert!((same.p - 1.0).abs() < 1e-9);
        assert!((compare(&[], &[]).p - 1.0).abs() < 1e-9);
    }
}

//! How much two wordings share.

use std::collections::HashSet;

/// The pairs of neighbouring characters of a text.
pub(crate) fn pairs(text: &[char]) -> HashSet<[char; 2]> {
    text.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// Twice what two sets share, of what they hold together (Dice 1945): 0 to 1.
pub(crate) fn dice(one: &HashSet<[char; 2]>, other: &HashSet<[char; 2]>) -> f32 {
    let shared = one.intersection(other).count();
    2.0 * shared as f32 / (one.len() + other.len()).max(1) as f32
}

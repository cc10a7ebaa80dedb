//! Words in Latin letters with a slip of the finger.

use super::{Candidate, Likeness, Vocabulary};
use std::ops::Range;

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

/// Words of so many letters may hold two slips.
const LONG: usize = 8;

/// Candidates of one word that are kept.
const MOST: usize = 4;

/// Known words that differ from an unknown one by a letter left out, put in, wrong, or two of them swapped
/// (optimal string alignment).
pub(super) fn candidates(
    typed: &str,
    range: &Range<usize>,
    vocabulary: &Vocabulary,
    held: &dyn Fn(&str) -> u32,
) -> Vec<Candidate> {
    let length = typed.len();
    if length < SHORTEST || held(typed) > 0 || vocabulary.knows_latin(typed) {
        return Vec::new();
    }
    let slips = if length >= LONG { 2 } else { 1 };
    let near = vocabulary.latin().filter_map(|(word, clauses)| {
        if word.len().abs_diff(length) > slips {
            return None;
        }
        let distance = strsim::osa_distance(typed, word);
        // Slips fall on the first letter less often than elsewhere.
        let first = usize::from(!word.starts_with(&typed[..1]));
        (distance <= slips).then(|| Candidate {
            range: range.clone(),
            text: word.to_owned(),
            why: Likeness::Spelling,
            distance: distance + first,
            clauses,
        })
    });
    let mut near: Vec<Candidate> = near.collect();
    near.sort_by(|a, b| {
        (a.distance, std::cmp::Reverse(a.clauses), &a.text).cmp(&(
            b.distance,
            std::cmp::Reverse(b.clauses),
            &b.text,
        ))
    });
    near.truncate(MOST);
    near
}

//! Which clauses of two editions are one clause.

use crate::text::pairs::{dice, pairs as bigrams};
use std::collections::{HashMap, HashSet, VecDeque};

/// Two clauses of one number are one clause when they share this much of their wording.
const SAME_NUMBER: f32 = 0.3;
/// Clauses of different numbers must share this much: amendments renumber what they leave alone.
const OTHER_NUMBER: f32 = 0.55;
/// A pair of characters that stands in more clauses than this says nothing about which two belong
/// together, and looking at all of them would take time that grows with the square of the text.
const COMMON: usize = 200;

/// A clause as far as it is compared.
pub(super) struct Wording {
    /// What it is called: 第五条.
    pub label: String,
    /// Its words without the label, folded, without white space.
    pub words: Vec<char>,
}

/// Of every clause of `from`, the clause of `to` that it became. Clauses of one wording come first,
/// then those that share most.
pub(super) fn align(from: &[Wording], to: &[Wording]) -> Vec<Option<usize>> {
    let mut pairs = Pairs { became: vec![None; from.len()], taken: vec![false; to.len()] };
    same_words(from, to, &mut pairs);
    for (_, old, new) in candidates(from, to, &pairs) {
        pairs.join(old, new);
    }
    pairs.became
}

struct Pairs {
    became: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    fn join(&mut self, old: usize, new: usize) {
        if self.became[old].is_none() && !self.taken[new] {
            self.became[old] = Some(new);
            self.taken[new] = true;
        }
    }
}

/// Joins clauses of one wording: those of one label first, the others in order.
fn same_words(from: &[Wording], to: &[Wording], pairs: &mut Pairs) {
    let labelled: HashMap<(&[char], &str), usize> =
        to.iter().enumerate().map(|(at, clause)| ((&clause.words[..], &clause.label[..]), at)).collect();
    for (old, clause) in from.iter().enumerate() {
        if let Some(&new) = labelled.get(&(&clause.words[..], &clause.label[..])) {
            pairs.join(old, new);
        }
    }
    let mut rest: HashMap<&[char], VecDeque<usize>> = HashMap::new();
    for (new, clause) in to.iter().enumerate().filter(|(new, _)| !pairs.taken[*new]) {
        rest.entry(&clause.words).or_default().push_back(new);
    }
    for old in (0..from.len()).filter(|&old| pairs.became[old].is_none()).collect::<Vec<_>>() {
        if let Some(new) = rest.get_mut(&from[old].words[..]).and_then(VecDeque::pop_front) {
            pairs.join(old, new);
        }
    }
}

/// Pairs of clauses that are left and alike, the most alike first.
fn candidates(from: &[Wording], to: &[Wording], pairs: &Pairs) -> Vec<(f32, usize, usize)> {
    let open: Vec<usize> = (0..to.len()).filter(|&new| !pairs.taken[new]).collect();
    let grams: Vec<HashSet<[char; 2]>> = to.iter().map(|clause| bigrams(&clause.words)).collect();
    let mut places: HashMap<[char; 2], Vec<usize>> = HashMap::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for &new in &open {
        for &gram in &grams[new] {
            places.entry(gram).or_default().push(new);
        }
        if !to[new].label.is_empty() {
            numbers.insert(&to[new].label, new);
        }
    }
    let mut found = Vec::new();
    for old in (0..from.len()).filter(|&old| pairs.became[old].is_none()) {
        let own = bigrams(&from[old].words);
        let mut near: HashSet<usize> = own
            .iter()
            .filter_map(|gram| places.get(gram))
            .filter(|places| places.len() <= COMMON)
            .flatten()
            .copied()
            .collect();
        near.extend(numbers.get(&from[old].label[..]));
        for new in near {
            let alike = dice(&own, &grams[new]);
            let same = !to[new].label.is_empty() && from[old].label == to[new].label;
            if alike >= if same { SAME_NUMBER } else { OTHER_NUMBER } {
                // Of two that are equally alike, the one that kept its number.
                found.push((alike + if same { 0.1 } else { 0.0 }, old, new));
            }
        }
    }
    found.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then(a.1.abs_diff(a.2).cmp(&b.1.abs_diff(b.2))).then(a.1.cmp(&b.1))
    });
    found
}

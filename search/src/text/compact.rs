//! The segmentation dictionary, read in place.

use super::ideographs::is_segmented;
use fst::Map;
use fst::raw::{Fst, Output};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

static DICTIONARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dictionary.fst"));

/// Sum of all frequencies of the dictionary, words outside `DICTIONARY` included.
const TOTAL: u64 = u64::from_le_bytes(*include_bytes!(concat!(env!("OUT_DIR"), "/dictionary_total.bin")));

/// Segments without loading anything: words are looked up in a finite state transducer inside the
/// program. The route is chosen by the same sums in the same order as the full segmenter does it,
/// so that the result is the same to the last bit.
#[derive(Debug)]
pub(super) struct CompactDictionary {
    general: Map<&'static [u8]>,
    user: Map<Vec<u8>>,
    /// Natural logarithm of the sum of all frequencies, the user dictionary's included.
    log_total: f64,
}

/// A word that starts at some character.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// The character behind the word.
    end: usize,
    /// Natural logarithm of its frequency.
    log_frequency: f64,
}

/// The best way from a character to the end of the text.
#[derive(Debug, Clone, Copy)]
struct Step {
    log_probability: f64,
    end: usize,
}

impl CompactDictionary {
    /// The general dictionary with the words of `user`, whose frequencies win.
    pub fn new<'a>(user: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
        let user: BTreeMap<_, _> = user.into_iter().collect();
        let general = Map::new(DICTIONARY).expect("the build script writes a complete map");
        let replaced: u64 = user.keys().filter_map(|word| general.get(word)).sum();
        let total = TOTAL + user.values().sum::<u64>() - replaced;
        let user = Map::from_iter(user).expect("the words of an ordered map come in order");
        Self { general, user, log_total: (total as f64).ln() }
    }

    /// Calls `sink` with the words of `text`, as [`super::segment::Segmenter::words`] describes.
    pub fn words<'t>(&self, text: &'t str, sink: &mut impl FnMut(&'t str, Range<u32>)) {
        let mut first = 0;
        let mut rest = text;
        while !rest.is_empty() {
            let block = block_len(rest);
            self.block(&rest[..block], first, sink);
            first += rest[..block].chars().count();
            rest = &rest[block..];
        }
    }

    /// The words of a block whose first character is number `first` of the text.
    fn block<'t>(&self, text: &'t str, first: usize, sink: &mut impl FnMut(&'t str, Range<u32>)) {
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let edges: Vec<Vec<Edge>> =
            (0..bounds.len() - 1).map(|start| self.edges(text, &bounds, start)).collect();
        let mut emit = |start: usize, end: usize| {
            sink(&text[bounds[start]..bounds[end]], (first + start) as u32..(first + end) as u32);
        };
        let mut start = 0;
        for end in self.route(&edges) {
            for length in [2, 3].into_iter().filter(|&length| length < end - start) {
                let inner = (start..=end - length).filter(|&at| ends_at(&edges[at], at + length));
                inner.for_each(|at| emit(at, at + length));
            }
            emit(start, end);
            start = end;
        }
    }

    /// The dictionary words that begin at character `start`.
    fn edges(&self, text: &str, bounds: &[usize], start: usize) -> Vec<Edge> {
        let mut edges = Vec::new();
        let ends = &bounds[start + 1..];
        prefixes(self.general.as_fst(), text.as_bytes(), bounds[start], ends, |characters, frequency| {
            edges.push(Edge { end: start + characters, log_frequency: (frequency as f64).ln() });
        });
        prefixes(self.user.as_fst(), text.as_bytes(), bounds[start], ends, |characters, frequency| {
            let end = start + characters;
            edges.retain(|edge| edge.end != end);
            edges.push(Edge { end, log_frequency: (frequency as f64).ln() });
        });
        edges
    }

    /// Where the words of the most probable cut end.
    fn route(&self, edges: &[Vec<Edge>]) -> Vec<usize> {
        let mut steps = vec![Step { log_probability: 0.0, end: edges.len() }; edges.len() + 1];
        for start in (0..edges.len()).rev() {
            let unknown =
                Step { log_probability: steps[start + 1].log_probability - self.log_total, end: start + 1 };
            let step = |edge: &Edge| Step {
                log_probability: edge.log_frequency - self.log_total + steps[edge.end].log_probability,
                end: edge.end,
            };
            steps[start] = edges[start].iter().map(step).reduce(better).unwrap_or(unknown);
        }
        std::iter::successors(steps.first().filter(|_| !edges.is_empty()).map(|step| step.end), |&end| {
            (end < edges.len()).then(|| steps[end].end)
        })
        .collect()
    }
}

fn ends_at(edges: &[Edge], end: usize) -> bool {
    edges.iter().any(|edge| edge.end == end)
}

/// The length in bytes of the block at the beginning of a text: characters among which words are
/// looked for, or one other character. Blocks are cut each by itself, as the full segmenter does it.
fn block_len(text: &str) -> usize {
    match text.find(|c| !is_segmented(c)) {
        None => text.len(),
        Some(0) => text.chars().next().map_or(0, char::len_utf8),
        Some(end) => end,
    }
}

/// The more probable of two ways, the longer first word where they are equal.
fn better(a: Step, b: Step) -> Step {
    let longer = b.end > a.end;
    match b.log_probability.total_cmp(&a.log_probability) {
        Ordering::Greater => b,
        Ordering::Equal if longer => b,
        _ => a,
    }
}

/// Calls `found` with the length in characters and the value of every key that `text` has at byte
/// `from`; `ends` are the bytes at which its characters from there on end.
fn prefixes<D: AsRef<[u8]>>(
    fst: &Fst<D>,
    text: &[u8],
    from: usize,
    ends: &[usize],
    mut found: impl FnMut(usize, u64),
) {
    let mut node = fst.root();
    let mut output = Output::zero();
    let mut at = from;
    for (character, &end) in ends.iter().enumerate() {
        for &byte in &text[at..end] {
            let Some(index) = node.find_input(byte) else { return };
            let transition = node.transition(index);
            output = output.cat(transition.out);
            node = fst.node(transition.addr);
        }
        if node.is_final() {
            found(character + 1, output.cat(node.final_output()).value());
        }
        at = end;
    }
}

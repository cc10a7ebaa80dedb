//! Clauses of two texts linked by the paragraphs that stand beside each other.

use crate::parallel::Row;
use polidex_corpus::{model::ClausePath, store::StoredClause};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Two clauses that say the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Row of the Chinese one,
    pub chinese: i64,
    /// and of the English one.
    pub english: i64,
    /// How sure it is, from 0 to 1: how much of both stands beside the other, each paragraph as sure as it is.
    pub confidence: f32,
}

/// Links less sure than this say nothing.
const LEAST_CONFIDENCE: f32 = 0.25;

/// The units of retrieval of two texts that stand beside each other in `rows`, given the clauses of both, Chinese first.
pub fn links(rows: &[Row], [chinese, english]: [&[StoredClause]; 2]) -> Vec<Link> {
    let (chinese, english) = (Units::new(chinese), Units::new(english));
    let mut beside: BTreeMap<(i64, i64), f32> = BTreeMap::new();
    let mut lengths: HashMap<i64, f32> = HashMap::new();
    for row in rows {
        let (ours, theirs) = (chinese.held(row, true), english.held(row, false));
        for &(unit, length) in ours.iter().chain(&theirs) {
            *lengths.entry(unit).or_default() += length;
        }
        // Two paragraphs for one may belong to two units; each gets its part.
        let (all_ours, all_theirs) = (total(&ours), total(&theirs));
        for &(one, length) in &ours {
            for &(other, other_length) in &theirs {
                let share = length * other_length / all_theirs + other_length * length / all_ours;
                *beside.entry((one, other)).or_default() += row.confidence * share;
            }
        }
    }
    let link = |((chinese, english), beside): ((i64, i64), f32)| {
        let both = lengths.get(&chinese)? + lengths.get(&english)?;
        let confidence = beside / both;
        (confidence >= LEAST_CONFIDENCE).then_some(Link { chinese, english, confidence })
    };
    beside.into_iter().filter_map(link).collect()
}

fn total(held: &[(i64, f32)]) -> f32 {
    held.iter().map(|(_, length)| length).sum()
}

/// The units of a text by the paths of its clauses.
struct Units<'c> {
    clauses: HashMap<&'c ClausePath, &'c StoredClause>,
}

impl<'c> Units<'c> {
    fn new(clauses: &'c [StoredClause]) -> Self {
        Self { clauses: clauses.iter().map(|clause| (&clause.path, clause)).collect() }
    }

    /// The row of the unit in which a clause's own words are found: a unit at or above it; a heading or a lead is one by itself.
    fn of(&self, path: &ClausePath) -> Option<i64> {
        let above = (1..=path.0.len()).filter_map(|depth| {
            let above = ClausePath(path.0[..depth].to_vec());
            self.clauses.get(&above).filter(|clause| clause.unit)
        });
        above.map(|unit| unit.rowid).next().or_else(|| self.clauses.get(path).map(|clause| clause.rowid))
    }

    /// The units that hold the paragraphs of one side of a row, with how many letters of English these are worth.
    fn held(&self, row: &Row, chinese: bool) -> Vec<(i64, f32)> {
        let letters = if chinese { crate::align::LETTERS_A_CHARACTER } else { 1.0 };
        let mut held: Vec<(i64, f32)> = Vec::new();
        for segment in row.side(chinese) {
            let Some(unit) = self.of(&segment.path) else { continue };
            let length = segment.text.chars().count() as f32 * letters;
            match held.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, all)) => *all += length,
                None => held.push((unit, length)),
            }
        }
        held
    }
}

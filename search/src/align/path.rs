//! The best walk through two texts at once.

use super::{Evidence, Features, Pair};

/// What a pair must be surer of than this to be better than two segments without a counterpart.
const LEAST_CONFIDENCE: f32 = 0.25;

/// Two segments for one must be surer by this, since one for one is the rule.
const JOINING: f32 = 0.1;

/// How far the walk may stray from the diagonal: this share of the longer text,
const BAND: f32 = 0.15;
/// and this many segments at least.
const LEAST_BAND: usize = 60;

/// A step of the walk: how many segments of either text it takes.
const STEPS: [(usize, usize); 5] = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1)];

/// The best walk, by dynamic programming over how much of either text has been passed.
pub(super) fn best(chinese: &[Features], english: &[Features]) -> Vec<Pair> {
    let (rows, columns) = (chinese.len(), english.len());
    if rows == 0 || columns == 0 {
        let alone = |row: usize, column: usize| Pair {
            chinese: row..row + usize::from(columns == 0),
            english: column..column + usize::from(rows == 0),
            confidence: 0.0,
        };
        return (0..rows)
            .map(|row| alone(row, 0))
            .chain((0..columns).map(|column| alone(0, column)))
            .collect();
    }
    let table = Table::new(rows, columns);
    let sides = [Side::new(chinese), Side::new(english)];
    let mut scores = vec![f32::NEG_INFINITY; table.size()];
    let mut steps = vec![(0_u8, 0.0_f32); table.size()];
    for row in 0..=rows {
        for column in table.columns(row) {
            let Some(here) = table.at(row, column) else { continue };
            if (row, column) == (0, 0) {
                scores[here] = 0.0;
            }
            for (number, &(down, right)) in STEPS.iter().enumerate() {
                let Some(from) = row.checked_sub(down).zip(column.checked_sub(right)) else { continue };
                let before = table.at(from.0, from.1).map_or(f32::NEG_INFINITY, |at| scores[at]);
                if before == f32::NEG_INFINITY {
                    continue;
                }
                let both = sides[0].get(from.0, down).zip(sides[1].get(from.1, right));
                let confidence = both.map_or(0.0, |(one, other)| Evidence::of(one, other).confidence());
                let gain = match (down, right) {
                    (1, 1) => confidence - LEAST_CONFIDENCE,
                    (0, _) | (_, 0) => 0.0,
                    _ => confidence - LEAST_CONFIDENCE - JOINING,
                };
                if before + gain > scores[here] {
                    scores[here] = before + gain;
                    steps[here] = (number as u8, confidence);
                }
            }
        }
    }
    walk_back(&table, &steps)
}

/// The segments of one text, alone and with their next ones.
struct Side<'f> {
    one: &'f [Features],
    two: Vec<Features>,
}

impl<'f> Side<'f> {
    fn new(one: &'f [Features]) -> Self {
        Self { one, two: one.windows(2).map(|pair| pair[0].joined(&pair[1])).collect() }
    }

    fn get(&self, from: usize, count: usize) -> Option<&Features> {
        match count {
            1 => self.one.get(from),
            2 => self.two.get(from),
            _ => None,
        }
    }
}

fn walk_back(table: &Table, steps: &[(u8, f32)]) -> Vec<Pair> {
    let (mut row, mut column) = (table.rows, table.columns);
    let mut pairs = Vec::new();
    while (row, column) != (0, 0) {
        let Some(at) = table.at(row, column) else { break };
        let (number, confidence) = steps[at];
        let (down, right) = STEPS[usize::from(number)];
        pairs.push(Pair { chinese: row - down..row, english: column - right..column, confidence });
        (row, column) = (row - down, column - right);
    }
    pairs.reverse();
    pairs
}

/// The places near the diagonal, in one list.
struct Table {
    rows: usize,
    columns: usize,
    half: usize,
}

impl Table {
    fn new(rows: usize, columns: usize) -> Self {
        let share = (rows.max(columns) as f32 * BAND) as usize;
        // Every row must reach the next one's band, however slanted the diagonal is.
        let slant = columns / rows.max(1);
        Self { rows, columns, half: share.max(LEAST_BAND) + slant + 2 }
    }

    fn width(&self) -> usize {
        2 * self.half + 1
    }

    fn size(&self) -> usize {
        (self.rows + 1) * self.width()
    }

    fn first(&self, row: usize) -> usize {
        (row * self.columns / self.rows).saturating_sub(self.half)
    }

    fn columns(&self, row: usize) -> std::ops::RangeInclusive<usize> {
        let first = self.first(row);
        first..=(first + self.width() - 1).min(self.columns)
    }

    fn at(&self, row: usize, column: usize) -> Option<usize> {
        let inside = self.columns(row).contains(&column) && row <= self.rows;
        inside.then(|| row * self.width() + column - self.first(row))
    }
}

//! What an alignment comes to, in words.

use super::{
    terms,
    verdict::{Difference, Grave, Piece},
};
use crate::{
    quoting::normal::{Normal, Unit},
    wording::align::{Alignment, Step},
};
use std::ops::Range;

/// Characters beside a change that are looked at: a term that is changed is not longer.
const AROUND: usize = 12;

/// One side of an alignment.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub text: &'a str,
    pub normal: &'a Normal,
    pub units: &'a [Unit],
}

impl Side<'_> {
    /// The characters of some units.
    fn chars(&self, units: &Range<usize>) -> Range<usize> {
        let behind = self.units.last().map_or(0, |unit| unit.end);
        let start = self.units.get(units.start).map_or(behind, |unit| unit.start);
        start..if units.is_empty() { start } else { self.units[units.end - 1].end }
    }

    /// The words of some units as they stand in the text.
    fn words(&self, units: &Range<usize>) -> String {
        let chars = self.chars(units);
        if chars.is_empty() {
            return String::new();
        }
        let (start, end) = (self.normal.byte(chars.start), self.normal.byte_end(self.text, chars.end));
        let mut words = self.text.get(start..end).unwrap_or_default().to_owned();
        // Words of other scripts keep their distance to what follows.
        if self.normal.is_spaced_word(chars.end) {
            words.push(' ');
        }
        words
    }

    fn grave(&self, units: &Range<usize>) -> Vec<Grave> {
        let (around, range) = self.normal.around(&self.chars(units), AROUND);
        terms::grave(&around, &range)
    }
}

/// The pieces of an alignment.
pub(super) fn difference(alignment: &Alignment, quoted: Side<'_>, published: Side<'_>) -> Difference {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut q, mut p) = (0, alignment.start);
    let mut steps = alignment.steps.iter().peekable();
    while let Some(first) = steps.peek() {
        let same = **first == Step::Same;
        let (from_q, from_p) = (q, p);
        while let Some(step) = steps.next_if(|step| (**step == Step::Same) == same) {
            q += usize::from(*step != Step::Missing);
            p += usize::from(*step != Step::Added);
        }
        let (q, p) = (from_q..q, from_p..p);
        let mut grave = if same { Vec::new() } else { [quoted.grave(&q), published.grave(&p)].concat() };
        grave.sort_unstable();
        grave.dedup();
        pieces.push(Piece { same, published: published.words(&p), quoted: quoted.words(&q), grave });
    }
    let distance = alignment.steps.iter().filter(|step| **step != Step::Same).count();
    let mut grave: Vec<Grave> = pieces.iter().flat_map(|piece| piece.grave.clone()).collect();
    grave.sort_unstable();
    grave.dedup();
    Difference { pieces, distance, alike: alike(alignment, quoted.units), grave }
}

/// The share of the quotation's weight that is the same on both sides.
fn alike(alignment: &Alignment, units: &[Unit]) -> f64 {
    let quoted = alignment.steps.iter().filter(|step| **step != Step::Missing);
    let same = quoted.zip(units).filter(|(step, _)| **step == Step::Same);
    let same: u32 = same.map(|(_, unit)| unit.weight).sum();
    let all: u32 = units.iter().map(|unit| unit.weight).sum();
    f64::from(same) / f64::from(all.max(1))
}

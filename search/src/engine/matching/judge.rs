//! Holds a condition against units, 64 at a time.

use super::{
    DocId,
    marks::{Rows, WORD, at_least},
    sets::Sets,
};
use crate::query::plan::Condition;

/// Where the terms of a plan stand in the units of a window.
pub struct Held<'a> {
    /// In the clauses themselves,
    pub own: &'a Rows,
    /// and in the titles and headings above them.
    pub context: &'a Rows,
    /// What was found beforehand.
    pub sets: &'a Sets,
    /// Place of the window's first word of units in the part.
    pub first: DocId,
}

/// For each of 64 units whether a condition holds, and whether the clause itself has a part in it.
#[derive(Clone, Copy)]
pub struct Verdicts {
    /// The condition holds.
    pub holds: u64,
    /// The clause itself has a part in it.
    pub own: u64,
}

impl Verdicts {
    fn of_clauses(holds: u64) -> Self {
        Self { holds, own: holds }
    }
}

impl Held<'_> {
    /// The verdicts over the units of a word of the window.
    pub fn judge(&self, condition: &Condition, word: usize) -> Verdicts {
        let place = (self.first / WORD) as usize + word;
        match condition {
            Condition::Everything => Verdicts::of_clauses(u64::MAX),
            Condition::AtLeast { concepts, needed } => {
                let stands = |rows: &Rows, &bits: &u64| rows.all(bits, word);
                self.at_least(concepts, *needed, stands)
            }
            Condition::Translated { terms, needed } => {
                let stands = |rows: &Rows, &(typed, other): &(u64, u64)| {
                    let of = |bits| if bits == 0 { 0 } else { rows.all(bits, word) };
                    of(typed) | of(other)
                };
                self.at_least(terms, *needed, stands)
            }
            Condition::Phrase(number) => {
                let (clauses, above) = &self.sets.phrases[*number];
                let own = clauses.word(place);
                Verdicts { holds: own | above.word(place), own }
            }
            Condition::Near(number) => Verdicts::of_clauses(self.sets.nears[*number].word(place)),
            Condition::Labels(number) => Verdicts::of_clauses(self.sets.labels[*number].word(place)),
            Condition::And(parts) => {
                let excludes = parts.iter().all(|part| matches!(part, Condition::Not(_)));
                let nothing = Verdicts { holds: u64::MAX, own: if excludes { u64::MAX } else { 0 } };
                parts.iter().fold(nothing, |all, part| {
                    let inner = self.judge(part, word);
                    Verdicts { holds: all.holds & inner.holds, own: all.own | inner.own }
                })
            }
            Condition::Or(parts) => parts.iter().fold(Verdicts::of_clauses(0), |any, part| {
                let inner = self.judge(part, word);
                Verdicts { holds: any.holds | inner.holds, own: any.own | inner.own & inner.holds }
            }),
            Condition::Not(part) => Verdicts { holds: !self.judge(part, word).holds, own: 0 },
        }
    }

    /// Whether so many of some terms stand in the clauses or above them, and whether any stands in the clauses.
    fn at_least<T>(&self, terms: &[T], needed: usize, stands: impl Fn(&Rows, &T) -> u64) -> Verdicts {
        let mut any = 0;
        let standing = terms.iter().map(|term| {
            let own = stands(self.own, term);
            any |= own;
            own | stands(self.context, term)
        });
        let holds = at_least(standing, needed);
        Verdicts { holds, own: any }
    }
}

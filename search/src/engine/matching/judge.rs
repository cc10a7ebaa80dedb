//! Holds a condition against units, 64 at a time.

use super::{
    DocId,
    marks::{Rows, WORD, at_least},
    sets::Sets,
};
use crate::query::plan::Condition;

/// Conditions that ask for more terms are judged word by word.
const MOST_NEEDED: usize = 4;

/// The verdicts over a window on a condition that a few of its terms fulfil: terms are gone through one by one over all
/// its units, which is quicker than from word to word.
pub struct Enough {
    holds: Vec<u64>,
    own: Vec<u64>,
}

impl Enough {
    /// The verdicts, if the condition is such.
    pub fn new(condition: &Condition, own: &Rows, context: &Rows) -> Option<Self> {
        match condition {
            Condition::AtLeast { concepts, needed } => {
                Self::counted(concepts.iter().map(|&bits| [Some(bits), None]), *needed, own, context)
            }
            Condition::Translated { terms, needed } => {
                let sets = |&(typed, other): &(u64, u64)| {
                    [typed, other].map(|bits| Some(bits).filter(|&bits| bits != 0))
                };
                Self::counted(terms.iter().map(sets), *needed, own, context)
            }
            _ => None,
        }
    }

    /// Where so many of some terms stand at least, each with the sets of bits of which any tells that it does.
    fn counted(
        terms: impl Iterator<Item = [Option<u64>; 2]>,
        needed: usize,
        own: &Rows,
        context: &Rows,
    ) -> Option<Self> {
        if !(1..=MOST_NEEDED).contains(&needed) {
            return None;
        }
        let none = || vec![0; own.words()];
        // Where one term at least stands, where two do, and so on.
        let mut levels = vec![none(); needed];
        let (mut any, mut stands, mut above) = (none(), none(), none());
        for sets in terms {
            own.standing(sets.into_iter().flatten(), &mut stands);
            context.standing(sets.into_iter().flatten(), &mut above);
            any.iter_mut().zip(&stands).for_each(|(any, own)| *any |= own);
            stands.iter_mut().zip(&above).for_each(|(stands, above)| *stands |= above);
            for level in (1..needed).rev() {
                let (fewer, more) = levels.split_at_mut(level);
                let counted = fewer[level - 1].iter().zip(&stands).map(|(fewer, stands)| fewer & stands);
                more[0].iter_mut().zip(counted).for_each(|(more, counted)| *more |= counted);
            }
            levels[0].iter_mut().zip(&stands).for_each(|(one, stands)| *one |= stands);
        }
        levels.pop().map(|holds| Self { holds, own: any })
    }

    /// The verdicts over the units of a word.
    pub fn of(&self, word: usize) -> Verdicts {
        Verdicts { holds: self.holds[word], own: self.own[word] }
    }
}

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

#[cfg(test)]
mod tests {
    use super::{super::labels::DocBits, *};
    use proptest::prelude::*;

    const UNITS: u32 = 90;

    /// Whether a condition holds for one unit, and whether the clause itself has a part in it.
    fn of_unit(condition: &Condition, sets: &Sets, (own, context): (u64, u64), doc: DocId) -> (bool, bool) {
        let all = |marks: u64, bits: u64| marks & bits == bits;
        match condition {
            Condition::Everything => (true, true),
            Condition::AtLeast { concepts, needed } => {
                let standing = concepts.iter().filter(|&&bits| all(own, bits) || all(context, bits));
                (standing.count() >= *needed, concepts.iter().any(|&bits| all(own, bits)))
            }
            Condition::Translated { terms, needed } => {
                let stands = |marks: u64, &(typed, other): &(u64, u64)| {
                    typed != 0 && all(marks, typed) || marks & other != 0
                };
                let standing = terms.iter().filter(|term| stands(own, term) || stands(context, term));
                (standing.count() >= *needed, terms.iter().any(|term| stands(own, term)))
            }
            Condition::Phrase(number) => {
                let (clauses, above) = &sets.phrases[*number];
                (clauses.contains(doc) || above.contains(doc), clauses.contains(doc))
            }
            Condition::Near(number) => (sets.nears[*number].contains(doc), sets.nears[*number].contains(doc)),
            Condition::Labels(number) => {
                (sets.labels[*number].contains(doc), sets.labels[*number].contains(doc))
            }
            Condition::And(parts) => {
                let inner = parts.iter().map(|part| of_unit(part, sets, (own, context), doc));
                let excludes = parts.iter().all(|part| matches!(part, Condition::Not(_)));
                inner.fold((true, excludes), |all, one| (all.0 && one.0, all.1 || one.1))
            }
            Condition::Or(parts) => {
                let inner = parts.iter().map(|part| of_unit(part, sets, (own, context), doc));
                inner.filter(|one| one.0).fold((false, false), |any, one| (true, any.1 || one.1))
            }
            Condition::Not(part) => (!of_unit(part, sets, (own, context), doc).0, false),
        }
    }

    fn conditions() -> impl Strategy<Value = Condition> {
        let bit = || (0u32..6).prop_map(|place| 1u64 << place);
        let leaf = prop_oneof![
            Just(Condition::Everything),
            (prop::collection::vec(1u64..64, 0..4), 0usize..4)
                .prop_map(|(concepts, needed)| Condition::AtLeast { concepts, needed }),
            (prop::collection::vec((0u64..64, prop_oneof![Just(0), bit()]), 0..4), 0usize..4)
                .prop_map(|(terms, needed)| Condition::Translated { terms, needed }),
            (0usize..2).prop_map(Condition::Phrase),
            (0usize..2).prop_map(Condition::Near),
            (0usize..2).prop_map(Condition::Labels),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::And),
                prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::Or),
                inner.prop_map(|part| Condition::Not(Box::new(part))),
            ]
        })
    }

    fn bits() -> impl Strategy<Value = DocBits> {
        prop::collection::btree_set(0u32..UNITS, 0..60).prop_map(|docs| {
            let mut bits = DocBits::none(UNITS as usize);
            for doc in docs {
                bits.insert(doc);
            }
            bits
        })
    }

    proptest! {
        #[test]
        fn many_units_are_judged_like_each(
            condition in conditions(),
            marks in prop::collection::vec((0u64..64, 0u64..64), UNITS as usize),
            phrases in prop::collection::vec((bits(), bits()), 2),
            nears in prop::collection::vec(bits(), 2),
            labels in prop::collection::vec(bits(), 2),
            start in 0u32..UNITS,
        ) {
            let mut sets = Sets::default();
            (sets.phrases, sets.nears, sets.labels) = (phrases, nears, labels);
            let (mut own, mut context) = (Rows::default(), Rows::default());
            for rows in [&mut own, &mut context] {
                rows.begin(&(start..UNITS), 63);
            }
            for doc in start..UNITS {
                let (held, above) = marks[doc as usize];
                own.add(held, &[doc]);
                context.add(above, &[doc]);
            }
            own.complete();
            context.complete();
            let first = start / WORD * WORD;
            let held = Held { own: &own, context: &context, sets: &sets, first };
            let enough = Enough::new(&condition, &own, &context);
            for doc in start..UNITS {
                if let Some(enough) = &enough {
                    let word = ((doc - first) / WORD) as usize;
                    let (one, other) = (enough.of(word), held.judge(&condition, word));
                    prop_assert_eq!((one.holds, one.own), (other.holds, other.own));
                }
                let verdicts = held.judge(&condition, ((doc - first) / WORD) as usize);
                let at = doc % WORD;
                let expected = of_unit(&condition, &sets, marks[doc as usize], doc);
                prop_assert_eq!((verdicts.holds >> at & 1 == 1, verdicts.own >> at & 1 == 1), expected);
            }
        }
    }
}

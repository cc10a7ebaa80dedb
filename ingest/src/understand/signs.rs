//! What a sentence can say at all, by one pass over it: most sentences of most texts say nothing of time
//! or of support, and finer readers need not look at them.

use super::{measure, validity};
use crate::wordlist::Lists;
use std::sync::LazyLock;

/// Words without which a sentence says nothing of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A word of time: it is read as a Chinese statement of validity.
    Time,
    /// A verb with which a text begins to apply.
    Begins,
    /// An opening of a term.
    Term,
    /// A verb with its last day.
    Until,
    /// An English name of this document.
    EnglishOwn,
    /// A word of support.
    Support,
    /// An English word of support.
    EnglishSupport,
    /// A word of rules on how support adds up, or of applications.
    Rules,
    /// To whom a document applies.
    Applies,
    /// Whom a cap on several measures counts.
    Cap,
}

/// The signs of one sentence.
#[derive(Debug, Clone, Copy)]
pub struct Signs(u32);

impl Signs {
    /// The signs of a sentence.
    pub fn of(sentence: &str) -> Self {
        static LISTS: LazyLock<Lists> = LazyLock::new(|| {
            Lists::new(&[
                (Sign::Time as u32, validity::TIME),
                (Sign::Begins as u32, super::words::TAKES_EFFECT),
                (Sign::Term as u32, super::words::TERMS),
                (Sign::Until as u32, validity::UNTIL),
                (Sign::EnglishOwn as u32, validity::ENGLISH_OWN),
                (Sign::Support as u32, &measure::SIGNS),
                (Sign::EnglishSupport as u32, &measure::ENGLISH_SIGNS),
                (Sign::Rules as u32, measure::RULES),
                (Sign::Applies as u32, measure::APPLIES),
                (Sign::Cap as u32, measure::COUNTS),
            ])
        });
        Self(LISTS.present(sentence))
    }

    /// Whether a sign is there.
    pub fn has(self, sign: Sign) -> bool {
        self.0 & 1 << sign as u32 != 0
    }
}

//! From when and until when a text says that it applies.
//!
//! Only what is said of this document counts, or of the whole policy that the sentence speaks about: a
//! permit, a contract or a cited document has terms of its own.

mod begins;
mod ends;
mod english;
mod subject;

use super::signs::{Sign, Signs};
use polidex_corpus::model::{Begins, CharIndex, Ends};
use std::ops::Range;

pub use ends::UNTIL;
pub use english::OWN as ENGLISH_OWN;

/// Words of which one stands in every Chinese statement of validity.
pub const TIME: &[&str] = &["行", "施", "效", "期", "适用"];

/// The beginning and the end that one sentence states.
pub fn of_sentence(
    index: &CharIndex<'_>,
    sentence: &Range<usize>,
    signs: Signs,
) -> (Option<Begins>, Option<Ends>) {
    if !signs.has(Sign::Time) {
        let named = signs.has(Sign::EnglishOwn);
        return if named { english::of_sentence(index, sentence) } else { (None, None) };
    }
    (begins::find(index, sentence, signs), ends::find(index, sentence, signs))
}

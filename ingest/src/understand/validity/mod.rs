//! From when and until when a text says that it applies.
//!
//! Only what is said of this document counts, or of the whole policy that the sentence speaks about: a
//! permit, a contract or a cited document has terms of its own.

mod begins;
mod ends;
mod english;
mod subject;

use polidex_corpus::model::{Begins, CharIndex, Ends};
use std::ops::Range;

/// The beginning and the end that one sentence states.
pub fn of_sentence(index: &CharIndex<'_>, sentence: &Range<usize>) -> (Option<Begins>, Option<Ends>) {
    let text = &index.text()[sentence.clone()];
    if !["行", "施", "效", "期", "适用"].iter().any(|sign| text.contains(sign)) {
        return english::of_sentence(index, sentence);
    }
    (begins::find(index, sentence), ends::find(index, sentence))
}

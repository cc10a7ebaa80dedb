//! From a text to what it says: numbers, relations, validity, support measures.
//!
//! Readers take text and give the model of [`polidex_corpus::model`]; nothing is looked up and nothing is
//! guessed: what the words do not say stays `None`.

use polidex_corpus::model::{CharIndex, NumberMention, Understanding};
use polidex_corpus::number;

/// Everything that is understood of `text`. Spans count its characters.
pub fn understand(text: &str) -> Understanding {
    let index = CharIndex::new(text);
    let numbers = number::find(text)
        .into_iter()
        .map(|(range, number)| NumberMention { number, span: index.span(range) })
        .collect();
    Understanding { numbers, ..Understanding::default() }
}

//! From a text to what it says: numbers, relations, validity, support measures.
//!
//! Readers take text and give the model of [`polidex_corpus::model`]; nothing is looked up and nothing is
//! guessed: what the words do not say stays `None`.

mod figure;
mod measure;
mod mention;
mod relation;
mod requirement;
mod sentence;
mod validity;
mod words;

use mention::Numbered;
use polidex_corpus::model::{CharIndex, NumberMention, Understanding};
use polidex_corpus::number;

/// Everything that is understood of `text`. Spans count its characters.
pub fn understand(text: &str) -> Understanding {
    let index = CharIndex::new(text);
    let numbers: Vec<Numbered> = number::find(text);
    let mut understood = Understanding {
        numbers: numbers
            .iter()
            .map(|(range, number)| NumberMention { number: number.clone(), span: index.span(range.clone()) })
            .collect(),
        ..Understanding::default()
    };
    for sentence in sentence::sentences(text) {
        understood.edges.extend(relation::edges(&index, &sentence, &numbers));
        understood.measures.extend(measure::measures(&index, &sentence));
        let (effective, expires) = validity::of_sentence(&index, &sentence);
        let validity = &mut understood.validity;
        validity.effective = validity.effective.take().or(effective);
        validity.expires = validity.expires.take().or(expires);
    }
    requirement::read_requirements(text, &mut understood);
    understood
}

//! From a text to what it says: numbers, relations, validity, support measures.
//!
//! Readers take text and give the model of [`polidex_corpus::model`]; nothing is looked up and nothing is
//! guessed: what the words do not say stays `None`.

mod figure;
mod keep;
mod measure;
mod mention;
mod reference;
mod relation;
mod requirement;
mod sentence;
mod signs;
mod validity;
mod words;

pub use keep::{READER, bring_up_to_date};

use mention::Numbered;
use polidex_corpus::model::{Begins, CharIndex, Ends, NumberMention, Span, Understanding, Validity};
use polidex_corpus::number;
use signs::Signs;
use std::ops::Range;

/// Everything that is understood of `text`. Spans count its characters.
pub fn understand(text: &str) -> Understanding {
    let index = CharIndex::new(text);
    let numbers: Vec<Numbered> = number::find(text);
    let mut read = Understanding {
        numbers: numbers
            .iter()
            .map(|(range, number)| NumberMention { number: number.clone(), span: index.span(range.clone()) })
            .collect(),
        ..Understanding::default()
    };
    // The mentions of the last sentence that has any: 上述文件 means them.
    let mut earlier: Vec<Span> = Vec::new();
    for sentence in sentence::sentences(text) {
        let edges = relation::edges(&index, &sentence, &numbers);
        if !edges.is_empty() {
            earlier = edges.iter().map(|edge| edge.mention).collect();
        }
        read.edges.extend(edges);
        read.references.extend(reference::references(&index, &sentence, &earlier));
        let signs = Signs::of(&text[sentence.clone()]);
        date(&mut read.validity, validity::of_sentence(&index, &sentence, signs));
        support(&index, &sentence, signs, &mut read);
    }
    requirement::read_requirements(&index, &mut read);
    read
}

/// From when and until when a text says that it applies, without reading anything else of it.
pub(crate) fn validity(index: &CharIndex<'_>) -> Validity {
    let mut read = Validity::default();
    for sentence in sentence::sentences(index.text()) {
        let signs = Signs::of(&index.text()[sentence.clone()]);
        date(&mut read, validity::of_sentence(index, &sentence, signs));
    }
    read
}

/// Adds what a sentence says of time: the first statement with a date counts, else the first.
fn date(validity: &mut Validity, (begins, ends): (Option<Begins>, Option<Ends>)) {
    let dated = |begins: &Begins| begins.date.is_some();
    if begins
        .as_ref()
        .is_some_and(|new| !validity.effective.as_ref().is_some_and(|old| dated(old) || !dated(new)))
    {
        validity.effective = begins;
    }
    validity.expires = validity.expires.take().or(ends);
}

/// Adds the measures of a sentence, or what it says of all measures.
fn support(index: &CharIndex<'_>, sentence: &Range<usize>, signs: Signs, read: &mut Understanding) {
    let cap = measure::cap(index, sentence, signs, &read.measures);
    let measures = if cap.is_some() { Vec::new() } else { measure::measures(index, sentence, signs) };
    read.common.caps.extend(cap);
    if measures.is_empty() {
        read.common.scope.extend(measure::scope(index, sentence, signs));
        let (stacking, window) = measure::rules(index, sentence, signs);
        read.common.stacking.extend(stacking);
        read.common.windows.extend(window);
    }
    read.measures.extend(measures);
}

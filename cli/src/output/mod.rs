//! Formats of output. Texts of documents are as hostile as their sources: everything that is printed
//! for people goes through [`visible`].

pub mod annotated;
pub mod collection;
pub mod comparison;
pub mod correction;
pub mod csv;
pub mod diff;
pub mod extracted;
pub mod feed;
pub mod graph;
pub mod hits;
pub mod ical;
pub mod lexicon;
pub mod matching;
pub mod news;
pub mod quote;
pub mod report;
pub mod snippet;
pub mod sources;
pub mod standing;
pub mod style;

use std::borrow::Cow;

pub use style::Style;

/// Makes control, bidirectional and zero-width characters visible as `U+XXXX`; line feeds and tabs
/// stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    polidex_corpus::text::visible(text)
}

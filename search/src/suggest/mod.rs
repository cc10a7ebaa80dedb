//! Completion as you type: titles, issuers, numbers and terms, by their characters or in pinyin.
//!
//! Pinyin is a way of typing here and nothing else: what is searched for is the text of a suggestion, so
//! syllables never become noise in search results.

mod matching;
mod readings;
mod suggester;

pub use suggester::{Suggester, Suggestion, SuggestionKind};

pub(crate) use readings::Readings;

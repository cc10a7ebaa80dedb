//! From a text to the terms that are looked up.
//!
//! * [`fold_char`], [`fold`]: one written form for what is the same character (full-width and
//!   half-width, traditional and simplified, kinds of quotation marks); one character to one
//!   character, so that every offset into the folded text is an offset into the published one
//! * [`Analyzer`]: *words* (Chinese search-mode words, English stems, numbers), which rank, and
//!   *grams* (character bigrams and exact tokens with positions), which find phrases exactly; one by
//!   one, or written into one string for an engine. For indexing it loads the full segmentation
//!   dictionary, for queries it reads a compact one in place; both give the same words
//!
//! The same analysis serves texts and queries. All offsets count Unicode scalar values.

mod analyze;
mod compact;
mod fold;
mod grams;
mod ideographs;
pub(crate) mod pairs;
mod phrase;
mod scan;
mod segment;
mod serialize;
mod stop;

pub use analyze::{Analyzer, MAX_TERM_BYTES};
pub use fold::{fold, fold_char, fold_into};
pub use phrase::PhraseTerm;
pub(crate) use phrase::{phrase_terms, sufficient};
pub(crate) use scan::is_space;
pub use serialize::{BLANK, SEPARATOR};

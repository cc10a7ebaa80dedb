//! From one language to the other: the lexicon, and the terms of a query in the other language.
//!
//! * [`Lexicons`]: the terms that come with the program, the user's own files and, behind both, a
//!   general dictionary that the user has imported
//! * [`Lexicons::translate`]: the terms of a query with their alternatives in the other language,
//!   phrases before words
//! * [`learn`]: pairs of terms from translations in the store, for review
//! * [`import`]: a general dictionary, compiled into the data directory
//!
//! Nothing here ranks: how far an alternative is to be trusted is said by a weight from
//! `weights.toml`, and the engine sums the alternatives of a term as one term (Pirkola's structured
//! query, SIGIR 1998).

mod compile;
mod compiled;
mod import;
mod keys;
pub mod learn;
mod lexicons;
mod numbers;
mod translate;
mod weights;

pub use compiled::Entry;
pub use import::{ImportError, Imported, import};
pub use lexicons::{Lexicons, Origin};
pub use translate::{Alternative, TOGETHER, TranslatedTerm};
pub use weights::TranslationWeights;

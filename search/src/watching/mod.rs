//! What is new since the last look: clauses that a search finds, a document, a clause.
//!
//! [`observe`] writes down what stands there now, [`news`] says how that differs from what stood there
//! before. Both are plain data, so that the state can be kept by whoever asks.

mod news;
mod observe;

pub use news::{News, NewsKind, news};
pub use observe::{Item, Seen, Subject, observe};

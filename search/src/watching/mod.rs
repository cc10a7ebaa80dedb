//! What is new since the last look: clauses that a search finds, a document, a clause, what a company can get.
//!
//! [`observe`] writes down what stands there now, [`news`] says how that differs from what stood there
//! before. Both are plain data, so that the state can be kept by whoever asks.

mod company;
mod error;
mod news;
mod observe;

pub use error::WatchError;
pub use news::{News, NewsKind, news};
pub use observe::{Item, Seen, Subject, observe};

//! What answers look like, for the description.
//!
//! The objects themselves belong to crates that know nothing of HTTP. A story holds real answers against what
//! is described here, field by field, so that the two cannot part.

#![allow(
    dead_code,
    clippy::struct_field_names,
    reason = "these types describe: answers are made of the objects of the other crates, under their names"
)]

mod collections;
mod documents;
mod matching;
mod policy;
mod proof;
mod relations;
mod search;

pub use collections::{Collected, ListedCollection};
pub use documents::{Document, OneClause};
pub use matching::Matched;
pub use proof::{Citations, DraftReport, ListedStyle, Verdict};
pub use relations::{Graph, ListedSource};
pub use search::{Answer, Suggestion};

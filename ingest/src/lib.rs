//! From a file to a document that is ready to be stored.
//!
//! | step | from → to | module |
//! | --- | --- | --- |
//! | discover | path → [`Input`]s | [`mod@discover`] |
//! | read | input → bytes | [`mod@read`] |
//! | decode | bytes → text | [`decode`] |
//! | extract | text → [`extract::Article`] | [`extract`] |
//! | structure | article → clauses | [`structure`] |
//! | enrich | → number, issuer, dates, kind, language | `enrich` |
//! | understand | text → relations, validity, support measures | [`mod@understand`] |
//!
//! Only reading files can fail ([`IngestError`]); what is wrong with one document is a [`Problem`], and
//! what a reader should know about one a warning of its [`polidex_corpus::model::Document`].

pub mod archive;
pub mod crawl;
pub mod date;
pub mod decode;
pub mod discover;
mod dom;
pub mod draft;
mod enrich;
mod error;
pub mod evidence;
pub mod extract;
pub mod fetch;
pub mod fields;
mod format;
mod garbled;
mod limits;
pub mod merge;
pub mod page;
pub mod pipeline;
mod problem;
pub mod read;
pub mod reextract;
pub mod removal;
mod shape;
pub mod source;
pub mod structure;
pub mod timestamp;
pub mod understand;
pub mod webhook;
mod wordlist;

pub use discover::{Discovery, Input, Skipped, discover};
pub use error::IngestError;
pub use format::Format;
pub use limits::Limits;
pub use problem::Problem;
pub use read::{Item, Sink, read, read_text};

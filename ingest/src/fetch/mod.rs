//! Getting pages from the web: one guarded client, polite to every host.

mod exchange;

pub use exchange::{Exchange, Fetched};

//! What every door answers with.
//!
//! Commands with `--json`, the HTTP API, the page and the tools for assistants give the same objects. They
//! are put together here, once; nothing in here prints or knows of HTTP.

pub mod cited;
pub mod collected;
pub mod collecting;
pub mod difference;
pub mod document;
pub mod export;
pub mod feed;
pub mod matched;
pub mod parallel;
pub mod quoted;
pub mod reference;
pub mod search;
pub mod sources;
pub mod suggest;

use jiff::civil::Date;

/// The day for statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub as_of: Date,
    /// Whether somebody asked for it: then documents are shown as they stood on it.
    pub named: bool,
}

impl Day {
    /// The present day, which nobody asked for.
    pub fn today() -> Self {
        Self { as_of: jiff::Zoned::now().date(), named: false }
    }

    /// The day that was asked for, else the present one.
    pub fn asked(as_of: Option<Date>) -> Self {
        as_of.map_or_else(Self::today, |as_of| Self { as_of, named: true })
    }
}

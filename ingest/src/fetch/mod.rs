//! Getting pages from the web: one guarded client, polite to every host.
//!
//! [`Client`] makes single exchanges and follows nothing; what stands between them (robots.txt,
//! delays, redirects) is the crawl's. [`robots`] says what a site lets us read, [`sitemap`] and
//! [`feed`] what it has.

mod address;
mod client;
mod content;
pub mod entries;
mod error;
mod exchange;
mod failure;
pub mod feed;
mod follow;
mod guard;
mod headers;
mod markup;
mod resolve;
pub mod robots;
pub mod sitemap;

pub use address::is_global;
pub use client::{Client, ClientOptions, Request};
pub use error::{FetchError, Part};
pub use exchange::{Exchange, Fetched};
pub use guard::{Guard, Refusal};
pub use resolve::{Looking, Lookup, SystemLookup};

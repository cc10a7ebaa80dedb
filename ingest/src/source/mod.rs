//! What a source's rules do to addresses and pages: lists are read, addresses brought to one form,
//! and saved pages checked against a definition.
//!
//! The rules themselves are data, [`polidex_corpus::source`].

mod address;
mod check;
mod dates;
mod json;
mod list;
mod paging;
mod select;

pub use address::{canonical, url_key};
pub use check::{BodyMatch, FieldMatch, PageCheck, check_page};
pub(crate) use list::looks_like_document;
pub use list::{Link, ListPage, list_page};
pub use select::faults;

pub(crate) use dates::in_url as date_in_address;
pub(crate) use select::is_selector;

pub use polidex_corpus::source::for_url;

//! Quotations: where they stand, and whether they are right.
//!
//! * [`fingerprint`]: an index of short runs of characters over all texts of the store, so that a
//!   quotation is found wherever it stands without reading the texts
//! * [`normal`]: the form in which quotations and texts are compared
//! * [`verify`]: one quotation → where it stands, how it differs, what it is worth today
//! * [`draft`]: a text that somebody is writing → every claim in it that can be held against the store
//!
//! Whatever is said of a quotation is decided on the stored text as published; the index only says
//! where to look.

pub mod draft;
pub mod fingerprint;
pub mod normal;
pub mod verify;

pub use verify::{Verdict, Verifier};

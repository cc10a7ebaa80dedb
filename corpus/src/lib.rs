//! What a policy document is, and where it is kept.
//!
//! This crate is the contract between the others: `ingest` produces a [`model::Document`], the
//! [`store`] keeps it, `search` reads clauses back out of the store. It knows no HTTP, no HTML and
//! no index.
//!
//! * [`model`]: policies, editions, clauses and their references, dates, numbers, provenance
//! * [`store`]: the `SQLite` document store, its export and its backup
//! * [`number`], [`numeral`], [`issuer`]: how numbers, numerals and issuers are written
//! * [`region`], [`vocabulary`]: places, sectors, certificates and events that conditions are made of
//! * [`locale`]: messages in Chinese and English
//! * [`lexicon`]: words that the analysis of texts knows beyond a general dictionary

pub mod issuer;
pub mod lexicon;
pub mod locale;
pub mod model;
pub mod number;
pub mod numeral;
pub mod region;
pub mod sample;
pub mod source;
pub mod store;
pub mod text;
pub mod vocabulary;

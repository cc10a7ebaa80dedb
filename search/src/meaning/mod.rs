//! Meaning, optional: vectors of clauses and of questions from an embedder behind `/v1/embeddings`.
//!
//! * [`Embedder`]: asks the server, whose address comes from the configuration alone
//! * [`vectors`]: the clauses' vectors, kept beside the index by the hash of what was embedded
//! * `fusion`: how far meaning may move the hits of one question; where words decide, not at all
//!
//! Without a server, or when it fails, questions are answered by their words, and the answer says so.

mod embedder;
mod error;
mod fusion;
pub mod vectors;

pub use embedder::{Embedder, EmbedderConfig};
pub use error::EmbedderError;
pub use fusion::MeaningWeights;
pub(crate) use fusion::{Fused, fuse, weight};

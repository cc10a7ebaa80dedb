//! What is understood of texts: scores on labelled sentences, and properties on any text.

mod keeping;
mod properties;
mod scores;

//! Where short runs of characters stand, in all texts of the store.
//!
//! Texts are cut into *tokens* ([`tokens`]), runs of tokens into *grams*, and of the grams those are
//! kept that *winnowing* chooses (Schleimer, Wilkerson and Aiken, 2003): every run of four Han
//! characters or three words shares at least one kept gram with every other place where it stands.
//! Kept grams and their places go into *segments* (`segment`), files that never change; the
//! `index` is a list of segments, each with the texts that it covers. A text of the store never
//! changes either, so that bringing the index up to date means to write a segment of the texts that
//! no segment covers, and texts that are gone are passed over when something is found in them.

mod index;
mod segment;
mod tokens;

pub use index::{FingerprintIndex, Posting, catch_up, dir, manifest, rebuild};
pub use tokens::{Gram, Token, chosen, grams, tokens, weight};

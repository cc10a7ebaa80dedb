//! One quotation: where it stands, how it differs, what it is worth today.
//!
//! A quotation that stands somewhere is found by the rarest of the grams that every text that holds it
//! must keep, and then compared with the stored text; so *exact* and *normalised* are never guesses,
//! and no place is missed. One that stands nowhere is laid beside the passages that share rare grams
//! with it: it was *altered*, or *stitched* together, or it is *not found*.

mod altered;
mod beside;
mod common;
mod difference;
mod nearest;
mod place;
mod quotation;
mod search;
mod silent;
mod standing;
mod stitched;
mod terms;
mod texts;
mod verdict;
mod verifier;

pub use quotation::unmarked;
pub use standing::standing;
pub use verdict::{
    Caution, CautionKind, Difference, Document, Grave, Match, Nearest, Part, Piece, Place, Source, Standing,
    Verdict,
};
pub use verifier::{Options, Verifier};

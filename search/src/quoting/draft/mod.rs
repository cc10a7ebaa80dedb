//! A draft: everything in it that can be held against the store.
//!
//! * `layout`: paragraphs, sentences, what stands in quotation marks
//! * `names`, `mentions`: which documents and articles are named, and whether they exist
//! * `attribution`: whom a quotation or a figure is said to be taken from
//! * `checker` and one file a kind of claim: what is right and what is wrong
//! * `report`: the answer
//!
//! Nobody is accused on a guess. A quotation that stands nowhere is wrong only where the draft says
//! which stored document it is taken from, and a title or number that is not stored only where one that
//! is stored must be meant; all else is *unknown*.

mod articles;
mod attribution;
mod checker;
mod figure;
mod figures;
mod layout;
mod mentions;
mod names;
mod naming;
mod quotations;
mod report;

pub use checker::Checker;
pub use layout::Draft;
pub use report::{ClaimKind, Finding, Outcome, Report};

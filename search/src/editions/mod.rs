//! What changed between two texts of a law, clause by clause.
//!
//! `align` says which clauses of two editions are the same clause, whatever number they bear now;
//! [`compare`] tells what became of each.

mod align;
mod compare;

pub use compare::{Change, ComparedClause, Comparison, compare};

//! Which support a company can get, with proof.
//!
//! A [`Profile`] says what is known of a company, a [`Catalogue`] holds the measures of a store, and
//! [`matching`] brings them together: a verdict for every measure, each condition met, failed or unknown
//! with its quote, the amount with its trace, and the question whose answer decides most.
//!
//! Three rules hold. A measure is *eligible* only when every condition was understood and is met: what
//! was not understood is unknown. A computed amount is never above a cap that binds it. Every word of a
//! report that speaks for a document is a slice of its published text.

mod amount;
mod catalogue;
mod check;
mod describe;
mod excerpts;
mod fact;
mod limit;
mod placed;
pub mod profile;
mod question;
mod report;
mod stack;
mod verdict;
mod what_if;
mod words;

pub use amount::{Computed, Sum, TraceStep};
pub use catalogue::{Catalogue, CataloguedPolicy, PartText};
pub use check::{Gap, Have, Outcome, Truth};
pub use describe::{describe, describe_gap, describe_have, describe_step};
pub use fact::{AnswerError, Choice, Expects, Fact};
pub use limit::Limit;
pub use profile::Profile;
pub use question::Question;
pub use report::{Checked, Deadline, Match, Quote, Report, Source, Totals};
pub use stack::{Stack, Stacked};
pub use verdict::{Verdict, matching};
pub use what_if::{Effect, Supposition, SuppositionError, what_if};
pub use words::{figure_name, money, unit_value};

#[cfg(test)]
mod tests;

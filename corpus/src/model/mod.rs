//! The document model.
//!
//! Three words, three tables: an *edition* is the legal text of a policy from a date on, a
//! *capture* is the bytes received from a URL or a file at a time, an *extraction* is a capture as
//! one version of the extractor read it. A [`Document`] is what ingest hands to the store: one
//! extraction with its capture and with what was learned about the policy.

mod clause;
mod correction;
mod document;
mod edge;
mod lang;
mod measure;
mod path;
mod policy;
mod provenance;
mod requirement;
mod span;
mod spans;
mod understanding;

pub use clause::{Clause, ClauseKind};
pub use correction::{Correction, Field, NOT_REPEALED, Refused, Undone};
pub use document::{Document, Metadata, PageFacts};
pub use edge::{BackReference, Begins, Edge, EdgeKind, Ends, Event, NumberMention, PointsAt, Validity};
pub use lang::Lang;
pub use measure::{
    Amount, AmountRole, CommonCap, CommonTerms, Condition, Counted, Currency, Measure, MeasureKind, Per,
    Period, Rate, RateRole, Rung, Scope, Stacking, StackingRule, Window,
};
pub use path::{ClausePath, ClauseRef, PathError, Step};
pub use policy::{Dates, Edition, Kind, Level, Policy, PolicyId};
pub use provenance::{Archived, Capture, Origin, Sourced, Warning};
pub use requirement::{
    ApplicantKind, Checks, Days, Figure, FigureUnit, Ownership, PlaceName, PlaceRole, Range, Requirement,
    SizeClass, Standing, Test,
};
pub use span::{CharIndex, Span};
pub use spans::spans_in;
pub use understanding::Understanding;

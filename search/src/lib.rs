//! From a question to an answer over a store of policies.
//!
//! * [`text`]: folding, segmentation, tokens
//! * [`query`]: the query language, and plans made from queries
//! * [`bilingual`]: the lexicon, and what a query's terms are called in the other language
//! * [`engine`]: where units are indexed and candidates come from
//! * [`rank`], [`stats`]: what evidence is worth, and how common terms are
//! * [`index`]: keeps an engine in step with the store
//! * [`searcher`], [`answer`], [`highlight`]: questions and answers
//! * [`comparing`]: what different places give for the same thing
//! * [`relations`]: the documents around a document
//! * [`standing`]: whether a document is in force on a day, and what proves it
//! * [`editions`], [`wording`]: what changed between two texts
//! * [`relax`]: what stands between a query and an answer
//! * [`suggest`]: completion as you type
//! * [`watching`]: what is new since the last look
//! * [`eval`]: figures over judged questions

pub mod answer;
pub mod bilingual;
pub mod comparing;
pub mod editions;
pub mod engine;
pub mod eval;
pub mod highlight;
pub mod index;
pub mod query;
pub mod rank;
pub mod relations;
pub mod relax;
pub mod searcher;
pub mod standing;
pub mod stats;
pub mod suggest;
pub mod text;
pub mod watching;
pub mod wording;

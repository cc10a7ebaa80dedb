//! From a question to an answer over a store of policies.
//!
//! * [`text`]: folding, segmentation, tokens
//! * [`query`]: the query language, and plans made from queries
//! * [`bilingual`]: the lexicon, and what a query's terms are called in the other language
//! * [`engine`]: where units are indexed and candidates come from
//! * [`rank`], [`stats`]: what evidence is worth, and how common terms are
//! * [`index`]: keeps an engine in step with the store
//! * [`searcher`], [`answer`], [`highlight`]: questions and answers
//! * [`eval`]: figures over judged questions

pub mod answer;
pub mod bilingual;
pub mod engine;
pub mod eval;
pub mod highlight;
pub mod index;
pub mod query;
pub mod rank;
pub mod searcher;
pub mod stats;
pub mod text;

//! From a question to an answer over a store of policies.
//!
//! * [`text`]: folding, segmentation, tokens
//! * [`query`]: the query language, and plans made from queries
//! * [`bilingual`]: the lexicon, and what a query's terms are called in the other language
//! * [`engine`]: where units are indexed and candidates come from
//! * [`rank`], [`stats`]: what evidence is worth, and how common terms are
//! * [`cites`]: which documents a text names
//! * [`index`]: keeps an engine in step with the store
//! * [`searcher`], [`answer`], [`highlight`]: questions and answers
//! * [`align`], [`parallel`], [`renderings`]: Chinese and English side by side
//! * [`origin`]: where a text comes from and what it is worth
//! * [`citing`], [`permalink`]: what leads others to a clause
//! * [`quoting`]: where quotations stand, and whether drafts are right
//! * [`comparing`]: what different places give for the same thing
//! * [`relations`]: the documents around a document
//! * [`standing`]: whether a document is in force on a day, and what proves it
//! * [`editions`], [`wording`]: what changed between two texts
//! * [`matching`]: which support measures a company can get
//! * [`relax`]: what stands between a query and an answer
//! * [`suggest`]: completion as you type
//! * [`meaning`]: vectors of clauses and questions, where an embedder is configured
//! * [`spelling`], [`related`]: what may have been meant, and what belongs to it
//! * [`watching`]: what is new since the last look
//! * [`eval`], [`significance`]: figures over judged questions, and whether a difference means something

pub mod align;
pub mod answer;
pub mod bilingual;
pub mod cites;
pub mod citing;
pub mod comparing;
pub mod editions;
pub mod engine;
pub mod eval;
pub mod highlight;
pub mod index;
pub mod matching;
pub mod meaning;
pub mod origin;
pub mod parallel;
pub mod permalink;
pub mod query;
pub mod quoting;
pub mod rank;
pub mod related;
pub mod relations;
pub mod relax;
pub mod renderings;
pub mod searcher;
pub mod significance;
pub mod spelling;
pub mod standing;
pub mod stats;
pub mod suggest;
pub mod text;
pub mod watching;
pub mod wording;

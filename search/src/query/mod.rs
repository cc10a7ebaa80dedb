//! The query language, and plans made from queries.
//!
//! * [`parse`]: from text to a [`ast::Query`], the same language at every door
//! * [`planner`], [`plan`]: from a query to what an engine is asked
//! * [`filters`]: from `field:value` to the labels that documents carry

pub mod ast;
mod display;
mod lexer;
pub mod parse;
mod translated;
mod warning;

pub mod filters;
pub mod plan;
pub mod planner;

pub(crate) use translated::chinese_words;

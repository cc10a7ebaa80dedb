//! The query language, and plans made from queries.
//!
//! * [`parse`]: from text to a [`ast::Query`], the same language at every door
//! * [`planner`], [`plan`]: from a query to what an engine is asked
//! * [`phrase`]: what has to stand to the letter
//! * [`filters`]: from `field:value` to the labels that documents carry

pub mod ast;
mod dates;
mod display;
mod everyday;
mod lexer;
mod near;
mod numbers;
pub mod parse;
mod period;
mod proximity;
mod translated;
mod warning;

pub mod filters;
pub mod phrase;
pub mod plan;
pub mod planner;

pub(crate) use numbers::with_plain_numbers;
pub(crate) use translated::chinese_words;

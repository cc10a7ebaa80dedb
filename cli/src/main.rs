//! `polidex`: every door to the outside.

#![allow(clippy::print_stderr, reason = "only the command line prints")]

mod answers;
mod args;
mod commands;
mod config;
mod console;
mod contact;
mod engine;
mod help;
mod mcp;
mod output;
mod serve;
mod who;

use std::process::ExitCode;

/// Indexing allocates small strings by the million from several threads, which this allocator is made
/// for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let (args, locale) = help::parse();
    match commands::run(args, locale) {
        Ok(outcome) => outcome.into(),
        Err(error) if console::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console::print_error(&error, locale);
            ExitCode::from(2)
        }
    }
}

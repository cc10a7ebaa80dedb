//! `polidex quote`.

mod check;
mod verify;

use crate::{
    args::Quote,
    config::Config,
    console::{Message, Outcome},
};
use anyhow::Result;
use polidex_search::{engine::EngineError, quoting::Verifier, searcher::SearchError};

/// Verifies a quotation, or checks drafts.
pub fn run(config: &Config, args: &Quote) -> Result<Outcome> {
    match args {
        Quote::Verify(args) => verify::run(config, args),
        Quote::Check(args) => check::run(config, args),
    }
}

/// Opens the store and its indexes for quotations.
fn open(config: &Config) -> Result<Verifier> {
    Verifier::open(&config.data).map_err(|error| match error {
        // A store of an earlier version of the program has an index for searching only.
        SearchError::Engine(EngineError::Missing(dir)) => Message::new(
            format!("there is no index of quotations in {}; run `polidex index update`", dir.display()),
            format!("{} 中还没有引文索引；请运行 `polidex index update`", dir.display()),
        )
        .into(),
        error => error.into(),
    })
}

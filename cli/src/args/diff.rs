//! `polidex diff`.

use clap::Args;

/// `polidex diff`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex diff ID                          the newest edition against the one before\n  polidex diff ID@2019-04-23 ID            two editions\n  polidex diff ID@2019-04-23#第五条 ID      one clause and what became of it\n  polidex diff OLD-MEASURES NEW-MEASURES   two documents\n\nClauses are compared wherever they stand now: what was only renumbered is told as moved. Exit code 1 means that nothing differs."
)]
pub struct Diff {
    /// The earlier text: `ID[@EDITION][#CLAUSE]`
    #[arg(value_name = "A")]
    pub from: String,
    /// The later text (default: the newest edition of A; A is then the edition before)
    #[arg(value_name = "B")]
    pub to: Option<String>,
}

//! `polidex learn`.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// `polidex learn`
#[derive(Debug, Args)]
#[command(
    after_help = "Judgements are JSON lines {id, query, gold: [external_id | external_id#clause-label]} about documents of the store.\nThe figures are those of questions that were held back from learning, fold by fold; the weights written are learned from all of them.\n\nExample:\n  polidex learn queries.jsonl more.jsonl --out weights.toml\n  polidex learn queries.jsonl --meaning --config embedder.toml --out weights.toml\n  polidex eval other.jsonl --compare weights.toml"
)]
pub struct Learn {
    /// Files of judgements
    #[arg(required = true, value_name = "JUDGEMENTS", value_hint = ValueHint::FilePath)]
    pub judgements: Vec<PathBuf>,
    /// Where to write the weights; without it they are only measured
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Weights to start from, instead of the shipped ones: their curves are learned anew, the rest stays
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub weights: Option<PathBuf>,
    /// Parts that the questions are divided into for measuring
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=50))]
    pub folds: u8,
    /// Steps that are added to the curves
    #[arg(long, default_value_t = 500, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=5_000))]
    pub rounds: u16,
    /// Learn the curves that are used where an embedder is asked: the configuration names it, and the clauses
    /// have vectors; the other curves stay
    #[arg(long)]
    pub meaning: bool,
    /// Features to leave out, by name, to see what they are worth
    #[arg(long, value_name = "FEATURE")]
    pub without: Vec<String>,
}

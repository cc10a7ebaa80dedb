//! `polidex annotate`

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// `polidex annotate`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex annotate notice.md                     the text, with what was understood of it\n  polidex annotate sentences.jsonl --json        one line for every line {id, text}\n  polidex annotate - < clause.txt                from standard input\n\nMarked are document numbers, other documents named and how the text stands to them, from when and until when it applies, and\nsupport measures: kind, who gets it, sums, shares, conditions. A line of --json holds id, numbers, edges, references, effective,\nexpires, measures, common; spans count characters of the text from 0, end exclusive. For files other than JSON lines it holds\nthe text too. Nothing is stored."
)]
pub struct Annotate {
    /// Files of any format that is read, JSON lines {id, text} among them; - is standard input, as plain text
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub inputs: Vec<PathBuf>,
}

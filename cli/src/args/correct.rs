//! `polidex correct` and `polidex corrections`.

use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Who does something that is kept with a name.
#[derive(Debug, Clone, Args)]
pub struct By {
    /// Who says so (default: the name of the user who is logged in)
    #[arg(long, env = "POLIDEX_BY", value_name = "NAME")]
    pub by: Option<String>,
}

/// `polidex correct`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex correct guofa-2020-8 effective 2020-08-01 --reason 'the PDF says so'\n  polidex correct ID@2019-05-20 title '…' --reason 'misread heading' --by 'Li Wei'\n  polidex correct ID issuer '甲局、乙局' --reason '…'      several issuers\n  polidex correct ID expires none --reason '…'          it has none\n  polidex correct ID repealed 2023-05-01 --reason '…'   or `never`, where a repeal was read wrongly\n\nFields: title title_translated number issuer level region kind written published effective expires amended url repealed.\nTitles, numbers and dates are those of the newest edition unless one is named; the others hold for all. What was read stays\nbeside the correction, and comes back with `polidex corrections undo`. Official text is never corrected."
)]
pub struct Correct {
    /// `ID[@EDITION]`; ID may be a policy's id, number, title or external id
    #[arg(value_name = "ID")]
    pub reference: String,
    /// The field
    #[arg(value_name = "FIELD")]
    pub field: String,
    /// The right value; `none` where there is none
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    pub value: String,
    /// Why, for those who read it later
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    #[command(flatten)]
    pub by: By,
    /// Store only, leave the index as it is
    #[arg(long)]
    pub no_index: bool,
}

/// `polidex corrections`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  polidex corrections list                     those that hold\n  polidex corrections list ID --all            those that were taken back, too\n  polidex corrections undo 3f9c21aa --reason 'the PDF was a draft'\n  polidex corrections export --out ours.jsonl\n  polidex corrections import theirs.jsonl      each once; what either side took back is taken back"
)]
pub enum Corrections {
    /// Say what was corrected, when, by whom and why
    List(CorrectionsList),
    /// Take a correction back
    Undo(CorrectionsUndo),
    /// Write all corrections as JSON lines, for others
    Export {
        /// File to write (default: standard output)
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
    },
    /// Take the corrections of others
    Import {
        /// JSON lines as `polidex corrections export` writes them
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Store only, leave the index as it is
        #[arg(long)]
        no_index: bool,
    },
}

/// `polidex corrections list`
#[derive(Debug, Args)]
pub struct CorrectionsList {
    /// Of this document only
    #[arg(value_name = "ID")]
    pub reference: Option<String>,
    /// Those that were taken back, too
    #[arg(long)]
    pub all: bool,
}

/// `polidex corrections undo`
#[derive(Debug, Args)]
pub struct CorrectionsUndo {
    /// Its number, as `polidex corrections list` shows it, or the beginning of it
    #[arg(value_name = "CORRECTION")]
    pub id: String,
    /// Why, for those who read it later
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
    #[command(flatten)]
    pub by: By,
    /// Store only, leave the index as it is
    #[arg(long)]
    pub no_index: bool,
}

//! `polidex merge`.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// `polidex merge`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex merge /mnt/laptop/polidex --dry-run   what would come of it\n  polidex merge /mnt/laptop/polidex\n\nTakes documents, captures, archived records, corrections and collections of another data directory, each once: merging\ntwice is merging once, and the order of merging makes no difference to the documents. The other directory is only read.\nWhat was removed here stays away; what was removed there stays here and is named. Watches, what crawls know of the web,\nand lexicons are not taken."
)]
pub struct Merge {
    /// The other data directory
    #[arg(value_name = "OTHER", value_hint = ValueHint::DirPath)]
    pub other: PathBuf,
    /// Count only, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Store only, leave the index as it is
    #[arg(long)]
    pub no_index: bool,
}

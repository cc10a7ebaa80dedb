use clap::{Args, Subcommand};

/// `polidex archive`
#[derive(Debug, Subcommand)]
pub enum Archive {
    /// Check that every record is whole, every digest agrees, and nothing was changed since it was archived
    Verify(VerifyArchive),
}

/// `polidex archive verify`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex archive verify\n  polidex archive verify --head 3f9c…   that the archive goes back unbroken to a head noted elsewhere\n\nEvery crawl prints the head of the chain over all records. Note it down where nobody who can write the archive can write.\nExit code 1 means damage, or a head that is not in the chain."
)]
pub struct VerifyArchive {
    /// A head that was noted down elsewhere: 64 hexadecimal digits
    #[arg(long, value_name = "HASH")]
    pub head: Option<String>,
}

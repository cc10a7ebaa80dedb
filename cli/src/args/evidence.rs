use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// `polidex evidence`
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  polidex evidence guofa-2020-8#a5 --out a5.zip\n  polidex evidence ID#a5 --quote '…' --out quote.zip\n  polidex evidence verify quote.zip       offline, on any machine\n\nThe bundle holds what was received as it is archived, the text, the clause or quotation with its place, hashes, a page to read,\nand how to check all of it without polidex. It says what it proves and what it does not."
)]
pub struct Evidence {
    #[command(subcommand)]
    pub command: Option<EvidenceCommand>,
    /// `ID[@EDITION][#CLAUSE]`; ID may be a policy's id, number, title or external id
    #[arg(value_name = "ID", required = true)]
    pub reference: Option<String>,
    /// Words that stand in the document, exactly as published
    #[arg(long, value_name = "TEXT")]
    pub quote: Option<String>,
    /// File to write (default: evidence-ID.zip); one that is there is not overwritten
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
}

/// What else is done with bundles.
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Check a bundle, without store or network
    Verify(VerifyEvidence),
}

/// `polidex evidence verify`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  polidex evidence verify quote.zip\n\nExit code 1 means that the bundle is not what was written; every file and record that differs is named."
)]
pub struct VerifyEvidence {
    /// The bundle
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}

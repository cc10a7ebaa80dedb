//! `polidex remove`.

use super::By;
use clap::Args;

/// `polidex remove`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex remove guofa-2020-8 --reason 'order of the court of 2026-11-20'\n  polidex remove ID ID2 --reason '…' --by 'Li Wei'\n  polidex remove --list                     what was removed, when, by whom and why\n  polidex ingest --bring-back ./file.md     brings a removed document back\n\nText, index, quotations, vectors and the bytes in the archive go. A tombstone in the archive's chain says which records\nwere taken away, so that `polidex archive verify` still holds. Documents that name the removed one say so, and the same\nbytes, text or name stay away until somebody asks for them with --bring-back. Backups that were made before still hold it."
)]
pub struct Remove {
    /// Documents, by id, number, title or external id
    #[arg(value_name = "ID", required_unless_present = "list")]
    pub references: Vec<String>,
    /// Why, for those who look for it later
    #[arg(long, value_name = "TEXT", required_unless_present = "list")]
    pub reason: Option<String>,
    #[command(flatten)]
    pub by: By,
    /// Say what was removed
    #[arg(long, conflicts_with_all = ["references", "reason"])]
    pub list: bool,
}

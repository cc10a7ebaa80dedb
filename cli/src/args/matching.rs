//! `polidex match`.

use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// `polidex match`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex match --example > company.toml              a profile to begin with\n  polidex match --profile company.toml                what can we get, how much, what is missing\n  polidex match --profile company.toml --what-if 'revenue +20%' --what-if 'certified 高新技术企业'\n  polidex match --profile company.toml --format html > report.html\n  polidex match --profile company.toml --ics deadlines.ics --as-of 2026-03-01\n\nVerdicts: eligible (every condition was understood and is met), likely (all is met but declarations of good conduct and steps of the authority),\nneeds information, not eligible, not yet open, expired. Every condition stands with its quote and its place; what was not understood is quoted as an\nopen condition. On a terminal the question that decides most is asked; Enter ends, s skips, and --save keeps the answers in the profile.\nExit code 1: nothing can be had, and nothing is open."
)]
pub struct Matching {
    /// The company's profile, TOML or JSON; - reads standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, required_unless_present_any = ["example", "names"])]
    pub profile: Option<PathBuf>,
    /// A supposition: `revenue +20%`, `headcount = 120`, `certified NAME`, `event NAME`, `registered PLACE`; several hold together
    #[arg(long, value_name = "SUPPOSITION")]
    pub what_if: Vec<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub format: ReportFormat,
    /// Show measures that cannot be had too
    #[arg(long)]
    pub all: bool,
    /// Most measures that are shown
    #[arg(long, short = 'n', default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub limit: u32,
    /// Write deadlines of what can be had as an iCalendar file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub ics: Option<PathBuf>,
    /// Keep answers in the profile
    #[arg(long)]
    pub save: bool,
    /// Ask nothing, also on a terminal
    #[arg(long)]
    pub no_questions: bool,
    /// Print a documented profile to begin with
    #[arg(long)]
    pub example: bool,
    /// List the names of sectors, certificates and events
    #[arg(long)]
    pub names: bool,
}

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For a terminal
    Table,
    /// For programs
    Json,
    /// Markdown
    Markdown,
    /// One HTML file that needs nothing else
    Html,
}

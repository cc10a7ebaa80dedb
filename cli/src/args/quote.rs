//! `polidex quote`.

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// `polidex quote`
#[derive(Debug, Subcommand)]
pub enum Quote {
    /// Say where a quotation stands, whether its words are right, and whether the text is still in force
    Verify(QuoteVerify),
    /// Check every quotation, title, number, article and figure of a draft
    Check(QuoteCheck),
}

/// `polidex quote verify`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex quote verify '对首次升规入统的软件企业，给予一次性奖励15万元'\n  polidex quote verify 'granted a one-off reward of 150,000 yuan'\n  polidex quote verify --in guofa-2020-8 '……'   in one document only\n  pbpaste | polidex quote verify -\n\nThe answer is one of\n  exact       it stands there to the letter, also over the border of two clauses\n  normalised  the words stand there; width, quotation marks, spaces, script or case differ, as listed\n  altered     words differ; numbers, negations and modal verbs among them are marked as grave\n  stitched    put together of passages that do not stand beside each other\n  translated  somebody's rendering of a clause of the other language; its official translation, or that none was found\n  not_found · too_short (under six Han characters or four words) · too_long\nand the text is current, superseded, repealed or unknown. Exit code 0 for exact and normalised, 1 otherwise."
)]
pub struct QuoteVerify {
    /// The quotation; `-` reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
    /// Look in these documents only: id, number or title
    #[arg(long = "in", value_name = "ID")]
    pub within: Vec<String>,
    /// Places that are shown; all are counted
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub places: u32,
}

/// `polidex quote check`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex quote check draft.docx                     what is wrong, on the terminal\n  polidex quote check draft.md --all                 what is right, too\n  polidex quote check draft.md --format html > checked.html\n  polidex quote check draft.md --watch               again whenever the file is saved\n  polidex quote check https://www.example.cn/a.html\n\nMarkdown, plain text, HTML, DOCX and PDF are read. Judged are quotations (“ ” 「 」 \" \" and block quotes), 《titles》,\ndocument numbers, articles (《…》第五条第二款, Article 5 of …) and figures that the draft says a document holds.\nWhat the store cannot tell is called unknown, never wrong. Exit code 1 if something is wrong."
)]
pub struct QuoteCheck {
    /// Files, or addresses of pages
    #[arg(required = true, value_name = "FILE|URL", value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Terminal)]
    pub format: ReportFormat,
    /// File to write (default: standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Show what is right, too
    #[arg(long)]
    pub all: bool,
    /// Check again whenever a file is saved, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
    /// Fetch from addresses of private networks too
    #[arg(long)]
    pub allow_private: bool,
}

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For reading here
    Terminal,
    /// Markdown
    Markdown,
    /// The draft with its claims marked, one file without further parts
    Html,
    /// JSON for programs, a line for each draft
    Json,
}

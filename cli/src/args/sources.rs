//! `polidex sources`.

use clap::{Args, Subcommand, ValueEnum};

/// `polidex sources`
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  polidex sources                          what is covered, how fresh it is, what wants looking at\n  polidex sources show gov-cn              one source, with the pages that vanished\n  polidex sources runs --format atom > runs.xml   what crawls did, for a feed reader\n  polidex sources accept gov-cn            its pages look as they should: end the alarm\n\nAn alarm is on where the pages of a source suddenly look different: its own selectors no longer hold the articles, or texts have lost half of\ntheir length. `polidex doctor --source NAME --live` shows what the rules match today."
)]
pub struct Sources {
    /// What to do (default: list)
    #[command(subcommand)]
    pub command: Option<SourcesCommand>,
}

/// What to do with sources.
#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Say of every source what it covers and how it is
    List,
    /// Say everything about one source
    Show {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Say what the last crawls did
    Runs {
        /// Form of the report
        #[arg(long, value_enum, default_value_t = RunsFormat::Text, conflicts_with = "json")]
        format: RunsFormat,
        /// At most so many
        #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
        limit: u16,
    },
    /// Take how its pages look now for how they should look
    Accept {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// Forms of a report on runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RunsFormat {
    /// For people
    Text,
    /// An Atom feed
    Atom,
}

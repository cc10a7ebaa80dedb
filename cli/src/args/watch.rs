//! `polidex watch`.

use clap::{Args, Subcommand, ValueEnum};

/// `polidex watch`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  polidex watch add subsidies --search '软件企业 补贴 region:重庆'\n  polidex watch add law --document 中华人民共和国公司法\n  polidex watch add article --document ID#第五条\n  polidex watch check                       what is new since the last look; exit code 0 with news, 1 without\n  polidex watch check --format atom > news.xml\n  polidex watch check --due 60 --keep       look without remembering"
)]
pub enum Watch {
    /// Watch a search, a document or a clause
    Add(Add),
    /// Say what is watched
    List,
    /// End a watch
    Remove {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Say what is new since the last look
    Check(Check),
}

/// `polidex watch add`
#[derive(Debug, Args)]
pub struct Add {
    /// A name for it
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The clauses that a query finds
    #[arg(long, value_name = "QUERY", required_unless_present = "document", conflicts_with = "document")]
    pub search: Option<String>,
    /// A filter on the search, as in the query language
    #[arg(long = "filter", value_name = "FIELD:VALUE", requires = "search")]
    pub filters: Vec<String>,
    /// A document, or one clause of it: `ID[#CLAUSE]`
    #[arg(long, value_name = "ID")]
    pub document: Option<String>,
}

/// `polidex watch check`
#[derive(Debug, Args)]
pub struct Check {
    /// Only these watches (default: all)
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Say what ceases to apply within this many days, too
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    pub due: u32,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = NewsFormat::Text, conflicts_with = "json")]
    pub format: NewsFormat,
    /// Do not remember what was seen: the next look tells the same again
    #[arg(long)]
    pub keep: bool,
}

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NewsFormat {
    /// For people
    Text,
    /// An Atom feed
    Atom,
    /// iCalendar: the days on which something ceases to apply
    Ics,
}

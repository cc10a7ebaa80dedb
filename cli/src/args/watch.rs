//! `polidex watch`.

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;
use url::Url;

/// `polidex watch`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  polidex watch add subsidies --search '软件企业 补贴 region:重庆'\n  polidex watch add law --document 中华人民共和国公司法\n  polidex watch add article --document ID#第五条\n  polidex watch add company --profile company.toml   what a company can get: new, changed, due\n  polidex watch check                       what is new since the last look; exit code 0 with news, 1 without\n  polidex watch check --format atom > news.xml\n  polidex watch check --due 60 --keep       look without remembering\n  polidex watch check --webhook https://example.org/hook\n\nA webhook gets one POST of JSON when there is news, signed with HMAC-SHA256 of the body in the header Polidex-Signature-256 under the secret in\nPOLIDEX_WEBHOOK_SECRET or in the file that secret_file below [webhook] of the configuration names; url below [webhook] is the receiver where none is\ngiven here. What was not delivered counts as not told."
)]
pub enum Watch {
    /// Watch a search, a document, a clause or what a company can get
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
    #[arg(long, value_name = "QUERY", required_unless_present_any = ["document", "profile"], conflicts_with_all = ["document", "profile"])]
    pub search: Option<String>,
    /// A filter on the search, as in the query language
    #[arg(long = "filter", value_name = "FIELD:VALUE", requires = "search")]
    pub filters: Vec<String>,
    /// A document, or one clause of it: `ID[#CLAUSE]`
    #[arg(long, value_name = "ID", conflicts_with = "profile")]
    pub document: Option<String>,
    /// The support that the company of a profile can get; the file is read at every look
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub profile: Option<PathBuf>,
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
    /// Deliver news to this address, too
    #[arg(long, value_name = "URL", conflicts_with = "keep")]
    pub webhook: Option<Url>,
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

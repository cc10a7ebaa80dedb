//! `polidex compare`.

use clap::{Args, ValueEnum};

/// `polidex compare`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex compare '首次升规 奖励'                  what each region gives\n  polidex compare '首次升规 奖励' --by issuer\n  polidex compare 'regional headquarters subsidy' --filter kind:rule\n\nOnly clauses that state support are compared. Those of one wording, numbers aside, stand side by side."
)]
pub struct Compare {
    /// A query, in the language of `polidex search`
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// What the rows stand for
    #[arg(long, value_enum, default_value_t = CompareBy::Region)]
    pub by: CompareBy,
    /// A filter, as in the query language
    #[arg(long = "filter", value_name = "FIELD:VALUE")]
    pub filters: Vec<String>,
    /// Clauses that are looked at, best first
    #[arg(long, short = 'n', default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
}

/// What rows stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompareBy {
    /// Regions
    #[default]
    Region,
    /// Issuers
    Issuer,
    /// Levels of government
    Level,
}

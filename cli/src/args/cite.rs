use clap::{Args, ValueEnum};

/// `polidex cite`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex cite guofa-2020-8                                GB/T 7714-2025\n  polidex cite guofa-2020-8#a5.k2 --style zh-legal         《标题》（文号）第五条第二款\n  polidex cite ID ID2 --style bibtex > policies.bib\n  polidex cite ID --style all --words en\n  polidex cite --list                                      the styles, and what could not be verified of them"
)]
pub struct Cite {
    /// `ID[@EDITION][#CLAUSE]`; ID may be a policy's id, number, title or external id
    #[arg(value_name = "ID", required_unless_present = "list")]
    pub references: Vec<String>,
    /// Style, or `all`
    #[arg(long, value_name = "STYLE", default_value = "gb7714-2025")]
    pub style: String,
    /// Language of what a style adds, such as names of clauses (default: the document's)
    #[arg(long, value_enum)]
    pub words: Option<WordsName>,
    /// The day on which the page was read (default: when the copy in the store was received)
    #[arg(long, value_name = "DATE")]
    pub accessed: Option<jiff::civil::Date>,
    /// Say which styles there are
    #[arg(long, conflicts_with = "references")]
    pub list: bool,
}

/// Languages of what a style adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WordsName {
    /// Chinese
    Zh,
    /// English
    En,
}

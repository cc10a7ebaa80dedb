//! `polidex lexicon`.

use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// `polidex lexicon`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  polidex lexicon show 专精特新\n  polidex lexicon show 'interest subsidy'\n  polidex lexicon import cedict_ts.u8     a general dictionary behind the lexicon\n  polidex lexicon list --domain economy\n\nFiles of your own, `lexicon/NAME.tsv` in the data directory, are read at every search; one that has the name of a shipped\ndomain takes its place. A line is `补贴|补助<TAB>subsidy|grant`, the preferred name first on each side."
)]
pub enum Lexicon {
    /// Print the terms, one a line, as they would stand in a file
    List(List),
    /// Say what a term is called in the other language, and who says so
    Show(ShowTerm),
    /// Count the terms by domain, and check your own files
    Stats,
    /// Bring in a general dictionary in the format of CC-CEDICT
    Import(Import),
    /// Learn pairs of terms from translations in the store, for you to review
    Learn(Learn),
}

/// `polidex lexicon list`
#[derive(Debug, Args)]
pub struct List {
    /// Only this domain
    #[arg(long, value_name = "NAME")]
    pub domain: Option<String>,
}

/// `polidex lexicon show`
#[derive(Debug, Args)]
pub struct ShowTerm {
    /// The term, in either language
    #[arg(required = true, value_name = "TERM")]
    pub term: Vec<String>,
}

/// `polidex lexicon import`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  polidex lexicon import cedict_ts.u8\n\nThe dictionary is kept in the data directory, compiled, with its own notice beside it. CC-CEDICT is published by MDBG under\nCC BY-SA 4.0; polidex does not come with it."
)]
pub struct Import {
    /// The dictionary, unpacked
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}

/// `polidex lexicon learn`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex lexicon learn --out learned.tsv        then read it, and keep what is right as lexicon/NAME.tsv\n  polidex lexicon learn --confidence 0.7 --support 5\n\nClauses of a document and of its translation (`translation_of`) that have the same path are aligned word by word. Above each\npair stands how sure it is, how many clauses bear it out, and some of them. Nothing of it is used until you put it into a\nlexicon file of your own."
)]
pub struct Learn {
    /// File to write (default: standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// The least confidence, 0 to 1
    #[arg(long, default_value_t = 0.5, value_name = "SHARE")]
    pub confidence: f32,
    /// The least number of clauses that bear a pair out
    #[arg(long, default_value_t = 2, value_name = "N")]
    pub support: u32,
}

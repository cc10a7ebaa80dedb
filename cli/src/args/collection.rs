//! `polidex collection`.

use super::By;
use crate::answers::search::{DocumentLang, MatchName, SortName};
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// `polidex collection`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  polidex collection new subsidies --about 'systematic review, spring'\n  polidex collection add subsidies guofa-2020-8#a5 ID2 --tag software --note 'compare with 2018'\n  polidex collection review subsidies guofa-2020-8#a5\n  polidex collection show subsidies --unreviewed\n  polidex collection search subsidies first '软件企业 补贴' --filter region:重庆\n  polidex collection rerun subsidies first            on the store as it was then; --now asks the present one\n  polidex collection export subsidies --format docx --out review.docx --style gb7714-2025"
)]
pub enum Collection {
    /// Begin a collection
    New {
        /// A name for it
        #[arg(value_name = "NAME")]
        name: String,
        /// What it is for
        #[arg(long, value_name = "TEXT", default_value = "")]
        about: String,
    },
    /// Put documents and clauses into a collection
    Add(CollectionAdd),
    /// Take documents and clauses out of a collection, or end it with --all
    Remove {
        /// The collection
        #[arg(value_name = "NAME")]
        name: String,
        /// What is taken out: `ID[@EDITION][#CLAUSE]`
        #[arg(value_name = "REF", required_unless_present = "all")]
        references: Vec<String>,
        /// End the collection; the documents stay in the store
        #[arg(long, conflicts_with = "references")]
        all: bool,
    },
    /// Say which collections there are
    List,
    /// Show what is in a collection
    Show {
        /// The collection
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        only: Only,
    },
    /// Write down a note; an empty one takes it away
    Note {
        /// The collection
        #[arg(value_name = "NAME")]
        name: String,
        /// The document or clause: `ID[@EDITION][#CLAUSE]`
        #[arg(value_name = "REF")]
        reference: String,
        /// The note
        #[arg(value_name = "TEXT")]
        text: String,
    },
    /// Give something tags, or take them away
    Tag {
        /// The collection
        #[arg(value_name = "NAME")]
        name: String,
        /// The document or clause: `ID[@EDITION][#CLAUSE]`
        #[arg(value_name = "REF")]
        reference: String,
        /// The tags
        #[arg(value_name = "TAG", required = true)]
        tags: Vec<String>,
        /// Take the tags away
        #[arg(long)]
        remove: bool,
    },
    /// Mark documents and clauses as reviewed
    Review {
        /// The collection
        #[arg(value_name = "NAME")]
        name: String,
        /// What was reviewed: `ID[@EDITION][#CLAUSE]`
        #[arg(value_name = "REF", required = true)]
        references: Vec<String>,
        /// Take the mark away
        #[arg(long)]
        undo: bool,
        #[command(flatten)]
        by: By,
    },
    /// Save a search, with the state of the store that answers it
    Search(CollectionSearch),
    /// Ask a saved search again, of the store as it was then
    Rerun {
        /// The collection
        #[arg(value_name = "NAME")]
        name: String,
        /// The search
        #[arg(value_name = "SEARCH")]
        search: String,
        /// Ask the present store, and the present day
        #[arg(long)]
        now: bool,
        /// Number of hits
        #[arg(long, short = 'n', default_value_t = crate::answers::search::LIMIT, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
    },
    /// Write a collection with links and citations
    Export {
        /// The collection
        #[arg(value_name = "NAME")]
        name: String,
        /// Format
        #[arg(long, value_enum, default_value_t = CollectionFormat::Markdown)]
        format: CollectionFormat,
        /// Style of citations, as `polidex cite --list` names them
        #[arg(long, value_name = "STYLE", default_value = "gb7714-2025")]
        style: String,
        /// File to write (default: standard output)
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
        #[command(flatten)]
        only: Only,
    },
}

/// Which items are wanted.
#[derive(Debug, Clone, Default, Args)]
pub struct Only {
    /// Only what bears this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Only what is not reviewed yet
    #[arg(long)]
    pub unreviewed: bool,
}

/// `polidex collection add`
#[derive(Debug, Args)]
pub struct CollectionAdd {
    /// The collection
    #[arg(value_name = "NAME")]
    pub name: String,
    /// What is put in: `ID[@EDITION][#CLAUSE]`
    #[arg(value_name = "REF", required = true)]
    pub references: Vec<String>,
    /// A note on it
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// A tag for it
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
}

/// `polidex collection search`
#[derive(Debug, Args)]
pub struct CollectionSearch {
    /// The collection
    #[arg(value_name = "NAME")]
    pub name: String,
    /// A name for the search
    #[arg(value_name = "SEARCH")]
    pub search: String,
    /// The query
    #[arg(value_name = "QUERY", required_unless_present = "remove")]
    pub query: Option<String>,
    /// A filter, as in the query language: `level:district`
    #[arg(long = "filter", value_name = "FIELD:VALUE")]
    pub filters: Vec<String>,
    /// Language of documents
    #[arg(long, value_enum, default_value_t = DocumentLang::Any)]
    pub lang: DocumentLang,
    /// Order of hits
    #[arg(long, value_enum, default_value_t = SortName::Relevance)]
    pub sort: SortName,
    /// How many of the query's informative terms a clause must hold
    #[arg(long = "match", value_enum, default_value_t = MatchName::Most)]
    pub mode: MatchName,
    /// Take the search out of the collection
    #[arg(long, conflicts_with = "query")]
    pub remove: bool,
}

/// Formats of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CollectionFormat {
    /// Markdown
    Markdown,
    /// A document for word processors
    Docx,
    /// CSV, one item a row, UTF-8 with BOM
    Csv,
}

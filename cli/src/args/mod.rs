//! The command line as typed.

mod annotate;
mod archive;
mod cite;
mod collection;
mod compare;
mod correct;
mod diff;
mod evidence;
mod graph;
mod learn;
pub mod lexicon;
mod matching;
mod mcp;
mod merge;
mod quote;
mod remove;
mod serve;
mod sources;
mod suggest;
mod watch;

pub use annotate::Annotate;
pub use archive::Archive;
pub use cite::{Cite, WordsName};
pub use collection::{Collection, CollectionAdd, CollectionFormat, CollectionSearch, Only};
pub use compare::{Compare, CompareBy};
pub use correct::{By, Correct, Corrections, CorrectionsList, CorrectionsUndo};
pub use diff::Diff;
pub use evidence::{Evidence, EvidenceCommand};
pub use graph::{Direction, Graph, GraphFormat};
pub use learn::Learn;
pub use matching::{Matching, ReportFormat as MatchFormat};
pub use mcp::Mcp;
pub use merge::Merge;
pub use quote::{Quote, QuoteCheck, QuoteVerify, ReportFormat};
pub use remove::Remove;
pub use serve::{LogWhat, Serve};
pub use sources::{RunsFormat, Sources, SourcesCommand};
pub use suggest::Suggest;
pub use watch::{Add as WatchAdd, Check as WatchCheck, NewsFormat, Watch};

use crate::answers::search::{DocumentLang, LIMIT, MatchName, SortName};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// A knowledge base of policy documents, searched in Chinese and English.
#[derive(Debug, Parser)]
#[command(name = "polidex", version, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Examples:\n  polidex demo\n  polidex ingest ./policies\n  polidex search '软件企业 奖励' --limit 5\n  polidex show guofa-2020-8"
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Directory of the document store and the index
    #[arg(long, global = true, env = "POLIDEX_DATA", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// Configuration file
    #[arg(long, global = true, env = "POLIDEX_CONFIG", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Search engine
    #[arg(long, global = true, value_enum, env = "POLIDEX_ENGINE")]
    pub engine: Option<EngineName>,
    /// Address of the Meilisearch server; its key comes from the environment or a file, never from here
    #[arg(long, global = true, env = "POLIDEX_MEILI_URL", value_name = "URL", value_hint = ValueHint::Url)]
    pub meili_url: Option<String>,
    /// Print JSON for programs
    #[arg(long, global = true)]
    pub json: bool,
    /// Print results and errors only, no progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = ColorWhen::Auto, value_name = "WHEN")]
    pub color: ColorWhen,
    /// Language of messages (documents keep their own)
    #[arg(long, global = true, value_enum)]
    pub locale: Option<LocaleName>,
    /// The day for which statuses hold (default: today)
    #[arg(long, global = true, value_name = "DATE")]
    pub as_of: Option<jiff::civil::Date>,
}

/// Engines by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EngineName {
    /// Inside the program, in the data directory
    Embedded,
    /// A Meilisearch server
    Meilisearch,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Languages of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LocaleName {
    /// Chinese
    Zh,
    /// English
    En,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try polidex on illustrative sample texts, in a temporary directory
    Demo,
    /// Read files, folders and web pages into the store and index them
    Ingest(Ingest),
    /// Bring in what sources on the web have published since the last time
    Crawl(Crawl),
    /// What sources cover, how fresh they are, what failed, whose pages look different
    Sources(Sources),
    /// Print what a page or a file gives, without storing it
    Extract(Extract),
    /// Show what is understood of a text: numbers, relations, dates, support measures
    Annotate(Annotate),
    /// Read archived pages again, with the extractor and source rules of today
    Reextract(Reextract),
    /// Check the archive of received pages
    #[command(subcommand)]
    Archive(Archive),
    /// Find clauses
    Search(Search),
    /// Find the support measures that a company can get, with proof
    Match(Matching),
    /// Complete what was typed, in characters, pinyin or English
    Suggest(Suggest),
    /// Show a document, or one clause of it
    Show(Show),
    /// Cite documents and clauses in the style of a paper or a court
    Cite(Cite),
    /// Pack a document, or a clause, with the proof of what was received
    Evidence(Evidence),
    /// Check quotations, and whole drafts, against the stored texts
    #[command(subcommand)]
    Quote(Quote),
    /// Say what changed between two editions or documents, clause by clause
    Diff(Diff),
    /// Put side by side what different places give
    Compare(Compare),
    /// Show what a document rests on, changes and names, and what does so to it
    Graph(Graph),
    /// Hear what is new: of a search, a document, a clause
    #[command(subcommand)]
    Watch(Watch),
    /// Answer on HTTP: search page, API for programs, widget, feeds, tools for assistants
    Serve(Box<Serve>),
    /// Answer an assistant on standard input and output (Model Context Protocol)
    Mcp(Mcp),
    /// Say what is right where metadata of a document are wrong, with a reason; what was read stays beside it
    Correct(Correct),
    /// List, take back or share corrections
    #[command(subcommand)]
    Corrections(Corrections),
    /// Take documents out: text, index, quotations, vectors and archived bytes
    Remove(Remove),
    /// Keep documents and clauses together, with notes, tags and marks
    #[command(subcommand)]
    Collection(Box<Collection>),
    /// Take everything that another data directory holds, each thing once
    Merge(Merge),
    /// Write everything as JSON lines or CSV
    Export(Export),
    /// Build or inspect the search index
    #[command(subcommand)]
    Index(Index),
    /// Terms in two languages: look them up, import a dictionary, learn from your own texts
    #[command(subcommand)]
    Lexicon(lexicon::Lexicon),
    /// Measure retrieval on judged questions
    Eval(Eval),
    /// Learn the ranker's weights from judged questions
    Learn(Learn),
    /// Check store and index, or a source's definition, and say what to do
    Doctor(Doctor),
    /// Copy the store to a directory, even while it is written
    Backup(Backup),
    /// Bring a backup back
    Restore(Restore),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write manual pages
    Man {
        /// Directory for the pages
        #[arg(value_hint = ValueHint::DirPath)]
        dir: PathBuf,
    },
}

/// `polidex ingest`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex ingest ./laws                    a folder, with everything below it\n  polidex ingest notice.html corpus.jsonl  single files\n  polidex ingest https://www.example.cn/t20240101_1.html   a web page, with its attachments\n\nMarkdown, plain text, HTML, PDF, DOCX and JSON lines {id, lang, text, title?, url?, issuer?, doc_number?, published?} are read.\nWhat is already stored and unchanged is passed over, so an interrupted run is completed by running it again."
)]
pub struct Ingest {
    /// Files and folders, or web addresses
    #[arg(required = true, value_name = "PATH|URL", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Name of the source, instead of the folder's or file's name
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Store only, leave the index as it is
    #[arg(long)]
    pub no_index: bool,
    /// Bring removed documents back, too
    #[arg(long)]
    pub bring_back: bool,
    /// Ask the program pdftotext what it reads in PDF files, and warn where it differs much
    #[arg(long)]
    pub pdftotext: bool,
    #[command(flatten)]
    pub web: WebFlags,
}

/// How pages of the web are asked for.
#[derive(Debug, Clone, Args)]
pub struct WebFlags {
    /// E-mail or web address that sites can reach you by
    #[arg(long, env = "POLIDEX_CONTACT", value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// Ask addresses of private networks too (intranets, tests)
    #[arg(long)]
    pub allow_private: bool,
    /// Least seconds between two requests to one host; sites may ask for more
    #[arg(long, value_name = "SECONDS")]
    pub delay: Option<f64>,
}

/// `polidex crawl`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex crawl --list                        which sources there are\n  polidex crawl gov-cn --dry-run --max 20     what would be asked for\n  polidex crawl gov-cn miit --since 2024-01-01\n  polidex crawl my-city.toml                  a source of your own\n  polidex crawl gov-cn --every 24h            once a day, until it is stopped\n  polidex crawl --failed                      what could not be had, and why\n\nOne request at a time and host, at least a second apart, and only what robots.txt allows. Everything received is kept in the archive.\nRun it again to go on after an interruption, and tomorrow to bring in only what changed. Exit code 1 means that some pages could not be had; they are named."
)]
pub struct Crawl {
    /// Sources, by name or by the file that defines them
    #[arg(required_unless_present_any = ["list", "failed"], value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// Say which sources there are
    #[arg(long, conflicts_with = "sources")]
    pub list: bool,
    /// Say which pages could not be had when they were last asked for, and why; nothing is asked now
    #[arg(long, conflicts_with = "list")]
    pub failed: bool,
    /// Most documents that are asked for
    #[arg(long, value_name = "N")]
    pub max: Option<usize>,
    /// Leave out documents of an earlier day
    #[arg(long, value_name = "DATE")]
    pub since: Option<jiff::civil::Date>,
    /// Read lists only, and say which documents would be asked for
    #[arg(long)]
    pub dry_run: bool,
    /// Crawl now and again after every such time (24h, 90m), until stopped
    #[arg(long, value_name = "TIME", value_parser = crate::commands::interval, conflicts_with_all = ["list", "failed", "dry_run"])]
    pub every: Option<jiff::SignedDuration>,
    /// Write what the run did to this file, too: JSON, or with the ending .atom a feed of the last runs
    #[arg(long = "report", value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["list", "failed", "dry_run"])]
    pub reports: Vec<PathBuf>,
    /// Hosts that are asked at the same time
    #[arg(long, default_value_t = 8, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub concurrency: u8,
    /// Store only, leave the index as it is
    #[arg(long)]
    pub no_index: bool,
    #[command(flatten)]
    pub web: WebFlags,
}

/// `polidex reextract`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex reextract                      everything that was crawled\n  polidex reextract guofa-2020-8         one document\n  polidex reextract --source my-city.toml   with a changed definition of a source\n\nNothing is fetched, and no new edition comes of it: the texts of today are replaced by what the same bytes give now."
)]
pub struct Reextract {
    /// Documents, by id, number, title or external id (default: all)
    #[arg(value_name = "ID")]
    pub references: Vec<String>,
    /// Further definitions of sources; one of a name that is known takes its place
    #[arg(long = "source", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub sources: Vec<PathBuf>,
    /// Store only, leave the index as it is
    #[arg(long)]
    pub no_index: bool,
}

/// `polidex extract`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex extract notice.html                        a saved page, readable\n  polidex extract pages/*.html --json > pages.jsonl  one line a page\n  polidex extract https://www.gov.cn/zhengce/…htm    a page of the web\n  polidex extract --source my-city.toml saved.html   with the rules of a source that is being written\n\nHTML, plain text, Markdown, PDF and DOCX are read. A line of --json holds file, url, title, text, written, published,\neffective, expires, author, source, doc_number, issuer, index_number, attachments, warnings; `text` is without the title.\nA page that is named here is fetched at once, whatever robots.txt says to crawlers; addresses of private networks are refused."
)]
pub struct Extract {
    /// Files and addresses of pages
    #[arg(required = true, value_name = "FILE|URL", value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<String>,
    /// The source whose rules are used, by name or by the file that defines it (default: by the page's address)
    #[arg(long, value_name = "NAME|FILE")]
    pub source: Option<String>,
    /// Fetch from addresses of private networks too
    #[arg(long)]
    pub allow_private: bool,
}

/// `polidex search`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex search '软件企业 首次升规 奖励'\n  polidex search 'interest subsidy' --lang en\n  polidex search '\"数字经济\" 补贴 -税收 level:district year:2020..'\n  polidex search 国发〔2020〕8号\n\nQuery language:\n  words            clauses that hold both of two, two of three, any of more; best first (--match all|any)\n  \"a phrase\"       exactly this, also across layout spaces\n  -word            without it\n  a OR b, (…)      alternatives and groups\n  a AND b AND c    every one of them, however many\n  subsid*          words that begin so\n  a NEAR b         both, at most ten words or twenty characters apart; NEAR/5\n  field:value      issuer region level year date kind lang number status source edition;\n                   year:2018..2023; date:2024-03..2024-06; -field:value excludes; repeated fields are alternatives\n  last 90 days     at the end of the query: documents of that time, as date:\"last 90 days\"; 近三年, 去年 between blanks"
)]
pub struct Search {
    /// The query
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Number of hits
    #[arg(long, short = 'n', default_value_t = LIMIT, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
    /// Prefer recent documents
    #[arg(long)]
    pub recency: bool,
    /// Page to continue with (`next` of the answer before)
    #[arg(long, value_name = "CURSOR")]
    pub cursor: Option<String>,
    /// Language of documents
    #[arg(long, value_enum, default_value_t = DocumentLang::Any)]
    pub lang: DocumentLang,
    /// A filter, as in the query language: `level:district`
    #[arg(long = "filter", value_name = "FIELD:VALUE")]
    pub filters: Vec<String>,
    /// Order of hits
    #[arg(long, value_enum, default_value_t = SortName::Relevance)]
    pub sort: SortName,
    /// How many of the query's informative terms a clause must hold
    #[arg(long = "match", value_enum, default_value_t = MatchName::Most)]
    pub mode: MatchName,
    /// Look terms up as typed only, not in the other language
    #[arg(long)]
    pub no_translate: bool,
    /// Ask the store as it was: `store_watermark` of an earlier answer
    #[arg(long, value_name = "N")]
    pub as_of_watermark: Option<u64>,
    /// Say how the query was read and where each score comes from
    #[arg(long)]
    pub explain: bool,
    /// Show terms that belong to those of the query
    #[arg(long)]
    pub related: bool,
    /// Print hits as CSV (UTF-8 with BOM)
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// `polidex show`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex show guofa-2020-8              a document\n  polidex show guofa-2020-8#a5.k2        one clause, by path\n  polidex show 国发〔2020〕8号#第五条      by number and label\n  polidex show ID@2019-05-20             an older edition\n  polidex show guofa-2020-8 --raw > page.html   the bytes that it was read from\n  polidex show ID --parallel             beside the version in the other language"
)]
pub struct Show {
    /// `ID[@EDITION][#CLAUSE]`; ID may be a policy's id, number, title or external id
    #[arg(value_name = "ID")]
    pub reference: String,
    /// Only the outline
    #[arg(long)]
    pub outline: bool,
    /// The page or file as received, byte by byte, Content-Encoding undone; SHA-256 is checked
    #[arg(long, conflicts_with_all = ["outline", "json"])]
    pub raw: bool,
    /// Beside its translation or its original, clause by clause
    #[arg(long, conflicts_with_all = ["outline", "raw"])]
    pub parallel: bool,
}

/// `polidex export`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex export --out store.jsonl       everything; `polidex ingest store.jsonl` brings it back\n  polidex export --format csv > clauses.csv"
)]
pub struct Export {
    /// Format
    #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
    pub format: ExportFormat,
    /// File to write (default: standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
}

/// Formats of an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// JSON lines, one document a line
    #[default]
    Jsonl,
    /// CSV, one clause a row, UTF-8 with BOM
    Csv,
}

/// `polidex index`
#[derive(Debug, Subcommand)]
pub enum Index {
    /// Build the whole index anew beside the one in use, then swap
    Rebuild,
    /// Bring the index up to the state of the store
    Update,
    /// Give clauses vectors, so that questions find them by meaning (`[embedder]` in the configuration file)
    Embed {
        /// At most so many clauses now; the rest another time
        #[arg(long, value_name = "N")]
        max: Option<usize>,
    },
    /// Say what the index holds and whether it is up to date
    Status,
    /// Move documents to where they belong after Meilisearch servers were added to the configuration file, or taken away
    #[command(
        after_help = "The servers stand in the configuration file:\n  [meilisearch]\n  replicas = 2\n  [[meilisearch.remotes]]\n  name = \"a\"\n  url = \"http://10.0.0.1:7700\"\n\nExamples:\n  polidex index rebalance\n  polidex index rebalance --json"
    )]
    Rebalance,
    /// Put the index on a Meilisearch server, or back into the data directory, and use it from now on
    #[command(
        after_help = "Examples:\n  polidex index migrate --to meilisearch --meili-url http://127.0.0.1:7700\n  polidex index migrate --to embedded"
    )]
    Migrate {
        /// The engine to use
        #[arg(long, value_enum)]
        to: EngineName,
    },
}

/// `polidex eval`
#[derive(Debug, Args)]
#[command(
    after_help = "Judgements are JSON lines {id, query, gold: [external_id | external_id#clause-label]}.\n\nExamples:\n  polidex eval queries.zh.jsonl --json --run run.jsonl\n  polidex eval queries.zh.jsonl --compare a.toml --compare b.toml"
)]
pub struct Eval {
    /// Judgements
    #[arg(value_name = "JUDGEMENTS", value_hint = ValueHint::FilePath)]
    pub judgements: PathBuf,
    /// Write {id, ranked} for every question
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub run: Option<PathBuf>,
    /// Language of documents
    #[arg(long, value_enum, default_value_t = DocumentLang::Any)]
    pub lang: DocumentLang,
    /// A filter on the documents, as in the query language
    #[arg(long = "filter", value_name = "FIELD:VALUE")]
    pub filters: Vec<String>,
    /// Look terms up as typed only, not in the other language
    #[arg(long)]
    pub no_translate: bool,
    /// Weights to measure with, instead of the shipped ones
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub weights: Option<PathBuf>,
    /// Weights to compare question by question: with each other, or one file with the shipped ones
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "run")]
    pub compare: Vec<PathBuf>,
}

/// `polidex doctor`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex doctor                                           the store and the index\n  polidex doctor --source mof                              what is known about a source\n  polidex doctor --source my-city.toml --page saved.html   what a definition matches on a saved page\n  polidex doctor --source mof --live                       ask the site for its lists and three documents, and try the rules on them"
)]
pub struct Doctor {
    /// A source, by name or by the file that defines it
    #[arg(long, value_name = "NAME|FILE")]
    pub source: Option<String>,
    /// Saved pages to try the source's rules on: lists and documents
    #[arg(long = "page", value_name = "SAVED.html", num_args = 1.., requires = "source", value_hint = ValueHint::FilePath)]
    pub pages: Vec<PathBuf>,
    /// Ask the site itself for a few pages and try the rules on them
    #[arg(long, requires = "source")]
    pub live: bool,
    #[command(flatten)]
    pub web: WebFlags,
}

/// `polidex backup`
#[derive(Debug, Args)]
pub struct Backup {
    /// Directory for the backup; it must not exist or be empty
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
}

/// `polidex restore`
#[derive(Debug, Args)]
pub struct Restore {
    /// Directory of the backup
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
    /// Replace a store that is there already
    #[arg(long)]
    pub replace: bool,
}

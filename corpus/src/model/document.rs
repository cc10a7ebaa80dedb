//! What ingest hands to the store.

use super::{Capture, Clause, Dates, Kind, Lang, Level, Sourced, Warning};
use crate::number::DocumentNumber;
use serde::{Deserialize, Serialize};

/// What was learned about a document besides its text. Every value says where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The full title, bracketed ordinals kept.
    pub title: Sourced<String>,
    /// Titles of the part that the file holds (编), where one policy stands in several files.
    pub part_title: Option<Sourced<String>>,
    /// A title in the other language, when the input gives one.
    pub title_translated: Option<Sourced<String>>,
    /// The document's own number.
    pub doc_number: Option<Sourced<DocumentNumber>>,
    /// Issuers in the order printed.
    pub issuer: Vec<Sourced<String>>,
    /// Level of the first issuer.
    pub level: Option<Level>,
    /// Region of the first issuer, as in [`super::Policy::region`].
    pub region: Option<String>,
    /// Kind of document.
    pub kind: Kind,
    /// Language and script.
    pub lang: Lang,
    /// The four dates.
    pub dates: Dates,
    /// Every adoption and amendment note above the body, oldest first, as published. The last one's
    /// date names the edition.
    pub notes: Vec<Sourced<String>>,
    /// Date of the last adoption or amendment, where the document states one.
    pub edition_date: Option<Sourced<jiff::civil::Date>>,
    /// The official page.
    pub url: Option<String>,
    /// See [`super::Policy::family`].
    pub family: Option<String>,
    /// See [`super::Policy::translation_of`].
    pub translation_of: Option<String>,
    /// See [`super::Policy::illustrative`].
    pub illustrative: bool,
    /// See [`super::Policy::catalogue`].
    pub catalogue: bool,
}

/// One document, read and understood, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Name of the ingested source: the folder's name, or a file's stem (with its language, when
    /// lines of two languages share it). Together with `external_id` it names the document.
    pub source: String,
    /// A file's path below the ingested folder, with `/`; or a JSON line's `id`.
    pub external_id: String,
    /// What was learned.
    pub meta: Metadata,
    /// Where the bytes came from.
    pub capture: Capture,
    /// The text as published: paragraphs separated by line feeds, markup removed, nothing else
    /// changed. Of a catalogue entry, its title.
    pub text: String,
    /// The structure of `text`, in document order.
    pub clauses: Vec<Clause>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

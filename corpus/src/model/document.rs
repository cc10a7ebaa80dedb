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
    /// What a page states besides.
    #[serde(default, skip_serializing_if = "PageFacts::is_empty")]
    pub page: PageFacts,
}

/// What a page states about its document besides what every document has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageFacts {
    /// The number in the publisher's catalogue (索引号).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_number: Option<Sourced<String>>,
    /// The topic that the publisher files it under (主题分类).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<Sourced<String>>,
    /// The site's column that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<Sourced<String>>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Sourced<String>>,
    /// Where the publishing site has it from (来源).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Sourced<String>>,
    /// Year and month of publication where the page names no day, such as `2003-05`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_month: Option<Sourced<String>>,
    /// Notes that the publisher put beside the text (注释), as published; they are no part of it, and
    /// the numbers in them are other documents'.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Sourced<String>>,
}

impl PageFacts {
    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
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

impl Document {
    /// The text without the title, where it begins with it.
    pub fn body(&self) -> &str {
        let mut rest = self.text.as_str();
        let title = self.meta.title.value.chars().filter(|c| !c.is_whitespace());
        for wanted in title {
            rest = rest.trim_start();
            match rest.strip_prefix(wanted) {
                Some(behind) => rest = behind,
                None => return &self.text,
            }
        }
        // A text that begins with its title's words only goes on on the same line.
        let ends_line = rest.trim_start_matches([' ', '\t', '\u{3000}']);
        if ends_line.is_empty() || ends_line.starts_with('\n') { rest.trim_start() } else { &self.text }
    }
}

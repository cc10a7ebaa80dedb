//! `evidence.json`: what a bundle is about, for programs.

use crate::archive::chain::Link;
use polidex_corpus::model::{Capture, Span};
use serde::{Deserialize, Serialize};

/// What [`Manifest::format`] says.
pub const FORMAT: &str = "polidex-evidence";

/// The version of the format that is written here.
pub const VERSION: u32 = 1;

/// What a bundle is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// What wrote it, such as `polidex/0.1.0`.
    pub software: String,
    /// When it was written, RFC 3339 in UTC, by this installation's clock.
    pub made_at: String,
    /// The reference that always leads to what it is about.
    pub reference: String,
    /// The document.
    pub document: DocumentFacts,
    /// The texts that it stands in, one as a rule.
    pub texts: Vec<Text>,
    /// The clause or the quotation.
    pub passage: Option<Passage>,
    /// The last link of the installation's chain when the bundle was written.
    pub head: Option<Link>,
    /// The time stamp of a head.
    pub timestamp: Option<Stamp>,
}

impl Manifest {
    /// The earliest of the responses in the chain, from which on the bundle holds a piece of it.
    pub(super) fn first_link(&self) -> Option<&Chained> {
        self.texts.iter().filter_map(|text| text.links.first()).min_by_key(|chained| chained.link.number)
    }
}

/// The document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFacts {
    /// Its id.
    pub id: String,
    /// Its title as published.
    pub title: String,
    /// The number as printed.
    pub number: Option<String>,
    /// Who issued it.
    pub issuer: Vec<String>,
    /// The key of the edition.
    pub edition: String,
    /// 发布, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// The official page.
    pub url: Option<String>,
    /// BCP 47.
    pub lang: String,
    /// A sample text written for demonstration.
    pub illustrative: bool,
}

/// A text, and the bytes that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The file of the bundle that holds it, UTF-8.
    pub file: String,
    /// SHA-256 of that file.
    pub sha256: String,
    /// The version of the extractor that read it.
    pub extractor: String,
    /// The source that it came from, and what the source calls it.
    pub source: [String; 2],
    /// The bytes as received.
    pub capture: Capture,
    /// The file of the bundle that holds the archived records, one behind the other.
    pub records: Option<String>,
    /// The records in the chain, in the order of the file.
    pub links: Vec<Chained>,
    /// The file of the bundle that holds the bytes, where they came from a file and not from the web.
    pub original: Option<String>,
}

/// A record in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chained {
    /// The head before it.
    pub before: String,
    /// Its link.
    pub link: Link,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Which of the texts, from 0.
    pub text: usize,
    /// Where, in characters (Unicode scalar values) of that text.
    pub span: Span,
    /// The words.
    pub words: String,
    /// What the clause is called, 第五条.
    pub label: String,
    /// A link to the passage on the official page.
    pub link: Option<String>,
    /// What says the same in the other language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<Counterpart>,
}

/// Words of the other language that a program laid beside the passage; a help for readers, no evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counterpart {
    /// The clause that holds them, with its edition.
    pub reference: String,
    /// The words.
    pub words: String,
    /// BCP 47.
    pub lang: String,
    /// What they are, in English and in Chinese: the original, an official translation.
    pub standing: [String; 2],
    /// How sure it is that they say the same, from 0 to 1.
    pub confidence: f32,
}

/// A time stamp of a head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The file of the bundle.
    pub file: String,
    /// The head that was stamped.
    pub head: String,
    /// When, by the authority's clock.
    pub at: String,
}

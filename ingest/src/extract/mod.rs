//! From decoded text to an [`Article`]: the text as published, its blocks, what the input states.
//!
//! One file a format. Nothing here fails: what cannot be understood is kept as plain paragraphs, and
//! a warning says so.

mod boilerplate;
mod docx;
mod html;
mod markdown;
mod pdf;
mod signs;
mod table;
mod text;
mod unreadable;

use crate::{
    Format, Limits,
    fields::Stated,
    source::{self, Link},
};
use memchr::memchr;
use polidex_corpus::{
    model::{Origin, Sourced, Warning},
    source::Source,
};
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;
use url::Url;

pub use html::RULES_FELL_THROUGH;
pub(crate) use text::lines;
pub use unreadable::Unreadable;

/// What a block of text is, as far as the format itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The title.
    Title,
    /// The title of the part that the file holds, where one policy stands in several files.
    PartTitle,
    /// A note between title and body: adoption, amendment, number.
    Note,
    /// A heading, of the level that the markup gives it.
    Heading(u8),
    /// Anything else.
    Body,
}

/// A run of text that the format sets apart: a paragraph, a heading, a list item, a table row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Byte range in the text, without white space at its ends.
    pub range: Range<usize>,
    /// What it is.
    pub role: Role,
}

/// What a document's format gives away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// The text as published: markup removed, nothing else changed.
    pub text: String,
    /// The blocks of `text`, in order; together they cover all of it but white space.
    pub blocks: Vec<Block>,
    /// What the input states besides its text.
    pub stated: Stated,
    /// A title that the page gives besides its body, such as `<title>`; weaker than one in the text.
    pub page_title: Option<Sourced<String>>,
    /// Files that a page links to as parts of its document, in order.
    pub attachments: Vec<Link>,
    /// Other pages of the same family that a page links to.
    pub related: Vec<Related>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

/// What is known of a page besides its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// The source that it belongs to, whose rules come first.
    pub source: Option<&'a Source>,
    /// Where that is not known: sources, of which the one of the page's address is taken.
    pub sources: &'a [Source],
    /// Its address, which its links are relative to; else the one that the page states itself.
    pub address: Option<&'a Url>,
}

impl<'a> Known<'a> {
    /// The source of a page at `address`.
    fn source_at(&self, address: Option<&Url>) -> Option<&'a Source> {
        self.source.or_else(|| source::for_url(address?, self.sources))
    }
}

/// A page that belongs to the same family of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// What it is to the page that links to it.
    pub kinship: Kinship,
    /// The link.
    pub link: Link,
}

/// How one page of a family stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kinship {
    /// It explains the document (解读).
    Interpretation,
    /// It is the document that is explained or translated (原文).
    Original,
    /// It is the document in another language.
    Translation,
}

impl Article {
    /// Appends a paragraph; white space at its ends is left out, an empty one altogether.
    pub(crate) fn push(&mut self, paragraph: &str, role: Role) {
        let paragraph = paragraph.trim();
        if paragraph.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(paragraph);
        self.blocks.push(Block { range: start..self.text.len(), role });
    }
}

/// Extracts the article of a decoded text. For a JSON line's text use `lines`.
pub fn extract(text: &str, format: Format, known: Known<'_>, limits: &Limits) -> Article {
    let text = &with_line_feeds(text);
    match format {
        Format::Markdown => markdown::extract(text),
        Format::Text | Format::JsonLines | Format::Pdf | Format::Docx => text::extract(text),
        Format::Html => html::extract(text, known, limits),
    }
}

/// Extracts the article of a packaged file, PDF or DOCX.
///
/// # Errors
/// [`Unreadable`] when the file gives no text.
pub fn packaged(bytes: &[u8], format: Format, limits: &Limits) -> Result<Article, Unreadable> {
    if format == Format::Docx { docx::extract(bytes, limits) } else { pdf::extract(bytes, limits) }
}

/// How much of a text is searched for the title that the file's properties give, in characters.
const TITLE_WINDOW: usize = 1_500;

/// The title among a file's properties, when the text's beginning bears it out: such properties are
/// often left over from a template or name the file.
fn properties_title(title: &str, text: &str) -> Option<Sourced<String>> {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let beginning: String = text.chars().take(TITLE_WINDOW).collect();
    let wanted = letters(title);
    (wanted.chars().count() > 3 && letters(&beginning).contains(&wanted))
        .then(|| Sourced::new(title.trim().to_owned(), Origin::Field("title".to_owned())))
}

/// The text with every line ended by a line feed, whatever system wrote it.
pub(crate) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'\r', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

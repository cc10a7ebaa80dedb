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

use crate::{Format, Limits, fields::Stated};
use polidex_corpus::model::{Origin, Sourced, Warning};
use std::borrow::Cow;
use std::ops::Range;

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
    /// What a reader should know.
    pub warnings: Vec<Warning>,
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

/// Extracts the article of a file's decoded text. For a JSON line's text use `lines`.
pub fn extract(text: &str, format: Format, limits: &Limits) -> Article {
    let text = &with_line_feeds(text);
    match format {
        Format::Markdown => markdown::extract(text),
        Format::Text | Format::JsonLines | Format::Pdf | Format::Docx => text::extract(text),
        Format::Html => html::extract(text, limits),
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
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

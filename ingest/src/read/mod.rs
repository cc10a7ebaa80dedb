//! Reading an input: bytes → text → article → clauses → document.

mod bytes;
mod file;
mod lines;

use crate::{
    Format, IngestError, Input, Limits, Problem,
    enrich::{self, Source},
    extract::{self, Article, Known},
    structure,
};
use polidex_corpus::{
    model::{Capture, Document, Metadata},
    text::sha256_hex,
};
use std::ops::ControlFlow;

pub(crate) use bytes::{Received, article};

/// What an input holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A document that was read.
    Document(Box<Document>),
    /// A line of an export, told by its key `polidex`; the store imports it as it is.
    Record(serde_json::Value),
}

/// Where items go, and the problems of those that could not be read. Reading stops when it breaks.
pub type Sink<'a> = dyn FnMut(Result<Item, Problem>) -> ControlFlow<()> + 'a;

/// Reads one input: one document, or for JSON lines as many as there are lines. JSON lines are
/// streamed, so that no more than one document of a large file is held.
///
/// # Errors
/// [`IngestError`] when the file cannot be opened or read. What is wrong with its content goes to
/// the sink as a [`Problem`].
pub fn read(input: &Input, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), IngestError> {
    match input.format {
        Format::JsonLines => lines::read(input, limits, sink),
        _ => file::read(input, limits, sink),
    }
}

/// Reads a text that is at hand, as the document `name` of its format. A JSON line's text is read as
/// plain text; use [`read`] for files of such lines.
pub fn read_text(text: &str, format: Format, name: &str) -> Document {
    let capture = capture_of(name, format.media_type(), "UTF-8", text.as_bytes());
    let article = extract::extract(text, format, saved(), &Limits::default());
    document(article, Names { source: name, external_id: name, file_name: name }, capture)
}

/// What is known of a saved page: nothing, but that it may come from a source of the program.
pub(crate) fn saved() -> Known<'static> {
    Known { sources: polidex_corpus::source::builtin(), ..Known::default() }
}

/// What a document is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    pub source: &'a str,
    pub external_id: &'a str,
    /// The file's name, where it says something about the document; else empty.
    pub file_name: &'a str,
}

/// The last steps: structure, then metadata.
pub(crate) fn document(mut article: Article, names: Names<'_>, capture: Capture) -> Document {
    // An entry of a catalogue is found by its title, which is all the text it has.
    if let (true, true, Some(title)) =
        (article.stated.catalogue, article.text.is_empty(), article.stated.title.clone())
    {
        article.push(&title.value, extract::Role::Title);
    }
    let blocks = std::mem::take(&mut article.blocks);
    let structure = structure::structure(&article.text, blocks.clone());
    article.blocks = blocks;
    let meta: Metadata = enrich::metadata(&Source::new(&article, &structure, names.file_name));
    let mut warnings = article.warnings;
    warnings.extend(structure.warnings);
    Document {
        source: names.source.to_owned(),
        external_id: names.external_id.to_owned(),
        meta,
        capture,
        text: article.text,
        clauses: structure.clauses,
        warnings,
    }
}

/// The record of bytes that were read now.
pub(crate) fn capture_of(location: &str, media_type: &str, charset: &str, bytes: &[u8]) -> Capture {
    Capture {
        location: location.to_owned(),
        media_type: media_type.to_owned(),
        charset: charset.to_owned(),
        bytes: bytes.len() as u64,
        sha256: sha256_hex(bytes),
        captured_at: jiff::Timestamp::now().to_string(),
        archived: None,
    }
}

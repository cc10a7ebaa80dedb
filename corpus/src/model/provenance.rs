//! Where a thing was read.

use super::Span;
use serde::{Deserialize, Serialize};

/// Where a value was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Characters of the document's text.
    Text(Span),
    /// A field of the input: a key of a JSON line or of front matter, a meta tag, a table label.
    Field(String),
    /// The file's name.
    FileName,
    /// A rule of this program, named.
    Rule(String),
}

/// A value with its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// A value read at `origin`.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

/// The bytes of a document as received, at a time, from a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// The URL, or the path of the file as it was given.
    pub location: String,
    /// Media type, `text/markdown` for instance.
    pub media_type: String,
    /// Character encoding the text was decoded from, as its WHATWG label.
    pub charset: String,
    /// Number of bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in lower-case hexadecimal. For a JSON line, of that line.
    pub sha256: String,
    /// When the bytes were read, RFC 3339 in UTC.
    pub captured_at: String,
    /// Where the response that brought them is archived. It is a fact about one data directory, so it
    /// is in no export.
    #[serde(skip)]
    pub archived: Option<Archived>,
}

/// The place of a record in the archive of the data directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// Name of the WARC file below `archive/`.
    pub file: String,
    /// First byte of the record in the file.
    pub offset: u64,
    /// Number of bytes that the record takes in the file.
    pub length: u64,
}

/// Something about a document that a reader should know; never a reason to drop it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable name for programs, such as `replaced_characters`.
    pub code: String,
    /// The same in English, for people.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
}

impl Warning {
    /// A warning with its stable name and its text in both languages.
    pub fn new(code: &str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: en.into(), message_zh: zh.into() }
    }
}

impl crate::locale::Localized for Warning {
    fn localized(&self, locale: crate::locale::Locale) -> std::borrow::Cow<'_, str> {
        locale.pick(&self.message, &self.message_zh).into()
    }
}

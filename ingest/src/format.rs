//! Formats of input, told by the file's extension.

use std::path::Path;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown, perhaps with TOML front matter between `+++` lines.
    Markdown,
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// One JSON object a line.
    JsonLines,
}

/// Formats of documents that are known by name and not read.
const UNSUPPORTED: &[(&str, &str)] = &[
    ("pdf", "PDF"),
    ("docx", "a Word document (DOCX)"),
    ("doc", "a Word document (DOC)"),
    ("wps", "a WPS document"),
    ("ofd", "OFD"),
    ("rtf", "RTF"),
    ("xls", "an Excel sheet"),
    ("xlsx", "an Excel sheet"),
    ("json", "JSON (one object a line is read as .jsonl)"),
    ("zip", "an archive"),
    ("gz", "an archive"),
];

impl Format {
    /// The format of a file's name.
    ///
    /// # Errors
    /// The name of the format that is not read, or the extension where it has no name here.
    pub fn of(path: &Path) -> Result<Self, String> {
        let extension =
            path.extension().and_then(|text| text.to_str()).unwrap_or_default().to_ascii_lowercase();
        Ok(match extension.as_str() {
            "md" | "markdown" => Self::Markdown,
            "txt" | "text" => Self::Text,
            "html" | "htm" | "shtml" | "xhtml" => Self::Html,
            "jsonl" | "ndjson" => Self::JsonLines,
            "" => return Err("a file without an extension".to_owned()),
            other => {
                let known = UNSUPPORTED.iter().find(|(extension, _)| *extension == other);
                return Err(known.map_or_else(|| format!("a .{other} file"), |(_, name)| (*name).to_owned()));
            }
        })
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown",
            Self::Text => "text/plain",
            Self::Html => "text/html",
            Self::JsonLines => "application/jsonl",
        }
    }
}

//! How much is read, and how sure one wants to be.

/// Limits on input, so that one file cannot take all memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes, whatever its format.
    pub file_bytes: u64,
    /// Largest single text, in bytes: a Markdown, HTML or plain text file, or one JSON line.
    pub document_bytes: u64,
    /// Deepest nesting of markup that is parsed; deeper pages are read without their structure.
    pub markup_depth: usize,
    /// Whether the program `pdftotext` is asked what it reads in PDF files; where its text differs
    /// much, a warning says so. It reads files of any origin, so users ask for it by name.
    pub second_opinion: bool,
}

impl Default for Limits {
    /// 256 MiB a file, 64 MiB a text, markup of 1,000 levels.
    fn default() -> Self {
        Self { file_bytes: 256 << 20, document_bytes: 64 << 20, markup_depth: 1_000, second_opinion: false }
    }
}

//! Formats of input, told by a file's extension or by its content.

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
    /// PDF.
    Pdf,
    /// A Word document of today's format.
    Docx,
}

/// The name of a DOCX, XLSX or PPTX file with a password.
pub(crate) const ENCRYPTED_OFFICE: &str = "an encrypted Office document";
/// The name of Word's old format.
const OLD_WORD: &str = "a Word document (DOC)";

/// Formats of documents that are known by name and not read.
const UNSUPPORTED: &[(&str, &str)] = &[
    ("doc", OLD_WORD),
    ("dot", OLD_WORD),
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
            "pdf" => Self::Pdf,
            "docx" | "docm" => Self::Docx,
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
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// Whether a file of this format is bytes that hold text, and no text itself.
    pub fn is_packaged(self) -> bool {
        matches!(self, Self::Pdf | Self::Docx)
    }

    /// The format of content: by its first bytes, since servers label files as they like, else by its
    /// media type, else a web page.
    ///
    /// # Errors
    /// The name of a format that is not read.
    pub fn sniff(bytes: &[u8], media_type: Option<&str>) -> Result<Self, &'static str> {
        let label = media_type.unwrap_or_default().split(';').next().unwrap_or_default();
        let label = label.trim().to_ascii_lowercase();
        if let Some(told) = by_content(bytes, &label) {
            return told;
        }
        Ok(match label.as_str() {
            "text/plain" => Self::Text,
            "text/markdown" => Self::Markdown,
            "application/pdf" => Self::Pdf,
            _ => Self::Html,
        })
    }
}

/// A name that this module gives a format, in Chinese.
pub(crate) fn name_zh(name: &str) -> &str {
    match name {
        OLD_WORD => "旧版 Word 文档（DOC）",
        "a WPS document" => "WPS 文档",
        "an Excel sheet" => "Excel 表格",
        "an archive" => "压缩包",
        "a picture" => "图片",
        "a file without an extension" => "没有扩展名的文件",
        name => name,
    }
}

/// How much of a file's beginning is searched for the mark of PDF, in bytes; readers allow so much
/// before it.
const PDF_WINDOW: usize = 1_024;

fn by_content(bytes: &[u8], label: &str) -> Option<Result<Format, &'static str>> {
    let head = &bytes[..bytes.len().min(PDF_WINDOW)];
    let is_pdf = bytes.trim_ascii_start().starts_with(b"%PDF-")
        || label.ends_with("pdf") && memchr::memmem::find(head, b"%PDF-").is_some();
    let told = match bytes {
        _ if is_pdf => Ok(Format::Pdf),
        [b'P', b'K', 3, 4, ..] => in_archive(bytes),
        // The container of the old Office formats; its streams are named in UTF-16.
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Err(in_compound_file(bytes)),
        [b'{', b'\\', b'r', b't', b'f', ..] => Err("RTF"),
        [0x1F, 0x8B, 8, ..] | [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] => {
            Err("an archive")
        }
        [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] | [b'G', b'I', b'F', b'8', ..] => {
            Err("a picture")
        }
        _ => return None,
    };
    Some(told)
}

/// The format of a ZIP file, by the names of its entries.
fn in_archive(bytes: &[u8]) -> Result<Format, &'static str> {
    let holds = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    match () {
        () if holds(b"word/document.xml") => Ok(Format::Docx),
        () if holds(b"xl/workbook") => Err("an Excel sheet"),
        () if holds(b"OFD.xml") => Err("OFD"),
        () => Err("an archive"),
    }
}

fn in_compound_file(bytes: &[u8]) -> &'static str {
    let names = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    match () {
        () if names("EncryptedPackage") => ENCRYPTED_OFFICE,
        () if names("Workbook") => "an Excel sheet",
        () => OLD_WORD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_told_by_its_bytes_before_its_label() {
        let check = |bytes: &[u8], label: Option<&str>, expected| {
            assert_eq!(Format::sniff(bytes, label), expected, "{label:?}");
        };
        check(b"%PDF-1.4", Some("text/html"), Ok(Format::Pdf));
        check(b"<html>about %PDF-", Some("text/html; charset=gbk"), Ok(Format::Html));
        check(b"junk %PDF-1.4", Some("application/pdf"), Ok(Format::Pdf));
        check(b"", Some("application/pdf"), Ok(Format::Pdf));
        check(b"PK\x03\x04..word/document.xml", None, Ok(Format::Docx));
        check(b"PK\x03\x04..xl/workbook.xml", None, Err("an Excel sheet"));
        check(b"PK\x03\x04", Some(Format::Docx.media_type()), Err("an archive"));
        check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Some("text/html"), Err(OLD_WORD));
        check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0k\0b\0o\0o\0k\0", None, Err("an Excel sheet"));
        check(b"{\\rtf1", None, Err("RTF"));
        check("示例".as_bytes(), Some("Text/Plain; charset=utf-8"), Ok(Format::Text));
        check("示例".as_bytes(), None, Ok(Format::Html));
    }
}

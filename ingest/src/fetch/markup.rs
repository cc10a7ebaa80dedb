//! XML as sites really write it: whatever can be read of it, element by element.

use super::content::{Undone, gunzip, is_gzip};
use crate::decode;
use encoding_rs::Encoding;
use polidex_corpus::model::Warning;
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};
use std::ops::ControlFlow;

/// Most bytes of a decompressed file that are read; the sitemap protocol allows 50 MB.
const MAX_BYTES: u64 = 64 << 20;

/// Deepest nesting that is read. Sitemaps and feeds nest four deep, pages within feeds somewhat more.
const MAX_DEPTH: usize = 100;

/// Longest text of one element that is kept, in bytes: addresses, dates and titles are shorter.
const MAX_TEXT: usize = 16 << 10;

/// How much of a file is searched for its XML declaration, in bytes.
const DECLARATION: usize = 256;

/// An element at its end.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// Local name of the element around it; empty for the outermost.
    pub parent: &'a str,
    /// Local name, as written.
    pub name: &'a str,
    /// The text directly within it, without white space at its ends; empty where it is too long.
    pub text: &'a str,
    attributes: &'a [(String, String)],
}

impl Element<'_> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// An element whose end has not come yet.
struct Open {
    name: String,
    text: String,
    is_cut: bool,
    attributes: Vec<(String, String)>,
}

/// The text of a file that may be compressed and in any encoding.
pub(super) fn text_of(bytes: &[u8], warnings: &mut Vec<Warning>) -> String {
    if !is_gzip(bytes) {
        return decoded(bytes);
    }
    match gunzip(bytes, MAX_BYTES) {
        Ok(Undone::Whole(content)) => decoded(&content),
        Ok(Undone::TooLarge) => {
            let limit = MAX_BYTES >> 20;
            warnings.push(Warning::new(
                "decoded_too_large",
                format!("the file grows beyond {limit} MiB when decompressed and was not read"),
                format!("文件解压后超过 {limit} MiB，未读取"),
            ));
            String::new()
        }
        Err(error) => {
            warnings.push(Warning::new(
                "broken_encoding",
                format!("the file is no sound gzip ({error}) and was not read"),
                format!("文件不是有效的 gzip（{error}），未读取"),
            ));
            String::new()
        }
    }
}

fn decoded(bytes: &[u8]) -> String {
    let declared = declared_encoding(bytes).filter(|_| std::str::from_utf8(bytes).is_err());
    match declared {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => decode::decode(bytes.to_vec(), false).text,
    }
}

/// The encoding that an XML declaration names, if the declaration can be read as ASCII.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARATION).unwrap_or(bytes).trim_ascii_start();
    let head = head.strip_prefix(b"<?xml")?;
    let at = memchr::memmem::find(head, b"encoding")?;
    let label = head[at + b"encoding".len()..].split(|&byte| matches!(byte, b'"' | b'\'')).nth(1)?;
    Encoding::for_label(label).filter(|found| found.is_ascii_compatible())
}

/// Walks through `text` and shows every element at its end to `visit` until that breaks off.
/// Elements that the text ends within are not shown.
pub(super) fn walk(
    text: &str,
    warnings: &mut Vec<Warning>,
    mut visit: impl FnMut(&Element) -> ControlFlow<()>,
) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    // Addresses often stand there with bare ampersands.
    config.allow_dangling_amp = true;
    let mut open: Vec<Open> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) if open.len() < MAX_DEPTH => open.push(opened(&tag)),
            Ok(Event::Start(_)) => {
                warnings.push(too_deep());
                return;
            }
            Ok(Event::Empty(tag)) => {
                open.push(opened(&tag));
                if close(&mut open, &mut visit).is_break() {
                    return;
                }
            }
            Ok(Event::End(tag)) => {
                let name = tag.local_name();
                let Some(at) = open.iter().rposition(|element| element.name == name.as_ref()) else {
                    continue;
                };
                while open.len() > at {
                    if close(&mut open, &mut visit).is_break() {
                        return;
                    }
                }
            }
            Ok(Event::Text(text)) => add(&mut open, &text),
            Ok(Event::CData(text)) => add(&mut open, &text),
            Ok(Event::GeneralRef(reference)) => add_reference(&mut open, &reference),
            Ok(_) => {}
            Err(error) => {
                warnings.push(broken(&error.to_string()));
                return;
            }
        }
    }
    if !open.is_empty() {
        warnings.push(broken("it ends too early"));
    }
}

fn opened(tag: &BytesStart) -> Open {
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.unwrap_or_else(|_| attribute.value.clone());
        (attribute.key.local_name().as_ref().to_owned(), value.into_owned())
    });
    Open {
        name: tag.local_name().as_ref().to_owned(),
        text: String::new(),
        is_cut: false,
        attributes: attributes.collect(),
    }
}

fn close(open: &mut Vec<Open>, visit: &mut impl FnMut(&Element) -> ControlFlow<()>) -> ControlFlow<()> {
    let Some(element) = open.pop() else { return ControlFlow::Continue(()) };
    visit(&Element {
        parent: open.last().map_or("", |around| &around.name),
        name: &element.name,
        text: if element.is_cut { "" } else { element.text.trim() },
        attributes: &element.attributes,
    })
}

fn add(open: &mut [Open], text: &str) {
    let Some(element) = open.last_mut() else { return };
    element.is_cut |= element.text.len() + text.len() > MAX_TEXT;
    if !element.is_cut {
        element.text.push_str(text);
    }
}

/// Adds a character reference or one of XML's own entities; others stay as written, so that nothing
/// can grow.
fn add_reference(open: &mut [Open], reference: &BytesRef) {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => add(open, c.encode_utf8(&mut [0; 4])),
        _ => match resolve_predefined_entity(reference) {
            Some(text) => add(open, text),
            None => add(open, &format!("&{};", &**reference)),
        },
    }
}

fn too_deep() -> Warning {
    Warning::new(
        "too_deep",
        format!("the markup nests deeper than {MAX_DEPTH} elements; what follows was not read"),
        format!("标记嵌套超过 {MAX_DEPTH} 层，其后内容未读取"),
    )
}

fn broken(detail: &str) -> Warning {
    Warning::new(
        "broken_xml",
        format!("the XML is broken ({detail}); what stands before was read"),
        format!("XML 已损坏（{detail}），仅读取此前内容"),
    )
}

//! The XML of a Word document, token by token, under limits.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

/// Deepest nesting that is read. Word itself nests tables and text boxes some hundred elements deep.
const MAX_DEPTH: usize = 1_000;

/// The end of the names of the two namespaces of word processing, transitional and strict.
const NAMESPACES: [&str; 2] = ["/wordprocessingml/2006/main", "/wordprocessingml/main"];

/// One step through a document.
pub(super) enum Token<'a, 'x> {
    /// An element begins.
    Open(&'a Tag<'a, 'x>),
    /// An element ends.
    Close(&'a str),
    /// Text, with references resolved.
    Text(&'a str),
}

/// The beginning of an element.
pub(super) struct Tag<'a, 'x> {
    /// The local name for elements of word processing, the name with its prefix for others.
    pub name: &'a str,
    tag: &'a BytesStart<'x>,
}

impl Tag<'_, '_> {
    /// The value of the attribute of that local name.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        let mut found = attributes.with_checks(false).flatten();
        let attribute = found.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }

    /// The attribute `val`, which says most of what properties say.
    pub fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Whether a property that needs no value is on.
    pub fn is_on(&self) -> bool {
        self.value().is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
    }
}

/// Walks through `xml`. What the walk met before an error has been visited.
///
/// # Errors
/// Why the walk stopped early.
pub(super) fn walk(xml: &str, mut visit: impl FnMut(Token<'_, '_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    let mut prefix = None;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err("it ends too early".to_owned()),
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(format!("it nests deeper than {MAX_DEPTH} elements"));
                }
                let prefix = prefix.get_or_insert_with(|| main_prefix(&tag));
                visit(Token::Open(&Tag { name: short(tag.name().as_ref(), prefix), tag: &tag }));
            }
            Event::Empty(tag) => {
                let prefix = prefix.get_or_insert_with(|| main_prefix(&tag));
                let name = tag.name();
                let name = short(name.as_ref(), prefix);
                visit(Token::Open(&Tag { name, tag: &tag }));
                visit(Token::Close(name));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                visit(Token::Close(short(tag.name().as_ref(), prefix.as_deref().unwrap_or_default())));
            }
            Event::Text(text) => visit(Token::Text(&text)),
            Event::CData(text) => visit(Token::Text(&text)),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => visit(Token::Text(c.encode_utf8(&mut [0; 4]))),
                // Entities of its own are nothing that a Word document may declare.
                _ => visit(Token::Text(resolve_predefined_entity(&reference).unwrap_or_default())),
            },
            _ => {}
        }
    }
}

/// The prefix, with its colon, that the root element gives to word processing.
fn main_prefix(root: &BytesStart<'_>) -> String {
    let mut attributes = root.attributes();
    let found = attributes.with_checks(false).flatten().find_map(|attribute| {
        let key = attribute.key.as_ref();
        let is_main = NAMESPACES.iter().any(|namespace| attribute.value.ends_with(namespace));
        match key.strip_prefix("xmlns:") {
            Some(prefix) if is_main => Some(format!("{prefix}:")),
            None if is_main && key == "xmlns" => Some(String::new()),
            _ => None,
        }
    });
    found.unwrap_or_else(|| "w:".to_owned())
}

fn short<'n>(name: &'n str, prefix: &str) -> &'n str {
    name.strip_prefix(prefix).unwrap_or(name)
}

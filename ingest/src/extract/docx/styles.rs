//! Paragraph styles, as far as they say what a paragraph is.

use super::{
    numbering::index,
    xml::{Tag, Token, walk},
};
use std::collections::HashMap;

/// Longest chain of styles based on each other that is followed.
const MAX_CHAIN: usize = 20;

/// What a paragraph, or its style, says about it.
#[derive(Debug, Clone, Default)]
pub(super) struct Properties {
    /// The list it is numbered by; `0` means none.
    pub number: Option<String>,
    /// Its level in that list.
    pub level: Option<usize>,
    /// Its level in the document's outline, from 0; 9 is body text.
    pub outline: Option<u8>,
}

impl Properties {
    /// Reads a property element of a paragraph or a style.
    pub fn read(&mut self, tag: &Tag<'_, '_>) {
        match tag.name {
            "numId" => self.number = tag.value(),
            "ilvl" => self.level = index(tag.value()),
            "outlineLvl" => self.outline = tag.value().and_then(|value| value.parse().ok()),
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: String,
    properties: Properties,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Reads `word/styles.xml`.
    pub fn parse(xml: &str) -> Self {
        let mut styles = HashMap::new();
        let mut current: Option<(String, Style)> = None;
        // A broken file gives the styles before the damage.
        let _ = walk(xml, |token| match token {
            Token::Open(tag) if tag.name == "style" => {
                current = tag.attribute("styleId").map(|id| (id, Style::default()));
            }
            Token::Open(tag) => {
                let Some((_, style)) = &mut current else { return };
                match tag.name {
                    "name" => style.name = tag.value().unwrap_or_default(),
                    "basedOn" => style.based_on = tag.value().unwrap_or_default(),
                    _ => style.properties.read(tag),
                }
            }
            Token::Close("style") => styles.extend(current.take()),
            _ => {}
        });
        Self(styles)
    }

    /// What a style says, with what the styles below it say, and which style names the list.
    pub fn properties(&self, id: &str) -> (Properties, String) {
        let mut found = Properties::default();
        let mut numbered_by = String::new();
        let mut id = id;
        for _ in 0..MAX_CHAIN {
            let Some(style) = self.0.get(id) else { break };
            if found.number.is_none() && style.properties.number.is_some() {
                id.clone_into(&mut numbered_by);
                found.number.clone_from(&style.properties.number);
                found.level = style.properties.level;
            }
            found.outline = found.outline.or(style.properties.outline);
            id = &style.based_on;
        }
        (found, numbered_by)
    }

    /// Whether the style is the one for titles.
    pub fn is_title(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|style| style.name.eq_ignore_ascii_case("title") || style.name == "标题")
    }
}

//! From elements to blocks of text. Nesting is walked with a stack of our own, never by recursion.

use super::Piece;
use crate::extract::Role;
use scraper::{ElementRef, Node};

/// Elements whose text is no part of an article.
const LEFT_OUT: &[&str] = &[
    "script", "style", "noscript", "template", "nav", "footer", "iframe", "form", "button", "select", "head",
    "svg",
];

/// Elements that begin and end a block.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "aside",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "center",
    "figure",
    "figcaption",
    "address",
    "body",
    "hr",
    ROW,
];

/// How a table row is called here when it holds data, and is not there for the page's layout.
const ROW: &str = "data row";

/// The longest row of data, in characters: longer ones lay out a page.
const LONGEST_ROW: usize = 1500;

/// What is still to be visited.
enum Visit<N> {
    Open(N),
    Close(&'static str),
}

/// The blocks of an element, in order.
pub(super) fn pieces(element: ElementRef<'_>) -> Vec<Piece> {
    let mut writer = Writer::default();
    let mut visits = vec![Visit::Open(*element)];
    while let Some(visit) = visits.pop() {
        let node = match visit {
            Visit::Close(name) => {
                writer.close(name);
                continue;
            }
            Visit::Open(node) => node,
        };
        match node.value() {
            Node::Text(text) => writer.text(text),
            Node::Element(element) if !LEFT_OUT.contains(&element.name()) => {
                let name = if element.name() == "tr" && ElementRef::wrap(node).is_some_and(is_data_row) {
                    ROW
                } else {
                    element.name()
                };
                if let Some(known) = writer.open(name) {
                    visits.push(Visit::Close(known));
                }
                visits.extend(node.children().rev().map(Visit::Open));
            }
            Node::Document | Node::Fragment => visits.extend(node.children().rev().map(Visit::Open)),
            _ => {}
        }
    }
    writer.end_block();
    writer.pieces
}

fn is_data_row(row: ElementRef<'_>) -> bool {
    let cells = row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th")).count();
    let mut length = 0;
    cells > 1
        && row.descendants().all(|node| {
            length += node.value().as_text().map_or(0, |text| text.len() / 3);
            length <= LONGEST_ROW && node.value().as_element().is_none_or(|element| element.name() != "table")
        })
}

#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    line: String,
    /// How many table rows are open: inside one, blocks are mere white space.
    rows: usize,
    /// Level of the heading that is open.
    heading: Option<u8>,
}

impl Writer {
    /// Begins an element; its name when its end matters.
    fn open(&mut self, name: &str) -> Option<&'static str> {
        match name {
            "br" | "td" | "th" if self.rows == 0 => self.end_block(),
            "td" | "th" if !self.line.is_empty() => {
                let kept = self.line.trim_end_matches(' ').len();
                self.line.truncate(kept);
                self.line.push('\t');
            }
            _ => {}
        }
        let known = BLOCKS.iter().find(|block| **block == name)?;
        self.boundary();
        match *known {
            ROW => self.rows += 1,
            heading => self.heading = level(heading).or(self.heading),
        }
        Some(known)
    }

    fn close(&mut self, name: &'static str) {
        if name == ROW {
            self.rows = self.rows.saturating_sub(1);
        }
        self.boundary();
        if level(name).is_some() {
            self.heading = None;
        }
    }

    fn boundary(&mut self) {
        if self.rows == 0 {
            self.end_block();
        } else if !self.line.is_empty() && !self.line.ends_with(['\t', ' ']) {
            self.line.push(' ');
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with([' ', '\t']) {
                self.line.push(' ');
            }
        }
    }

    fn end_block(&mut self) {
        let text = self.line.trim();
        if !text.is_empty() {
            let role = self.heading.map_or(Role::Body, Role::Heading);
            self.pieces.push(Piece { text: text.to_owned(), role });
        }
        self.line.clear();
    }
}

/// The level of a heading element.
fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

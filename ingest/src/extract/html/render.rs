//! From elements to lines of text.

use super::{
    measure::is_sentence,
    walk::{Visitor, walk},
};
use crate::{
    dom::{Element, Page},
    extract::Role,
};
use polidex_corpus::text::is_han;

/// The longest row of data, in bytes: longer ones lay out a page.
const LONGEST_ROW: usize = 4500;

/// One line of a page: a paragraph, a heading, a list item, a row of a table.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The text, white space at its ends removed.
    pub text: String,
    /// Level of the heading that it is.
    pub heading: Option<u8>,
    /// Place of its first text in the page.
    pub place: usize,
    /// Characters but white space.
    pub letters: usize,
    /// How many of them are in links.
    pub linked: usize,
    /// Whether it has sentences, and is no label or link.
    pub is_sentence: bool,
}

impl Line {
    pub fn role(&self) -> Role {
        self.heading.map_or(Role::Body, Role::Heading)
    }

    /// Whether most of it leads elsewhere.
    pub fn is_link(&self) -> bool {
        self.linked * 2 > self.letters
    }
}

/// How rows of tables become lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// A row of data is one line, with tabs between its cells.
    Joined,
    /// Every cell is a line.
    Apart,
}

/// The lines of an element, in order.
pub(super) fn lines<'p>(
    page: &'p Page<'p>,
    within: Element<'p>,
    rows: Rows,
    left_out: impl Fn(Element<'p>) -> bool,
) -> Vec<Line> {
    let mut writer = Writer::new(rows);
    walk(page, within, left_out, &mut writer);
    writer.end_line();
    writer.lines
}

struct Writer {
    rows: Rows,
    lines: Vec<Line>,
    line: Line,
    /// White space that stands before the next character, and whether a line feed is in it.
    space: Option<bool>,
    /// Where the row of data that is open ends: inside one, blocks are mere white space.
    row: Option<usize>,
    heading: Option<u8>,
    links: usize,
    preformatted: usize,
}

impl<'p> Visitor<'p> for Writer {
    fn open(&mut self, element: Element<'p>) {
        let tag = element.tag();
        if tag.is_link() {
            self.links += usize::from(element.attr("href").is_some());
        }
        if self.row.is_some() {
            if tag.is_cell() {
                self.next_cell();
            } else if tag.is_block() || tag.is_break() {
                self.space.get_or_insert(false);
            }
            return;
        }
        if tag.is_block() || tag.is_break() {
            self.end_line();
        }
        if tag.is_row() && self.rows == Rows::Joined && is_data_row(element) {
            self.row = Some(element.place());
        }
        if tag.is_block() {
            self.heading = level(element).or(self.heading);
            self.preformatted += usize::from(element.is(&["pre"]));
        }
    }

    fn close(&mut self, element: Element<'p>) {
        if element.tag().is_link() {
            self.links -= usize::from(element.attr("href").is_some());
            return;
        }
        if self.row == Some(element.place()) {
            self.row = None;
        }
        if self.row.is_some() {
            self.space.get_or_insert(false);
            return;
        }
        self.end_line();
        if level(element).is_some() {
            self.heading = None;
        }
        self.preformatted -= usize::from(element.is(&["pre"]));
    }

    fn text(&mut self, place: usize, text: &'p str) {
        let mut rest = text;
        while let Some(first) = rest.bytes().next() {
            let end = if is_space(first) {
                self.white(first);
                1
            } else {
                let end = rest.bytes().position(is_space).unwrap_or(rest.len());
                self.push(place, &rest[..end]);
                end
            };
            rest = &rest[end..];
        }
    }
}

/// White space of markup; other white space is part of the text.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

impl Writer {
    fn new(rows: Rows) -> Self {
        Self {
            rows,
            lines: Vec::new(),
            line: Line::default(),
            space: None,
            row: None,
            heading: None,
            links: 0,
            preformatted: 0,
        }
    }

    fn white(&mut self, byte: u8) {
        if byte == b'\n' && self.preformatted > 0 && self.row.is_none() {
            self.end_line();
        } else if !self.line.text.is_empty() {
            let feed = self.space.unwrap_or_default() || byte == b'\n';
            self.space = Some(feed);
        }
    }

    /// Adds a piece of text without white space of markup.
    fn push(&mut self, place: usize, piece: &str) {
        if self.line.text.is_empty() {
            self.line.place = place;
        }
        if let Some(feed) = self.space.take() {
            let before = self.line.text.chars().next_back();
            // Lines of a page's source that are broken within Chinese text have no space there.
            let within_han = feed && piece.starts_with(is_wide) && before.is_some_and(is_wide);
            if !within_han && before.is_some_and(|before| before != '\t') {
                self.line.text.push(' ');
            }
        }
        self.line.text.push_str(piece);
        let letters = piece.chars().filter(|c| !c.is_whitespace()).count();
        self.line.letters += letters;
        self.line.linked += if self.links > 0 { letters } else { 0 };
    }

    fn next_cell(&mut self) {
        self.space = None;
        if !self.line.text.is_empty() {
            self.line.text.push('\t');
        }
    }

    fn end_line(&mut self) {
        self.space = None;
        let line = std::mem::take(&mut self.line);
        let text = line.text.trim();
        if text.is_empty() {
            return;
        }
        let text = if text.len() == line.text.len() { line.text } else { text.to_owned() };
        let line = Line { text, heading: self.heading, ..line };
        self.lines.push(Line { is_sentence: is_sentence(&line), ..line });
    }
}

/// Characters between which a line feed is no space.
fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF60}' | '“' | '”' | '…' | '—')
}

/// Whether a row holds data, and is not there for the page's layout.
fn is_data_row(row: Element<'_>) -> bool {
    if row.children().filter(|cell| cell.tag().is_cell()).take(2).count() < 2 {
        return false;
    }
    let mut length = 0;
    let short = row.texts().all(|text| {
        length += text.trim().len();
        length <= LONGEST_ROW
    });
    short && !row.descendants().any(|element| element.tag().is_table())
}

/// The level of a heading element.
fn level(element: Element<'_>) -> Option<u8> {
    match element.name().as_bytes() {
        [b'h' | b'H', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

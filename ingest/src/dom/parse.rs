//! From a page's text to its tree, tag by tag.

use super::{Node, Page, Tag, entities};
use memchr::{memchr, memchr3, memmem};
use std::borrow::Cow;

/// Most elements and texts of a page; what follows them is left out.
const MOST: usize = 2_000_000;

/// How far up an end tag looks for its element, in levels.
const REACH: usize = 200;

/// Reads a page.
pub(super) fn parse(text: &str, depth: usize) -> Page<'_> {
    let mut parser = Parser::new(text, depth);
    let mut at = 0;
    while let Some(found) = memchr(b'<', &text.as_bytes()[at..]) {
        if parser.nodes.len() >= MOST {
            parser.too_large = true;
            break;
        }
        let open = at + found;
        parser.text(at..open);
        at = parser.markup(open);
    }
    if !parser.too_large {
        parser.text(at..text.len());
    }
    parser.finished()
}

struct Parser<'t> {
    source: &'t str,
    depth: usize,
    nodes: Vec<Node<'t>>,
    /// The elements that are open, the root first.
    open: Vec<u32>,
    too_deep: bool,
    too_large: bool,
    /// Ends of quotations and comments that were looked for to the end of the page in vain.
    never: Vec<&'static str>,
}

impl<'t> Parser<'t> {
    fn new(source: &'t str, depth: usize) -> Self {
        let root = Node {
            name: "",
            tag: Tag::default(),
            attributes: "",
            text: Cow::Borrowed(""),
            parent: 0,
            end: 0,
        };
        let mut nodes = Vec::with_capacity(source.len() / 40 + 1);
        nodes.push(root);
        Self {
            source,
            depth: depth.max(1),
            nodes,
            open: vec![0],
            too_deep: false,
            too_large: false,
            never: Vec::new(),
        }
    }

    fn finished(mut self) -> Page<'t> {
        self.close_to(0);
        self.nodes[0].end = self.nodes.len() as u32;
        Page { nodes: self.nodes, too_deep: self.too_deep, too_large: self.too_large }
    }

    /// The element that is open last.
    fn current(&self) -> u32 {
        self.open.last().copied().unwrap_or_default()
    }

    fn tag(&self, at: u32) -> Tag {
        self.nodes[at as usize].tag
    }

    fn push(&mut self, name: &'t str, tag: Tag, attributes: &'t str, text: Cow<'t, str>) {
        let end = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { name, tag, attributes, text, parent: self.current(), end });
    }

    fn text(&mut self, range: std::ops::Range<usize>) {
        if !range.is_empty() {
            self.push("", Tag::default(), "", entities::resolved(&self.source[range]));
        }
    }

    /// Reads what begins with `<` at a place; where it ends.
    fn markup(&mut self, open: usize) -> usize {
        let rest = &self.source[open + 1..];
        match rest.as_bytes() {
            [b'!', b'-', b'-', ..] => self.behind(open + 4, "-->").unwrap_or_else(|| self.tag_end(open + 4)),
            [b'!' | b'?', ..] => self.tag_end(open + 1),
            [b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                let name = name(&rest[1..]);
                self.end_tag(name);
                self.tag_end(open + 2 + name.len())
            }
            [letter, ..] if letter.is_ascii_alphabetic() => {
                let name = name(rest);
                self.start_tag(name, open + 1 + name.len())
            }
            _ => {
                self.text(open..open + 1);
                open + 1
            }
        }
    }

    /// The place behind the next `end`, from `at` on.
    fn behind(&mut self, at: usize, end: &'static str) -> Option<usize> {
        if self.never.contains(&end) {
            return None;
        }
        let found = self.source.get(at..).and_then(|rest| memmem::find(rest.as_bytes(), end.as_bytes()));
        if found.is_none() {
            self.never.push(end);
        }
        found.map(|found| at + found + end.len())
    }

    /// The place behind the next `>`.
    fn tag_end(&self, at: usize) -> usize {
        let rest = self.source.as_bytes().get(at..).unwrap_or_default();
        memchr(b'>', rest).map_or(self.source.len(), |found| at + found + 1)
    }

    /// Where the attributes from `at` on end: at a `>` outside quotation marks.
    fn attributes_end(&mut self, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let mut from = at;
        while let Some(found) = memchr3(b'>', b'"', b'\'', &bytes[from..]) {
            let here = from + found;
            let quote = match bytes[here] {
                b'>' => return here,
                b'"' => "\"",
                _ => "'",
            };
            let begins_value = bytes[at..here].trim_ascii_end().ends_with(b"=");
            from = begins_value.then(|| self.behind(here + 1, quote)).flatten().unwrap_or(here + 1);
        }
        self.source.len()
    }

    fn start_tag(&mut self, name: &'t str, at: usize) -> usize {
        let end = self.attributes_end(at);
        let behind = (end + 1).min(self.source.len());
        if end == self.source.len() {
            // A tag that the page's end cuts off is no element.
            return behind;
        }
        let tag = Tag::of(name);
        self.make_room(tag);
        self.push(name, tag, &self.source[at..end], Cow::Borrowed(""));
        if tag.is_void() {
            return behind;
        }
        if tag.is_raw() {
            return self.raw(name, behind);
        }
        if self.open.len() > self.depth {
            self.too_deep = true;
        } else {
            self.open.push(self.nodes.len() as u32 - 1);
        }
        behind
    }

    /// Takes the content of an element that holds no markup; where its end tag ends.
    fn raw(&mut self, name: &str, at: usize) -> usize {
        let element = self.nodes.len() - 1;
        let rest = &self.source[at..];
        let is_end = |&found: &usize| {
            let behind = rest.as_bytes().get(found + 2..found + 2 + name.len());
            behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name.as_bytes()))
        };
        let end = memmem::find_iter(rest.as_bytes(), "</").find(is_end);
        let content = at..end.map_or(self.source.len(), |end| at + end);
        self.open.push(element as u32);
        if name.eq_ignore_ascii_case("title") {
            self.text(content.clone());
        } else if !content.is_empty() {
            self.push("", Tag::default(), "", Cow::Borrowed(&self.source[content.clone()]));
        }
        self.close_to(self.open.len() - 1);
        self.tag_end(content.end)
    }

    /// Closes what a start tag ends: a paragraph before a block, an item before the next.
    fn make_room(&mut self, tag: Tag) {
        let closes: fn(Tag) -> bool = match () {
            () if tag.is_item() => Tag::is_item,
            () if tag.is_cell() => Tag::is_cell,
            () if tag.is_row() => |tag| tag.is_cell() || tag.is_row(),
            () if tag.is_group() => |tag| tag.is_cell() || tag.is_row() || tag.is_group(),
            () if tag.is_link() => Tag::is_link,
            () if tag.is_block() => Tag::is_paragraph,
            () => return,
        };
        let holds: fn(Tag) -> bool = match () {
            () if tag.is_item() => |tag| tag.is_list() || tag.is_table_part(),
            () if tag.is_cell() => |tag| tag.is_row() || tag.is_table(),
            () if tag.is_row() || tag.is_group() => Tag::is_table,
            () if tag.is_link() => Tag::is_block,
            () => |tag| tag.is_table_part() || tag.is_list() || tag.is_item(),
        };
        let mut lowest = None;
        for level in (1..self.open.len()).rev().take(REACH) {
            let open = self.tag(self.open[level]);
            if closes(open) {
                lowest = Some(level);
            } else if holds(open) {
                break;
            }
            if lowest.is_some() && !tag.is_table_part() {
                break;
            }
        }
        if let Some(level) = lowest {
            self.close_to(level);
        }
    }

    /// Closes the element that an end tag names, and what is open within it; a tag that would tear
    /// apart what stands between is passed over.
    fn end_tag(&mut self, name: &str) {
        let tag = Tag::of(name);
        // What stands behind the end of the body belongs to the page as well.
        if tag.is_page() {
            return;
        }
        let stops = |open: Tag| match () {
            () if tag.is_table() => false,
            () if tag.is_table_part() => open.is_table(),
            () if tag.is_block() => open.is_table_part(),
            () => open.is_block() && !open.is_paragraph(),
        };
        for level in (1..self.open.len()).rev().take(REACH) {
            let node = &self.nodes[self.open[level] as usize];
            if node.name.eq_ignore_ascii_case(name) {
                return self.close_to(level);
            }
            if stops(node.tag) {
                return;
            }
        }
    }

    /// Closes all elements from a level on.
    fn close_to(&mut self, level: usize) {
        let end = self.nodes.len() as u32;
        for at in self.open.drain(level.max(1).min(self.open.len())..) {
            self.nodes[at as usize].end = end;
        }
    }
}

/// The name at the beginning of a tag.
fn name(text: &str) -> &str {
    let end = text.bytes().position(|byte| byte.is_ascii_whitespace() || b"/><".contains(&byte));
    &text[..end.unwrap_or(text.len())]
}

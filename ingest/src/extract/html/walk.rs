//! Going through a part of a page in order, without recursion.

use crate::dom::{Content, Element, Page};

/// Who is told what stands where.
pub(super) trait Visitor<'p> {
    /// An element begins.
    fn open(&mut self, element: Element<'p>);
    /// A block or a link ends.
    fn close(&mut self, element: Element<'p>);
    /// A text, and its place in the page.
    fn text(&mut self, place: usize, text: &'p str);
}

/// Tells a visitor of everything within an element but what is left out.
pub(super) fn walk<'p>(
    page: &'p Page<'p>,
    within: Element<'p>,
    left_out: impl Fn(Element<'p>) -> bool,
    visitor: &mut impl Visitor<'p>,
) {
    let mut open: Vec<Element<'p>> = Vec::new();
    let mut at = within.place() + 1;
    while at < within.end() {
        while let Some(ended) = open.pop_if(|element| element.end() <= at) {
            visitor.close(ended);
        }
        match page.at(at) {
            Content::Text(text) => visitor.text(at, text),
            Content::Element(element) if left_out(element) => {
                at = element.end();
                continue;
            }
            Content::Element(element) => {
                visitor.open(element);
                if element.tag().is_block() || element.tag().is_link() {
                    open.push(element);
                }
            }
        }
        at += 1;
    }
    while let Some(ended) = open.pop() {
        visitor.close(ended);
    }
}

//! A tree of a page's markup, made for reading articles quickly.
//!
//! Elements lie in one list in the order of the page, each with the place where it ends, so that a
//! subtree is a range and sums over subtrees are differences of running totals. Texts are slices of the
//! page. The tree is built by rules that are simpler than a browser's (nothing is moved to another
//! place), in time and memory in proportion to the page, whatever its bytes.

mod attributes;
mod entities;
mod matching;
mod parse;
mod tags;

use std::borrow::Cow;

pub(crate) use matching::Selector;
pub(crate) use tags::Tag;

/// A page's tree.
#[derive(Debug)]
pub(crate) struct Page<'t> {
    nodes: Vec<Node<'t>>,
    /// Whether elements were nested too deeply to be kept as they are.
    pub too_deep: bool,
    /// Whether there were too many elements, so that the page's end is missing.
    pub too_large: bool,
}

/// An element, or a text.
#[derive(Debug)]
struct Node<'t> {
    /// The element's name as written; empty for a text.
    name: &'t str,
    tag: Tag,
    /// The element's attributes as written.
    attributes: &'t str,
    /// A text with its character references resolved.
    text: Cow<'t, str>,
    parent: u32,
    /// Behind the last node within this one.
    end: u32,
}

/// An element of a page.
#[derive(Clone, Copy)]
pub(crate) struct Element<'p> {
    page: &'p Page<'p>,
    at: usize,
}

impl<'t> Page<'t> {
    /// Reads a page; elements deeper than `depth` levels are kept as if they stood at that depth.
    pub fn parse(text: &'t str, depth: usize) -> Self {
        parse::parse(text, depth)
    }

    /// The root, which holds everything.
    pub fn root(&self) -> Element<'_> {
        Element { page: self, at: 0 }
    }

    /// The element or text at a place.
    pub fn at(&self, at: usize) -> Content<'_> {
        let node = &self.nodes[at];
        if node.name.is_empty() && at > 0 {
            Content::Text(&node.text)
        } else {
            Content::Element(Element { page: self, at })
        }
    }
}

/// What stands at a place of the page.
pub(crate) enum Content<'p> {
    Element(Element<'p>),
    Text(&'p str),
}

impl<'p> Element<'p> {
    fn node(self) -> &'p Node<'p> {
        &self.page.nodes[self.at]
    }

    /// Its place in the page.
    pub fn place(self) -> usize {
        self.at
    }

    /// The place behind its last content.
    pub fn end(self) -> usize {
        self.node().end as usize
    }

    pub fn tag(self) -> Tag {
        self.node().tag
    }

    /// Its name as written.
    pub fn name(self) -> &'p str {
        self.node().name
    }

    /// Whether one of its attributes may hold one of these words: an attribute with references may.
    pub fn may_mention(self, is_mentioned: impl Fn(&str) -> bool) -> bool {
        let attributes = self.node().attributes;
        !attributes.is_empty() && (is_mentioned(attributes) || attributes.contains('&'))
    }

    /// Whether its style hides it.
    pub fn is_hidden(self) -> bool {
        self.node().attributes.contains("none")
            && self.attr("style").is_some_and(|style| {
                let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
                style.to_ascii_lowercase().contains("display:none")
            })
    }

    /// Whether it has one of these names, which are given in lower case.
    pub fn is(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.node().name.eq_ignore_ascii_case(name))
    }

    /// An attribute's value, by its name in lower case.
    pub fn attr(self, name: &str) -> Option<Cow<'p, str>> {
        let (_, value) =
            attributes::of(self.node().attributes).find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(entities::resolved(value))
    }

    pub fn id(self) -> Option<Cow<'p, str>> {
        self.attr("id")
    }

    pub fn parent(self) -> Option<Self> {
        (self.at > 0).then(|| Self { page: self.page, at: self.node().parent as usize })
    }

    /// The elements that it lies in, innermost first.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |element| element.parent())
    }

    /// The elements directly within it.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let next = move |at: usize| (at < self.end()).then_some(at);
        let places =
            std::iter::successors(next(self.at + 1), move |&at| next(self.page.nodes[at].end as usize));
        places.filter_map(move |at| self.page.element(at))
    }

    /// All elements within it, in order.
    pub fn descendants(self) -> impl Iterator<Item = Self> {
        (self.at + 1..self.end()).filter_map(move |at| self.page.element(at))
    }

    /// The element behind it that has the same parent.
    pub fn next(self) -> Option<Self> {
        let parent = self.parent()?;
        let mut at = self.end();
        while at < parent.end() {
            if let Some(element) = self.page.element(at) {
                return Some(element);
            }
            at += 1;
        }
        None
    }

    /// The texts within it.
    pub fn texts(self) -> impl Iterator<Item = &'p str> {
        (self.at + 1..self.end()).filter_map(move |at| match self.page.at(at) {
            Content::Text(text) => Some(text),
            Content::Element(_) => None,
        })
    }

    /// Its text with single spaces; U+3000 and its like stay, they are part of titles.
    pub fn text(self) -> String {
        let mut out = String::new();
        let mut gap = false;
        for text in self.texts() {
            for (number, piece) in text.split([' ', '\t', '\n', '\r', '\x0c']).enumerate() {
                gap |= number > 0;
                if piece.is_empty() {
                    continue;
                }
                if std::mem::take(&mut gap) && !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(piece);
            }
        }
        out
    }
}

impl Page<'_> {
    fn element(&self, at: usize) -> Option<Element<'_>> {
        match self.at(at) {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tree as nested brackets.
    fn shown(text: &str, depth: usize) -> String {
        fn show(page: &Page<'_>, at: usize, out: &mut String) {
            match page.at(at) {
                Content::Text(text) => out.push_str(text),
                Content::Element(element) => {
                    out.push_str(&element.node().name.to_ascii_lowercase());
                    out.push('(');
                    let mut inner = at + 1;
                    while inner < element.end() {
                        show(page, inner, out);
                        inner = page.nodes[inner].end as usize;
                    }
                    out.push(')');
                }
            }
        }
        let mut out = String::new();
        show(&Page::parse(text, depth), 0, &mut out);
        out
    }

    #[test]
    fn trees_are_built_as_pages_mean_them() {
        for (text, expected) in [
            ("<p>a<p>b", "(p(a)p(b))"),
            ("<P>a<DIV>b</DIV>c</P>", "(p(a)div(b)c)"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "(ul(li(a)li(bul(li(c))))d)"),
            ("<table><tr><td>a<td>b<tr><td>c</table>d", "(table(tr(td(a)td(b))tr(td(c)))d)"),
            ("<div><td>a</div>", "(div(td(a)))"),
            ("<b><p>a</b>c</p>", "(b(p(a))c)"),
            ("<b><div>a</b>c</div>d", "(b(div(ac)d))"),
            ("<a href=1>a<a href=2>b", "(a(a)a(b))"),
            ("<br>a<img src='>'>b<hr/>c", "(br()aimg()bhr()c)"),
            ("a<!-- <p> -->b<!doctype x><?y?>c", "(abc)"),
            ("<script>if (a<b) '</p>'</script>c", "(script(if (a<b) '</p>')c)"),
            ("<style>x</STYLE >y", "(style(x)y)"),
            ("1 < 2 &lt; 3 <> </>", "(1 < 2 < 3 <> </>)"),
            ("<a title=\"x>y\" b='>' c=\">\">z", "(a(z))"),
            ("<p title=\"never closed>a", "(p(a))"),
            ("</p></div>x", "(x)"),
            ("<p", "()"),
            ("<dl><dt>a<dd>b<dt>c</dl>", "(dl(dt(a)dd(b)dt(c)))"),
            ("<td><div><table><tr><td>x</div>y", "(td(div(table(tr(td(xy))))))"),
        ] {
            assert_eq!(shown(text, 100), expected, "{text}");
        }
        assert_eq!(shown("<i><i><i><i>a</i></i>b</i></i>c", 3), "(i(i(i(i()a))b)c)");
    }

    #[test]
    fn attributes_are_read() {
        let page = Page::parse("<p ID=a class='b c' title=\"x &amp; y\" hidden data-x = 7>", 9);
        let element = page.root().descendants().next().unwrap();
        assert_eq!(element.id().unwrap(), "a");
        assert_eq!(element.attr("title").unwrap(), "x & y");
        assert_eq!(element.attr("hidden").unwrap(), "");
        assert_eq!(element.attr("data-x").unwrap(), "7");
        assert_eq!(element.attr("lang"), None);
    }

    proptest! {
        #[test]
        fn every_text_is_read(text in "(<[/!?]?(p|div|td|table|a|b|li|script|title)?( [a-z政]=?[\"'>]?)?>?|&[#x]?[a-z0-9]{0,6};?|\\PC|\"|-->){0,80}") {
            let page = Page::parse(&text, 6);
            let mut ends = vec![page.nodes.len()];
            for at in 1..page.nodes.len() {
                if let Content::Element(element) = page.at(at) {
                    let _ = (element.attr("a"), element.is_hidden(), element.text(), element.next());
                }
                while *ends.last().unwrap() <= at {
                    ends.pop();
                }
                let end = page.nodes[at].end as usize;
                prop_assert!(at < end && end <= *ends.last().unwrap());
                prop_assert!((page.nodes[at].parent as usize) < at);
                ends.push(end);
            }
        }
    }
}

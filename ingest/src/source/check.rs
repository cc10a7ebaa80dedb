//! What a definition matches on a saved page, for whoever writes one.

use super::{ListPage, list_page, select};
use polidex_corpus::source::Source;
use scraper::{ElementRef, Html};
use serde::Serialize;
use url::Url;

/// A container with fewer characters is passed over for a longer one.
const ENOUGH: usize = 100;

/// A container with fewer characters holds no text of a document.
const TOO_SHORT: usize = 30;

/// Longest label in front of a value, in characters.
const LONGEST_LABEL: usize = 12;

/// What a definition matches on one page. A page is a list or a document; the definition is tried as
/// both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageCheck {
    /// What the selectors of the body match, in their order.
    pub body: Vec<BodyMatch>,
    /// The selector whose container is taken as the body: the first with 100 characters, else the
    /// longest with 30.
    pub chosen: Option<String>,
    /// The title, by the first selector that finds one.
    pub title: Option<String>,
    /// What each label, meta tag or selector of `page.metadata` finds.
    pub fields: Vec<FieldMatch>,
    /// The page read as a list.
    pub list: ListPage,
}

/// What one selector of the body matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyMatch {
    /// The selector.
    pub selector: String,
    /// How many elements it matches.
    pub elements: usize,
    /// Characters in the longest of them, white space left out.
    pub characters: usize,
}

/// What one key of `page.metadata` finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldMatch {
    /// The label, the meta tag's name or the selector.
    pub key: String,
    /// The field that it fills.
    pub field: String,
    /// What it finds; `None` where it finds nothing.
    pub value: Option<String>,
}

impl PageCheck {
    /// Whether the definition's own rules match anything: a body, a title, a field, or links.
    pub fn matches(&self) -> bool {
        let links = !self.list.items.is_empty() && self.list.warnings.is_empty();
        self.chosen.is_some()
            || self.title.is_some()
            || self.fields.iter().any(|field| field.value.is_some())
            || links
    }
}

/// Tries a source's rules on a saved page; links are relative to `base`.
pub fn check_page(html: &str, base: &Url, source: &Source) -> PageCheck {
    let page = Html::parse_document(html);
    let body = bodies(&page, source);
    let enough = body.iter().find(|found| found.characters >= ENOUGH);
    let longest = || {
        let some = body.iter().filter(|found| found.characters >= TOO_SHORT);
        some.max_by_key(|found| found.characters)
    };
    PageCheck {
        chosen: enough.or_else(longest).map(|found| found.selector.clone()),
        title: first(&page, &source.page.title),
        fields: fields(&page, source),
        list: list_page(html, base, &source.list),
        body,
    }
}

fn bodies(page: &Html, source: &Source) -> Vec<BodyMatch> {
    let removed = select::compiled(&source.page.remove);
    let length = |element: ElementRef<'_>| {
        let all = letters(&select::text(element));
        let gone = removed.iter().flat_map(|(_, selector)| element.select(selector));
        let left = all.chars().count();
        left.saturating_sub(gone.map(|gone| letters(&select::text(gone)).chars().count()).sum())
    };
    let tried = select::compiled(&source.page.body).into_iter().map(|(text, selector)| {
        let lengths: Vec<usize> = page.select(&selector).map(length).collect();
        BodyMatch {
            selector: text.to_owned(),
            elements: lengths.len(),
            characters: lengths.into_iter().max().unwrap_or(0),
        }
    });
    tried.collect()
}

/// The text of the first element that one of the selectors finds, best selector first.
fn first(page: &Html, selectors: &[String]) -> Option<String> {
    select::compiled(selectors)
        .iter()
        .find_map(|(_, selector)| page.select(selector).map(select::text).find(|text| !text.is_empty()))
}

fn fields(page: &Html, source: &Source) -> Vec<FieldMatch> {
    let elements: Vec<ElementRef<'_>> = page.root_element().descendent_elements().collect();
    let found = source.page.metadata.iter().map(|(key, field)| {
        let value = if select::is_selector(key) {
            first(page, std::slice::from_ref(key)).map(|text| without_label(&text).to_owned())
        } else {
            elements.iter().find_map(|&element| meta(element, key).or_else(|| labelled(element, key)))
        };
        FieldMatch { key: key.clone(), field: field.clone(), value }
    });
    found.collect()
}

/// The content of a meta tag of that name, in any letter case.
fn meta(element: ElementRef<'_>, name: &str) -> Option<String> {
    let named = element.value().name() == "meta" && element.attr("name")?.trim().eq_ignore_ascii_case(name);
    let content = element.attr("content")?.trim();
    (named && !content.is_empty()).then(|| content.to_owned())
}

/// The value beside a label: the text of what follows the element, or the cell that it fills.
fn labelled(element: ElementRef<'_>, label: &str) -> Option<String> {
    if !matches!(element.value().name(), "td" | "th" | "dt" | "b" | "strong" | "span" | "label" | "i" | "div")
    {
        return None;
    }
    let own: String = element.text().take(LONGEST_LABEL).collect();
    if own.chars().count() > 4 * LONGEST_LABEL || letters(&own) != label {
        return None;
    }
    let outer = element.parent().and_then(ElementRef::wrap).filter(|parent| {
        let text: String = parent.text().collect();
        letters(&text) == label
    });
    [Some(element), outer].into_iter().flatten().find_map(|label| {
        let value = select::text(label.next_siblings().find_map(ElementRef::wrap)?);
        (!value.is_empty()).then_some(value)
    })
}

/// A value without the label that stands in one element with it: `成文日期：2026-09-01`.
fn without_label(text: &str) -> &str {
    match text.split_once(['：', ':']) {
        Some((label, value))
            if label.chars().count() <= LONGEST_LABEL && !label.contains(|c: char| c.is_ascii_digit()) =>
        {
            value.trim()
        }
        _ => text,
    }
}

/// A text without white space and colons, as labels are compared.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"：:\u{a0}".contains(*c)).collect()
}

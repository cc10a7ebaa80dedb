//! Which element of a page holds the article.

use scraper::{ElementRef, Html};

/// A container is taken at this length, in characters; an empty shell never stops the search.
const ENOUGH: usize = 100;

/// Shorter containers hold no article at all.
const TOO_SHORT: usize = 30;

/// How official sites name the container of the article, surest first: ids and classes.
const NAMES: &[&str] = &[
    "UCAP-CONTENT",
    "zoom",
    "TRS_UEDITOR",
    "TRS_Editor",
    "ueditor",
    "article-content",
    "con_con",
    "conTxt",
    "pages_content",
    "view",
    "Custom_UnionStyle",
    "news_content",
    "detail-content",
    "content",
    "con",
    "article",
    "text",
    "main",
];

/// Elements that mean the article by themselves.
const TAGS: &[&str] = &["article", "main"];

/// The element that holds the article; the whole body when none stands out.
pub(super) fn of(page: &Html) -> Option<ElementRef<'_>> {
    let mut best = vec![None; NAMES.len() + TAGS.len()];
    let mut body = None;
    for element in page.root_element().descendent_elements() {
        if element.value().name() == "body" {
            body = Some(element);
        }
        if let Some(rung) = rung(element) {
            let length = length(element);
            if best[rung].is_none_or(|(_, longest)| length > longest) {
                best[rung] = Some((element, length));
            }
        }
    }
    let candidates = || best.iter().flatten().copied();
    let long = candidates().find(|&(_, length)| length >= ENOUGH);
    let short = || candidates().filter(|&(_, length)| length >= TOO_SHORT).max_by_key(|&(_, length)| length);
    long.or_else(short).map(|(element, _)| element).or(body).or_else(|| Some(page.root_element()))
}

/// Where an element stands in the order of likely containers.
fn rung(element: ElementRef<'_>) -> Option<usize> {
    let value = element.value();
    if !matches!(value.name(), "div" | "td" | "section" | "article" | "main" | "ucapcontent" | "span" | "ul")
    {
        return None;
    }
    let named = NAMES.iter().position(|name| {
        value.id().is_some_and(|id| id.eq_ignore_ascii_case(name))
            || value.classes().any(|class| class.eq_ignore_ascii_case(name))
    });
    named.or_else(|| TAGS.iter().position(|tag| *tag == value.name()).map(|rung| NAMES.len() + rung))
}

/// How many characters of text an element holds, scripts left out.
fn length(element: ElementRef<'_>) -> usize {
    super::render::pieces(element).iter().map(|piece| piece.text.chars().count()).sum()
}

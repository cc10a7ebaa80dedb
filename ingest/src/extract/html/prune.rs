//! Parts of a container that are no part of its article: blocks of links.

use super::{links::is_attachment_label, measure::Measures};
use crate::{dom::Element, wordlist::Words};
use std::collections::HashSet;

/// What blocks of links beside an article are called in pages' markup: parts of ids and classes.
static NAMES: Words = Words::in_any_case(&[
    "relat",
    "recommend",
    "share",
    "sidebar",
    "crumb",
    "comment",
    "toolbar",
    "copyright",
    "hotnews",
    "pagination",
    "pagelink",
    "bdsharebuttonbox",
    "xgwz",
    "xglj",
    "tuijian",
    "fenxiang",
]);

/// What their headings say.
const HEADINGS: &[&str] = &["相关", "推荐", "热点", "热门", "更多", "延伸阅读", "分享"];

/// The places of elements that are left out of an article's container.
pub(super) fn of(body: Element<'_>, measures: &Measures) -> HashSet<usize> {
    let mut pruned = HashSet::new();
    let mut behind = 0;
    for element in body.descendants().filter(|element| element.tag().is_block() && !element.tag().is_void()) {
        if element.place() >= behind && is_beside(element, measures) {
            pruned.insert(element.place());
            behind = element.end();
        }
    }
    pruned
}

/// Whether an element holds links to other articles, or buttons, and nothing of this one.
fn is_beside(element: Element<'_>, measures: &Measures) -> bool {
    let lines = &measures.lines[measures.within(element)];
    let Some(first) = lines.first() else { return false };
    if !is_named(element) && !HEADINGS.iter().any(|heading| first.text.starts_with(heading)) {
        return false;
    }
    let links = lines.iter().filter(|line| line.is_link()).count();
    links * 2 >= lines.len()
        && !lines.iter().any(|line| line.is_sentence)
        && !lines.iter().any(|line| is_attachment_label(&line.text))
}

fn is_named(element: Element<'_>) -> bool {
    element.may_mention(|attributes| NAMES.any(attributes))
        && ["class", "id"].into_iter().filter_map(|name| element.attr(name)).any(|value| NAMES.any(&value))
}

//! Parts of a container that are no part of its article: blocks of links.

use super::measure::Measures;
use crate::dom::Element;
use std::collections::HashSet;

/// The places of elements that are left out of an article's container.
pub(super) fn of(body: Element<'_>, measures: &Measures) -> HashSet<usize> {
    let mut pruned = HashSet::new();
    let mut behind = 0;
    for element in body.descendants().filter(|element| element.tag().is_block() && !element.tag().is_void()) {
        if element.place() < behind {
            continue;
        }
        if measures.worth(element) < -8 {
            let lines = measures.within(element);
            let attached = measures.lines[lines].iter().any(|line| line.text.starts_with("附件"));
            if !attached {
                pruned.insert(element.place());
                behind = element.end();
            }
        }
    }
    pruned
}

//! The pages of a file, in order.

use super::{
    file::File,
    object::{Dict, Object},
};
use std::collections::HashSet;

/// Most pages that are read.
const MAX_PAGES: usize = 3_000;

/// A page and the resources that it has or inherits.
#[derive(Debug)]
pub(super) struct Page {
    pub dict: Dict,
    pub resources: Dict,
}

impl Page {
    /// The page's content; its streams are one.
    pub fn content(&self, file: &File<'_>) -> Vec<u8> {
        let contents = file.entry(&self.dict, "Contents");
        let parts = match &*contents {
            Object::Array(parts) => parts.as_slice(),
            single => std::slice::from_ref(single),
        };
        let mut content = Vec::new();
        for part in parts {
            content.extend(file.content(&file.resolve(part)).unwrap_or_default());
            content.push(b'\n');
            if file.budget.is_spent() {
                break;
            }
        }
        content
    }
}

/// The pages by the tree below the catalogue, else all there are.
pub(super) fn of(file: &File<'_>) -> Vec<Page> {
    let catalogue = file.catalogue();
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![(catalogue.get("Pages").clone(), Dict::default())];
    while let Some((node, inherited)) = stack.pop() {
        if let Object::Reference(id) = node
            && !seen.insert(id)
        {
            continue;
        }
        let node = file.resolve(&node);
        let Some(dict) = node.dict() else { continue };
        let own = file.entry(dict, "Resources");
        let resources = own.dict().unwrap_or(&inherited);
        let kids = file.entry(dict, "Kids");
        if let Some(kids) = kids.array().filter(|_| !dict.is("Type", "Page")) {
            let room = MAX_PAGES.saturating_sub(stack.len());
            // Only references can lead on: a tree in one object would need no end.
            let kids = kids.iter().take(room).filter(|kid| matches!(kid, Object::Reference(_)));
            stack.extend(kids.rev().map(|kid| (kid.clone(), resources.clone())));
        } else {
            pages.push(Page { dict: dict.clone(), resources: resources.clone() });
        }
        if pages.len() >= MAX_PAGES || !file.budget.take_steps(1 + resources.0.len() as u64) {
            break;
        }
    }
    if pages.is_empty() { loose(file) } else { pages }
}

/// The pages of a file whose tree is lost, in the order of their numbers.
fn loose(file: &File<'_>) -> Vec<Page> {
    let pages = file.of_type("Page").into_iter().take(MAX_PAGES);
    let page = |dict: Dict| {
        let resources = file.entry(&dict, "Resources").dict().cloned().unwrap_or_default();
        Page { dict, resources }
    };
    pages.map(page).collect()
}

//! A source's rules for pages, ready to be used.

use crate::dom::Selector;
use polidex_corpus::source::{METADATA_FIELDS, Source};

/// Compiled rules; empty for a site that is not known.
#[derive(Default)]
pub(super) struct Rules {
    pub body: Vec<Selector>,
    pub title: Vec<Selector>,
    pub remove: Vec<Selector>,
    /// Selectors of values, with the selector's text and the field.
    pub values: Vec<(String, Selector, &'static str)>,
    /// Labels and names of meta tags, with the field.
    keys: Vec<(String, &'static str)>,
}

impl Rules {
    pub fn of(source: Option<&Source>) -> Self {
        let Some(source) = source else { return Self::default() };
        // Selectors that are no CSS are named by `faults`, and passed over here.
        let compiled = |texts: &[String]| texts.iter().filter_map(|text| Selector::parse(text)).collect();
        let page = &source.page;
        let mut rules = Self {
            body: compiled(&page.body),
            title: compiled(&page.title),
            remove: compiled(&page.remove),
            ..Self::default()
        };
        for (key, field) in &page.metadata {
            let Some(field) = METADATA_FIELDS.iter().find(|known| *known == field) else { continue };
            if !crate::source::is_selector(key) {
                rules.keys.push((key.clone(), field));
            } else if let Some(selector) = Selector::parse(key) {
                rules.values.push((key.clone(), selector, field));
            }
        }
        rules
    }

    /// The field that a label, or a meta tag of this name, fills.
    pub fn field(&self, key: &str) -> Option<&'static str> {
        self.keys.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, field)| *field)
    }
}

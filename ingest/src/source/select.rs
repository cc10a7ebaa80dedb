//! CSS selectors of a source.

use polidex_corpus::{model::Warning, source::Source};
use scraper::{ElementRef, Selector};

/// The selectors that can be read, each with its text.
pub(super) fn compiled(selectors: &[String]) -> Vec<(&str, Selector)> {
    selectors.iter().filter_map(|text| Some((text.as_str(), Selector::parse(text).ok()?))).collect()
}

/// Whether a key of `page.metadata` is a CSS selector rather than a label or the name of a meta tag.
pub(crate) fn is_selector(key: &str) -> bool {
    key.contains(['.', '#', '[', '>'])
}

/// The rules of a source that cannot be used, by the key of each: selectors that are no CSS. They are
/// passed over wherever they stand.
pub fn faults(source: &Source) -> Vec<Warning> {
    let (list, page) = (&source.list, &source.page);
    let lists = [
        ("list.items", &list.items),
        ("list.next", &list.next),
        ("page.body", &page.body),
        ("page.title", &page.title),
        ("page.remove", &page.remove),
    ];
    let rules = lists.into_iter().flat_map(|(key, texts)| texts.iter().map(move |text| (key, text)));
    let fields = page.metadata.keys().filter(|key| is_selector(key)).map(|key| ("page.metadata", key));
    rules.chain(fields).filter_map(|(key, text)| fault(key, text)).collect()
}

fn fault(key: &str, text: &str) -> Option<Warning> {
    Selector::parse(text).is_err().then(|| {
        Warning::new(
            "bad_selector",
            format!("{key}: \"{text}\" is no CSS selector and is passed over"),
            format!("{key}：“{text}”不是 CSS 选择器，已忽略"),
        )
    })
}

/// An element's text with single spaces; U+3000 stays, it is part of titles.
pub(super) fn text(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

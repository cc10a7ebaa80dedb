//! What a page states about its document: rules of the source, meta tags, labels, and dates by their
//! place.

use super::{
    fields::{Fields, Rank},
    labels,
    measure::Measures,
    rules::Rules,
    visible,
};
use crate::{
    dom::{Element, Page},
    fields::Stated,
    source::date_in_address,
};
use polidex_corpus::model::{Origin, Sourced};
use url::Url;

/// Names of meta tags, in lower case, with the fields that they fill.
const META: &[(&str, &str)] = &[
    ("articletitle", "title"),
    ("pubdate", "published"),
    ("firstpublishedtime", "published"),
    ("publishdate", "published"),
    ("publish_time", "published"),
    ("publishtime", "published"),
    ("article:published_time", "published"),
    ("og:release_date", "published"),
    ("datepublished", "published"),
    ("citation_date", "published"),
    ("citation_publication_date", "published"),
    ("dcterms.issued", "published"),
    ("dc.date", "published"),
    ("contentsource", "source"),
    ("author", "author"),
    ("columnname", "column"),
    ("lanmu", "column"),
];

/// What is stated, and the page's title.
pub(super) struct Metadata {
    pub title: Option<Sourced<String>>,
    pub stated: Stated,
}

/// Reads the metadata of a page whose article is in `body`.
pub(super) fn read(
    page: &Page<'_>,
    body: Element<'_>,
    measures: &Measures,
    rules: &Rules,
    address: Option<&Url>,
) -> Metadata {
    let mut fields = Fields::default();
    for (text, selector, field) in &rules.values {
        for element in page.select(selector).into_iter().take(1) {
            fields.state(field, Rank::Rule, without_label(&element.text()), text);
        }
    }
    for element in page.root().descendants() {
        if element.is(&["meta"]) {
            meta(element, rules, &mut fields);
        } else if element.is(&["time"]) && element.attr("datetime").is_some() && !fields.knows("published") {
            fields.state("published", Rank::Place, &element.attr("datetime").unwrap_or_default(), "time");
        }
    }
    labels::read(&measures.lines, rules, &mut fields);
    if !fields.knows("published") {
        visible::published(measures, body, &mut fields);
    }
    if let Some(date) = address.and_then(date_in_address) {
        fields.state("published", Rank::Address, &date.to_string(), "url");
    }
    let month = (!fields.knows("published")).then(|| visible::month(measures, body)).flatten();
    let (title, mut stated) = fields.into_stated();
    stated.page.published_month = month;
    let title = title.or_else(|| super::title::of(page, body, rules));
    Metadata { title, stated }
}

/// A meta tag. Letter case and the order of attributes vary from site to site.
fn meta(element: Element<'_>, rules: &Rules, fields: &mut Fields) {
    let key = ["name", "property", "itemprop"].into_iter().find_map(|key| element.attr(key));
    let (Some(name), Some(content)) = (key, element.attr("content")) else { return };
    let name = name.trim();
    if let Some(field) = rules.field(name) {
        fields.state(field, Rank::Rule, &content, name);
    }
    let lower = name.to_ascii_lowercase();
    if let Some((_, field)) = META.iter().find(|(known, _)| *known == lower) {
        fields.state(field, Rank::Meta, &content, name);
    }
}

/// A value without the label that stands in one element with it: `成文日期：2026-09-01`.
fn without_label(text: &str) -> &str {
    match text.split_once(['：', ':']) {
        Some((label, value))
            if label.chars().count() <= 12 && !label.contains(|c: char| c.is_ascii_digit()) =>
        {
            value.trim()
        }
        _ => text,
    }
}

/// A value with the place in the page that it was read from.
pub(super) fn sourced(value: &str, place: &str) -> Option<Sourced<String>> {
    let value = value.trim();
    (!value.is_empty()).then(|| Sourced::new(value.to_owned(), Origin::Field(place.to_owned())))
}

//! What a page states about its document: meta tags, and the table of fields above the text.

use super::sourced;
use crate::fields::Stated;
use polidex_corpus::model::Sourced;
use scraper::{ElementRef, Html};

/// What is stated, and the page's title.
#[derive(Default)]
pub(super) struct Metadata {
    pub title: Option<Sourced<String>>,
    pub stated: Stated,
}

/// Reads the metadata of a page.
pub(super) fn read(page: &Html) -> Metadata {
    let mut found = Metadata::default();
    let (mut heading, mut page_title) = (None, None);
    let mut label: Option<String> = None;
    for element in page.root_element().descendent_elements() {
        match element.value().name() {
            "meta" => meta(element, &mut found),
            "h1" if heading.is_none() => heading = sourced(&text(element), "h1"),
            "title" if page_title.is_none() => page_title = sourced(first_part(&text(element)), "title"),
            "td" | "th" | "dt" | "dd" => {
                let cell = text(element);
                if let Some(label) = label.take() {
                    field(&label, &cell, &mut found);
                }
                label =
                    Some(cell.chars().filter(|c| !c.is_whitespace() && !"：:\u{a0}".contains(*c)).collect());
            }
            _ => {}
        }
    }
    found.title = found.title.or(heading).or(page_title);
    found
}

/// A meta tag. Letter case and the order of attributes vary from site to site.
fn meta(element: ElementRef<'_>, found: &mut Metadata) {
    let (Some(name), Some(content)) = (element.attr("name"), element.attr("content")) else { return };
    let value = || sourced(content, name);
    let stated = &mut found.stated;
    match name.to_ascii_lowercase().as_str() {
        "articletitle" => found.title = value(),
        "pubdate" | "firstpublishedtime" | "publishdate" => {
            stated.published = stated.published.take().or_else(value);
        }
        "url" if content.starts_with("http") => stated.url = Some(content.trim().to_owned()),
        _ => {}
    }
}

/// A label of the table of fields with the cell behind it.
fn field(label: &str, cell: &str, found: &mut Metadata) {
    let stated = &mut found.stated;
    let value = || sourced(cell, label);
    match label {
        "发文字号" | "文号" | "发文号" => {
            stated.doc_number = stated.doc_number.take().or_else(value);
        }
        "成文日期" | "生成日期" => stated.written = stated.written.take().or_else(value),
        // The table is truer than a meta tag, which may hold the time of a republication.
        "发布日期" | "发文日期" => stated.published = value().or(stated.published.take()),
        "生效日期" | "施行日期" | "实施日期" => {
            stated.effective = stated.effective.take().or_else(value);
        }
        "失效日期" | "废止日期" => stated.expires = stated.expires.take().or_else(value),
        "发文机关" | "发布机构" | "发文单位" if stated.issuer.is_empty() => {
            stated.issuer.extend(value());
        }
        "标题" | "名称" if found.title.is_none() => found.title = value(),
        _ => {}
    }
}

/// A page's title without the site's name behind it.
fn first_part(title: &str) -> &str {
    title.split(['_', '|', '｜']).next().unwrap_or(title)
}

fn text(element: ElementRef<'_>) -> String {
    element
        .text()
        .collect::<String>()
        .split([' ', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

//! Lists of documents: the links on a page, and where the list goes on.

use super::{address::url_key, dates, json, paging, select};
use jiff::civil::Date;
use polidex_corpus::{model::Warning, source::ListRules};
use regex::Regex;
use scraper::{ElementRef, Html, Selector};
use serde::Serialize;
use std::{collections::HashSet, sync::LazyLock};
use url::Url;

/// A link to a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where it leads, as written: not in canonical form.
    pub url: Url,
    /// What stands on it: the title, which lists may cut short.
    pub text: String,
    /// The day that its address or its row names.
    pub date: Option<Date>,
}

/// What a list page gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ListPage {
    /// Links to documents in the order of the page, each address once.
    pub items: Vec<Link>,
    /// The next page of the list; `None` when nothing was found here, so that no list is endless for
    /// lack of a last page. A site that repeats its last page is for the caller to notice.
    pub next: Option<Url>,
    /// Rules that did not fit.
    pub warnings: Vec<Warning>,
}

/// File names of documents on the usual systems of Chinese governments, and dated addresses of
/// articles elsewhere.
static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) /t\d{8}_\d+\.s?html?$                # TRS: t20180127_8836458.html
        | /(?:content|post)_\w+\.s?html?$           # content_7012345.htm, post_4422331.html
        | /art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_\w+\.s?html?$
        | /\d{4}-\d{2}/\d{2}/c_\d+\.s?html?$        # 2026-07/13/c_1690898327029107.htm
        | /c\d+/content\.s?html?$
        | /\d{6}/[0-9a-f]{32}\.s?html?$
        | /info/\d+/\d+\.s?html?$
        | /\d{4}/\d{2}/\d{2}/[\w%-]+/?$             # 2026/07/13/slug/",
    )
    .expect("a valid pattern")
});

/// Reads a list page, or a list in JSON, that was fetched from `base`.
///
/// Links are taken by the rules' selectors, best first; where none of them finds any, by the pattern of
/// addresses alone; and where that finds none either, every link to a page of the same host that looks
/// like a document. Falling back from a rule is a warning.
pub fn list_page(html: &str, base: &Url, rules: &ListRules) -> ListPage {
    let fits = |url: &Url| match &rules.link {
        Some(pattern) => pattern.is_match(url.as_str()),
        None => looks_like_document(url),
    };
    if html.trim_start().starts_with(['{', '[']) {
        let items = distinct(json::links(html, base, &fits));
        let next = (!items.is_empty()).then(|| paging::next_of_data(base, rules)).flatten();
        return ListPage { items, next, warnings: Vec::new() };
    }
    let page = Html::parse_document(html);
    let from = base_of(&page, base);
    let (items, warnings) = links(&page, &from, rules);
    let next = (!items.is_empty()).then(|| paging::next(&page, html, base, &from, rules)).flatten();
    ListPage { items, next, warnings }
}

/// Whether an address has the form of a document's.
pub(crate) fn looks_like_document(url: &Url) -> bool {
    DOCUMENT.is_match(url.path())
}

/// What the links of a page are relative to.
fn base_of(page: &Html, base: &Url) -> Url {
    static BASE: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("base[href]").expect("a valid selector"));
    let stated = page.select(&BASE).next().and_then(|element| paging::target(element, base));
    stated.unwrap_or_else(|| base.clone())
}

fn links(page: &Html, base: &Url, rules: &ListRules) -> (Vec<Link>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let matches = |url: &Url| rules.link.as_ref().is_none_or(|pattern| pattern.is_match(url.as_str()));
    if !rules.items.is_empty() {
        for (_, selector) in select::compiled(&rules.items) {
            let found = collect(page.select(&selector).flat_map(anchors), base, matches);
            if !found.is_empty() {
                return (found, warnings);
            }
        }
        warnings.push(Warning::new(
            "list_selectors_unmatched",
            "no selector of list.items matches a link; links were chosen by their addresses",
            "list.items 的选择器均未匹配到链接，改按网址挑选",
        ));
    }
    let all = || anchors(page.root_element());
    if rules.link.is_some() {
        let found = collect(all(), base, matches);
        if !found.is_empty() {
            return (found, warnings);
        }
        warnings.push(Warning::new(
            "list_link_unmatched",
            "no address matches list.link; links that look like documents were taken",
            "没有网址符合 list.link，改取形似文件的链接",
        ));
    }
    let host = url_host(base).to_owned();
    (collect(all(), base, |url| url_host(url) == host && looks_like_document(url)), warnings)
}

/// The links of an element: itself, or all within it.
fn anchors(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    std::iter::once(element)
        .chain(element.descendent_elements())
        .filter(|element| element.value().name() == "a" && element.attr("href").is_some())
}

fn collect<'p>(
    anchors: impl Iterator<Item = ElementRef<'p>>,
    base: &Url,
    wanted: impl Fn(&Url) -> bool,
) -> Vec<Link> {
    let found = anchors.filter_map(|anchor| {
        let mut url = paging::target(anchor, base)?;
        url.set_fragment(None);
        if !wanted(&url) {
            return None;
        }
        let text = title(anchor);
        let date = dates::in_address(url.path()).or_else(|| row_date(anchor, &text));
        Some(Link { url, text, date })
    });
    distinct(found)
}

/// The first link to every page.
fn distinct(links: impl IntoIterator<Item = Link>) -> Vec<Link> {
    let mut seen = HashSet::new();
    links.into_iter().filter(|link| seen.insert(url_key(&link.url))).collect()
}

/// What a link calls its document: the `title` attribute, which is not cut short; else the paragraph or
/// heading in it; else its text without the day.
fn title(anchor: ElementRef<'_>) -> String {
    if let Some(title) = anchor.attr("title").map(str::trim).filter(|title| !title.is_empty()) {
        return title.to_owned();
    }
    let block = |element: &ElementRef<'_>| matches!(element.value().name(), "p" | "h2" | "h3" | "h4" | "h5");
    let part = anchor.descendent_elements().find(block).map(select::text).filter(|text| !text.is_empty());
    part.unwrap_or_else(|| {
        let text = select::text(anchor);
        let bare = dates::without(&text);
        if bare.is_empty() { text } else { bare }
    })
}

/// The day beside a link: in its row, outside its title.
fn row_date(anchor: ElementRef<'_>, title: &str) -> Option<Date> {
    let row = anchor
        .ancestors()
        .take(4)
        .filter_map(ElementRef::wrap)
        .find(|element| matches!(element.value().name(), "li" | "tr" | "dl" | "dd"));
    dates::in_text(&select::text(row.unwrap_or(anchor)).replace(title, ""))
}

fn url_host(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

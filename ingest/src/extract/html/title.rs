//! The title that a page shows, where no field states one.

use super::{metadata::sourced, rules::Rules};
use crate::{
    dom::{Element, Page},
    wordlist::Words,
};
use polidex_corpus::model::Sourced;

/// Longer texts are no titles, in characters.
const LONGEST: usize = 150;

/// By the source's rules, else the first-rank heading, else the page's title without the site's name.
pub(super) fn of(page: &Page<'_>, body: Element<'_>, rules: &Rules) -> Option<Sourced<String>> {
    let ruled = rules.title.iter().find_map(|selector| {
        let mut texts = page.select(selector).into_iter().map(Element::text);
        sourced(&texts.find(|text| !text.is_empty())?, "title rule")
    });
    ruled.or_else(|| shown(page, body))
}

fn shown(page: &Page<'_>, body: Element<'_>) -> Option<Sourced<String>> {
    let whole = page.root().descendants().find(|element| element.is(&["title"])).map(Element::text);
    let whole = whole.unwrap_or_default();
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let known = letters(&whole);
    let headings = || {
        let before = page.root().descendants().take_while(move |element| element.place() < body.end());
        before.filter(|element| is_heading(*element)).map(|element| (element, element.text()))
    };
    // A heading that the page's title begins with is the article's, however it is marked.
    let repeated = headings().map(|(_, text)| text).find(|text| {
        let own = letters(text);
        own.chars().count() >= 4 && own.chars().count() <= LONGEST && known.starts_with(&own)
    });
    let first = || {
        let site = site_of(&whole);
        let plain = |text: &String| {
            !text.is_empty() && text.chars().count() <= LONGEST && (site.is_empty() || *text != site)
        };
        headings().filter(|(element, _)| element.is(&["h1"])).map(|(_, text)| text).find(plain)
    };
    repeated
        .and_then(|text| sourced(&text, "heading"))
        .or_else(|| sourced(&first()?, "h1"))
        .or_else(|| sourced(first_part(&whole), "title"))
}

fn is_heading(element: Element<'_>) -> bool {
    static TITLES: Words = Words::in_any_case(&["tit"]);
    element.is(&["h1", "h2", "h3"])
        || element.tag().is_block()
            && element.may_mention(|attributes| TITLES.any(attributes))
            && ["class", "id"].iter().any(|name| element.attr(name).is_some_and(|value| TITLES.any(&value)))
}

/// A page's title without the site's name behind it.
fn first_part(title: &str) -> &str {
    let end = [" - ", " — ", "--"].iter().filter_map(|mark| title.find(mark)).min();
    let part = &title[..end.unwrap_or(title.len())];
    part.split(['_', '|', '｜']).next().unwrap_or(part).trim()
}

/// The site's name behind a page's title.
fn site_of(title: &str) -> &str {
    title.rsplit(['_', '|', '｜', '-']).next().unwrap_or_default().trim()
}

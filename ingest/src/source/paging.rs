//! Where a list goes on.

use super::select;
use polidex_corpus::source::ListRules;
use regex::Regex;
use scraper::{ElementRef, Html, Selector};
use std::sync::LazyLock;
use url::Url;

/// The call by which TRS sites write the links to further pages: pages in all, the current one from 0,
/// the name and the extension of their files.
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"createPage(?:HTML)?\(\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']"#,
    )
    .expect("a valid pattern")
});

/// The variable in which other sites of that make keep how many pages there are.
static COUNT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bcountPage\s*=\s*(\d{1,6})\b").expect("a valid pattern"));

/// What stands on a link to the next page, in lower case, arrows and spaces left out.
const WORDS: &[&str] = &["下一页", "下一頁", "下页", "后一页", "next", "nextpage"];

/// A number that stands for the page while an address is taken apart.
const MARK: &str = "987654321";

/// The next page of a list: by the source's selectors, by the script that pages, by the source's
/// template, by a link that says so. `from` is the list's address, `base` what its links are relative to.
pub(super) fn next(page: &Html, html: &str, from: &Url, base: &Url, rules: &ListRules) -> Option<Url> {
    if let Some(url) = selected(page, base, rules) {
        return Some(url).filter(|url| url != from);
    }
    let found = match scripted(html, from) {
        Script::Next(url) => Some(url),
        Script::Last => None,
        Script::Silent if rules.paging.is_some() => templated(html, from, rules),
        Script::Silent => marked(page, base),
    };
    found.filter(|url| url != from)
}

/// The next page of a list in JSON, which only a template can tell.
pub(super) fn next_of_data(from: &Url, rules: &ListRules) -> Option<Url> {
    templated("", from, rules)
}

fn selected(page: &Html, base: &Url, rules: &ListRules) -> Option<Url> {
    select::compiled(&rules.next)
        .iter()
        .find_map(|(_, selector)| page.select(selector).find_map(|element| target(element, base)))
}

/// What a page's script says about paging.
enum Script {
    /// Where the list goes on.
    Next(Url),
    /// This is the last page.
    Last,
    /// Nothing.
    Silent,
}

fn scripted(html: &str, from: &Url) -> Script {
    let Some(call) = CALL.captures(html) else { return Script::Silent };
    let (Ok(total), Ok(current)) = (call[1].parse::<u32>(), call[2].parse::<u32>()) else {
        return Script::Silent;
    };
    let next = current + 1;
    if next >= total {
        return Script::Last;
    }
    from.join(&format!("{}_{next}.{}", &call[3], &call[4])).map_or(Script::Silent, Script::Next)
}

fn templated(html: &str, from: &Url, rules: &ListRules) -> Option<Url> {
    let template = rules.paging.as_deref()?;
    let (current, next) = match template.strip_prefix('?').and_then(|rest| rest.strip_suffix("={page}")) {
        Some(name) => parameter(from, name)?,
        None => file(from, template, rules.first_page)?,
    };
    let total: Option<u32> = COUNT.captures(html).and_then(|count| count[1].parse().ok());
    let last = total.map(|total| (rules.first_page + total).saturating_sub(1));
    last.is_none_or(|last| current < last).then_some(next)
}

/// The number in a query parameter, and the address with the next one.
fn parameter(from: &Url, name: &str) -> Option<(u32, Url)> {
    let query = from.query()?;
    let prefix = format!("{name}=");
    let number = |pair: &str| pair.strip_prefix(&prefix)?.parse::<u32>().ok();
    let current = query.split('&').find_map(number)?;
    let next = current.checked_add(1)?;
    let pairs = query.split('&').map(|pair| match number(pair) {
        Some(_) => format!("{prefix}{next}"),
        None => pair.to_owned(),
    });
    let mut url = from.clone();
    url.set_query(Some(&pairs.collect::<Vec<_>>().join("&")));
    Some((current, url))
}

/// The number in an address made from a template, the first page's elsewhere; and the next address.
fn file(from: &Url, template: &str, first: u32) -> Option<(u32, Url)> {
    let marked = from.join(&template.replace("{page}", MARK)).ok()?;
    let (before, after) = marked.as_str().split_once(MARK)?;
    let number = from.as_str().strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let current = number.and_then(|number| number.parse().ok()).unwrap_or(first);
    let next: u32 = current.checked_add(1)?;
    Some((current, from.join(&template.replace("{page}", &next.to_string())).ok()?))
}

/// A link that says that it leads to the next page.
fn marked(page: &Html, base: &Url) -> Option<Url> {
    static LINKS: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("a[href], link[rel=next][href]").expect("a valid selector"));
    page.select(&LINKS).find_map(|element| {
        let says = element.attr("rel") == Some("next")
            || [select::text(element).as_str(), element.attr("title").unwrap_or_default()]
                .iter()
                .any(|text| WORDS.contains(&letters(text).as_str()));
        if says { target(element, base) } else { None }
    })
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Where an element's `href` leads, when that is a page.
pub(super) fn target(element: ElementRef<'_>, base: &Url) -> Option<Url> {
    let href = element.attr("href")?.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    base.join(href).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, from: &str, rules: &str, expected: Option<&str>) {
        let from = Url::parse(from).unwrap();
        let found = next(&Html::parse_document(html), html, &from, &from, &toml::from_str(rules).unwrap());
        assert_eq!(found.as_ref().map(Url::as_str), expected, "{html} {rules}");
    }

    #[test]
    fn scripts_that_page_are_read() {
        for (html, from, expected) in [
            ("<script>createPageHTML(3, 0, \"index\", \"html\");</script>", "a/", Some("a/index_1.html")),
            ("<script>createPage(3,1,'index','shtml')</script>", "a/index_1.shtml", Some("a/index_2.shtml")),
            ("<script>createPageHTML(3, 2, \"index\", \"html\");</script>", "a/index_2.html", None),
            ("<script>createPageHTML(99999999999, 2, 'i', 'html');</script>", "a/", None),
        ] {
            let expected = expected.map(|tail| format!("https://example.cn/{tail}"));
            check(html, &format!("https://example.cn/{from}"), "", expected.as_deref());
        }
        // The last page stays the last, whatever a template would make of it.
        let last = "<script>createPageHTML(1, 0, \"index\", \"html\");</script>";
        check(last, "https://example.cn/a/", "paging = 'index_{page}.html'", None);
    }

    #[test]
    fn templates_count_on() {
        let rules = "paging = 'index_{page}.htm'";
        check("", "https://example.cn/a/", rules, Some("https://example.cn/a/index_1.htm"));
        check("", "https://example.cn/a/index_9.htm", rules, Some("https://example.cn/a/index_10.htm"));
        check(
            "var countPage = 3",
            "https://example.cn/a/index_1.htm",
            rules,
            Some("https://example.cn/a/index_2.htm"),
        );
        check("var countPage = 3", "https://example.cn/a/index_2.htm", rules, None);
        let rules = "paging = 'page_{page}.html'\nfirst_page = 1";
        check("", "https://example.cn/a/", rules, Some("https://example.cn/a/page_2.html"));
        let rules = "paging = '?p={page}'\nfirst_page = 1";
        check("", "https://example.cn/s?q=&p=1&n=50", rules, Some("https://example.cn/s?q=&p=2&n=50"));
        check("", "https://example.cn/feed.json", rules, None);
        check("", "https://example.cn/s?p=4294967295", rules, None);
    }

    #[test]
    fn links_that_say_so_are_followed() {
        for html in [
            "<a href='p2.html'>下一页</a>",
            "<a href='p2.html'>下页 ›</a>",
            "<a href='p2.html'>Next »</a>",
            "<a href='p2.html' title='下一页'>&gt;</a>",
            "<link rel=next href='p2.html'>",
            "<a href='javascript:next()'>下一页</a><a href='p2.html'>下一页</a>",
        ] {
            check(html, "https://example.cn/a/", "", Some("https://example.cn/a/p2.html"));
        }
        check("<a href='#'>下一页</a><a href='p2.html'>下一页新闻</a>", "https://example.cn/a/", "", None);
        check("<a href='/a/'>下一页</a>", "https://example.cn/a/", "", None);
        let rules = "next = ['::', '.more']";
        check(
            "<a class=more href='/b'>更多</a>",
            "https://example.cn/a/",
            rules,
            Some("https://example.cn/b"),
        );
    }
}

//! Feeds: RSS 2.0, RSS 1.0 and Atom.

use super::{
    entries::{Draft, Entry, EntryKind, List, date},
    markup::{self, Element, walk},
};
use polidex_corpus::model::Warning;
use std::ops::ControlFlow;
use url::Url;

/// How much of a file is searched for its outermost element, in bytes.
const HEAD: usize = 4096;

/// Reads a feed, whose address is `base`. What is broken is left out and named in a warning.
pub fn parse(bytes: &[u8], base: &Url) -> (Vec<Entry>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let text = markup::text_of(bytes, &mut warnings);
    read(&text, List::new(base, warnings))
}

/// Whether a text is a feed by its outermost element.
pub(super) fn is_feed(text: &str) -> bool {
    let head = text.get(..HEAD).unwrap_or(text);
    let tags = head.split('<').skip(1);
    let outermost = tags.map(str::trim_start).find(|tag| tag.starts_with(|c: char| c.is_alphabetic()));
    let name = outermost.and_then(|tag| tag.split(|c: char| c.is_whitespace() || c == '>').next());
    matches!(name.map(|name| name.rsplit(':').next().unwrap_or(name)), Some("rss" | "feed" | "RDF"))
}

pub(super) fn read(text: &str, mut list: List) -> (Vec<Entry>, Vec<Warning>) {
    let mut draft = Draft::default();
    let mut warnings = Vec::new();
    walk(text, &mut warnings, |element| {
        if !matches!(element.name, "item" | "entry") {
            field(element, &mut draft);
            return ControlFlow::Continue(());
        }
        if list.is_full() {
            return ControlFlow::Break(());
        }
        // RSS 1.0 names the address on the item as well.
        if let Some(about) = element.attribute("about").filter(|_| draft.fallback.is_empty()) {
            about.clone_into(&mut draft.fallback);
        }
        list.push(std::mem::take(&mut draft), EntryKind::Page);
        ControlFlow::Continue(())
    });
    list.warnings.append(&mut warnings);
    list.finish()
}

/// Takes over what an element says about the entry around it.
fn field(element: &Element, draft: &mut Draft) {
    if !matches!(element.parent, "item" | "entry") {
        return;
    }
    match element.name {
        "title" if draft.title.is_empty() => element.text.clone_into(&mut draft.title),
        "link" => link(element, draft),
        "guid" if element.attribute("isPermaLink") != Some("false") => {
            element.text.clone_into(&mut draft.fallback);
        }
        // When it was published counts for more than when its entry was touched.
        "pubDate" | "published" | "date" => draft.date = date(element.text).or(draft.date),
        "updated" if draft.date.is_none() => draft.date = date(element.text),
        _ => {}
    }
}

/// RSS has the address as text; Atom as an attribute, on several links of which one is the page.
fn link(element: &Element, draft: &mut Draft) {
    let is_page = matches!(element.attribute("rel"), None | Some("alternate"));
    let address = element.attribute("href").unwrap_or(element.text);
    if is_page && draft.link.is_empty() {
        address.clone_into(&mut draft.link);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (Vec<String>, Vec<String>) {
        let base = Url::parse("https://www.example.cn/feed/").unwrap();
        let (entries, warnings) = crate::fetch::entries::parse(text.as_bytes(), &base);
        let line = |entry: Entry| {
            let date = entry.date.map_or_else(|| "-".to_owned(), |date| date.to_string());
            format!("{} {date} {}", entry.url, entry.title.unwrap_or_default())
        };
        (entries.into_iter().map(line).collect(), warnings.into_iter().map(|warning| warning.code).collect())
    }

    #[test]
    fn rss_2() {
        let text = "<?xml version='1.0'?><!-- 示例 --><rss version='2.0'><channel><title>示例市政策</title><link>/</link>
            <item><title><![CDATA[支持工业软件 & 更多]]></title><link>a.html</link>
              <pubDate>Wed, 01 May 2024 23:00:00 +0800</pubDate><guid isPermaLink='false'>1</guid></item>
            <item><title>通知</title><guid>https://www.example.cn/b.html</guid><pubDate>2024-05-02 09:00:00</pubDate></item>
            <item><title>没有地址</title></item></channel></rss>";
        let (entries, warnings) = shown(text);
        assert_eq!(
            entries,
            [
                "https://www.example.cn/feed/a.html 2024-05-01 支持工业软件 & 更多",
                "https://www.example.cn/b.html 2024-05-02 通知"
            ]
        );
        assert_eq!(warnings, ["unusable_addresses"]);
    }

    #[test]
    fn rss_1() {
        let text = "<rdf:RDF xmlns:rdf='r' xmlns='s' xmlns:dc='d'><channel rdf:about='/'><title>示例</title></channel>
            <item rdf:about='/a.html'><title>一</title><dc:date>2024-05-01T08:00:00+08:00</dc:date></item></rdf:RDF>";
        assert_eq!(shown(text), (vec!["https://www.example.cn/a.html 2024-05-01 一".to_owned()], vec![]));
    }

    #[test]
    fn atom() {
        let text = "<feed xmlns='http://www.w3.org/2005/Atom'><title>示例</title><link rel='self' href='/feed'/>
            <entry><title>一 &#x2014; 二</title><link rel='edit' href='/edit'/><link href='/a.html?x=1&amp;y=2'/>
            <updated>2024-06-01T00:00:00Z</updated><published>2024-05-01T00:00:00Z</published></entry>
            <entry><link rel='alternate' href='/b.html'/><updated>2024-06-01T00:00:00Z</updated></entry></feed>";
        let (entries, warnings) = shown(text);
        assert_eq!(
            entries,
            [
                "https://www.example.cn/a.html?x=1&y=2 2024-05-01 一 — 二",
                "https://www.example.cn/b.html 2024-06-01 "
            ]
        );
        assert_eq!(warnings, [""; 0]);
    }

    #[test]
    fn broken_feeds_give_what_was_read() {
        let (entries, warnings) = shown("<rss><channel><item><link>/a.html</link></item><item><link>/b");
        assert_eq!(entries, ["https://www.example.cn/a.html - "]);
        assert_eq!(warnings, ["broken_xml"]);
        let (entries, _) = shown("<rss><item><title>没有结束<link>/a.html</link></item></wrong></rss>");
        assert_eq!(entries.len(), 0);
    }
}

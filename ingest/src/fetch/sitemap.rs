//! Sitemaps: XML, indexes of sitemaps, plain lists of addresses, each perhaps compressed.

use super::{
    entries::{Draft, Entry, EntryKind, List, date},
    markup::{self, Element, walk},
};
use polidex_corpus::model::Warning;
use std::ops::ControlFlow;
use url::Url;

/// Reads a sitemap, whose address is `base`. What is broken is left out and named in a warning.
pub fn parse(bytes: &[u8], base: &Url) -> (Vec<Entry>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let text = markup::text_of(bytes, &mut warnings);
    read(&text, List::new(base, warnings))
}

pub(super) fn read(text: &str, mut list: List) -> (Vec<Entry>, Vec<Warning>) {
    if text.trim_start().starts_with('<') {
        read_xml(text, &mut list);
    } else {
        read_lines(text, &mut list);
    }
    list.finish()
}

fn read_lines(text: &str, list: &mut List) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if list.is_full() {
            return;
        }
        // A line of prose would resolve against the base; an address has a scheme.
        let link = if line.contains("://") { line.to_owned() } else { String::new() };
        list.push(Draft { link, ..Draft::default() }, EntryKind::Page);
    }
}

fn read_xml(text: &str, list: &mut List) {
    let mut draft = Draft::default();
    let mut warnings = Vec::new();
    walk(text, &mut warnings, |element| {
        let kind = match element.name {
            "url" => EntryKind::Page,
            "sitemap" => EntryKind::Sitemap,
            _ => {
                field(element, &mut draft);
                return ControlFlow::Continue(());
            }
        };
        if list.is_full() {
            return ControlFlow::Break(());
        }
        list.push(std::mem::take(&mut draft), kind);
        ControlFlow::Continue(())
    });
    list.warnings.append(&mut warnings);
}

/// Takes over what an element says about the entry around it. Images and videos have addresses of
/// their own, within elements of other names.
fn field(element: &Element, draft: &mut Draft) {
    if !matches!(element.parent, "url" | "sitemap") {
        return;
    }
    match element.name {
        "loc" => element.text.clone_into(&mut draft.link),
        "lastmod" => draft.date = date(element.text),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    const SITEMAP: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
        <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:image=\"http://www.example.com/image\">
        <url><loc> https://www.example.cn/a.html?x=1&amp;y=2 </loc><lastmod>2024-05-01</lastmod></url>
        <url><loc>https://www.example.cn/b.html?x=1&y=2</loc><lastmod>2024-05-02T23:30:00+08:00</lastmod>
          <image:image><image:loc>https://www.example.cn/b.png</image:loc></image:image></url>
        <url><loc><![CDATA[/政策/c.html#top]]></loc><lastmod>2024</lastmod></url>
        <url><loc>javascript:void(0)</loc></url><url></url>
        </urlset>";

    fn base() -> Url {
        Url::parse("https://www.example.cn/sitemap.xml").unwrap()
    }

    fn shown(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
        let (entries, warnings) = parse(bytes, &base());
        let line = |entry: Entry| {
            let date = entry.date.map_or_else(|| "-".to_owned(), |date| date.to_string());
            format!("{:?} {} {date}", entry.kind, entry.url)
        };
        (entries.into_iter().map(line).collect(), warnings.into_iter().map(|warning| warning.code).collect())
    }

    const READ: [&str; 3] = [
        "Page https://www.example.cn/a.html?x=1&y=2 2024-05-01",
        "Page https://www.example.cn/b.html?x=1&y=2 2024-05-02",
        "Page https://www.example.cn/%E6%94%BF%E7%AD%96/c.html -",
    ];

    #[test]
    fn pages_are_listed_with_their_dates() {
        let (entries, warnings) = shown(SITEMAP.as_bytes());
        assert_eq!(entries, READ);
        assert_eq!(warnings, ["unusable_addresses"]);
    }

    #[test]
    fn compressed_and_differently_encoded_files_read_the_same() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(SITEMAP.as_bytes()).unwrap();
        assert_eq!(shown(&gzip.finish().unwrap()).0, READ);
        let labelled = SITEMAP.replace("UTF-8", "gb2312");
        assert_eq!(shown(&encoding_rs::GB18030.encode(&labelled).0).0, READ);
    }

    #[test]
    fn an_index_names_sitemaps() {
        let text = "<sm:sitemapindex xmlns:sm='x'><sm:sitemap><sm:loc>https://www.example.cn/1.xml.gz</sm:loc>\
                    <sm:lastmod>2024-01-31</sm:lastmod></sm:sitemap></sm:sitemapindex>";
        let (entries, warnings) = shown(text.as_bytes());
        assert_eq!(entries, ["Sitemap https://www.example.cn/1.xml.gz 2024-01-31"]);
        assert_eq!(warnings, [""; 0]);
    }

    #[test]
    fn plain_lists_are_read() {
        let text = "\u{FEFF}https://www.example.cn/a.html\r\n\r\nno address\nhttps://www.example.cn/b.html";
        let (entries, warnings) = shown(text.as_bytes());
        assert_eq!(entries, ["Page https://www.example.cn/a.html -", "Page https://www.example.cn/b.html -"]);
        assert_eq!(warnings, ["unusable_addresses"]);
    }

    #[test]
    fn broken_files_give_what_was_read() {
        let end = SITEMAP.find("<url><loc><![CDATA").unwrap();
        let (entries, warnings) = shown(&SITEMAP.as_bytes()[..end]);
        assert_eq!(entries, READ[..2]);
        assert_eq!(warnings, ["broken_xml"]);
        assert_eq!(shown(b"\x1F\x8B\x08broken").1, ["broken_encoding"]);
    }

    #[test]
    fn there_are_limits() {
        let many = format!("<urlset>{}</urlset>", "<url><loc>/a</loc></url>".repeat(50_001));
        let (entries, warnings) = shown(many.as_bytes());
        assert_eq!((entries.len(), warnings), (50_000, vec!["too_many_entries".to_owned()]));
        let deep = format!("<urlset>{}", "<url>".repeat(100_000));
        assert_eq!(shown(deep.as_bytes()), (vec![], vec!["too_deep".to_owned()]));
        let entities = "<!DOCTYPE u [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><urlset><url><loc>/&b;</loc></url></urlset>";
        assert_eq!(shown(entities.as_bytes()).0, ["Page https://www.example.cn/&b; -"]);
    }
}

//! Feeds: Atom (RFC 4287) and JSON Feed 1.1.

use super::visible;
use jiff::Timestamp;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event as Xml},
};
use serde::Serialize;
use std::io::{self, Write};

/// What a feed says.
#[derive(Debug)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// A name that stays the same.
    pub id: String,
    /// Its own address.
    pub address: String,
    /// The page that shows the same.
    pub page: String,
    /// The language of what is not quoted.
    pub language: &'static str,
    /// When it last changed.
    pub updated: Timestamp,
    /// The entries, newest first.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug)]
pub struct Entry {
    /// A name that stays the same for the same entry.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The page that shows it.
    pub page: String,
    /// The official page.
    pub official: Option<String>,
    /// When it last changed.
    pub updated: Timestamp,
    /// The day on which the document was published, at its beginning in UTC.
    pub published: Option<Timestamp>,
    /// Who issued it.
    pub authors: Vec<String>,
    /// Its text.
    pub text: String,
    /// What else a reader should know: number, status.
    pub summary: String,
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Whether an address may be linked to.
fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// Writes Atom.
pub fn atom(out: &mut impl Write, feed: &Feed) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let head = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language)];
    xml.create_element("feed").with_attributes(head).write_inner_content(|xml| {
        element(xml, "title", &feed.title)?;
        element(xml, "id", &feed.id)?;
        element(xml, "updated", &time(feed.updated))?;
        link(xml, "self", &feed.address)?;
        link(xml, "alternate", &feed.page)?;
        author(xml, "polidex")?;
        feed.entries.iter().try_for_each(|one| entry(xml, one))
    })?;
    writeln!(xml.into_inner())
}

fn entry<W: Write>(xml: &mut Writer<W>, entry: &Entry) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        element(xml, "title", &entry.title)?;
        element(xml, "id", &entry.id)?;
        element(xml, "updated", &time(entry.updated))?;
        if let Some(published) = entry.published {
            element(xml, "published", &time(published))?;
        }
        link(xml, "alternate", &entry.page)?;
        if let Some(official) = entry.official.as_deref().filter(|address| is_web(address)) {
            link(xml, "via", official)?;
        }
        entry.authors.iter().try_for_each(|name| author(xml, name))?;
        element(xml, "summary", &entry.summary)?;
        element(xml, "content", &entry.text)
    })?;
    Ok(())
}

fn author<W: Write>(xml: &mut Writer<W>, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| element(xml, "name", name))?;
    Ok(())
}

fn link<W: Write>(xml: &mut Writer<W>, relation: &str, address: &str) -> io::Result<()> {
    xml.create_element("link").with_attributes([("rel", relation), ("href", address)]).write_empty()?;
    Ok(())
}

/// Writes an element of text.
fn element<W: Write>(xml: &mut Writer<W>, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&visible(text)))?;
    Ok(())
}

/// Writes JSON Feed.
pub fn json(out: &mut impl Write, feed: &Feed) -> io::Result<()> {
    let items = feed.entries.iter().map(item).collect();
    let whole = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.address,
        language: feed.language,
        items,
    };
    Ok(serde_json::to_writer(out, &whole)?)
}

fn item(entry: &Entry) -> JsonItem<'_> {
    JsonItem {
        id: &entry.id,
        url: &entry.page,
        external_url: entry.official.as_deref().filter(|address| is_web(address)),
        title: visible(&entry.title).into_owned(),
        content_text: visible(&entry.text).into_owned(),
        summary: visible(&entry.summary).into_owned(),
        date_published: entry.published.map(time),
        date_modified: time(entry.updated),
        authors: entry.authors.iter().map(|name| JsonAuthor { name }).collect(),
    }
}

/// A feed after <https://www.jsonfeed.org/version/1.1/>.
#[derive(Serialize)]
struct JsonFeed<'f> {
    version: &'static str,
    title: &'f str,
    home_page_url: &'f str,
    feed_url: &'f str,
    language: &'static str,
    items: Vec<JsonItem<'f>>,
}

#[derive(Serialize)]
struct JsonItem<'f> {
    id: &'f str,
    url: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'f str>,
    title: String,
    content_text: String,
    summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    date_modified: String,
    authors: Vec<JsonAuthor<'f>>,
}

#[derive(Serialize)]
struct JsonAuthor<'f> {
    name: &'f str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_texts_stay_text_and_odd_addresses_are_left_out() {
        let entry = Entry {
            id: "urn:x".into(),
            title: "</title><script>alert(1)</script>\u{202e}".into(),
            page: "http://localhost/policies/a?x=\"&y".into(),
            official: Some("javascript:alert(1)".into()),
            updated: Timestamp::UNIX_EPOCH,
            published: None,
            authors: vec!["]]>&".into()],
            text: "\u{0}第一条".into(),
            summary: String::new(),
        };
        let feed = Feed {
            title: "t".into(),
            id: "urn:f".into(),
            address: "http://localhost/f".into(),
            page: "http://localhost/".into(),
            language: "zh-CN",
            updated: Timestamp::UNIX_EPOCH,
            entries: vec![entry],
        };
        let mut xml = Vec::new();
        atom(&mut xml, &feed).unwrap();
        let xml = String::from_utf8(xml).unwrap();
        assert!(
            !xml.contains("<script") && !xml.contains("javascript:") && xml.contains("&lt;U+202E&gt;"),
            "{xml}"
        );
        assert!(xml.contains("x=&quot;&amp;y"), "{xml}");
        let mut whole = Vec::new();
        json(&mut whole, &feed).unwrap();
        let whole: serde_json::Value = serde_json::from_slice(&whole).unwrap();
        assert!(whole["items"][0].get("external_url").is_none());
        assert_eq!(whole["items"][0]["content_text"], "<U+0000>第一条");
    }
}

//! What is new, for people, feed readers and calendars.

use super::{
    Style,
    ical::{Calendar, Event},
    visible,
};
use jiff::Timestamp;
use polidex_corpus::{locale::Locale, text::sha256_hex};
use polidex_search::watching::{News, NewsKind, Subject};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event as Xml},
};
use serde::Serialize;
use std::io::{self, Write};

/// What one watch has to tell.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The watch's name.
    pub name: String,
    /// What it watches.
    pub subject: Subject,
    /// When it was looked at before.
    pub since: Option<Timestamp>,
    /// What is new.
    pub news: Vec<News>,
}

/// What a watch watches, in one line.
pub fn described(subject: &Subject) -> String {
    match subject {
        Subject::Search { query, filters } if filters.is_empty() => query.clone(),
        Subject::Search { query, filters } => format!("{query} {filters}"),
        Subject::Document { policy } => policy.clone(),
        Subject::Clause { policy, path } => format!("{policy}#{path}"),
        Subject::Profile { path } => path.clone(),
    }
}

/// Writes reports for people.
pub fn text(out: &mut impl Write, reports: &[Report], style: Style, locale: Locale) -> io::Result<()> {
    for report in reports {
        let since = report.since.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
        let count = match (report.news.len(), locale) {
            (0, Locale::En) => format!("nothing new since {since} UTC"),
            (0, Locale::Zh) => format!("自 {since} UTC 以来没有变化"),
            (count, Locale::En) => format!("{count} since {since} UTC"),
            (count, Locale::Zh) => format!("自 {since} UTC 以来 {count} 项"),
        };
        writeln!(out, "{}  {}", style.bold(visible(&report.name)), style.dim(count))?;
        for news in &report.news {
            writeln!(out, "  {}  {}", style.caution(happened(report, news, locale)), visible(&titled(news)))?;
            writeln!(out, "    {}", style.reference(&news.reference))?;
        }
    }
    Ok(())
}

fn titled(news: &News) -> String {
    format!("{} {}", news.title, news.label).trim_end().to_owned()
}

/// What happened, in words.
fn happened(report: &Report, news: &News, locale: Locale) -> String {
    let company = matches!(report.subject, Subject::Profile { .. });
    let (before, after) =
        (news.before.as_deref().unwrap_or_default(), news.after.as_deref().unwrap_or_default());
    match (news.kind, locale) {
        (NewsKind::New, _) => locale.pick("new", "新增").to_owned(),
        (NewsKind::Changed, _) => locale.pick("changed", "内容变化").to_owned(),
        (NewsKind::Gone, _) => locale.pick("gone", "不再出现").to_owned(),
        (NewsKind::NewEdition, Locale::En) => format!("new edition: {before} → {after}"),
        (NewsKind::NewEdition, Locale::Zh) => format!("新版本：{before} → {after}"),
        (NewsKind::Status, Locale::En) if company => format!("verdict: {before} → {after}"),
        (NewsKind::Status, Locale::Zh) if company => format!("判断：{before} → {after}"),
        (NewsKind::Status, Locale::En) => format!("status: {before} → {after}"),
        (NewsKind::Status, Locale::Zh) => format!("效力状态：{before} → {after}"),
        (NewsKind::Due, Locale::En) if company => format!("last day: {after}"),
        (NewsKind::Due, Locale::Zh) if company => format!("截止日期 {after}"),
        (NewsKind::Due, Locale::En) => format!("last day in force: {after}"),
        (NewsKind::Due, Locale::Zh) => format!("有效期至 {after}"),
    }
}

/// A name that stays the same for the same piece of news.
fn urn(report: &Report, news: &News) -> String {
    let told = serde_json::to_string(news).unwrap_or_default();
    let hash = sha256_hex(format!("{}\n{told}", report.name).as_bytes());
    format!("urn:polidex:news:{}", &hash[..32])
}

/// Writes an Atom feed (RFC 4287).
pub fn atom(out: &mut impl Write, reports: &[Report], now: Timestamp, locale: Locale) -> io::Result<()> {
    let names: Vec<&str> = reports.iter().map(|report| report.name.as_str()).collect();
    let id = format!("urn:polidex:watch:{}", &sha256_hex(names.join("\n").as_bytes())[..32]);
    let now = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom")).write_inner_content(
        |xml| {
            element(xml, "title", &format!("polidex: {}", names.join(", ")))?;
            element(xml, "id", &id)?;
            element(xml, "updated", &now)?;
            xml.create_element("author").write_inner_content(|xml| element(xml, "name", "polidex"))?;
            for report in reports {
                for news in &report.news {
                    entry(xml, report, news, &now, locale)?;
                }
            }
            Ok(())
        },
    )?;
    writeln!(xml.into_inner())
}

fn entry<W: Write>(
    xml: &mut Writer<W>,
    report: &Report,
    news: &News,
    now: &str,
    locale: Locale,
) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        element(xml, "title", &format!("{}: {}", happened(report, news, locale), titled(news)))?;
        element(xml, "id", &urn(report, news))?;
        element(xml, "updated", now)?;
        if let Some(url) = news.url.as_deref().filter(|url| url.starts_with("http")) {
            xml.create_element("link").with_attribute(("href", url)).write_empty()?;
        }
        element(xml, "summary", &format!("{} · {}", report.name, news.reference))
    })?;
    Ok(())
}

fn element<W: Write>(xml: &mut Writer<W>, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&visible(text)))?;
    Ok(())
}

/// Writes the days on which something ceases to apply as a calendar.
pub fn ics(out: &mut impl Write, reports: &[Report], now: Timestamp, locale: Locale) -> io::Result<()> {
    let mut calendar = Calendar::new(now);
    for report in reports {
        for news in report.news.iter().filter(|news| news.kind == NewsKind::Due) {
            let Some(day) = news.after.as_ref().and_then(|day| day.parse().ok()) else { continue };
            calendar.add(Event {
                uid: urn(report, news),
                day,
                summary: format!("{}: {}", happened(report, news, locale), visible(&titled(news))),
                description: news.reference.clone(),
                url: news.url.clone(),
            });
        }
    }
    out.write_all(calendar.finish().as_bytes())
}

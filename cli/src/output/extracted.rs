//! What one page gives: a line of JSON, or a sheet to read.

use super::{Style, visible};
use crate::config::Config;
use polidex_corpus::{
    locale::Localized,
    model::{Dates, Document, Lang, Sourced, Warning},
};
use polidex_ingest::{extract::Related, page::Page, source::Link};
use serde::Serialize;
use std::io::{self, Write};

/// One page. Absent values are null, so that every line has the same keys.
#[derive(Serialize)]
struct Line<'p> {
    file: &'p str,
    url: Option<&'p str>,
    title: &'p str,
    /// Without the title.
    text: &'p str,
    written: Option<String>,
    /// A day; year and month where the page names no day.
    published: Option<String>,
    effective: Option<String>,
    expires: Option<String>,
    author: Option<&'p str>,
    source: Option<&'p str>,
    doc_number: Option<&'p str>,
    /// As printed, several joined by 、.
    issuer: Option<String>,
    index_number: Option<&'p str>,
    topic: Option<&'p str>,
    column: Option<&'p str>,
    kind: &'p str,
    level: Option<&'p str>,
    region: Option<&'p str>,
    lang: Lang,
    attachments: Vec<File<'p>>,
    related: &'p [Related],
    annotations: Vec<&'p str>,
    warnings: &'p [Warning],
}

#[derive(Serialize)]
struct File<'p> {
    url: &'p str,
    text: &'p str,
}

/// Writes what a page gives; nothing for a page that could not be read.
pub fn write(out: &mut impl Write, config: &Config, input: &str, page: &Page) -> io::Result<()> {
    let Ok(document) = &page.document else { return Ok(()) };
    let line = line(input, page, document);
    if config.json {
        serde_json::to_writer(&mut *out, &line)?;
        return writeln!(out);
    }
    sheet(out, config, &line)
}

fn line<'p>(input: &'p str, page: &'p Page, document: &'p Document) -> Line<'p> {
    let meta = &document.meta;
    let dates: &Dates = &meta.dates;
    let issuers: Vec<&str> = meta.issuer.iter().map(|issuer| issuer.value.as_str()).collect();
    let file = |link: &'p Link| File { url: link.url.as_str(), text: &link.text };
    Line {
        file: input,
        url: meta.url.as_deref().or_else(|| (page.url.scheme() != "file").then(|| page.url.as_str())),
        title: &meta.title.value,
        text: document.body(),
        written: day(dates.written.as_ref()),
        published: day(dates.published.as_ref())
            .or_else(|| meta.page.published_month.as_ref().map(|month| month.value.clone())),
        effective: day(dates.effective.as_ref()),
        expires: day(dates.expires.as_ref()),
        author: value(meta.page.author.as_ref()),
        source: value(meta.page.source.as_ref()),
        doc_number: meta.doc_number.as_ref().map(|number| number.value.printed.as_str()),
        issuer: (!issuers.is_empty()).then(|| issuers.join("、")),
        index_number: value(meta.page.index_number.as_ref()),
        topic: value(meta.page.topic.as_ref()),
        column: value(meta.page.column.as_ref()),
        kind: meta.kind.name(),
        level: meta.level.map(polidex_corpus::model::Level::name),
        region: meta.region.as_deref(),
        lang: meta.lang,
        attachments: page.attachments.iter().map(file).collect(),
        related: &page.related,
        annotations: meta.page.annotations.iter().map(|note| note.value.as_str()).collect(),
        warnings: &document.warnings,
    }
}

fn day(date: Option<&Sourced<jiff::civil::Date>>) -> Option<String> {
    date.map(|date| date.value.to_string())
}

fn value(value: Option<&Sourced<String>>) -> Option<&str> {
    value.map(|value| value.value.as_str())
}

fn sheet(out: &mut impl Write, config: &Config, line: &Line<'_>) -> io::Result<()> {
    let (style, locale) = (Style::new(config.color), config.locale);
    writeln!(out, "{}", style.bold(visible(line.title)))?;
    let facts = [
        (locale.pick("file", "文件"), Some(line.file)),
        (locale.pick("page", "网址"), line.url),
        (locale.pick("number", "文号"), line.doc_number),
        (locale.pick("issuer", "发文机关"), line.issuer.as_deref()),
        (locale.pick("written", "成文"), line.written.as_deref()),
        (locale.pick("published", "发布"), line.published.as_deref()),
        (locale.pick("in force from", "施行"), line.effective.as_deref()),
        (locale.pick("until", "有效期至"), line.expires.as_deref()),
        (locale.pick("index number", "索引号"), line.index_number),
        (locale.pick("topic", "主题分类"), line.topic),
        (locale.pick("column", "栏目"), line.column),
        (locale.pick("source", "来源"), line.source),
        (locale.pick("author", "作者"), line.author),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            writeln!(out, "  {} {}", style.dim(name), visible(value))?;
        }
    }
    for file in &line.attachments {
        let name = style.dim(locale.pick("attachment", "附件"));
        writeln!(out, "  {name} {} {}", visible(file.text), style.reference(visible(file.url)))?;
    }
    for related in line.related {
        let url = visible(related.link.url.as_str());
        writeln!(out, "  {} {}", style.dim(visible(&related.link.text)), style.reference(url))?;
    }
    for warning in line.warnings {
        writeln!(out, "  {} {}", style.caution("!"), visible(&warning.localized(locale)))?;
    }
    writeln!(out, "\n{}\n", visible(line.text))
}

//! `page.html`: the bundle for people.

use super::{Counterpart, Manifest, Source, readme::proves};
use polidex_corpus::{
    model::{CharIndex, Span},
    text::visible,
};
use std::fmt::Write;

/// Characters shown on either side of a passage; the whole text is in its own file.
const AROUND: usize = 1_500;

/// A page that loads nothing and runs nothing.
pub(super) fn write(manifest: &Manifest, texts: &[Source]) -> String {
    let document = &manifest.document;
    let title = escaped(&document.title);
    let lang = escaped(&document.lang);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head>\n\
         <body><h1>{title}</h1>\n<dl>"
    );
    let facts = [
        ("Reference 引用", Some(manifest.reference.clone())),
        ("Number 文号", document.number.clone()),
        ("Issuer 发文机关", Some(document.issuer.join("、")).filter(|names| !names.is_empty())),
        ("Edition 版本", Some(document.edition.clone())),
        ("Published 发布", document.published.clone()),
        ("Page 网页", document.url.clone()),
        ("Sample 示例", document.illustrative.then(|| "illustrative, no real policy 示例文本".to_owned())),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            let _ = write!(page, "<dt>{name}</dt><dd>{}</dd>", escaped(&value));
        }
    }
    page += "</dl>\n";
    if let Some(passage) = &manifest.passage
        && let Some(source) = texts.get(passage.text)
    {
        let _ = writeln!(
            page,
            "<h2>{}</h2>\n<pre>{}</pre>",
            escaped(&passage.label),
            excerpt(&source.text, passage.span)
        );
        if let Some(beside) = &passage.counterpart {
            page += &counterpart(beside);
        }
    } else {
        for source in texts {
            let _ = writeln!(page, "<pre>{}</pre>", escaped(&source.text));
        }
    }
    page += "<h2>Received 收到的内容</h2>\n<dl>";
    for text in &manifest.texts {
        let capture = &text.capture;
        let rows = [
            ("From 来源", capture.location.clone()),
            ("At 时间", capture.captured_at.clone()),
            ("SHA-256 (bytes 字节)", capture.sha256.clone()),
            ("SHA-256 (text 文本)", text.sha256.clone()),
            ("Read by 提取程序", text.extractor.clone()),
            (
                "Record 存档记录",
                text.records.clone().or_else(|| text.original.clone()).unwrap_or_else(|| "—".to_owned()),
            ),
        ];
        for (name, value) in rows {
            let _ = write!(page, "<dt>{name}</dt><dd><code>{}</code></dd>", escaped(&value));
        }
    }
    page += "</dl>\n<h2>What this proves 证明力</h2>\n";
    let [en, zh] = proves(manifest);
    for line in en.iter().chain(&zh) {
        let _ = writeln!(page, "<p>{}</p>", escaped(line));
    }
    page += "<p>README.txt says how to check it. 核对方法见 README.txt。</p></body></html>\n";
    page
}

/// The words of the other language.
fn counterpart(beside: &Counterpart) -> String {
    let [en, zh] = &beside.standing;
    format!(
        "<h2>In the other language 另一语言</h2>\n<p>{} {} · <code>{}</code> · laid beside it by the program, no part of the evidence 由程序对照，不属证据 ({:.2})</p>\n<pre lang=\"{}\">{}</pre>\n",
        escaped(en),
        escaped(zh),
        escaped(&beside.reference),
        beside.confidence,
        escaped(&beside.lang),
        escaped(&beside.words)
    )
}

/// The passage marked, with what stands around it.
fn excerpt(text: &str, span: Span) -> String {
    let index = CharIndex::new(text);
    let count = index.char_at(text.len());
    let (from, to) = (span.start.saturating_sub(AROUND), (span.end + AROUND).min(count));
    let cut = |start: usize, end: usize| escaped(index.slice(Span::new(start, end.max(start))));
    let ellipsis = |cut: bool| if cut { "…" } else { "" };
    format!(
        "{}{}<mark>{}</mark>{}{}",
        ellipsis(from > 0),
        cut(from, span.start),
        cut(span.start, span.end),
        cut(span.end, to),
        ellipsis(to < count)
    )
}

/// As text of HTML, with hidden characters made visible.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

const STYLE: &str = "body{max-width:46em;margin:2em auto;padding:0 1em;font:16px/1.6 system-ui,sans-serif}\
h1{font-size:1.4em}h2{font-size:1.1em}pre{white-space:pre-wrap;font:inherit;border-left:3px solid #bbb;padding-left:1em}\
mark{background:#ffe58a}dt{font-weight:600}dd{margin:0 0 .4em;overflow-wrap:anywhere}code{font-size:.85em}";

//! A report as a page: the draft with its claims marked, one file without scripts or further parts.

use super::{Checked, outcome, summary};
use crate::output::visible;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{CharIndex, Span},
};
use polidex_search::quoting::{
    draft::{Finding, Outcome},
    verify::Difference,
};
use std::io::{self, Write};

const STYLE: &str = "body{font:16px/1.7 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}\
pre{white-space:pre-wrap;font:inherit}mark{padding:0 .1em;border-radius:.2em;color:inherit;text-decoration:none}\
.right{background:#d9f2dd}.wrong{background:#ffd9d4;outline:2px solid #c0392b}.unknown{background:#eee}\
a{color:inherit;text-decoration:none}sup{font-size:.7em}del{background:#ffd9d4}ins{background:#d9f2dd;text-decoration:none}\
li{margin:.6em 0}.ref{font-family:monospace;color:#555}";

/// Writes the drafts with everything that was found.
pub fn html(out: &mut impl Write, checked: &[Checked], locale: Locale) -> io::Result<()> {
    let title = locale.pick("Checked drafts", "稿件核对");
    let lang = locale.pick("en", "zh-CN");
    write!(
        out,
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body>\n"
    )?;
    for (number, checked) in checked.iter().enumerate() {
        writeln!(
            out,
            "<h1>{}</h1>\n<p>{}</p>",
            escaped(&checked.name),
            escaped(&summary(&checked.report, locale))
        )?;
        write!(out, "<pre>")?;
        annotated(out, checked, number)?;
        writeln!(out, "</pre>\n<ol>")?;
        for (place, found) in checked.report.findings.iter().enumerate() {
            note(out, found, &format!("{number}-{place}"), locale)?;
        }
        writeln!(out, "</ol>")?;
    }
    writeln!(out, "</body></html>")
}

/// The draft's text with a mark around every claim. Where claims lie in each other, the outer is marked.
fn annotated(out: &mut impl Write, checked: &Checked, number: usize) -> io::Result<()> {
    let index = CharIndex::new(&checked.draft.text);
    let mut at = 0;
    for (place, found) in checked.report.findings.iter().enumerate() {
        if found.span.start < at {
            continue;
        }
        let before = Span::new(at, found.span.start);
        write!(
            out,
            "{}<a href=\"#f{number}-{place}\"><mark class=\"{}\">{}</mark><sup>{}</sup></a>",
            escaped(index.slice(before)),
            class(found.outcome),
            escaped(index.slice(found.span)),
            place + 1
        )?;
        at = found.span.end;
    }
    write!(out, "{}", escaped(&checked.draft.text[index.byte_at(at)..]))
}

fn note(out: &mut impl Write, found: &Finding, id: &str, locale: Locale) -> io::Result<()> {
    let difference = found.verdict.as_ref().and_then(|verdict| verdict.difference.as_ref());
    let reference = found.reference.as_ref().map(ToString::to_string).unwrap_or_default();
    writeln!(
        out,
        "<li id=\"f{id}\"><mark class=\"{}\">{}</mark> {} <q>{}</q> {}{} <span class=\"ref\">{}</span></li>",
        class(found.outcome),
        outcome(found.outcome, locale),
        found.kind.label(locale),
        escaped(&found.text),
        escaped(&found.localized(locale)),
        difference.map(laid_beside).unwrap_or_default(),
        escaped(&reference)
    )
}

fn laid_beside(difference: &Difference) -> String {
    let pieces = difference.pieces.iter().map(|piece| {
        if piece.same {
            escaped(&piece.published)
        } else {
            let mark = |text: &str, tag: &str| {
                if text.is_empty() { String::new() } else { format!("<{tag}>{}</{tag}>", escaped(text)) }
            };
            mark(&piece.published, "del") + &mark(&piece.quoted, "ins")
        }
    });
    format!("<br>{}", pieces.collect::<String>())
}

fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Right => "right",
        Outcome::Wrong => "wrong",
        Outcome::Unknown => "unknown",
    }
}

/// Text that is nothing but text in HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("<script>\"'&\u{202e}"), "&lt;script&gt;&quot;&#39;&amp;&lt;U+202E&gt;");
    }
}

//! A report as one HTML file that needs nothing else: no script, no request.

use super::{verdict_name, view::ReportView};
use crate::output::visible;
use polidex_corpus::locale::Locale;
use polidex_search::matching::Truth;
use std::io::{self, Write};

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:0}section{border:1px solid #ccc;border-left-width:6px;border-radius:6px;padding:1rem;margin:1rem 0}
.eligible,.likely{border-left-color:#1a7f37}.needs_information{border-left-color:#9a6700}
blockquote{margin:.6rem 0;padding-left:.8rem;border-left:3px solid #ddd}ul{padding-left:1.2rem}li{margin:.2rem 0}
.met::marker{content:'✔ ';color:#1a7f37}.failed::marker{content:'✘ ';color:#b42318}.unknown::marker{content:'? ';color:#9a6700}
.aside{color:#555;font-size:.9rem}a{color:#0550ae}@media(prefers-color-scheme:dark){body{background:#151515;color:#e6e6e6}a{color:#79b8ff}.aside{color:#aaa}section{border-color:#444}}
@media print{section{break-inside:avoid}}";

/// Writes a report.
pub fn write(out: &mut impl Write, view: &ReportView, locale: Locale) -> io::Result<()> {
    let lang = locale.pick("en", "zh-CN");
    let title = escaped(&view.title);
    writeln!(out, "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>")?;
    for line in &view.summary {
        writeln!(out, "<p>{}</p>", escaped(line))?;
    }
    for found in &view.matches {
        writeln!(out, "<section class=\"{}\">", found.verdict.name())?;
        writeln!(
            out,
            "<h2>{} · {} <span class=\"aside\">{}</span></h2>",
            verdict_name(found.verdict, locale),
            escaped(&found.amount),
            found.kind
        )?;
        writeln!(out, "<blockquote>{}</blockquote>", escaped(&found.sentence))?;
        writeln!(
            out,
            "<p class=\"aside\">{} {}</p>\n<ul>",
            linked(&found.reference, found.link.as_deref()),
            escaped(&found.policy)
        )?;
        for condition in &found.conditions {
            let class = match condition.truth {
                Truth::Met => "met",
                Truth::Failed => "failed",
                Truth::Unknown => "unknown",
            };
            writeln!(
                out,
                "<li class=\"{class}\">「{}」 {} <span class=\"aside\">{}</span></li>",
                escaped(&condition.quote),
                escaped(&condition.meaning),
                linked(&condition.reference, condition.link.as_deref())
            )?;
        }
        for step in &found.trace {
            writeln!(out, "<li>= {}</li>", escaped(step))?;
        }
        writeln!(out, "</ul>")?;
        if !found.facts.is_empty() {
            writeln!(out, "<p class=\"aside\">{}</p>", escaped(&found.facts.join(" · ")))?;
        }
        writeln!(out, "</section>")?;
    }
    let lists = [
        (locale.pick("For one matter", "同一事项"), &view.stacks),
        (locale.pick("What would change", "假设下的变化"), &view.effects),
        (locale.pick("Questions that decide most", "最能定论的问题"), &view.questions),
        (locale.pick("Notes", "说明"), &view.notes),
    ];
    for (name, lines) in lists.iter().filter(|(_, lines)| !lines.is_empty()) {
        writeln!(out, "<h2>{name}</h2>\n<ul>")?;
        for line in *lines {
            writeln!(out, "<li>{}</li>", escaped(line))?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</body>\n</html>")
}

fn linked(reference: &str, link: Option<&str>) -> String {
    match link {
        Some(link) => format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escaped(link), escaped(reference)),
        None => escaped(reference),
    }
}

/// Text in which nothing is taken for markup.
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

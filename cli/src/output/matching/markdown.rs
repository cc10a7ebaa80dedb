//! A report as Markdown.

use super::{verdict_name, view::ReportView};
use crate::output::visible;
use polidex_corpus::locale::Locale;
use polidex_search::matching::Truth;
use std::io::{self, Write};

/// Writes a report.
pub fn write(out: &mut impl Write, view: &ReportView, locale: Locale) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&view.title))?;
    for line in &view.summary {
        writeln!(out, "{}  ", escaped(line))?;
    }
    for found in &view.matches {
        writeln!(
            out,
            "\n## {} · {} · {}\n",
            verdict_name(found.verdict, locale),
            escaped(&found.amount),
            found.kind
        )?;
        writeln!(out, "> {}\n", escaped(&found.sentence))?;
        writeln!(out, "{} {}\n", linked(&found.reference, found.link.as_deref()), escaped(&found.policy))?;
        for condition in &found.conditions {
            let mark = match condition.truth {
                Truth::Met => "✔",
                Truth::Failed => "✘",
                Truth::Unknown => "?",
            };
            writeln!(
                out,
                "- {mark} 「{}」 {} {}",
                escaped(&condition.quote),
                escaped(&condition.meaning),
                linked(&condition.reference, condition.link.as_deref())
            )?;
        }
        for step in &found.trace {
            writeln!(out, "- = {}", escaped(step))?;
        }
        if !found.facts.is_empty() {
            writeln!(out, "\n{}", escaped(&found.facts.join(" · ")))?;
        }
    }
    let lists = [
        (locale.pick("For one matter", "同一事项"), &view.stacks),
        (locale.pick("What would change", "假设下的变化"), &view.effects),
        (locale.pick("Questions that decide most", "最能定论的问题"), &view.questions),
        (locale.pick("Notes", "说明"), &view.notes),
    ];
    for (name, lines) in lists.iter().filter(|(_, lines)| !lines.is_empty()) {
        writeln!(out, "\n## {name}\n")?;
        for line in *lines {
            writeln!(out, "- {}", escaped(line))?;
        }
    }
    Ok(())
}

fn linked(reference: &str, link: Option<&str>) -> String {
    match link {
        // A bracket would end the address.
        Some(link) => format!("[{}]({})", escaped(reference), link.replace('(', "%28").replace(')', "%29")),
        None => format!("`{}`", visible(reference).replace('`', "'")),
    }
}

/// Text in which nothing is taken for markup, on one line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\t' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

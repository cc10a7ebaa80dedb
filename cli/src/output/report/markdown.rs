//! A report in Markdown: a table for each draft.

use super::{Checked, outcome, summary};
use crate::output::visible;
use polidex_corpus::locale::{Locale, Localized};
use polidex_search::quoting::{draft::Finding, verify::Difference};
use std::io::{self, Write};

/// Writes everything that was found.
pub fn markdown(out: &mut impl Write, checked: &[Checked], locale: Locale) -> io::Result<()> {
    for checked in checked {
        writeln!(out, "# {}\n\n{}\n", escaped(&checked.name), summary(&checked.report, locale))?;
        let head =
            locale.pick("| line | | claim | in the draft | found |", "| 行 | | 类别 | 稿件 | 核对结果 |");
        writeln!(out, "{head}\n| ---: | --- | --- | --- | --- |")?;
        for found in &checked.report.findings {
            let difference = found.verdict.as_ref().and_then(|verdict| verdict.difference.as_ref());
            writeln!(
                out,
                "| {} | {} | {} | {} | {}{}{} |",
                found.line,
                outcome(found.outcome, locale),
                found.kind.label(locale),
                escaped(&found.text),
                escaped(&found.localized(locale)),
                difference.map(laid_beside).unwrap_or_default(),
                reference(found),
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn laid_beside(difference: &Difference) -> String {
    let pieces = difference.pieces.iter().map(|piece| {
        if piece.same {
            escaped(&piece.published)
        } else {
            let mark = |text: &str, sign: &str| {
                if text.is_empty() { String::new() } else { format!("{sign}{}{sign}", escaped(text)) }
            };
            mark(&piece.published, "~~") + &mark(&piece.quoted, "**")
        }
    });
    format!(": {}", pieces.collect::<String>())
}

fn reference(found: &Finding) -> String {
    found
        .reference
        .as_ref()
        .map(|reference| format!(" ({})", escaped(&reference.to_string())))
        .unwrap_or_default()
}

/// A cell of a table: nothing in it is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '\n' => out.push(' '),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '~' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_is_markup() {
        assert_eq!(escaped("a|b\n<i>*x*[y](z)"), "a\\|b \\<i\\>\\*x\\*\\[y\\](z)");
    }
}

//! A report for the terminal: what is wrong, line by line.

use super::{Checked, outcome, summary};
use crate::output::{
    Style,
    quote::{kinds, laid_beside},
    visible,
};
use polidex_corpus::locale::{Locale, Localized};
use polidex_search::quoting::draft::{Finding, Outcome};
use std::io::{self, Write};

/// Characters of a claim that are shown.
const SHOWN: usize = 60;

/// Writes what was found; what is right only with `all`.
pub fn terminal(
    out: &mut impl Write,
    checked: &[Checked],
    all: bool,
    style: Style,
    locale: Locale,
) -> io::Result<()> {
    for checked in checked {
        writeln!(out, "{}   {}", style.bold(visible(&checked.name)), summary(&checked.report, locale))?;
        for found in checked.report.findings.iter().filter(|found| all || found.outcome != Outcome::Right) {
            finding(out, found, style, locale)?;
        }
        for warning in &checked.report.warnings {
            writeln!(out, "  {}", style.dim(visible(&warning.localized(locale))))?;
        }
    }
    Ok(())
}

fn finding(out: &mut impl Write, found: &Finding, style: Style, locale: Locale) -> io::Result<()> {
    let name = format!("{:<7}", outcome(found.outcome, locale));
    let name = match found.outcome {
        Outcome::Right => style.good(name),
        Outcome::Wrong => style.caution(name),
        Outcome::Unknown => style.dim(name),
    };
    let text: String = found.text.replace('\n', " ").chars().take(SHOWN).collect();
    let more = if found.text.chars().count() > SHOWN { "…" } else { "" };
    writeln!(out, "{:>5}  {name} {}  {}{more}", found.line, found.kind.label(locale), visible(&text))?;
    writeln!(out, "       {}", visible(&found.localized(locale)))?;
    let difference = found.verdict.as_ref().and_then(|verdict| verdict.difference.as_ref());
    if let Some(difference) = difference.filter(|_| found.outcome == Outcome::Wrong) {
        writeln!(out, "       {}", laid_beside(difference, style).replace('\n', " "))?;
        if !difference.grave.is_empty() {
            let grave = format!("{}{}", locale.pick("grave: ", "严重："), kinds(&difference.grave, locale));
            writeln!(out, "       {}", style.caution(grave))?;
        }
    }
    if let Some(reference) = found.reference.as_ref().filter(|_| found.outcome != Outcome::Unknown) {
        writeln!(out, "       {}", style.reference(visible(&reference.to_string())))?;
    }
    Ok(())
}

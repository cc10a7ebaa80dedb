//! What was found in drafts, in four forms.

mod html;
mod markdown;
mod terminal;

pub use html::html;
pub use markdown::markdown;
pub use terminal::terminal;

use polidex_corpus::locale::Locale;
use polidex_search::quoting::draft::{Draft, Outcome, Report};
use serde::Serialize;
use std::io::{self, Write};

/// A draft with what was found in it.
pub struct Checked {
    /// What the user calls it.
    pub name: String,
    /// The draft as read.
    pub draft: Draft,
    /// What was found.
    pub report: Report,
}

#[derive(Serialize)]
struct Line<'c> {
    file: &'c str,
    #[serde(flatten)]
    report: &'c Report,
}

/// A line of JSON for each draft.
pub fn json(out: &mut impl Write, checked: &[Checked]) -> io::Result<()> {
    for checked in checked {
        serde_json::to_writer(&mut *out, &Line { file: &checked.name, report: &checked.report })?;
        writeln!(out)?;
    }
    Ok(())
}

/// The counts in one line.
fn summary(report: &Report, locale: Locale) -> String {
    let Report { right, wrong, unknown, as_of, .. } = report;
    match locale {
        Locale::En => format!("{wrong} wrong · {right} right · {unknown} unknown · as of {as_of}"),
        Locale::Zh => format!("错误 {wrong} · 正确 {right} · 未知 {unknown} · 截至 {as_of}"),
    }
}

fn outcome(outcome: Outcome, locale: Locale) -> &'static str {
    let (en, zh) = match outcome {
        Outcome::Right => ("right", "正确"),
        Outcome::Wrong => ("wrong", "错误"),
        Outcome::Unknown => ("unknown", "未知"),
    };
    locale.pick(en, zh)
}

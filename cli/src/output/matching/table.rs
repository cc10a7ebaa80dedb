//! A report for the terminal.

use super::{
    verdict_name,
    view::{ConditionView, MatchView, ReportView, effect_line},
};
use crate::output::{Style, visible};
use polidex_corpus::locale::Locale;
use polidex_search::matching::{Effect, Truth, Verdict};
use std::io::{self, Write};

/// Characters of a sentence that are shown.
const SENTENCE: usize = 160;

/// Effects of a supposition that are shown between two questions.
const EFFECTS: usize = 8;

/// Writes a report.
pub fn write(out: &mut impl Write, view: &ReportView, style: Style, locale: Locale) -> io::Result<()> {
    writeln!(out, "{}", style.bold(visible(&view.title)))?;
    for line in &view.summary {
        writeln!(out, "  {}", visible(line))?;
    }
    for found in &view.matches {
        measure(out, found, style, locale)?;
    }
    if view.more > 0 {
        let more = match locale {
            Locale::En => format!("… {} more (--limit)", view.more),
            Locale::Zh => format!("……另有 {} 项（--limit）", view.more),
        };
        writeln!(out, "\n{}", style.dim(more))?;
    }
    let lists = [
        (locale.pick("For one matter", "同一事项"), &view.stacks),
        (locale.pick("What would change", "假设下的变化"), &view.effects),
        (locale.pick("Questions that decide most", "最能定论的问题"), &view.questions),
    ];
    for (name, lines) in lists.iter().filter(|(_, lines)| !lines.is_empty()) {
        writeln!(out, "\n{}", style.bold(name))?;
        for line in *lines {
            writeln!(out, "  {}", visible(&shortened(line, 2 * SENTENCE)))?;
        }
    }
    writeln!(out)?;
    for note in &view.notes {
        writeln!(out, "{}", style.dim(visible(note)))?;
    }
    Ok(())
}

/// Writes what a supposition would change, the best first.
pub fn write_effects(
    out: &mut impl Write,
    effects: &[Effect],
    style: Style,
    locale: Locale,
) -> io::Result<()> {
    if effects.is_empty() {
        return writeln!(out, "  {}", style.dim(locale.pick("nothing would change", "没有变化")));
    }
    for effect in effects.iter().take(EFFECTS) {
        writeln!(out, "  {}", visible(&shortened(&effect_line(effect, locale), 2 * SENTENCE)))?;
    }
    if effects.len() > EFFECTS {
        let more = effects.len() - EFFECTS;
        let more = match locale {
            Locale::En => format!("… {more} more (--what-if)"),
            Locale::Zh => format!("……另有 {more} 项（--what-if）"),
        };
        writeln!(out, "  {}", style.dim(more))?;
    }
    Ok(())
}

fn measure(out: &mut impl Write, found: &MatchView, style: Style, locale: Locale) -> io::Result<()> {
    let head = format!("{} {} · {}", mark(found.verdict), verdict_name(found.verdict, locale), found.amount);
    let head = match found.verdict {
        Verdict::Eligible | Verdict::Likely => style.good(visible(&head)),
        Verdict::NeedsInformation => style.caution(visible(&head)),
        _ => style.dim(visible(&head)),
    };
    writeln!(out, "\n{head}   {}", style.dim(found.kind))?;
    writeln!(out, "  {}", visible(&shortened(&found.sentence, SENTENCE)))?;
    writeln!(out, "  {} {}", style.reference(visible(&found.reference)), style.dim(visible(&found.policy)))?;
    for condition in &found.conditions {
        checked(out, condition, style)?;
    }
    for step in &found.trace {
        writeln!(out, "    = {}", visible(&shortened(step, SENTENCE)))?;
    }
    if !found.facts.is_empty() {
        writeln!(out, "    {}", style.dim(visible(&shortened(&found.facts.join(" · "), 2 * SENTENCE))))?;
    }
    Ok(())
}

fn checked(out: &mut impl Write, condition: &ConditionView, style: Style) -> io::Result<()> {
    let mark = match condition.truth {
        Truth::Met => style.good("✔"),
        Truth::Failed => style.caution("✘"),
        Truth::Unknown => style.caution("?"),
    };
    writeln!(
        out,
        "    {mark} 「{}」 {}  {}",
        visible(&shortened(&condition.quote, SENTENCE)),
        visible(&condition.meaning),
        style.reference(visible(&condition.reference))
    )
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible | Verdict::Likely => "✔",
        Verdict::NeedsInformation => "?",
        _ => "✘",
    }
}

fn shortened(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most).chain(['…']).collect()
}

//! `polidex match` on a terminal: the questions that decide most, and what would be otherwise.

use crate::{
    answers::matched,
    config::Config,
    console,
    output::{Style, matching::write_effects, visible},
};
use anyhow::Result;
use polidex_corpus::locale::Locale;
use polidex_search::matching::{Catalogue, Question, Report, profile::Change};
use std::{
    collections::BTreeSet,
    io::{self, BufRead, Write},
};

/// Asks the best question until the answer is empty. What was answered changes profile and report.
pub fn ask(
    config: &Config,
    catalogue: &Catalogue,
    raw: &mut serde_json::Value,
    report: &mut Report,
) -> Result<Vec<Change>> {
    let locale = config.locale;
    let style = Style::new(config.color);
    let mut answered = Vec::new();
    let mut skipped: BTreeSet<String> = BTreeSet::new();
    let mut lines = io::stdin().lock().lines();
    let mut out = io::stdout();
    let next = |report: &Report, skipped: &BTreeSet<String>| {
        report.questions.iter().find(|question| !skipped.contains(&question.key)).cloned()
    };
    while let Some(question) = next(report, &skipped) {
        prompt(&mut out, &question, report, style, locale)?;
        let Some(answer) = lines.next().transpose()? else { break };
        if let Some(words) = supposed(answer.trim()) {
            suppose(config, catalogue, raw, report, words)?;
            continue;
        }
        match answer.trim() {
            "" => break,
            "s" | "跳过" => {
                skipped.insert(question.key);
            }
            answer => match matched::taken(raw, &question, answer, config.as_of) {
                Ok((changed, changes)) => {
                    *report = matched::report(catalogue, &changed, config.as_of)?;
                    *raw = changed;
                    answered.extend(changes);
                    // What an answer leaves open is not asked again in the same words.
                    skipped.insert(question.key);
                }
                Err(problem) => {
                    let problem = console::localized(problem.as_ref(), locale);
                    writeln!(out, "  {}", style.caution(visible(&problem)))?;
                }
            },
        }
    }
    writeln!(out)?;
    Ok(answered)
}

/// What somebody supposes instead of answering: `if revenue +20%`, 如果 营收 +20%.
fn supposed(answer: &str) -> Option<&str> {
    let words =
        ["what if ", "if ", "如果", "假如", "假设"].iter().find_map(|cue| answer.strip_prefix(cue))?;
    Some(words.trim())
}

/// Says what a supposition would change. The profile stays as it is.
fn suppose(
    config: &Config,
    catalogue: &Catalogue,
    raw: &serde_json::Value,
    report: &Report,
    words: &str,
) -> Result<()> {
    let (style, locale) = (Style::new(config.color), config.locale);
    let changed = matched::suppositions(&[words.to_owned()])
        .map_err(anyhow::Error::from)
        .and_then(|wanted| matched::supposed(catalogue, raw, report.clone(), &wanted, config.as_of));
    let mut out = io::stdout();
    match changed {
        Ok(shown) => write_effects(&mut out, &shown.what_if, style, locale)?,
        Err(problem) => {
            let problem = console::localized(problem.as_ref(), locale);
            writeln!(out, "  {}", style.caution(visible(&problem)))?;
        }
    }
    Ok(())
}

fn prompt(
    out: &mut impl Write,
    question: &Question,
    report: &Report,
    style: Style,
    locale: Locale,
) -> io::Result<()> {
    let totals = &report.totals;
    let state = match locale {
        Locale::En => format!(
            "{} eligible · {} likely · {} need information. This is unknown in {} measures and decides {}. Enter ends, s skips, `if revenue +20%` supposes.",
            totals.eligible, totals.likely, totals.needs_information, question.measures, question.decides
        ),
        Locale::Zh => format!(
            "{} 项可享受 · {} 项很可能 · {} 项待补充信息。该信息涉及 {} 项，可决定 {} 项。回车结束，s 跳过，“如果 营收 +20%”试算。",
            totals.eligible, totals.likely, totals.needs_information, question.measures, question.decides
        ),
    };
    let hint = if question.fact.is_yes_or_no() { locale.pick(" [y/n]", "［是/否］") } else { "" };
    let asked = style.bold(visible(locale.pick(&question.en, &question.zh)));
    write!(out, "{}\n{asked}{hint} ", style.dim(state))?;
    out.flush()
}

//! `polidex eval`.

use super::eval_compare;
use crate::{
    args::Eval,
    config::Config,
    console::{self, Message, Outcome},
    engine,
};
use anyhow::{Context, Result};
use comfy_table::{Table, presets};
use polidex_corpus::model::ClauseRef;
use polidex_search::{
    eval::{Figures, Judgement, RunLine, judge, mean},
    rank::Weights,
    searcher::{Granularity, Request, Searcher},
};
use serde::Serialize;
use std::{
    fs,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::Path,
    time::Instant,
};

/// How deep a ranked list is judged.
pub(super) const DEPTH: usize = 100;

#[derive(Serialize)]
struct Report {
    questions: usize,
    #[serde(flatten)]
    figures: Figures,
    p50_ms: f64,
    p99_ms: f64,
    unknown_references: usize,
}

/// Answers every question and prints the figures.
pub fn run(config: &Config, args: &Eval) -> Result<Outcome> {
    if !args.compare.is_empty() {
        return eval_compare::run(config, args);
    }
    let judgements = read(&args.judgements)?;
    let weights = weights(args.weights.as_deref())?;
    let searcher = super::search::with_meaning(config, engine::searcher(config, weights)?)?;
    let filters = crate::answers::search::filters(&args.filters, args.lang);
    let bar = console::progress(config, judgements.len() as u64, "asking", "检索");
    let mut lines = Vec::with_capacity(judgements.len());
    let mut figures = Vec::with_capacity(judgements.len());
    let mut times = Vec::with_capacity(judgements.len());
    for judgement in &judgements {
        let request = Request {
            filters: filters.clone(),
            translate: !args.no_translate,
            ..Request::new(judgement.query.clone(), config.as_of)
        };
        let started = Instant::now();
        searcher.search(&request)?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        let ranked = searcher.references(&request, granularity(judgement), DEPTH)?;
        figures.push(judge(&ranked, &judgement.gold));
        lines.push(RunLine { id: judgement.id.clone(), ranked });
        bar.inc(1);
    }
    bar.finish_and_clear();
    if let Some(path) = &args.run {
        write_run(path, &lines)?;
    }
    times.sort_unstable_by(f64::total_cmp);
    let unknown_references = unknown(&searcher, &judgements)?;
    let report = Report {
        questions: judgements.len(),
        figures: mean(&figures),
        p50_ms: percentile(&times, 0.50),
        p99_ms: percentile(&times, 0.99),
        unknown_references,
    };
    print(config, &report)?;
    Ok(Outcome::Done)
}

/// The weights of a file, or the shipped ones.
pub(super) fn weights(path: Option<&Path>) -> Result<Weights> {
    match path {
        Some(path) => toml::from_str(&fs::read_to_string(path).with_context(|| path.display().to_string())?)
            .with_context(|| path.display().to_string()),
        None => Ok(Weights::shipped()),
    }
}

/// Clauses are judged where the judgement names clauses.
pub(super) fn granularity(judgement: &Judgement) -> Granularity {
    if judgement.gold.iter().any(|gold| gold.contains('#')) {
        Granularity::Clause
    } else {
        Granularity::Document
    }
}

/// Reads a file of judgements; one that cannot be read is an error that names its line.
pub(super) fn read(path: &Path) -> Result<Vec<Judgement>> {
    let file = fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut judgements = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| path.display().to_string())?;
        if line.trim().is_empty() {
            continue;
        }
        judgements.push(serde_json::from_str(&line).map_err(|error| {
            let (path, number) = (path.display(), number + 1);
            Message::new(
                format!("{path}, line {number}: {error}; a judgement looks like {{\"id\": \"1\", \"query\": \"…\", \"gold\": [\"path.md#第五条\"]}}"),
                format!("{path} 第 {number} 行：{error}；标注的写法为 {{\"id\": \"1\", \"query\": \"…\", \"gold\": [\"path.md#第五条\"]}}"),
            )
        })?);
    }
    if judgements.is_empty() {
        return Err(Message::new(
            format!("{} holds no judgement", path.display()),
            format!("{} 中没有标注", path.display()),
        )
        .into());
    }
    Ok(judgements)
}

fn write_run(path: &Path, lines: &[RunLine]) -> Result<()> {
    let mut out = BufWriter::new(fs::File::create(path).with_context(|| path.display().to_string())?);
    for line in lines {
        serde_json::to_writer(&mut out, line)?;
        out.write_all(b"\n")?;
    }
    out.flush().with_context(|| path.display().to_string())
}

/// How many references of the judgements name nothing in the store: their questions cannot be
/// answered in full, which is no fault of the ranking.
fn unknown(searcher: &Searcher, judgements: &[Judgement]) -> Result<usize> {
    let mut count = 0;
    for gold in judgements.iter().flat_map(|judgement| &judgement.gold) {
        count += usize::from(!searcher.store().knows(&ClauseRef::parse(gold))?);
    }
    Ok(count)
}

/// The value below which `share` of the sorted values lie.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(place).copied().unwrap_or(0.0)
}

fn print(config: &Config, report: &Report) -> Result<()> {
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, report)?;
        writeln!(out)?;
        return Ok(());
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["questions", "nDCG@10", "MRR@10", "R@10", "R@100", "p50 ms", "p99 ms"]);
    let figures = &report.figures;
    table.add_row([
        report.questions.to_string(),
        format!("{:.4}", figures.ndcg_10),
        format!("{:.4}", figures.mrr_10),
        format!("{:.4}", figures.recall_10),
        format!("{:.4}", figures.recall_100),
        format!("{:.2}", report.p50_ms),
        format!("{:.2}", report.p99_ms),
    ]);
    writeln!(out, "{table}")?;
    if report.unknown_references > 0 {
        let count = report.unknown_references;
        console::note(
            config,
            &format!("{count} references of the judgements are not in the store"),
            &format!("标注中有 {count} 个引用不在库中"),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert!((percentile(&values, 0.5) - 50.0).abs() < 1e-9);
        assert!((percentile(&values, 0.99) - 99.0).abs() < 1e-9);
        assert!(percentile(&[], 0.5).abs() < 1e-9);
    }
}

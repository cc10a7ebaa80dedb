//! `polidex eval --compare`: configurations side by side.

use super::eval::{self, DEPTH};
use crate::{
    args::Eval,
    config::Config,
    console::{self, Outcome},
    engine,
    output::visible,
};
use anyhow::Result;
use comfy_table::{Table, presets};
use polidex_search::{
    eval::{Figures, Judgement, judge, mean},
    rank::Weights,
    searcher::Request,
    significance::{Comparison, compare},
};
use serde::Serialize;
use std::io::{self, Write};

/// Questions with the largest differences that are shown to people.
const SHOWN: usize = 10;

#[derive(Serialize)]
struct Report {
    questions: usize,
    configurations: Vec<Configuration>,
    /// Each further configuration against the first, by nDCG@10.
    comparisons: Vec<Versus>,
}

#[derive(Serialize)]
struct Configuration {
    name: String,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize)]
struct Versus {
    name: String,
    #[serde(flatten)]
    comparison: Comparison,
    /// Questions that differ, largest differences first.
    differences: Vec<Difference>,
}

#[derive(Serialize)]
struct Difference {
    id: String,
    query: String,
    first: f64,
    second: f64,
}

/// Measures every configuration on the same questions and prints how they differ from the first.
pub fn run(config: &Config, args: &Eval) -> Result<Outcome> {
    let judgements = eval::read(&args.judgements)?;
    let mut configurations = Vec::new();
    // A single one is compared with what the program would use.
    if args.compare.len() == 1 {
        let name = args.weights.as_ref().map_or("shipped".to_owned(), |path| path.display().to_string());
        configurations.push((name, eval::weights(args.weights.as_deref())?));
    }
    for path in &args.compare {
        configurations.push((path.display().to_string(), eval::weights(Some(path))?));
    }
    let mut measured = Vec::with_capacity(configurations.len());
    for (name, weights) in configurations {
        measured.push((name, measure(config, args, &judgements, weights)?));
    }
    print(config, &report(&judgements, &measured))?;
    Ok(Outcome::Done)
}

fn measure(config: &Config, args: &Eval, judgements: &[Judgement], weights: Weights) -> Result<Vec<Figures>> {
    let searcher = engine::searcher(config, weights)?;
    let bar = console::progress(config, judgements.len() as u64, "asking", "检索");
    let mut figures = Vec::with_capacity(judgements.len());
    for judgement in judgements {
        let request = Request {
            filters: crate::answers::search::filters(&args.filters, args.lang),
            ..Request::new(judgement.query.clone(), config.as_of)
        };
        let ranked = searcher.references(&request, eval::granularity(judgement), DEPTH)?;
        figures.push(judge(&ranked, &judgement.gold));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(figures)
}

fn report(judgements: &[Judgement], measured: &[(String, Vec<Figures>)]) -> Report {
    let ndcg = |figures: &[Figures]| figures.iter().map(|figure| figure.ndcg_10).collect::<Vec<_>>();
    let base = measured.first().map(|(_, figures)| ndcg(figures)).unwrap_or_default();
    let versus = |(name, figures): &(String, Vec<Figures>)| {
        let figures = ndcg(figures);
        let mut differences: Vec<Difference> = judgements
            .iter()
            .zip(base.iter().zip(&figures))
            .filter(|(_, (first, second))| (*first - *second).abs() > 1e-9)
            .map(|(judgement, (&first, &second))| Difference {
                id: judgement.id.clone(),
                query: judgement.query.clone(),
                first,
                second,
            })
            .collect();
        let size = |difference: &Difference| (difference.second - difference.first).abs();
        differences.sort_by(|a, b| size(b).total_cmp(&size(a)));
        Versus { name: name.clone(), comparison: compare(&base, &figures), differences }
    };
    Report {
        questions: judgements.len(),
        configurations: measured
            .iter()
            .map(|(name, figures)| Configuration { name: name.clone(), figures: mean(figures) })
            .collect(),
        comparisons: measured.iter().skip(1).map(versus).collect(),
    }
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
    let pick = |en, zh| config.locale.pick(en, zh);
    table.set_header([
        pick("configuration", "配置"),
        "nDCG@10",
        "MRR@10",
        "R@10",
        "R@100",
        pick("wins", "胜"),
        pick("losses", "负"),
        pick("ties", "平"),
        "p",
    ]);
    for (number, configuration) in report.configurations.iter().enumerate() {
        let figures = &configuration.figures;
        let mut row = vec![visible(&configuration.name).into_owned()];
        row.extend(
            [figures.ndcg_10, figures.mrr_10, figures.recall_10, figures.recall_100]
                .map(|figure| format!("{figure:.4}")),
        );
        if let Some(versus) = number.checked_sub(1).and_then(|place| report.comparisons.get(place)) {
            let comparison = &versus.comparison;
            row.extend([comparison.wins, comparison.losses, comparison.ties].map(|count| count.to_string()));
            row.push(format!("{:.4}", comparison.p));
        }
        table.add_row(row);
    }
    writeln!(out, "{table}")?;
    for versus in &report.comparisons {
        differences(&mut out, config, versus)?;
    }
    Ok(())
}

fn differences(out: &mut impl Write, config: &Config, versus: &Versus) -> io::Result<()> {
    if versus.differences.is_empty() {
        return Ok(());
    }
    let heading = config.locale.pick("largest differences", "差异最大的问题");
    writeln!(out, "\n{} · {heading}", visible(&versus.name))?;
    for difference in versus.differences.iter().take(SHOWN) {
        writeln!(
            out,
            "  {:.3} → {:.3}  {}  {}",
            difference.first,
            difference.second,
            visible(&difference.id),
            visible(&difference.query)
        )?;
    }
    Ok(())
}

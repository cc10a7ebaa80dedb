//! `polidex learn`.

use super::eval;
use crate::{
    args::Learn,
    config::Config,
    console::{self, Message, Outcome},
    engine,
};
use anyhow::{Context, Result};
use comfy_table::{Table, presets};
use polidex_search::{
    rank::{
        Feature,
        learn::{Fold, Group, Settings, cross_validate, learn},
    },
    searcher::Request,
};
use serde::Serialize;
use std::{
    fs,
    io::{self, Write},
};

#[derive(Serialize)]
struct Report {
    questions: usize,
    /// Those of which no right clause is among the candidates: nothing can be learned from them.
    hopeless: usize,
    folds: Vec<Fold>,
    /// Mean nDCG@10 over all held-back questions, in the order of the first score,
    before: f64,
    /// and as learned.
    after: f64,
}

/// Learns weights from judgements and says what they are worth.
pub fn run(config: &Config, args: &Learn) -> Result<Outcome> {
    let mut weights = eval::weights(args.weights.as_deref())?;
    weights.model.curves.clear();
    let settings =
        Settings { features: features(&args.without)?, rounds: args.rounds.into(), ..Settings::default() };
    let searcher = engine::searcher(config, weights.clone())?;
    let mut groups = Vec::new();
    for path in &args.judgements {
        let judgements = eval::read(path)?;
        let bar = console::progress(config, judgements.len() as u64, "asking", "检索");
        for judgement in judgements {
            let request = Request::new(judgement.query.clone(), config.as_of);
            let candidates = searcher.examine(&request, eval::granularity(&judgement))?;
            groups.push(Group { id: judgement.id, gold: judgement.gold, candidates });
            bar.inc(1);
        }
        bar.finish_and_clear();
    }
    let folds = cross_validate(&groups, &settings, args.folds.into());
    print(config, &report(&groups, folds))?;
    if let Some(path) = &args.out {
        weights.model.curves = learn(&groups.iter().collect::<Vec<_>>(), &settings);
        fs::write(path, weights.to_toml()).with_context(|| path.display().to_string())?;
    }
    Ok(Outcome::Done)
}

/// All features but those named.
fn features(without: &[String]) -> Result<Vec<Feature>> {
    for name in without {
        if !Feature::ALL.iter().any(|feature| feature.name() == name) {
            let known: Vec<&str> = Feature::ALL.iter().map(|feature| feature.name()).collect();
            let known = known.join(" ");
            return Err(Message::new(
                format!("there is no feature `{name}`; there are: {known}"),
                format!("没有特征“{name}”；可用的有：{known}"),
            )
            .into());
        }
    }
    Ok(Feature::ALL
        .into_iter()
        .filter(|feature| !without.iter().any(|name| name == feature.name()))
        .collect())
}

fn report(groups: &[Group], folds: Vec<Fold>) -> Report {
    let mean = |of: fn(&Fold) -> f64| {
        folds.iter().map(|fold| of(fold) * fold.questions as f64).sum::<f64>() / groups.len().max(1) as f64
    };
    let found = |group: &&Group| {
        group.candidates.iter().any(|example| example.names.iter().any(|name| group.gold.contains(name)))
    };
    Report {
        questions: groups.len(),
        hopeless: groups.len() - groups.iter().filter(found).count(),
        before: mean(|fold| fold.before),
        after: mean(|fold| fold.after),
        folds,
    }
}

fn print(config: &Config, report: &Report) -> Result<()> {
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, report)?;
        writeln!(out)?;
        return Ok(());
    }
    let pick = |en, zh| config.locale.pick(en, zh).to_owned();
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        pick("held-back part", "留出部分"),
        pick("questions", "问题数"),
        pick("nDCG@10 by first score", "初排 nDCG@10"),
        pick("as learned", "学习后"),
    ]);
    for (number, fold) in report.folds.iter().enumerate() {
        table.add_row([
            (number + 1).to_string(),
            fold.questions.to_string(),
            format!("{:.4}", fold.before),
            format!("{:.4}", fold.after),
        ]);
    }
    table.add_row([
        pick("all", "合计"),
        report.questions.to_string(),
        format!("{:.4}", report.before),
        format!("{:.4}", report.after),
    ]);
    writeln!(out, "{table}")?;
    let hopeless = report.hopeless;
    if hopeless > 0 {
        console::note(
            config,
            &format!("of {hopeless} questions no right clause is among the candidates"),
            &format!("有 {hopeless} 个问题的候选中没有正确条款"),
        );
    }
    Ok(())
}

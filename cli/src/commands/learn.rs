//! `polidex learn`.

use super::{eval, search};
use crate::{
    args::Learn,
    config::Config,
    console::{self, Message, Outcome},
    engine,
};
use anyhow::{Context, Result, bail};
use comfy_table::{Table, presets};
use polidex_search::{
    rank::{
        Feature, Weights,
        learn::{Fold, Group, Settings, cross_validate, learn},
    },
    searcher::{Request, Searcher},
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
    let settings = Settings { features: features(args)?, rounds: args.rounds.into(), ..Settings::default() };
    let searcher = searcher(config, args, &weights)?;
    let mut groups = Vec::new();
    for path in &args.judgements {
        let judgements = eval::read(path)?;
        let bar = console::progress(config, judgements.len() as u64, "asking", "检索");
        for judgement in judgements {
            let request = Request::new(judgement.query.clone(), config.as_of);
            let candidates = searcher.examine(&request, eval::granularity(&judgement))?;
            if searcher.lacks_meaning() {
                bail!(Message::new(
                    "the embedder does not answer; start it, or leave out --meaning",
                    "向量服务没有应答；请启动它，或去掉 --meaning",
                ));
            }
            groups.push(Group { id: judgement.id, gold: judgement.gold, candidates });
            bar.inc(1);
        }
        bar.finish_and_clear();
    }
    if args.meaning && !groups.iter().any(knows_meaning) {
        bail!(Message::new(
            "the clauses have no vectors yet; run `polidex index embed`",
            "条款还没有向量；请运行 `polidex index embed`",
        ));
    }
    let folds = cross_validate(&groups, &settings, args.folds.into());
    print(config, &report(&groups, folds))?;
    if let Some(path) = &args.out {
        let curves = learn(&groups.iter().collect::<Vec<_>>(), &settings);
        *(if args.meaning { &mut weights.meaning.curves } else { &mut weights.model.curves }) = curves;
        fs::write(path, weights.to_toml()).with_context(|| path.display().to_string())?;
    }
    Ok(Outcome::Done)
}

fn knows_meaning(group: &Group) -> bool {
    group.candidates.iter().any(|candidate| !candidate.features.of(Feature::Cosine).is_nan())
}

/// A searcher that tells the features of candidates and has no curves yet.
fn searcher(config: &Config, args: &Learn, weights: &Weights) -> Result<Searcher> {
    let mut weights = weights.clone();
    weights.model.curves.clear();
    if !args.meaning {
        return engine::searcher(config, weights);
    }
    if config.embedder.is_none() {
        bail!(Message::new(
            "--meaning needs an embedder; write [embedder] with url and model into the configuration file and name it with --config",
            "--meaning 需要向量服务；请在配置文件中写入 [embedder] 及其 url 和 model，并用 --config 指定该文件",
        ));
    }
    weights.meaning = weights.meaning.unlearned();
    search::with_meaning(config, engine::searcher(config, weights)?)
}

/// The features that may be used: all but those named, and those of meaning only where that is learned.
fn features(args: &Learn) -> Result<Vec<Feature>> {
    let without = &args.without;
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
        .filter(|feature| args.meaning || !Feature::OF_MEANING.contains(feature))
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

//! `polidex match`.

mod asking;

use crate::{
    answers::matched::{self, Matched},
    args::{MatchFormat, Matching},
    config::Config,
    console::{self, Message, Outcome},
    output::{
        Style,
        matching::{ReportView, calendar, write_html, write_markdown, write_table},
    },
};
use anyhow::{Context, Result};
use polidex_corpus::{
    locale::Locale,
    store::Store,
    vocabulary::{self, Vocabulary},
};
use polidex_search::matching::{
    Catalogue, Profile,
    profile::{self, Change},
};
use std::{
    fs,
    io::{self, BufWriter, IsTerminal, Read, Write},
    path::Path,
};

/// Matches a profile with the measures of the store.
pub fn run(config: &Config, args: &Matching) -> Result<Outcome> {
    if args.example {
        io::stdout().lock().write_all(profile::EXAMPLE.as_bytes())?;
        return Ok(Outcome::Done);
    }
    if args.names {
        return names(config);
    }
    let Some(path) = &args.profile else { return Ok(Outcome::Failed) };
    let text = read(path)?;
    let mut raw = Profile::raw(&text)?;
    let suppositions = matched::suppositions(&args.what_if)?;
    let catalogue = Catalogue::load(&Store::open_reader(&config.data)?, config.as_of)?;
    if catalogue.is_empty() {
        console::say(
            config,
            "no support measures are stored; read documents with `polidex ingest` or `polidex crawl`",
            "库中没有政策措施；请先用 `polidex ingest` 或 `polidex crawl` 读入文件",
        );
        return Ok(Outcome::Partly);
    }
    let mut report = matched::report(&catalogue, &raw, config.as_of)?;
    if may_ask(config, args, path) {
        let changes = asking::ask(config, &catalogue, &mut raw, &mut report)?;
        keep(config, args, path, &text, &changes)?;
    }
    let shown = matched::supposed(&catalogue, &raw, report, &suppositions, config.as_of)?;
    write(config, args, &shown)?;
    if let Some(file) = &args.ics {
        let (text, count) = calendar(&shown.report, config.locale);
        fs::write(file, text).with_context(|| file.display().to_string())?;
        console::note(
            config,
            &format!("{count} deadlines written to {}", file.display()),
            &format!("已将 {count} 个期限写入 {}", file.display()),
        );
    }
    let totals = &shown.report.totals;
    let some = totals.eligible + totals.likely + totals.needs_information > 0;
    Ok(if some { Outcome::Done } else { Outcome::Partly })
}

fn read(path: &Path) -> Result<String> {
    let mut text = String::new();
    if path == Path::new("-") {
        io::stdin().lock().read_to_string(&mut text)?;
        return Ok(text);
    }
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    String::from_utf8(bytes).map_err(|_| {
        Message::new(
            format!("{} is not UTF-8; save the profile as UTF-8", path.display()),
            format!("{} 不是 UTF-8 编码；请另存为 UTF-8", path.display()),
        )
        .into()
    })
}

/// Questions are asked where somebody can answer: both ends on a terminal, a table wanted.
fn may_ask(config: &Config, args: &Matching, path: &Path) -> bool {
    let wanted = !(config.json || config.quiet || args.no_questions) && args.format == MatchFormat::Table;
    wanted && path != Path::new("-") && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Writes answers into the profile, when that is wanted; else says how.
fn keep(config: &Config, args: &Matching, path: &Path, text: &str, changes: &[Change]) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    if !args.save {
        console::note(
            config,
            "the answers hold for this report only; --save keeps them in the profile",
            "以上回答仅用于本次报告；加 --save 可写回企业画像",
        );
        return Ok(());
    }
    // Written beside and renamed, so that a full disk leaves the profile as it was.
    let changed = profile::write_toml(text, changes)?;
    let beside = path.with_extension("tmp");
    fs::write(&beside, changed).with_context(|| beside.display().to_string())?;
    fs::rename(&beside, path).with_context(|| path.display().to_string())?;
    console::note(
        config,
        &format!("{} answers kept in {}", changes.len(), path.display()),
        &format!("已将 {} 项回答写入 {}", changes.len(), path.display()),
    );
    Ok(())
}

fn write(config: &Config, args: &Matching, shown: &Matched) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let locale = config.locale;
    let format = if config.json { MatchFormat::Json } else { args.format };
    let view = || ReportView::new(&shown.report, &shown.what_if, args.all, args.limit as usize, locale);
    match format {
        MatchFormat::Json => {
            serde_json::to_writer(&mut out, shown)?;
            writeln!(out)?;
        }
        MatchFormat::Table => write_table(&mut out, &view(), Style::new(config.color), locale)?,
        MatchFormat::Markdown => write_markdown(&mut out, &view(), locale)?,
        MatchFormat::Html => write_html(&mut out, &view(), locale)?,
    }
    Ok(out.flush()?)
}

/// Lists the vocabularies.
fn names(config: &Config) -> Result<Outcome> {
    let lists: [(&str, &str, &Vocabulary); 3] = [
        ("sectors", "行业", vocabulary::sectors()),
        ("certificates", "资质", vocabulary::certificates()),
        ("events", "事项", vocabulary::events()),
    ];
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &matched::names())?;
        writeln!(out)?;
        return Ok(out.flush().map(|()| Outcome::Done)?);
    }
    let style = Style::new(config.color);
    for (en, zh, list) in lists {
        writeln!(out, "{}", style.bold(config.locale.pick(en, zh)))?;
        for term in list.terms() {
            writeln!(out, "  {:<24} {} · {}", term.id, term.name(Locale::Zh), term.name(Locale::En))?;
        }
    }
    Ok(out.flush().map(|()| Outcome::Done)?)
}

//! `polidex corrections`.

use super::reference;
use crate::{
    args::{Corrections, CorrectionsList, CorrectionsUndo},
    config::Config,
    console::{self, Message, Outcome},
    output::{correction, visible},
    who,
};
use anyhow::{Context, Result, bail};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{Correction, Undone},
    store::{Resolution, Store},
};
use std::{
    fs,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::Path,
};

/// Bytes of a line that are read at most; no correction is longer.
const LINE: u64 = 64 << 10;

/// Lists, takes back, writes or reads corrections.
pub fn run(config: &Config, args: &Corrections) -> Result<Outcome> {
    match args {
        Corrections::List(args) => list(config, args),
        Corrections::Undo(args) => undo(config, args),
        Corrections::Export { out } => export(config, out.as_deref()),
        Corrections::Import { file, no_index } => import(config, file, !no_index),
    }
}

fn list(config: &Config, args: &CorrectionsList) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let policy = match &args.reference {
        None => None,
        Some(asked) => match reference::resolve(config, &store, asked)? {
            Some(Resolution::Policy { policy, .. }) => Some(policy.id),
            Some(Resolution::Clause(clause)) => Some(clause.policy),
            _ => return Ok(Outcome::Partly),
        },
    };
    let mut corrections = store.corrections(policy.as_ref())?;
    corrections.retain(|correction| args.all || correction.undone.is_none());
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &corrections)?;
        writeln!(out)?;
    } else {
        for correction in &corrections {
            writeln!(out, "{}", visible(&correction::line(correction, config.locale)))?;
        }
    }
    out.flush()?;
    if corrections.is_empty() {
        console::note(config, "nothing is corrected", "没有更正");
        return Ok(Outcome::Partly);
    }
    Ok(Outcome::Done)
}

fn undo(config: &Config, args: &CorrectionsUndo) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    let found = store.corrections_named(args.id.trim())?;
    let correction = match found.as_slice() {
        [correction] => correction,
        [] => {
            let id = &args.id;
            console::say(
                config,
                &format!("no correction is numbered `{id}`; `polidex corrections list` shows them"),
                &format!("没有编号为 `{id}` 的更正；`polidex corrections list` 可列出"),
            );
            return Ok(Outcome::Partly);
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|correction| correction.id.as_str()).collect();
            bail!(Message::new(
                format!("`{}` may mean several; say which: {}", args.id, ids.join(" ")),
                format!("`{}` 对应多项更正，请指明：{}", args.id, ids.join(" ")),
            ));
        }
    };
    let undone = Undone { by: who::name(&args.by)?, at: who::now(), reason: args.reason.trim().to_owned() };
    if !store.undo_correction(&correction.id, &undone)? {
        console::say(config, "it was taken back before", "该更正此前已撤销");
        return Ok(Outcome::Partly);
    }
    if !args.no_index {
        super::ingest::update_index(config, &store)?;
    }
    let taken_back = Correction { undone: Some(undone), ..correction.clone() };
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &taken_back)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", visible(&correction::line(&taken_back, config.locale)))?;
    }
    Ok(Outcome::Done)
}

fn export(config: &Config, out: Option<&Path>) -> Result<Outcome> {
    let corrections = Store::open_reader(&config.data)?.corrections(None)?;
    match out {
        None => write(&mut BufWriter::new(io::stdout().lock()), &corrections)?,
        Some(path) => {
            let file = fs::File::create(path).with_context(|| path.display().to_string())?;
            write(&mut BufWriter::new(file), &corrections)?;
        }
    }
    Ok(Outcome::Done)
}

fn write(out: &mut impl Write, corrections: &[Correction]) -> Result<()> {
    for correction in corrections {
        serde_json::to_writer(&mut *out, correction)?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

/// Takes what is sound; lines that are not are named.
fn import(config: &Config, path: &Path, index: bool) -> Result<Outcome> {
    let file = fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut lines = BufReader::new(file);
    let (mut corrections, mut wrong, mut number) = (Vec::new(), 0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        if io::Read::take(&mut lines, LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match read(&line) {
            Ok(correction) => corrections.push(correction),
            Err([en, zh]) => {
                wrong += 1;
                console::say(
                    config,
                    &format!("line {number} is no correction: {en}"),
                    &format!("第 {number} 行不是有效的更正：{zh}"),
                );
            }
        }
    }
    let mut store = Store::open(&config.data)?;
    let taken = store.take_corrections(&corrections)?;
    if index {
        super::ingest::update_index(config, &store)?;
    }
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &taken)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", correction::taken(&taken, config.locale))?;
    }
    Ok(match (wrong, corrections.is_empty()) {
        (0, _) => Outcome::Done,
        (_, true) => Outcome::Failed,
        _ => Outcome::Partly,
    })
}

/// The correction in a line, or what is wrong with it in both languages.
fn read(line: &[u8]) -> Result<Correction, [String; 2]> {
    let correction: Correction = serde_json::from_slice(line).map_err(|error| {
        let said = error.to_string();
        [said.clone(), said]
    })?;
    let time = |text: &str| text.parse::<jiff::Timestamp>().is_ok();
    let undone = correction.undone.as_ref();
    if !time(&correction.at) || undone.is_some_and(|undone| !time(&undone.at)) {
        return Err(["`at` is no time".to_owned(), "`at` 不是时间".to_owned()]);
    }
    match correction.check() {
        Ok(()) => Ok(correction),
        Err(refused) => Err([Locale::En, Locale::Zh].map(|locale| refused.localized(locale).into_owned())),
    }
}

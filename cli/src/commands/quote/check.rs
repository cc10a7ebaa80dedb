//! `polidex quote check`.

use crate::{
    args::{QuoteCheck, ReportFormat},
    config::Config,
    console::{self, Outcome},
    output::{
        Style,
        report::{self, Checked},
        visible,
    },
};
use anyhow::{Context, Result};
use polidex_corpus::locale::{Locale, Localized};
use polidex_ingest::{
    Limits, draft,
    fetch::{Client, ClientOptions},
};
use polidex_search::quoting::draft::{Checker, Draft};
use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::Path,
    thread,
    time::{Duration, SystemTime},
};
use tokio::runtime::Builder;
use url::Url;

/// How often a watched file is looked at.
const INTERVAL: Duration = Duration::from_millis(400);

/// Checks every draft; with `--watch` again whenever one is saved, until it is stopped.
pub fn run(config: &Config, args: &QuoteCheck) -> Result<Outcome> {
    let mut seen = saved(args);
    let outcome = round(config, args)?;
    if !args.watch {
        return Ok(outcome);
    }
    console::note(config, "watching; Ctrl-C ends", "正在监视；按 Ctrl-C 结束");
    loop {
        thread::sleep(INTERVAL);
        let now = saved(args);
        if now != seen {
            seen = now;
            // Between two saves a file may be away for a moment; it is said, and watched on.
            round(config, args)?;
        }
    }
}

fn saved(args: &QuoteCheck) -> Vec<Option<SystemTime>> {
    let time = |input: &String| fs::metadata(input).and_then(|file| file.modified()).ok();
    args.inputs.iter().map(time).collect()
}

fn round(config: &Config, args: &QuoteCheck) -> Result<Outcome> {
    let verifier = super::open(config)?;
    let checker = Checker::new(&verifier)?;
    let (mut checked, mut failed) = (Vec::new(), 0);
    for input in &args.inputs {
        match read(input, args) {
            Ok(read) => {
                for warning in &read.warnings {
                    let said = |locale| format!("{input}: {}", warning.localized(locale));
                    console::say(config, &said(Locale::En), &said(Locale::Zh));
                }
                let draft =
                    Draft { text: read.text, block_quotes: read.block_quotes, soft_wraps: read.soft_wraps };
                let report = checker.check(&draft, config.as_of)?;
                checked.push(Checked { name: input.clone(), draft, report });
            }
            Err(why) => {
                failed += 1;
                console::say(config, &why.localized(Locale::En), &why.localized(Locale::Zh));
            }
        }
    }
    print(config, args, &checked)?;
    let wrong = checked.iter().any(|checked| checked.report.wrong > 0);
    Ok(match (checked.is_empty(), wrong || failed > 0) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Partly,
        (false, false) => Outcome::Done,
    })
}

fn print(config: &Config, args: &QuoteCheck, checked: &[Checked]) -> Result<()> {
    let format = if config.json { ReportFormat::Json } else { args.format };
    let style = Style::new(config.color && args.out.is_none());
    let mut text = Vec::new();
    match format {
        ReportFormat::Terminal => report::terminal(&mut text, checked, args.all, style, config.locale)?,
        ReportFormat::Markdown => report::markdown(&mut text, checked, config.locale)?,
        ReportFormat::Html => report::html(&mut text, checked, config.locale)?,
        ReportFormat::Json => report::json(&mut text, checked)?,
    }
    if let Some(path) = &args.out {
        return fs::write(path, text).with_context(|| path.display().to_string());
    }
    let mut out = io::stdout().lock();
    if args.watch && out.is_terminal() {
        // The report of a moment ago is out of date.
        write!(out, "\u{1b}[2J\u{1b}[H")?;
    }
    out.write_all(&text)?;
    out.flush()?;
    Ok(())
}

/// Why a draft was not read.
type Why = Box<dyn Localized>;

fn read(input: &str, args: &QuoteCheck) -> Result<draft::DraftText, Why> {
    let limits = Limits::default();
    let web = Url::parse(input).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    if let Some(url) = web {
        return fetch(&url, args, &limits);
    }
    let path = Path::new(input);
    let bytes = fs::metadata(path)
        .and_then(|file| {
            if file.len() > limits.document_bytes {
                Err(io::ErrorKind::FileTooLarge.into())
            } else {
                fs::read(path)
            }
        })
        .map_err(|error| Box::new(Unread(format!("{input}: {error}"))) as Why)?;
    draft::read(bytes, path, &limits).map_err(|problem| Box::new(problem) as Why)
}

fn fetch(url: &Url, args: &QuoteCheck, limits: &Limits) -> Result<draft::DraftText, Why> {
    let agent = concat!("polidex/", env!("CARGO_PKG_VERSION"));
    let options = ClientOptions { allow_private: args.allow_private, ..ClientOptions::new(agent) };
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Box::new(Unread(error.to_string())) as Why)?;
    let client = Client::new(options).map_err(|error| Box::new(error) as Why)?;
    let read =
        runtime.block_on(draft::fetch(&client, url, limits)).map_err(|error| Box::new(error) as Why)?;
    read.map_err(|problem| Box::new(problem) as Why)
}

/// A file that cannot be read, in the words of the operating system.
struct Unread(String);

impl Localized for Unread {
    fn localized(&self, _: Locale) -> std::borrow::Cow<'_, str> {
        visible(&self.0)
    }
}

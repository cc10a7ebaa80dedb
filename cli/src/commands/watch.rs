//! `polidex watch`.

use super::{reference, webhook};
use crate::{
    args::{NewsFormat, Watch, WatchAdd, WatchCheck},
    config::Config,
    console::{self, Message, Outcome},
    engine,
    output::{
        Style,
        news::{self, Report},
        visible,
    },
};
use anyhow::{Context, Result};
use jiff::Timestamp;
use polidex_corpus::store::{Resolution, Store, Watch as Stored};
use polidex_search::{
    rank::Weights,
    searcher::Searcher,
    watching::{self, Seen, Subject, WatchError, observe},
};
use std::{
    fs,
    io::{self, BufWriter, Write},
};

/// Adds, lists, removes or checks.
pub fn run(config: &Config, args: &Watch) -> Result<Outcome> {
    match args {
        Watch::Add(args) => add(config, args),
        Watch::List => list(config),
        Watch::Remove { name } => remove(config, name),
        Watch::Check(args) => check(config, args),
    }
}

/// What stands there now is the first look: news is what comes later.
fn add(config: &Config, args: &WatchAdd) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    if store.watches()?.iter().any(|watch| watch.name == args.name) {
        return Err(Message::new(
            format!("there is a watch `{0}` already; `polidex watch remove {0}` ends it", args.name),
            format!("已有名为 `{0}` 的关注项；可用 `polidex watch remove {0}` 取消", args.name),
        )
        .into());
    }
    let Some(subject) = subject(config, args, &store)? else { return Ok(Outcome::Partly) };
    let searcher = engine::searcher(config, Weights::shipped())?;
    let seen = observe(&searcher, &subject, config.as_of)?;
    store.put_watch(&Stored {
        name: args.name.clone(),
        subject: serde_json::to_string(&subject)?,
        seen: Some(serde_json::to_string(&seen)?),
        created_at: Timestamp::now(),
        checked_at: Some(Timestamp::now()),
    })?;
    let count = seen.items.len();
    console::note(
        config,
        &format!("watching {}: {count} now; `polidex watch check` tells what is new", args.name),
        &format!("已关注 {}：目前 {count} 项；`polidex watch check` 会告知变化", args.name),
    );
    Ok(Outcome::Done)
}

fn subject(config: &Config, args: &WatchAdd, store: &Store) -> Result<Option<Subject>> {
    if let Some(query) = &args.search {
        return Ok(Some(Subject::Search { query: query.clone(), filters: args.filters.join(" ") }));
    }
    if let Some(path) = &args.profile {
        // Looks come from other folders, too.
        let path = fs::canonicalize(path).with_context(|| path.display().to_string())?;
        return Ok(Some(Subject::Profile { path: path.to_string_lossy().into_owned() }));
    }
    let asked = args.document.as_deref().unwrap_or_default();
    Ok(match reference::resolve(config, store, asked)? {
        Some(Resolution::Policy { policy, .. }) => Some(Subject::Document { policy: policy.id.0 }),
        Some(Resolution::Clause(clause)) => {
            Some(Subject::Clause { policy: clause.policy.0.clone(), path: clause.path.to_string() })
        }
        _ => None,
    })
}

fn list(config: &Config) -> Result<Outcome> {
    let watches = Store::open_reader(&config.data)?.watches()?;
    let mut out = BufWriter::new(io::stdout().lock());
    for watch in &watches {
        let subject: Subject = serde_json::from_str(&watch.subject).with_context(|| watch.name.clone())?;
        if config.json {
            let line = serde_json::json!({
                "name": watch.name, "subject": subject,
                "created_at": watch.created_at, "checked_at": watch.checked_at,
            });
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "{}  {}", visible(&watch.name), visible(&news::described(&subject)))?;
        }
    }
    out.flush()?;
    if watches.is_empty() {
        console::note(
            config,
            "nothing is watched; `polidex watch add NAME --search QUERY` begins",
            "尚无关注项；用 `polidex watch add 名称 --search 检索式` 添加",
        );
        return Ok(Outcome::Partly);
    }
    Ok(Outcome::Done)
}

fn remove(config: &Config, name: &str) -> Result<Outcome> {
    if Store::open(&config.data)?.remove_watch(name)? {
        return Ok(Outcome::Done);
    }
    say_unknown(config, name);
    Ok(Outcome::Partly)
}

fn say_unknown(config: &Config, name: &str) {
    console::say(
        config,
        &format!("no watch is called `{name}`; `polidex watch list` shows them"),
        &format!("没有名为 `{name}` 的关注项；`polidex watch list` 可列出"),
    );
}

fn check(config: &Config, args: &WatchCheck) -> Result<Outcome> {
    let mut store = if args.keep { Store::open_reader(&config.data)? } else { Store::open(&config.data)? };
    let watches = store.watches()?;
    let mut outcome = Outcome::Partly;
    for name in args.names.iter().filter(|name| !watches.iter().any(|watch| watch.name == **name)) {
        say_unknown(config, name);
    }
    let searcher = engine::searcher(config, Weights::shipped())?;
    let mut reports = Vec::new();
    let mut looked = Vec::new();
    for watch in watches.into_iter().filter(|watch| args.names.is_empty() || args.names.contains(&watch.name))
    {
        let (report, seen) = match look(config, args, &searcher, &watch) {
            Ok(looked) => looked,
            // A profile that is away keeps no other watch from being looked at.
            Err(error) if error.downcast_ref().is_some_and(WatchError::is_of_one_watch) => {
                console::print_error(&error.context(watch.name), config.locale);
                continue;
            }
            Err(error) => return Err(error),
        };
        if !report.news.is_empty() {
            outcome = Outcome::Done;
        }
        reports.push(report);
        looked.push(Stored { seen: Some(seen), checked_at: Some(Timestamp::now()), ..watch });
    }
    print(config, args, &reports)?;
    // Only what has been told counts as seen, and delivered where somebody waits for it.
    if !args.keep {
        webhook::deliver(config, args.webhook.as_ref(), &reports)?;
    }
    if !args.keep {
        for watch in &looked {
            store.put_watch(watch)?;
        }
    }
    Ok(outcome)
}

/// What is new to a watch, and what stands there now.
fn look(config: &Config, args: &WatchCheck, searcher: &Searcher, watch: &Stored) -> Result<(Report, String)> {
    let subject: Subject = serde_json::from_str(&watch.subject).with_context(|| watch.name.clone())?;
    let before: Seen = match &watch.seen {
        Some(seen) => serde_json::from_str(seen).with_context(|| watch.name.clone())?,
        None => Seen::default(),
    };
    let mut now = observe(searcher, &subject, config.as_of)?;
    let news = watching::news(&before, &mut now, config.as_of, args.due);
    let report = Report { name: watch.name.clone(), subject, since: watch.checked_at, news };
    Ok((report, serde_json::to_string(&now)?))
}

fn print(config: &Config, args: &WatchCheck, reports: &[Report]) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        _ if config.json => {
            serde_json::to_writer(&mut out, reports)?;
            writeln!(out)?;
        }
        NewsFormat::Text => news::text(&mut out, reports, Style::new(config.color), config.locale)?,
        NewsFormat::Atom => news::atom(&mut out, reports, Timestamp::now(), config.locale)?,
        NewsFormat::Ics => news::ics(&mut out, reports, Timestamp::now(), config.locale)?,
    }
    Ok(out.flush()?)
}

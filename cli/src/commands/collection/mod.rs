//! `polidex collection`.

mod search;

use super::reference;
use crate::{
    answers::{cited, collected, collecting},
    args::{Collection as Asked, CollectionAdd, CollectionFormat, Only},
    config::Config,
    console::{self, Message, Outcome},
    output::{Style as Paint, collection as output},
    who,
};
use anyhow::{Context, Result, bail};
use polidex_corpus::{
    locale::{Locale, Localized},
    store::{Collection, CollectionItem, Store},
};
use polidex_search::citing::Style;
use std::{
    fs,
    io::{self, BufWriter, Write},
    path::Path,
};

/// Begins, fills, shows, marks or writes a collection.
pub fn run(config: &Config, asked: &Asked) -> Result<Outcome> {
    match asked {
        Asked::New { name, about } => begin(config, name, about),
        Asked::Add(args) => add(config, args),
        Asked::Remove { name, references, all } => remove(config, name, references, *all),
        Asked::List => list(config),
        Asked::Show { name, only } => show(config, name, only),
        Asked::Note { name, reference, text } => {
            let text = text.trim().to_owned();
            change(config, name, std::slice::from_ref(reference), |item| item.note.clone_from(&text))
        }
        Asked::Tag { name, reference, tags, remove } => {
            change(config, name, std::slice::from_ref(reference), |item| {
                collecting::tag(item, tags, *remove);
            })
        }
        Asked::Review { name, references, undo, by } => {
            let by = if *undo { None } else { Some(who::name(by)?) };
            change(config, name, references, |item| collecting::review(item, by.as_deref()))
        }
        Asked::Search(args) => search::save(config, args),
        Asked::Rerun { name, search, now, limit } => search::rerun(config, name, search, *now, *limit),
        Asked::Export { name, format, style, out, only } => {
            export(config, name, (*format, style), out.as_deref(), only)
        }
    }
}

fn begin(config: &Config, name: &str, about: &str) -> Result<Outcome> {
    let name = name.trim();
    collecting::begin(&mut Store::open(&config.data)?, name, about)?;
    console::note(
        config,
        &format!("`polidex collection add {name} REF` puts documents and clauses into it"),
        &format!("用 `polidex collection add {name} 引用` 加入文件和条款"),
    );
    Ok(Outcome::Done)
}

fn add(config: &Config, args: &CollectionAdd) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    let collection = collecting::find(&store, &args.name)?;
    let mut added = 0;
    for asked in &args.references {
        let item = collecting::new_item(&store, config.day(), &collection, asked);
        let Some(mut item) = reference::found(config, item)? else { continue };
        if let Some(note) = &args.note {
            note.trim().clone_into(&mut item.note);
        }
        collecting::tag(&mut item, &args.tags, false);
        collecting::put(&mut store, &collection, item)?;
        added += 1;
    }
    Ok(outcome(added, args.references.len()))
}

fn outcome(done: usize, asked: usize) -> Outcome {
    match done {
        0 => Outcome::Failed,
        done if done < asked => Outcome::Partly,
        _ => Outcome::Done,
    }
}

/// The item that a reference means. None where there is none; that has been said then.
fn item(
    config: &Config,
    store: &Store,
    collection: &Collection,
    asked: &str,
) -> Result<Option<CollectionItem>> {
    let item = collecting::item(store, config.day(), collection, asked);
    let Some(found) = reference::found(config, item)? else { return Ok(None) };
    if found.is_none() {
        let unknown = collecting::unknown_item(asked);
        console::say(config, &unknown.localized(Locale::En), &unknown.localized(Locale::Zh));
    }
    Ok(found)
}

fn change(
    config: &Config,
    name: &str,
    references: &[String],
    change: impl Fn(&mut CollectionItem),
) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    let collection = collecting::find(&store, name)?;
    let mut changed = 0;
    for asked in references {
        let Some(mut item) = item(config, &store, &collection, asked)? else { continue };
        change(&mut item);
        collecting::put(&mut store, &collection, item)?;
        changed += 1;
    }
    Ok(outcome(changed, references.len()))
}

fn remove(config: &Config, name: &str, references: &[String], all: bool) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    let collection = collecting::find(&store, name)?;
    if all {
        store.remove_collection(&collection.name)?;
        return Ok(Outcome::Done);
    }
    let mut gone = 0;
    for asked in references {
        let Some(item) = item(config, &store, &collection, asked)? else { continue };
        gone += usize::from(store.remove_item(&collection.name, &item.reference)?);
    }
    Ok(outcome(gone, references.len()))
}

fn list(config: &Config) -> Result<Outcome> {
    let collections = collected::list(&Store::open_reader(&config.data)?)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &collections)?;
        writeln!(out)?;
    } else {
        output::list(&mut out, &collections, Paint::new(config.color), config.locale)?;
    }
    out.flush()?;
    if collections.is_empty() {
        console::note(
            config,
            "there is no collection; `polidex collection new NAME` begins one",
            "尚无文件集；用 `polidex collection new 名称` 建立",
        );
        return Ok(Outcome::Partly);
    }
    Ok(Outcome::Done)
}

/// Whether an item is wanted.
fn wanted(only: &Only) -> impl Fn(&CollectionItem) -> bool {
    |item| {
        only.tag.as_ref().is_none_or(|tag| item.tags.contains(tag))
            && !(only.unreviewed && item.reviewed_at.is_some())
    }
}

fn show(config: &Config, name: &str, only: &Only) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let style = if config.locale == Locale::Zh { Style::ZhLegal } else { Style::Chicago };
    let shown =
        collected::collected(&store, config.day(), collecting::find(&store, name)?, style, wanted(only))?;
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &shown)?;
        writeln!(out)?;
    } else {
        output::show(&mut out, &shown, Paint::new(config.color), config.locale)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn export(
    config: &Config,
    name: &str,
    (format, style): (CollectionFormat, &str),
    out: Option<&Path>,
    only: &Only,
) -> Result<Outcome> {
    let styles = cited::styles(style)?;
    let [style] = styles[..] else {
        bail!(Message::new(
            "one style at a time; see `polidex cite --list`",
            "一次一种格式；见 `polidex cite --list`"
        ));
    };
    let store = Store::open_reader(&config.data)?;
    let shown =
        collected::collected(&store, config.day(), collecting::find(&store, name)?, style, wanted(only))?;
    let mut bytes = Vec::new();
    match format {
        CollectionFormat::Markdown => output::markdown(&mut bytes, &shown, config.locale)?,
        CollectionFormat::Csv => output::csv(&mut bytes, &shown)?,
        CollectionFormat::Docx => output::docx(&mut bytes, &shown, config.locale)?,
    }
    match out {
        Some(path) => fs::write(path, bytes).with_context(|| path.display().to_string())?,
        None => io::stdout().lock().write_all(&bytes)?,
    }
    Ok(Outcome::Done)
}

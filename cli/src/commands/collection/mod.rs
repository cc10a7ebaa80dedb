//! `polidex collection`.

mod search;

use super::reference;
use crate::{
    answers::{cited, collected},
    args::{Collection as Asked, CollectionAdd, CollectionFormat, Only},
    config::Config,
    console::{self, Message, Outcome},
    output::{Style as Paint, collection as output},
    who,
};
use anyhow::{Context, Result, bail};
use polidex_corpus::store::{Collection, CollectionItem, Store};
use polidex_search::citing::Style;
use std::{
    collections::BTreeSet,
    fs,
    io::{self, BufWriter, Write},
    path::Path,
};

/// Most characters of a name, a tag or a note.
const LONGEST: usize = 10_000;

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
            change(config, name, std::slice::from_ref(reference), |item| tag(item, tags, *remove))
        }
        Asked::Review { name, references, undo, by } => {
            let by = if *undo { None } else { Some(who::name(by)?) };
            change(config, name, references, |item| {
                item.reviewed_at = by.as_ref().map(|_| who::now());
                item.reviewed_by.clone_from(&by);
            })
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
    if name.is_empty()
        || name.chars().count() > 100
        || name.contains(['/', '\\'])
        || name.chars().any(char::is_control)
    {
        bail!(Message::new(
            "a collection's name has 1 to 100 characters, without / and \\",
            "文件集名称为 1 至 100 个字符，不含 / 和 \\",
        ));
    }
    if !Store::open(&config.data)?.new_collection(name, about.trim(), &who::now())? {
        bail!(Message::new(
            format!("there is a collection `{name}` already; `polidex collection show {name}` shows it"),
            format!("已有名为 `{name}` 的文件集；可用 `polidex collection show {name}` 查看"),
        ));
    }
    console::note(
        config,
        &format!("`polidex collection add {name} REF` puts documents and clauses into it"),
        &format!("用 `polidex collection add {name} 引用` 加入文件和条款"),
    );
    Ok(Outcome::Done)
}

/// The collection of a name.
fn find(store: &Store, name: &str) -> Result<Collection> {
    let found = store.collection(name.trim())?;
    Ok(found.ok_or_else(|| {
        Message::new(
            format!("no collection is called `{name}`; `polidex collection list` shows them"),
            format!("没有名为 `{name}` 的文件集；`polidex collection list` 可列出"),
        )
    })?)
}

fn add(config: &Config, args: &CollectionAdd) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    let collection = find(&store, &args.name)?;
    let mut added = 0;
    for asked in &args.references {
        let kept = collected::kept(&store, config.day(), asked);
        let Some((reference, label)) = reference::found(config, kept)? else { continue };
        let reference = reference.to_string();
        let known = collection.items.iter().find(|item| item.reference == reference);
        let now = who::now();
        let mut item = known.cloned().unwrap_or_else(|| CollectionItem {
            reference,
            label,
            note: String::new(),
            tags: Vec::new(),
            reviewed_by: None,
            reviewed_at: None,
            added_at: now.clone(),
            changed_at: now.clone(),
        });
        if let Some(note) = &args.note {
            note.trim().clone_into(&mut item.note);
        }
        tag(&mut item, &args.tags, false);
        item.changed_at = now;
        check(&item)?;
        store.put_item(&collection.name, &item)?;
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

/// Adds tags, or takes them away; sorted, each once.
fn tag(item: &mut CollectionItem, tags: &[String], remove: bool) {
    let mut all: BTreeSet<String> = item.tags.drain(..).collect();
    for tag in tags.iter().map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()) {
        if remove {
            all.remove(&tag)
        } else {
            all.insert(tag)
        };
    }
    item.tags = all.into_iter().collect();
}

fn check(item: &CollectionItem) -> Result<()> {
    let long = |text: &String| text.chars().count() > LONGEST;
    if long(&item.note) || item.tags.iter().any(long) {
        bail!(Message::new(
            format!("a note or a tag has {LONGEST} characters at most"),
            format!("备注和标签最多 {LONGEST} 个字符"),
        ));
    }
    Ok(())
}

/// The items that a reference means: by the reference itself, also of what is not stored any more, else by what
/// it leads to.
fn items(
    config: &Config,
    store: &Store,
    collection: &Collection,
    asked: &str,
) -> Result<Option<CollectionItem>> {
    let by = |reference: &str| collection.items.iter().find(|item| item.reference == reference).cloned();
    if let Some(item) = by(asked.trim()) {
        return Ok(Some(item));
    }
    let kept = collected::kept(store, config.day(), asked);
    let Some((reference, _)) = reference::found(config, kept)? else { return Ok(None) };
    let found = by(&reference.to_string());
    if found.is_none() {
        console::say(
            config,
            &format!("{reference} is not in the collection; `polidex collection add` puts it in"),
            &format!("{reference} 不在该文件集中；可用 `polidex collection add` 加入"),
        );
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
    let collection = find(&store, name)?;
    let mut changed = 0;
    for asked in references {
        let Some(mut item) = items(config, &store, &collection, asked)? else { continue };
        change(&mut item);
        item.changed_at = who::now();
        check(&item)?;
        store.put_item(&collection.name, &item)?;
        changed += 1;
    }
    Ok(outcome(changed, references.len()))
}

fn remove(config: &Config, name: &str, references: &[String], all: bool) -> Result<Outcome> {
    let mut store = Store::open(&config.data)?;
    let collection = find(&store, name)?;
    if all {
        store.remove_collection(&collection.name)?;
        return Ok(Outcome::Done);
    }
    let mut gone = 0;
    for asked in references {
        let Some(item) = items(config, &store, &collection, asked)? else { continue };
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
    let style =
        if config.locale == polidex_corpus::locale::Locale::Zh { Style::ZhLegal } else { Style::Chicago };
    let shown = collected::collected(&store, config.day(), find(&store, name)?, style, wanted(only))?;
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
    let shown = collected::collected(&store, config.day(), find(&store, name)?, style, wanted(only))?;
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

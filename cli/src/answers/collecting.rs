//! Changes of collections, as the command line, the HTTP API and the page make them.

use super::{Day, collected};
use crate::{console::Message, who};
use anyhow::{Result, bail};
use polidex_corpus::store::{Collection, CollectionItem, Store};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Most characters of a name, a tag or a note.
const LONGEST: usize = 10_000;

/// Most characters of the name of a collection.
const LONGEST_NAME: usize = 100;

/// What is done to a collection.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// Begins it.
    New {
        /// What it is for.
        #[serde(default)]
        about: String,
    },
    /// Puts a document or a clause into it.
    Add {
        /// What it is, in any form that `polidex show` understands.
        #[serde(rename = "ref")]
        reference: String,
        /// Replaces what is noted of it.
        note: Option<String>,
        /// Tags that it gets.
        #[serde(default)]
        tags: Vec<String>,
    },
    /// Replaces what is noted of an item.
    Note {
        /// The item.
        #[serde(rename = "ref")]
        reference: String,
        /// The note; empty for none.
        text: String,
    },
    /// Gives tags to an item, or takes them away.
    Tag {
        /// The item.
        #[serde(rename = "ref")]
        reference: String,
        /// The tags.
        tags: Vec<String>,
        /// Whether they are taken away.
        #[serde(default)]
        remove: bool,
    },
    /// Marks an item as reviewed.
    Review {
        /// The item.
        #[serde(rename = "ref")]
        reference: String,
        /// Who has reviewed it; nobody takes the mark away.
        by: Option<String>,
    },
    /// Takes an item out.
    Remove {
        /// The item.
        #[serde(rename = "ref")]
        reference: String,
    },
    /// Deletes the collection; documents stay.
    Delete,
}

/// Does it.
///
/// # Errors
/// When there is no such collection, item or document, or there is one already, with what to do; nothing is changed
/// then.
pub fn change(store: &mut Store, day: Day, name: &str, change: Change) -> Result<()> {
    if let Change::New { about } = change {
        return begin(store, name, &about);
    }
    let collection = find(store, name)?;
    let of = |store: &Store, reference: &str| {
        item(store, day, &collection, reference)?.ok_or_else(|| unknown_item(reference).into())
    };
    let item = match change {
        Change::New { .. } => return Ok(()),
        Change::Delete => {
            store.remove_collection(&collection.name)?;
            return Ok(());
        }
        Change::Remove { reference } => {
            let item: Result<CollectionItem> = of(store, &reference);
            store.remove_item(&collection.name, &item?.reference)?;
            return Ok(());
        }
        Change::Add { reference, note, tags } => {
            let mut item = new_item(store, day, &collection, &reference)?;
            if let Some(note) = note {
                note.trim().clone_into(&mut item.note);
            }
            tag(&mut item, &tags, false);
            item
        }
        Change::Note { reference, text } => {
            CollectionItem { note: text.trim().to_owned(), ..of(store, &reference)? }
        }
        Change::Tag { reference, tags, remove } => {
            let mut item = of(store, &reference)?;
            tag(&mut item, &tags, remove);
            item
        }
        Change::Review { reference, by } => {
            let mut item = of(store, &reference)?;
            review(&mut item, by.as_deref().map(str::trim).filter(|by| !by.is_empty()));
            item
        }
    };
    put(store, &collection, item)
}

/// Begins a collection.
pub fn begin(store: &mut Store, name: &str, about: &str) -> Result<()> {
    let name = name.trim();
    if name.is_empty()
        || name.chars().count() > LONGEST_NAME
        || name.contains(['/', '\\'])
        || name.chars().any(char::is_control)
    {
        bail!(Message::new(
            "a collection's name has 1 to 100 characters, without / and \\",
            "文件集名称为 1 至 100 个字符，不含 / 和 \\",
        ));
    }
    if about.chars().count() > LONGEST {
        bail!(too_long());
    }
    if !store.new_collection(name, about.trim(), &who::now())? {
        bail!(Message::new(
            format!("there is a collection `{name}` already; `polidex collection show {name}` shows it"),
            format!("已有名为 `{name}` 的文件集；可用 `polidex collection show {name}` 查看"),
        ));
    }
    Ok(())
}

/// The collection of a name.
pub fn find(store: &Store, name: &str) -> Result<Collection> {
    let found = store.collection(name.trim())?;
    Ok(found.ok_or_else(|| {
        Message::new(
            format!("no collection is called `{name}`; `polidex collection list` shows them"),
            format!("没有名为 `{name}` 的文件集；`polidex collection list` 可列出"),
        )
    })?)
}

/// The item of a collection that a reference means: by the reference itself, also of what is not stored any more, else
/// by what it leads to. None where that is not in the collection.
pub fn item(store: &Store, day: Day, collection: &Collection, asked: &str) -> Result<Option<CollectionItem>> {
    let by = |reference: &str| collection.items.iter().find(|item| item.reference == reference).cloned();
    if let Some(item) = by(asked.trim()) {
        return Ok(Some(item));
    }
    Ok(by(&collected::kept(store, day, asked)?.0.to_string()))
}

/// The item that a reference will be in a collection, or is already.
pub fn new_item(store: &Store, day: Day, collection: &Collection, asked: &str) -> Result<CollectionItem> {
    let (reference, label) = collected::kept(store, day, asked)?;
    let reference = reference.to_string();
    let known = collection.items.iter().find(|item| item.reference == reference);
    let now = who::now();
    Ok(known.cloned().unwrap_or_else(|| CollectionItem {
        reference,
        label,
        note: String::new(),
        tags: Vec::new(),
        reviewed_by: None,
        reviewed_at: None,
        added_at: now.clone(),
        changed_at: now,
    }))
}

/// Adds tags, or takes them away; sorted, each once.
pub fn tag(item: &mut CollectionItem, tags: &[String], remove: bool) {
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

/// Marks an item as reviewed by somebody; by nobody, takes the mark away.
pub fn review(item: &mut CollectionItem, by: Option<&str>) {
    item.reviewed_at = by.map(|_| who::now());
    item.reviewed_by = by.map(ToOwned::to_owned);
}

/// Keeps an item as it is now.
pub fn put(store: &mut Store, collection: &Collection, mut item: CollectionItem) -> Result<()> {
    let long = |text: &String| text.chars().count() > LONGEST;
    if long(&item.note) || item.tags.iter().chain(&item.reviewed_by).any(long) {
        bail!(too_long());
    }
    item.changed_at = who::now();
    store.put_item(&collection.name, &item)?;
    Ok(())
}

/// That something is not in a collection.
pub fn unknown_item(reference: &str) -> Message {
    Message::new(
        format!("{reference} is not in the collection; `polidex collection add` puts it in"),
        format!("{reference} 不在该文件集中；可用 `polidex collection add` 加入"),
    )
}

fn too_long() -> Message {
    Message::new(
        format!("a note or a tag has {LONGEST} characters at most"),
        format!("备注和标签最多 {LONGEST} 个字符"),
    )
}

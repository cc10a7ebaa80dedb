//! Finding what a reference on the command line names.

use crate::{config::Config, console};
use anyhow::Result;
use polidex_corpus::{
    model::{ClauseRef, Edition},
    store::{Missing, Resolution, Store},
};

/// The policy or clause of a reference, as it stood on the day that the user named. None when it names nothing, or several things; that has been
/// said then, with what to do.
pub fn resolve(config: &Config, store: &Store, asked: &str) -> Result<Option<Resolution>> {
    let mut reference = ClauseRef::parse(asked);
    if config.as_of_named && reference.edition.is_none() {
        match edition_on(config, store, &reference)? {
            Then::Edition(key) => reference.edition = Some(key),
            Then::None => return Ok(None),
            Then::Newest => {}
        }
    }
    match store.resolve(&reference)? {
        Resolution::Ambiguous(references) => say_several(config, asked, &references),
        Resolution::NotFound { missing, suggestions } => say_missing(config, asked, missing, &suggestions),
        found => return Ok(Some(found)),
    }
    Ok(None)
}

/// Which edition a day asks for.
enum Then {
    /// This one.
    Edition(String),
    /// None was in force yet; that has been said.
    None,
    /// The newest, or what the reference itself says.
    Newest,
}

/// The edition that was in force on the user's day: the latest that had begun by then. Where editions
/// have no dates, the newest is meant as always.
fn edition_on(config: &Config, store: &Store, reference: &ClauseRef) -> Result<Then> {
    let whole = ClauseRef { clause: None, ..reference.clone() };
    let Resolution::Policy { policy, edition } = store.resolve(&whole)? else { return Ok(Then::Newest) };
    let editions = store.editions(&policy.id)?;
    if editions.first().is_none_or(|newest| newest.key != edition) {
        // The reference names an older text by its file.
        return Ok(Then::Newest);
    }
    let begun = |edition: &&Edition| edition.begins().is_none_or(|day| day <= config.as_of);
    if let Some(edition) = editions.iter().find(begun) {
        return Ok(Then::Edition(edition.key.clone()));
    }
    let earliest =
        editions.iter().filter_map(Edition::begins).min().map(|day| day.to_string()).unwrap_or_default();
    let (title, day) = (&policy.title, config.as_of);
    console::say(
        config,
        &format!("{title} was not in force on {day}: the earliest text stored here begins on {earliest}"),
        &format!("《{title}》在 {day} 尚未施行：库中最早的文本自 {earliest} 起施行"),
    );
    Ok(Then::None)
}

fn say_several(config: &Config, asked: &str, references: &[ClauseRef]) {
    let list: Vec<String> = references.iter().take(10).map(ToString::to_string).collect();
    let list = list.join("  ");
    console::say(
        config,
        &format!("`{asked}` may mean several things; say which: {list}"),
        &format!("`{asked}` 有多种可能，请指明：{list}"),
    );
}

fn say_missing(config: &Config, asked: &str, missing: Missing, suggestions: &[ClauseRef]) {
    let (en, zh) = match missing {
        Missing::Policy => ("no such document is stored", "库中没有这份文件"),
        Missing::Edition => ("the document has no such edition", "该文件没有这个版本"),
        Missing::Clause => ("the document has no such clause", "该文件没有这一条"),
    };
    let near: Vec<String> = suggestions.iter().take(5).map(ToString::to_string).collect();
    let (hint_en, hint_zh) = if near.is_empty() {
        ("; find it with `polidex search`".to_owned(), "；可用 `polidex search` 查找".to_owned())
    } else {
        (format!("; perhaps {}", near.join("  ")), format!("；可能是 {}", near.join("  ")))
    };
    console::say(config, &format!("`{asked}`: {en}{hint_en}"), &format!("`{asked}`：{zh}{hint_zh}"));
}

//! Finding what a reference on the command line names.

use crate::{config::Config, console};
use anyhow::Result;
use polidex_corpus::{
    model::ClauseRef,
    store::{Missing, Resolution, Store},
};

/// The policy or clause of a reference. None when it names nothing, or several things; that has been
/// said then, with what to do.
pub fn resolve(config: &Config, store: &Store, asked: &str) -> Result<Option<Resolution>> {
    match store.resolve(&ClauseRef::parse(asked))? {
        Resolution::Ambiguous(references) => say_several(config, asked, &references),
        Resolution::NotFound { missing, suggestions } => say_missing(config, asked, missing, &suggestions),
        found => return Ok(Some(found)),
    }
    Ok(None)
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

//! `polidex correct`.

use super::reference;
use crate::{
    args::Correct,
    config::Config,
    console::{self, Message, Outcome},
    output::{correction, visible},
    who,
};
use anyhow::{Result, bail};
use polidex_corpus::{
    locale::Locale,
    model::{ClauseRef, Correction, Field, Policy, Refused},
    store::{Resolution, Store},
};
use std::io::{self, Write};

/// Lays a correction over a document.
pub fn run(config: &Config, args: &Correct) -> Result<Outcome> {
    let field = Field::parse(&args.field).ok_or_else(|| Refused::field(&args.field))?;
    let value = field.check(&args.value)?;
    let mut store = Store::open(&config.data)?;
    let Some(found) = reference::resolve(config, &store, &args.reference)? else {
        return Ok(Outcome::Partly);
    };
    let Resolution::Policy { policy, edition } = found else {
        bail!(Message::new(
            "corrections are made of documents, not of clauses; leave out what stands behind #",
            "更正针对文件而非条款；请去掉 # 及其后的部分",
        ));
    };
    let named = ClauseRef::parse(&args.reference).edition.is_some() || config.as_of_named;
    let correction = Correction {
        id: String::new(),
        policy: policy.id.clone(),
        edition: (named || field.is_of_an_edition()).then(|| edition.clone()),
        field,
        value,
        published: None,
        reason: args.reason.trim().to_owned(),
        by: who::name(&args.by)?,
        at: who::now(),
        undone: None,
    };
    correction.check()?;
    in_order(&store, &policy, &edition, &correction)?;
    let made = store.correct(correction)?;
    if made.published == made.value && made.field != Field::Repealed {
        console::note(
            config,
            "that is what was read, too: the correction keeps it if the document is read otherwise later",
            "与读取到的值相同：日后若重新读取有变，以此更正为准",
        );
    }
    if !args.no_index {
        super::ingest::update_index(config, &store)?;
    }
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &made)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", visible(&correction::line(&made, config.locale)))?;
        let undo = |locale: Locale| {
            let id = correction::short(&made);
            match locale {
                Locale::En => format!("`polidex corrections undo {id}` takes it back"),
                Locale::Zh => format!("可用 `polidex corrections undo {id}` 撤销"),
            }
        };
        console::note(config, &undo(Locale::En), &undo(Locale::Zh));
    }
    Ok(Outcome::Done)
}

/// Refuses a last day before the first.
fn in_order(store: &Store, policy: &Policy, key: &str, correction: &Correction) -> Result<()> {
    let editions = store.editions(&policy.id)?;
    let Some(edition) = editions.iter().find(|edition| edition.key == key) else { return Ok(()) };
    let day = |date: &Option<polidex_corpus::model::Sourced<jiff::civil::Date>>| {
        date.as_ref().map(|date| date.value.to_string())
    };
    let (mut first, mut last) = (day(&edition.dates.effective), day(&edition.dates.expires));
    match correction.field {
        Field::Effective => first.clone_from(&correction.value),
        Field::Expires => last.clone_from(&correction.value),
        _ => return Ok(()),
    }
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        bail!(Refused::Order);
    }
    Ok(())
}

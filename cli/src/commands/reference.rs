//! Finding what a reference on the command line names.

use crate::{
    answers::reference::{self, Unresolved},
    config::Config,
    console,
};
use anyhow::Result;
use polidex_corpus::{
    locale::{Locale, Localized},
    store::{Resolution, Store},
};

/// The policy or clause of a reference, as it stood on the day that the user named. None when it names nothing, or several things; that has been
/// said then, with what to do.
pub fn resolve(config: &Config, store: &Store, asked: &str) -> Result<Option<Resolution>> {
    found(config, reference::resolve(store, config.day(), asked).map_err(Into::into))
}

/// What was found. A reference that leads to nothing, or not to one thing, is no error of the program: that
/// is said, with what to do.
pub fn found<T>(config: &Config, answer: Result<T>) -> Result<Option<T>> {
    let error = match answer {
        Ok(found) => return Ok(Some(found)),
        Err(error) => error,
    };
    let unresolved = match error.downcast::<Unresolved>()? {
        Unresolved::Store(error) => return Err(error.into()),
        unresolved @ Unresolved::OneEdition { .. } => return Err(unresolved.into()),
        unresolved => unresolved,
    };
    let search = matches!(&unresolved, Unresolved::Missing { suggestions, .. } if suggestions.is_empty());
    let said = |locale: Locale| {
        let hint = locale.pick("; find it with `polidex search`", "；可用 `polidex search` 查找");
        format!("{}{}", unresolved.localized(locale), if search { hint } else { "" })
    };
    console::say(config, &said(Locale::En), &said(Locale::Zh));
    Ok(None)
}

//! Who does something that is kept with a name.

use crate::{args::By, console::Message};
use anyhow::Result;
use std::env;

/// The name that was given, else that of the user who is logged in.
///
/// # Errors
/// When neither is known.
pub fn name(by: &By) -> Result<String> {
    let given = by.by.clone().filter(|name| !name.trim().is_empty());
    let user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok());
    match given.or_else(user).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()) {
        Some(name) => Ok(name),
        None => Err(Message::new(
            "who says so? Add --by NAME, or set POLIDEX_BY",
            "由谁作出？请加 --by 姓名，或设置 POLIDEX_BY",
        )
        .into()),
    }
}

/// Now, as it is kept: to the microsecond, in UTC, so that of two corrections the later one is known.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

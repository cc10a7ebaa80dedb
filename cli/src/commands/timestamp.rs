//! The time stamp of the archive's head, where an authority is configured.

use crate::{config::Config, console};
use anyhow::Result;
use polidex_corpus::locale::{Locale, Localized};
use polidex_ingest::{
    archive::{archive_dir, chain::Link},
    fetch::{Client, ClientOptions},
    timestamp,
};
use tokio::runtime::Builder;

/// Has the head stamped that a crawl ended with, unless it is already. An authority that does not answer is
/// no reason for the crawl to have failed; it is said.
pub fn stamp(config: &Config, head: &Link) -> Result<()> {
    let dir = archive_dir(&config.data);
    let Some(authority) = &config.timestamp else { return Ok(()) };
    if timestamp::path(&dir, &head.head).exists() {
        return Ok(());
    }
    let agent = concat!("polidex/", env!("CARGO_PKG_VERSION"));
    let options = ClientOptions { allow_private: authority.allow_private, ..ClientOptions::new(agent) };
    let client = Client::new(options)?;
    let stamping = timestamp::stamp(&client, &authority.url, &dir, &head.head);
    match Builder::new_current_thread().enable_all().build()?.block_on(stamping) {
        Ok(at) => {
            console::note(config, &format!("time stamp of the head: {at}"), &format!("链首的时间戳：{at}"));
        }
        Err(error) => console::say(
            config,
            &format!("the head was not time-stamped: {error}"),
            &format!("链首未获得时间戳：{}", error.localized(Locale::Zh)),
        ),
    }
    Ok(())
}

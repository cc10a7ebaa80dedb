//! `polidex show --raw`: the bytes that a document was read from.

use crate::console::Message;
use anyhow::{Result, bail};
use polidex_corpus::{
    model::Capture,
    store::{Provenance, Store},
    text::sha256_hex,
};
use polidex_ingest::{Limits, archive};
use std::{
    fs,
    io::{self, Write},
};

/// Writes the bytes of one of `entries`: the only one, or the one that the user named.
pub fn write(store: &Store, asked: &str, entries: &[Provenance]) -> Result<()> {
    let name = asked.split('#').next().unwrap_or(asked);
    let entry = match entries {
        [only] => only,
        several => match several.iter().find(|entry| entry.external_id == name) {
            Some(entry) => entry,
            None => bail!(which(asked, several)),
        },
    };
    let bytes = bytes(store, &entry.capture)?;
    if sha256_hex(&bytes) != entry.capture.sha256 {
        let location = &entry.capture.location;
        bail!(Message::new(
            format!(
                "{location} is not what it was when it was read: its SHA-256 differs, nothing was written"
            ),
            format!("{location} 与读入时不同（SHA-256 不符），未输出任何内容"),
        ));
    }
    Ok(io::stdout().lock().write_all(&bytes)?)
}

/// The bytes that were received; of a file, which no archive holds, those that it has now.
fn bytes(store: &Store, capture: &Capture) -> Result<Vec<u8>> {
    if let Some(place) = &capture.archived {
        let exchange = archive::read(&archive::archive_dir(store.dir()), place)?;
        return Ok(exchange.content(Limits::default().file_bytes)?);
    }
    fs::read(&capture.location).map_err(|error| {
        let location = &capture.location;
        Message::new(
            format!("the bytes were read from {location}, which cannot be read any more: {error}"),
            format!("原始内容来自 {location}，现已无法读取：{error}"),
        )
        .into()
    })
}

fn which(asked: &str, entries: &[Provenance]) -> Message {
    let names: Vec<&str> = entries.iter().map(|entry| entry.external_id.as_str()).collect();
    let names = names.join("  ");
    Message::new(
        format!("`{asked}` was read from several places; name one of them: {names}"),
        format!("`{asked}` 来自多处，请指明其一：{names}"),
    )
}

//! `polidex export`.

use crate::{
    answers::export::write,
    args::{Export, ExportFormat},
    config::Config,
    console::{Message, Outcome},
};
use anyhow::{Context, Result};
use polidex_corpus::store::Store;
use std::{
    fs,
    io::{self, BufWriter},
    path::Path,
};

/// Writes the whole store.
pub fn run(config: &Config, args: &Export) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    match &args.out {
        None => write(&store, args.format, &mut BufWriter::new(io::stdout().lock()))?,
        Some(path) => to_file(&store, args.format, path)?,
    }
    Ok(Outcome::Done)
}

/// Writes to a file beside the one asked for and renames it at the end, so that an interrupted export
/// never passes for a whole one.
fn to_file(store: &Store, format: ExportFormat, path: &Path) -> Result<()> {
    let name = path
        .file_name()
        .ok_or_else(|| Message::new("--out needs the name of a file", "--out 需要一个文件名"))?;
    let beside = path.with_file_name(format!(".{}.partial", name.to_string_lossy()));
    let file = fs::File::create(&beside).with_context(|| beside.display().to_string())?;
    let mut out = BufWriter::new(file);
    write(store, format, &mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    fs::rename(&beside, path).with_context(|| path.display().to_string())
}

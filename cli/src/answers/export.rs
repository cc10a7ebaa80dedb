//! The whole store.

use crate::args::ExportFormat;
use anyhow::Result;
use polidex_corpus::store::Store;
use std::io::Write;

/// Writes the whole store in a format.
pub fn write(store: &Store, format: ExportFormat, out: &mut impl Write) -> Result<()> {
    match format {
        ExportFormat::Csv => store.export_csv(&mut *out)?,
        ExportFormat::Jsonl => store.export(&mut |record| {
            serde_json::to_writer(&mut *out, &record)?;
            out.write_all(b"\n")
        })?,
    }
    out.flush()?;
    Ok(())
}

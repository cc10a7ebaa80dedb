//! What texts say, kept in the store: brought up to date by every command that writes.

use crate::{config::Config, console};
use anyhow::Result;
use polidex_corpus::store::Store;
use polidex_ingest::understand::bring_up_to_date;

/// Reads what the present readers have not read, with progress; gives how many texts that were.
pub fn update(config: &Config, store: &mut Store) -> Result<u64> {
    let bar = console::progress(config, 0, "understanding", "理解");
    let read = bring_up_to_date(store, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    Ok(read?)
}

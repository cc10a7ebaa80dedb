//! Bringing what a store holds of its texts up to the present reader.

use super::understand;
use polidex_corpus::{
    model::Understanding,
    store::{Store, StoreError, UnreadText},
};
use std::thread;

/// The version of the readers. It changes whenever they read something differently, so that stores made
/// before are read again.
pub const READER: &str = "6";

/// So many texts are read between two writes.
const BATCH: usize = 256;

/// Reads every stored text that the present readers have not read, on all cores, and keeps what they say.
/// Texts are stored batch by batch, so an interrupted run goes on where it was. Gives how many were read.
pub fn bring_up_to_date(store: &mut Store, progress: &mut dyn FnMut(u64, u64)) -> Result<u64, StoreError> {
    let total = store.count_unread(READER)?;
    let mut done = 0;
    while done < total {
        let texts = store.unread(READER, BATCH)?;
        if texts.is_empty() {
            break;
        }
        store.put_understood(READER, &read(&texts))?;
        done += texts.len() as u64;
        progress(done, total);
    }
    Ok(done)
}

/// Reads texts side by side.
fn read(texts: &[UnreadText]) -> Vec<(i64, Understanding)> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    // Long texts stand together in a corpus: they are dealt out in turn.
    let share = |worker: usize| texts.iter().skip(worker).step_by(workers);
    let one = |text: &UnreadText| (text.extraction, understand(&text.text));
    thread::scope(|scope| {
        let hands: Vec<_> = (0..workers)
            .map(|worker| scope.spawn(move || share(worker).map(one).collect::<Vec<_>>()))
            .collect();
        hands.into_iter().filter_map(|hand| hand.join().ok()).flatten().collect()
    })
}

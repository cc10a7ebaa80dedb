//! Spreads work over the processor's cores.

use super::{super::EngineError, DocId, Units};
use std::{
    iter,
    ops::Range,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Units below which one thread is quicker than starting others.
const WORTH_A_THREAD: usize = 100_000;

/// Stretches of a part that are pieces of work of their own are not shorter.
const PIECE: usize = 16_384;

/// Pieces of work for each thread, so that none waits long for another.
const PIECES: usize = 16;

/// How many threads answer a question over so many units.
pub fn threads(units: usize) -> usize {
    // To ask the system takes as long as to answer a small question.
    static CORES: OnceLock<usize> = OnceLock::new();
    let cores = *CORES.get_or_init(|| thread::available_parallelism().map_or(1, usize::from));
    cores.min(units / WORTH_A_THREAD + 1)
}

/// Does `work` on every item, on so many threads; results are in the order of the items, whoever did the work.
pub fn each<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> Result<R, EngineError> + Sync,
) -> Result<Vec<R>, EngineError> {
    let some = |items: &mut dyn Iterator<Item = (usize, &T)>| {
        items.map(|(place, item)| Ok((place, work(item)?))).collect::<Result<Vec<_>, _>>()
    };
    let mut done: Vec<_> = divided(items, threads, some)?.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

/// Divides items among so many threads. Each does `work` once, on those that it gets, with their places: they rise, and it
/// gets the next one when it asks for it.
pub fn divided<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&mut dyn Iterator<Item = (usize, &T)>) -> Result<R, EngineError> + Sync,
) -> Result<Vec<R>, EngineError> {
    if threads.min(items.len()) < 2 {
        return Ok(vec![work(&mut items.iter().enumerate())?]);
    }
    let next = AtomicUsize::new(0);
    let some = || {
        work(&mut iter::from_fn(|| {
            let place = next.fetch_add(1, Ordering::Relaxed);
            items.get(place).map(|item| (place, item))
        }))
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(items.len())).map(|_| scope.spawn(some)).collect();
        let mut done = vec![some()?];
        for other in others {
            let stopped = |_| EngineError::Engine("a thread that answered a question stopped".into());
            done.push(other.join().map_err(stopped)??);
        }
        Ok(done)
    })
}

/// A stretch of a part.
pub struct Piece {
    /// The part's place among the parts.
    pub part: usize,
    /// Its units.
    pub docs: Range<DocId>,
}

/// Cuts parts into stretches, so that so many threads have enough to do. Units of a document that stand side by
/// side stay together.
pub fn pieces<U: Units>(parts: &[&U], threads: usize) -> Vec<Piece> {
    let units: usize = parts.iter().map(|part| part.len()).sum();
    let wanted = if threads < 2 { units } else { (units / (threads * PIECES)).max(PIECE) }.max(1);
    let mut pieces = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let (len, mut start) = (part.len() as DocId, 0);
        // Of one size, so that none is much work at the end.
        let most = part.len().div_ceil(((part.len() + wanted / 2) / wanted).max(1));
        while start < len {
            let end = part.stretches().end(start.saturating_add(most as DocId).min(len));
            pieces.push(Piece { part: number, docs: start..end });
            start = end;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..1000).collect();
        for threads in [1, 2, 7] {
            let squares = each(&items, threads, |item| Ok(item * item)).unwrap();
            assert_eq!(squares, items.iter().map(|item| item * item).collect::<Vec<_>>());
        }
        let failed =
            each(&items, 3, |item| if *item == 700 { Err(EngineError::Engine("no".into())) } else { Ok(()) });
        assert!(failed.is_err());
        assert!(each(&[] as &[u64], 2, |item| Ok(*item)).unwrap().is_empty());
    }
}

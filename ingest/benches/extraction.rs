//! How fast saved pages are read, on one core: `cargo bench -p polidex-ingest --bench extraction [DIR]`.
//!
//! DIR holds HTML files; without it the pages in `../shared/data` are read. To compare with
//! readability-lxml, run `score_pages.py --baselines` on the same pages at the same time of day.

#![allow(clippy::print_stdout, reason = "tests and benchmarks report on standard output")]

use polidex_corpus::source::builtin;
use polidex_ingest::{Format, Limits, decode::decode, extract, page::read_saved};
use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    time::Instant,
};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 20;

fn main() {
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pages-zh/original");
    let folder = given.unwrap_or(shared);
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    let paths = entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some());
    let pages: Vec<(PathBuf, Vec<u8>)> =
        paths.filter_map(|path| Some((path.clone(), fs::read(path).ok()?))).collect();
    let bytes: usize = pages.iter().map(|(_, bytes)| bytes.len()).sum();
    let limits = Limits::default();
    let known = extract::Known { sources: builtin(), ..extract::Known::default() };
    let text = best(|| {
        for (_, bytes) in &pages {
            let text = decode(bytes.clone(), true).text;
            black_box(extract::extract(&text, Format::Html, known, &limits));
        }
    });
    let whole = best(|| {
        for (path, bytes) in &pages {
            black_box(read_saved(bytes.clone(), path, None, builtin(), &limits));
        }
    });
    for (name, seconds) in [("decode and extract", text), ("and structure, metadata, hash", whole)] {
        let (rate, volume) = (pages.len() as f64 / seconds, bytes as f64 / 1e6 / seconds);
        println!("{rate:>8.0} pages/s {volume:>7.1} MB/s  {name}");
    }
}

/// The shortest of several runs, in seconds.
fn best(mut run: impl FnMut()) -> f64 {
    let timed = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    });
    timed.fold(f64::MAX, f64::min)
}

//! How fast saved pages are read, on one core: `cargo bench -p polidex-ingest --bench extraction [DIR]`.
//!
//! DIR holds HTML files; without it the pages in `../shared/data` are read. readability-lxml reads the
//! same pages in the same minute, where the Python that `POLIDEX_PYTHON` names (else `python3`) has it.

#![allow(clippy::print_stdout, reason = "tests and benchmarks report on standard output")]

use polidex_corpus::source::builtin;
use polidex_ingest::{Format, Limits, decode::decode, extract, page::read_saved};
use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 100;

/// The same by readability-lxml: texts are decoded before the clock starts, and its own processor time
/// counts, the best of five runs, so that other programs cannot slow it down.
const READABILITY: &str = r"
import glob, logging, sys, time
import lxml.html
from readability import Document
logging.disable(logging.CRITICAL)
def read(path):
    data = open(path, 'rb').read()
    for encoding in ('utf8', 'gb18030', 'big5'):
        try: return data.decode(encoding)
        except UnicodeDecodeError: pass
    return data.decode('gb18030', 'replace')
texts = [read(path) for path in sorted(glob.glob(sys.argv[1] + '/*.htm*'))]
def run():
    start = time.process_time()
    for text in texts:
        try: lxml.html.fromstring(Document(text).summary()).text_content()
        except Exception: pass
    return time.process_time() - start
print(len(texts) / min(run() for _ in range(5)))
";

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
    match readability(&folder) {
        Some(rate) => {
            let ratio = pages.len() as f64 / text / rate;
            println!("{rate:>8.0} pages/s {:>12}  readability-lxml; {ratio:.1} times as fast", "");
        }
        None => println!(
            "skipped: readability-lxml; python3 -m venv ENV && ENV/bin/pip install readability-lxml lxml_html_clean, \
             then POLIDEX_PYTHON=ENV/bin/python cargo bench -p polidex-ingest --bench extraction"
        ),
    }
}

/// How many pages a second readability-lxml reads; `None` where it is not installed.
fn readability(folder: &Path) -> Option<f64> {
    let python = std::env::var_os("POLIDEX_PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(python).args(["-c", READABILITY]).arg(folder).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
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

//! How a store grows: `cargo bench -p polidex --bench large_store -- [--sizes 60000,250000,1000000] [--dir DIR]
//! [--program FILE] [--seed N] [--questions N] [--write FILE]`.
//!
//! Synthetic policies, learned from `../shared/data/laws`, are taken in by batches of the first size, so that
//! rates can be compared; at each size the store and index are weighed, questions asked and the index rebuilt.
//! A store that is in `DIR` already is grown further and kept. `--program` measures another build of the program
//! (questions are answered by this one, at most `--questions` of a kind, the best of five rounds counts); `--write` only writes the documents of the first size. The reference
//! loop, jieba-rs over text of the same batch, says how quick the machine was at that moment.

#![allow(clippy::print_stdout, reason = "tests and benchmarks report on standard output")]

#[path = "large_store/process.rs"]
mod process;
#[path = "large_store/queries.rs"]
mod queries;
#[path = "synthetic/mod.rs"]
mod synthetic;

use polidex_corpus::store::Store;
use polidex_search::searcher::Searcher;
use process::{Took, run, size};
use queries::Times;
use std::{
    env, fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};
use synthetic::Synthetic;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let Settings { sizes, dir, program, seed, questions, write } = Settings::read();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Some(synthetic) = Synthetic::learn(&data.join("laws"), seed) else {
        println!("skipped: ../shared/data is absent");
        return;
    };
    let batch = sizes[0];
    if let Some(path) = write {
        let (number, text) = write_batch(&synthetic, 0, batch, &path).expect("the file can be written");
        println!("{number} documents, {:.1} MB", text.len() as f64 / 1e6);
        return;
    }
    let kept = dir.is_some();
    let temporary = tempfile::tempdir().expect("a temporary directory");
    let dir = dir.unwrap_or_else(|| temporary.path().to_owned());
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/queries");
    let sets = queries::sets(&data, &own, questions);
    let mut grown = Grown::of(&dir);
    println!(
        "| clauses | added | MB/s by the clock | clauses/s of processor time | reference MB/s | peak MB (own) |"
    );
    for &target in &sizes {
        while grown.clauses < target as u64 {
            grown.grow(&synthetic, batch, &dir, &program);
        }
        weigh(&dir, grown.clauses);
        answers(&dir, &sets);
        let took = run(&program, &dir, &["index", "rebuild"]);
        println!("rebuild at {}: {}", grown.clauses, shown(took));
    }
    if kept {
        println!("kept in {}", dir.display());
    }
}

/// What the command line asks for.
struct Settings {
    sizes: Vec<usize>,
    dir: Option<PathBuf>,
    program: PathBuf,
    seed: u64,
    questions: usize,
    write: Option<PathBuf>,
}

impl Settings {
    fn read() -> Self {
        let mut settings = Self {
            sizes: vec![60_000, 250_000, 1_000_000],
            dir: None,
            program: env!("CARGO_BIN_EXE_polidex").into(),
            seed: 1,
            questions: 1000,
            write: None,
        };
        let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
        while let Some(name) = arguments.next() {
            let value = arguments.next().unwrap_or_else(|| panic!("{name} wants a value"));
            match name.as_str() {
                "--sizes" => {
                    let sizes =
                        value.split(',').map(|size| size.trim().parse().expect("a number of clauses"));
                    settings.sizes = sizes.collect();
                }
                "--dir" => settings.dir = Some(value.into()),
                "--program" => settings.program = value.into(),
                "--seed" => settings.seed = value.parse().expect("a number"),
                "--questions" => settings.questions = value.parse().expect("a number"),
                "--write" => settings.write = Some(value.into()),
                _ => panic!(
                    "--sizes, --dir, --program, --seed, --questions and --write are known, {name} is not"
                ),
            }
        }
        settings
    }
}

/// How far a store has grown.
struct Grown {
    clauses: u64,
    /// The next document.
    next: u64,
}

impl Grown {
    fn of(dir: &Path) -> Self {
        let next = fs::read_to_string(dir.join("next")).ok().and_then(|text| text.trim().parse().ok());
        Self { clauses: clauses(dir), next: next.unwrap_or(0) }
    }

    /// Takes in one batch and says what it took.
    fn grow(&mut self, synthetic: &Synthetic, batch: usize, dir: &Path, program: &Path) {
        fs::create_dir_all(dir).expect("the directory can be made");
        let path = dir.join("batch.jsonl");
        let (next, text) = write_batch(synthetic, self.next, batch, &path).expect("the batch can be written");
        let reference = reference(&text);
        let took = run(program, dir, &["ingest", "--source", "synthetic", &path.to_string_lossy()]);
        fs::remove_file(&path).expect("the batch can be removed");
        fs::write(dir.join("next"), next.to_string()).expect("the state can be kept");
        let before = std::mem::replace(&mut self.clauses, clauses(dir));
        self.next = next;
        let added = self.clauses - before;
        println!(
            "| {} | {added} | {:.2} | {:.0} | {reference:.1} | {:.0} ({:.0}) |",
            self.clauses,
            text.len() as f64 / 1e6 / took.clock,
            added as f64 / took.processor,
            took.resident,
            took.own
        );
    }
}

/// Writes documents from `first` until about `clauses` clauses are written; the next number, and the texts.
fn write_batch(synthetic: &Synthetic, first: u64, clauses: usize, path: &Path) -> io::Result<(u64, String)> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    let (mut number, mut written, mut text) = (first, 0, String::new());
    while written < clauses {
        let document = synthetic.document(number);
        serde_json::to_writer(&mut out, &document)?;
        out.write_all(b"\n")?;
        written += document.clauses;
        text.push_str(&document.text);
        number += 1;
    }
    out.flush()?;
    Ok((number, text))
}

fn clauses(dir: &Path) -> u64 {
    if !dir.join("polidex.sqlite").exists() {
        return 0;
    }
    Store::open_reader(dir).and_then(|store| store.counts()).expect("the store opens").units
}

fn weigh(dir: &Path, clauses: u64) {
    println!(
        "at {clauses}: store {:.0} MB, index {:.0} MB, quotations {:.0} MB",
        size(dir) - size(&dir.join("index")),
        size(&dir.join("index/embedded")),
        size(&dir.join("index")) - size(&dir.join("index/embedded")),
    );
}

fn answers(dir: &Path, sets: &[queries::Set]) {
    let started = Instant::now();
    let searcher = Searcher::open(dir).expect("the store opens");
    println!("opened in {:.0} ms", started.elapsed().as_secs_f64() * 1000.0);
    let mut all = Times::default();
    for set in sets {
        let times = queries::ask(&searcher, set).expect("answers");
        say(set.name, &times);
        all.join(&times);
    }
    say("all together", &all);
}

fn say(name: &str, times: &Times) {
    let [p50, p99] = [times.most_of(0.5), times.most_of(0.99)];
    println!(
        "{name}: p50 {:.2} ms ({:.2} of processor time), p99 {:.2} ms ({:.2}), slowest of the first round {:.1} ms",
        p50[0], p50[1], p99[0], p99[1], times.first
    );
}

fn shown(took: Took) -> String {
    format!(
        "{:.1} s by the clock, {:.1} s of processor time, peak {:.0} MB ({:.0} without mapped files)",
        took.clock, took.processor, took.resident, took.own
    )
}

/// Speed of jieba-rs in search mode over the first 10 MB, in MB/s.
fn reference(text: &str) -> f64 {
    let jieba = jieba_rs::Jieba::new();
    let end = (0..=10_000_000.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    let started = Instant::now();
    let tokens: usize = text[..end].lines().map(|line| jieba.cut_for_search(line, false).len()).sum();
    assert!(tokens > 0);
    end as f64 / 1e6 / started.elapsed().as_secs_f64()
}

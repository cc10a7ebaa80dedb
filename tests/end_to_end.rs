//! End-to-end figures over real laws: `cargo bench -p polidex --bench end_to_end`.
//!
//! Prints the best of five runs beside a fixed reference loop, jieba-rs over the first 10 MB of the
//! same texts, since machines differ and one machine differs from minute to minute.

#![allow(clippy::print_stdout, reason = "tests and benchmarks report on standard output")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const RUNS: usize = 5;

fn main() {
    let laws = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/laws");
    if !laws.is_dir() {
        println!("skipped: ../shared/data is absent");
        return;
    }
    let bytes = size(&laws);
    println!("reference loop      {:>8.1} MB/s  jieba-rs, search mode, one thread", reference(&laws));
    let data = tempfile::tempdir().expect("a temporary directory");
    let mut best: Option<(Duration, u64)> = None;
    for _ in 0..RUNS {
        fs::remove_dir_all(data.path()).expect("the data directory can be emptied");
        let run = measured(&["ingest", "--quiet"], data.path(), Some(&laws));
        best = Some(best.map_or(run, |best| if run.0 < best.0 { run } else { best }));
    }
    let (time, memory) = best.expect("at least one run");
    println!(
        "ingest + index      {:>8.1} MB/s  {:.2} s for {:.1} MB, peak memory {} MB",
        bytes as f64 / 1e6 / time.as_secs_f64(),
        time.as_secs_f64(),
        bytes as f64 / 1e6,
        memory / 1024
    );
    let judged = laws.with_file_name("statutes").join("queries.zh.jsonl");
    questions("lay questions, a sentence each", &judged, data.path());
    let everyday = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/queries/everyday.jsonl");
    questions("everyday queries of one to four terms", &everyday, data.path());
    for query in ["软件企业 奖励", "个体工商户的债务由谁承担？", "\"国务院办公厅\""]
    {
        let best = (0..RUNS).map(|_| measured(&["search", query, "--limit", "5"], data.path(), None).0).min();
        println!(
            "start to last line  {:>8.1} ms    search {query}",
            best.unwrap_or_default().as_secs_f64() * 1000.0
        );
    }
}

/// Times inside the process of whole answers to a file of questions, best of all runs.
fn questions(kind: &str, questions: &Path, data: &Path) {
    let mut best = [f64::MAX; 2];
    for _ in 0..RUNS {
        let output = Command::new(env!("CARGO_BIN_EXE_polidex"))
            .args(["eval", "--json"])
            .arg(questions)
            .arg("--data")
            .arg(data)
            .output()
            .expect("the program starts");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report in JSON");
        for (best, name) in best.iter_mut().zip(["p50_ms", "p99_ms"]) {
            *best = best.min(report[name].as_f64().unwrap_or(f64::MAX));
        }
    }
    println!(
        "{:>8.2} ms p50, {:.2} ms p99  {kind}: ten hits with facets, inside the process",
        best[0], best[1]
    );
}

/// Runs the program once; time and peak memory in KB.
fn measured(arguments: &[&str], data: &Path, path: Option<&Path>) -> (Duration, u64) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_polidex"))
        .args(arguments)
        .args(path)
        .arg("--data")
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    loop {
        if let Some(memory) = fs::read_to_string(&status).ok().and_then(|text| high_water(&text)) {
            peak = peak.max(memory);
        }
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            assert!(status.success(), "{arguments:?} failed");
            return (started.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn high_water(status: &str) -> Option<u64> {
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}

fn reference(laws: &Path) -> f64 {
    let mut text = String::new();
    collect(laws, &mut text);
    let jieba = jieba_rs::Jieba::new();
    let pass = || {
        let started = Instant::now();
        let tokens: usize = text.lines().map(|line| jieba.cut_for_search(line, false).len()).sum();
        assert!(tokens > 0);
        text.len() as f64 / 1e6 / started.elapsed().as_secs_f64()
    };
    (0..RUNS).map(|_| pass()).fold(0.0, f64::max)
}

/// The first 10 MB of the laws, in the order of their paths.
fn collect(dir: &Path, text: &mut String) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if text.len() > 10_000_000 {
            return;
        }
        if path.is_dir() {
            collect(&path, text);
        } else if let Ok(law) = fs::read_to_string(&path) {
            text.push_str(&law);
        }
    }
}

fn size(dir: &Path) -> u64 {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                size(&entry.path())
            } else {
                entry.metadata().map_or(0, |data| data.len())
            }
        })
        .sum()
}

//! How fast the store is on real texts. Run with
//! `cargo test --release -p polidex-corpus --test store -- speed --ignored --nocapture`.
#![allow(clippy::print_stderr, reason = "the figures are the purpose")]

use crate::documents;
use polidex_corpus::{
    model::Document,
    store::{Store, UnitRole},
};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

#[test]
#[ignore = "a measurement, run by hand with the command above; the end-to-end benchmark covers storing"]
fn storing_and_reading_the_laws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/laws");
    if !folder.exists() {
        eprintln!("skipped: ../shared/data is absent");
        return;
    }
    let docs = read_documents(&folder);
    let megabytes = docs.iter().map(|doc| doc.text.len()).sum::<usize>() as f64 / 1e6;
    let clauses: usize = docs.iter().map(|doc| doc.clauses.len()).sum();
    eprintln!("{} documents, {megabytes:.1} MB, {clauses} clauses", docs.len());
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    for (name, batch) in [("put", 256), ("put again", 256)] {
        let start = Instant::now();
        for docs in docs.chunks(batch) {
            store.put(docs).unwrap();
        }
        report(name, start.elapsed(), megabytes);
    }
    read_back(&store, megabytes);
}

fn read_back(store: &Store, megabytes: f64) {
    let policies = store.policies_changed_since(0).unwrap();
    let start = Instant::now();
    let units: Vec<_> = policies.iter().flat_map(|(rowid, _)| store.units(*rowid).unwrap()).collect();
    report("units", start.elapsed(), megabytes);
    let start = Instant::now();
    let some = units.iter().filter(|unit| unit.role == UnitRole::Body).step_by(37);
    let count = some.clone().count() as u32;
    for unit in some {
        let clause = store.clause(unit.clause_rowid).unwrap().unwrap();
        assert_eq!(clause.text, unit.text);
    }
    eprintln!("clause: {:?} each", start.elapsed() / count);
    let start = Instant::now();
    for (rowid, _) in &policies {
        store.policy_by_rowid(*rowid).unwrap().unwrap();
    }
    eprintln!("policy: {:?} each", start.elapsed() / policies.len() as u32);
    let start = Instant::now();
    eprintln!("{:?} in {:?}", store.counts().unwrap(), start.elapsed());
}

fn report(name: &str, time: Duration, megabytes: f64) {
    eprintln!("{name}: {time:?}, {:.0} MB/s", megabytes / time.as_secs_f64());
}

fn read_documents(folder: &Path) -> Vec<Document> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let id = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        let title = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']).to_owned();
        let stem = id.trim_end_matches(".md");
        let doc = documents::document(&id, &title, &text);
        match stem.rsplit_once('(').map(|(_, date)| date.trim_end_matches(')')) {
            Some(date) if date.len() == 10 => documents::dated(doc, date),
            _ => doc,
        }
    };
    files.iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "md") {
            files.push(path);
        }
    }
}

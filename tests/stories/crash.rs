//! Killed at any moment, a run loses nothing it had committed, and the next run completes the work.

use crate::haystack::{User, long};
use std::{
    fs,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

/// Documents that are ingested; enough for many batches.
const DOCUMENTS: usize = 3_000;

fn corpus(user: &User) -> std::path::PathBuf {
    let filler = "支持工业软件企业开展技术研发，给予一次性奖励。".repeat(30);
    for number in 0..DOCUMENTS {
        user.file(
            &format!("texts/{number:05}.md"),
            format!("# 璟澜市第{number}号示例办法\n\n第一条 编号{number}。{filler}\n\n第二条 {filler}\n"),
        );
    }
    user.path("texts")
}

#[test]
fn killing_ingest_loses_nothing() {
    let rounds = if long() { 20 } else { 3 };
    let user = User::new();
    let texts = corpus(&user);
    let started = Instant::now();
    user.ingest(&texts);
    let whole = started.elapsed();
    let complete = fingerprint(&user);
    for round in 0..rounds {
        fs::remove_dir_all(user.data()).unwrap();
        // Spread over the whole run, the first kill early, the last one late.
        let after = whole * (2 * round + 1) / (2 * rounds);
        kill_after(&user, &["ingest", "--quiet", texts.to_str().unwrap()], after);
        if user.data().join("polidex.sqlite").exists() {
            let kept = user.run(&["export"]);
            assert_eq!(kept.code(), 0, "round {round}: {}", kept.stderr());
            let kept = kept.stdout().lines().count();
            let searched = user.run(&["search", "--json", "--", "工业软件"]);
            assert!(searched.code() <= 2, "round {round}: {}", searched.stderr());
            println!("round {round}: killed after {after:?}, {kept} documents kept");
        }
        user.ingest(&texts);
        assert_eq!(fingerprint(&user), complete, "round {round}");
        let answer = user.search("工业软件", &["--limit", "1"]);
        assert_eq!(answer["total_policies"], DOCUMENTS, "round {round}");
        assert_eq!(answer["warnings"], serde_json::json!([]), "round {round}");
        assert_eq!(user.run(&["doctor"]).code(), 0, "round {round}");
    }
}

fn kill_after(user: &User, arguments: &[&str], after: Duration) {
    let mut child = user
        .command(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    thread::sleep(after);
    // It may have ended before: then the round only shows that a second run changes nothing.
    let _ = child.kill();
    child.wait().unwrap();
}

/// Every document with its text, without times of capture.
fn fingerprint(user: &User) -> Vec<(String, String)> {
    let export = user.run(&["export"]);
    assert_eq!(export.code(), 0, "{}", export.stderr());
    let mut documents: Vec<(String, String)> = export
        .stdout()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON"))
        .map(|line| (line["policy"].to_string(), line["text"].to_string()))
        .collect();
    documents.sort();
    documents
}

#[test]
fn killing_a_rebuild_leaves_the_index_in_use() {
    let rounds = if long() { 60 } else { 3 };
    let user = User::new();
    user.ingest(&corpus(&user));
    let complete = fingerprint(&user);
    let started = Instant::now();
    assert_eq!(user.run(&["index", "rebuild"]).code(), 0);
    let whole = started.elapsed();
    for round in 0..rounds {
        let after = whole * (2 * round + 1) / (2 * rounds);
        kill_after(&user, &["index", "rebuild", "--quiet"], after);
        // Whichever index is in use, the old one or the new one, it is whole.
        let answer = user.search("工业软件", &["--limit", "1"]);
        assert_eq!(answer["total_policies"], DOCUMENTS, "round {round}, after {after:?}");
        assert_eq!(answer["warnings"], serde_json::json!([]), "round {round}");
        let quoted = user.run(&["quote", "verify", "支持工业软件企业开展技术研发，给予一次性奖励。"]);
        assert!(quoted.code() <= 1, "round {round}: {}", quoted.stderr());
        assert_eq!(user.run(&["doctor"]).code(), 0, "round {round}");
    }
    assert_eq!(fingerprint(&user), complete);
    println!("{rounds} rebuilds killed over {whole:?}");
}

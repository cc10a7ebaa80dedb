//! Disks that fail: errors injected at single writes by strace. What was committed stays, everything opens, and
//! the message says what to do.

#![cfg(target_os = "linux")]

use crate::{
    haystack::{User, long},
    web::{Manners, Web},
};
use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    process::{Command, Output},
};

/// Documents that are there before anything fails.
const BEFORE: usize = 40;
/// Documents that are brought in while writes fail.
const MORE: usize = 150;

const FLAGS: [&str; 6] = ["--allow-private", "--delay", "0", "--contact", "test@example.cn", "--quiet"];

fn strace_works() -> bool {
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    let works = works.is_ok_and(|status| status.success());
    if !works {
        println!("skipped: strace is absent or may not trace: no faults were injected");
    }
    works
}

fn texts(user: &User, folder: &str, numbers: std::ops::Range<usize>) -> PathBuf {
    let filler = "支持工业软件企业开展技术研发，给予一次性奖励。".repeat(8);
    for number in numbers {
        let text = format!("# 璟澜市第{number}号示例办法\n\n第一条 编号{number}。{filler}\n");
        user.file(&format!("{folder}/{number:05}.md"), text);
    }
    user.path(folder)
}

/// Runs the program while calls of one kind fail: `when` as strace has it.
fn run_with(user: &User, call: &str, error: &str, when: &str, arguments: &[&str]) -> Output {
    let plain = user.command(arguments);
    Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:error={error}:when={when}")])
        .arg(plain.get_program())
        .args(plain.get_args())
        .env("POLIDEX_LOCALE", "en")
        .env_remove("LC_ALL")
        .output()
        .expect("strace starts")
}

/// The names of all documents.
fn stored(user: &User) -> BTreeSet<String> {
    let export = user.run(&["export"]);
    assert_eq!(export.code(), 0, "{}", export.stderr());
    let named = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string();
    export.stdout().lines().map(named).collect()
}

/// A failed run says what to do; if it did not fail, the fault hit nothing that matters.
fn assert_advice(ran: &Output, what: &str) {
    let said = String::from_utf8_lossy(&ran.stderr);
    if ran.status.code() == Some(0) {
        return;
    }
    assert!(ran.status.code().is_some(), "{what}: ended by a signal: {said}");
    let advice = ["polidex ", "try again", "again", "Free some space", "check"];
    assert!(!said.contains("panicked") && advice.iter().any(|words| said.contains(words)), "{what}: {said}");
}

/// Numbers of calls that fail, spread wider and wider.
fn moments() -> Vec<usize> {
    if long() { vec![1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377] } else { vec![21] }
}

/// Kinds of calls with their errors; the last one goes on for ever, as on a full disk.
const FAULTS: [(&str, &str, &str); 4] =
    [("pwrite64", "EIO", ""), ("write", "EIO", ""), ("fsync", "EIO", ""), ("pwrite64", "ENOSPC", "+")];

#[test]
fn writes_that_fail_lose_nothing_that_was_committed() {
    if !strace_works() {
        return;
    }
    let user = User::new();
    user.ingest(&texts(&user, "before", 0..BEFORE));
    let kept = user.path("kept");
    copy(&user.data(), &kept);
    let before = stored(&user);
    let more = texts(&user, "more", BEFORE..BEFORE + MORE);
    let more = more.to_str().unwrap();
    let commands: [&[&str]; 2] = [&["ingest", "--quiet", more], &["index", "rebuild", "--quiet"]];
    let mut failed = 0;
    for command in commands {
        for (call, error, on) in FAULTS {
            for moment in moments() {
                fs::remove_dir_all(user.data()).unwrap();
                copy(&kept, &user.data());
                let what = format!("{} with {error} at {call} {moment}{on}", command[0]);
                let ran = run_with(&user, call, error, &format!("{moment}{on}"), command);
                failed += usize::from(!ran.status.success());
                assert_advice(&ran, &what);
                assert!(stored(&user).is_superset(&before), "{what}");
                // The same command, on a disk that is well again, completes the work.
                let again = user.run(command);
                assert_eq!(again.code(), 0, "{what}: {}", again.stderr());
                let doctor = user.run(&["doctor"]);
                assert_eq!(doctor.code(), 0, "{what}: {}{}", doctor.stdout(), doctor.stderr());
                let wanted = if command[0] == "ingest" { BEFORE + MORE } else { BEFORE };
                assert_eq!(user.search("工业软件", &["--limit", "1"])["total_policies"], wanted, "{what}");
            }
        }
    }
    println!("{failed} runs failed, nothing was lost");
    assert!(failed >= 2, "faults hit something");
}

#[test]
fn a_backup_that_fails_leaves_the_store_and_says_so() {
    if !strace_works() {
        return;
    }
    let user = User::new();
    user.ingest(&texts(&user, "before", 0..BEFORE));
    let before = stored(&user);
    for (call, error, on) in FAULTS {
        for moment in moments() {
            let dir = user.path(&format!("backup-{call}-{error}-{moment}"));
            let what = format!("backup with {error} at {call} {moment}{on}");
            let ran =
                run_with(&user, call, error, &format!("{moment}{on}"), &["backup", dir.to_str().unwrap()]);
            assert_advice(&ran, &what);
            assert_eq!(stored(&user), before, "{what}");
            // What calls itself a backup is one, or is refused.
            let other = User::new();
            let restored = other.run(&["restore", dir.to_str().unwrap()]);
            if ran.status.success() || restored.code() == 0 {
                assert_eq!(restored.code(), 0, "{what}: {}", restored.stderr());
                assert_eq!(stored(&other), before, "{what}");
            }
        }
    }
}

#[test]
fn a_crawl_whose_writes_fail_goes_on_later() {
    if !strace_works() {
        return;
    }
    let (user, web) = (User::new(), Web::start(Manners { extra: 30, ..Manners::plain() }));
    let file = user.file("example-city.toml", web.source());
    let command = [&["crawl", file.to_str().unwrap()], &FLAGS[..]].concat();
    user.run(&command);
    let complete = stored(&user);
    // The crawler's runtime wakes its threads by a `write` of its own, and nobody could go on without that.
    for (call, error, on) in FAULTS.into_iter().filter(|(call, ..)| *call != "write") {
        for moment in moments() {
            fs::remove_dir_all(user.data()).unwrap();
            let what = format!("crawl with {error} at {call} {moment}{on}");
            let ran = run_with(&user, call, error, &format!("{moment}{on}"), &command);
            assert_advice(&ran, &what);
            let again = user.run(&command);
            assert!(again.code() <= 1, "{what}: {}", again.stderr());
            assert_eq!(stored(&user), complete, "{what}");
            assert_eq!(user.run(&["archive", "verify"]).code(), 0, "{what}");
            assert_eq!(user.run(&["doctor"]).code(), 0, "{what}");
        }
    }
}

/// Numbers of calls that fail of a command that makes few.
fn early_moments() -> Vec<usize> {
    if long() { (1..=12).chain([16, 21, 34, 55, 89]).collect() } else { vec![2, 7] }
}

const BY: [&str; 4] = ["--reason", "核对原件", "--by", "李伟"];

#[test]
fn corrections_removals_and_merges_that_fail_lose_nothing_and_can_be_made_again() {
    if !strace_works() {
        return;
    }
    let (user, other) = (User::new(), User::new());
    user.ingest(&texts(&user, "before", 0..BEFORE));
    other.ingest(&texts(&other, "theirs", BEFORE..BEFORE + 20));
    let (kept, before) = (user.path("kept"), stored(&user));
    copy(&user.data(), &kept);
    let (from, theirs) = (other.data(), stored(&other));
    let correct = [&["correct", "00003.md", "issuer", "璟澜市改正局"], &BY[..]].concat();
    let remove = [&["remove", "00005.md"], &BY[..]].concat();
    let merge = vec!["merge", from.to_str().unwrap()];
    let mut failed = 0;
    for command in [correct, remove, merge] {
        for (call, error, on) in FAULTS {
            for moment in early_moments() {
                fs::remove_dir_all(user.data()).unwrap();
                copy(&kept, &user.data());
                let what = format!("{} with {error} at {call} {moment}{on}", command[0]);
                let ran = run_with(&user, call, error, &format!("{moment}{on}"), &command);
                failed += usize::from(!ran.status.success());
                assert_advice(&ran, &what);
                let missing: Vec<_> = before.difference(&stored(&user)).cloned().collect();
                assert!(missing.len() <= usize::from(command[0] == "remove"), "{what}: {missing:?} are gone");
                // The same command, on a disk that is well again, completes the work; what is removed already is
                // named as such.
                let again = user.run(&command);
                let done =
                    again.code() == 0 || command[0] == "remove" && again.stderr().contains("was removed");
                assert!(done, "{what}: {}", again.stderr());
                let doctor = user.run(&["doctor"]);
                assert_eq!(doctor.code(), 0, "{what}: {}{}", doctor.stdout(), doctor.stderr());
                assert_eq!(user.run(&["archive", "verify"]).code(), 0, "{what}");
                assert_eq!(stored(&other), theirs, "{what}");
                assert_done(&user, command[0], &what);
            }
        }
    }
    println!("{failed} runs failed, nothing was lost");
    assert!(failed >= 3, "faults hit something");
}

/// What a command was asked to do is done, in the store and in the index.
fn assert_done(user: &User, command: &str, what: &str) {
    let total = |query: &str| user.search(query, &["--limit", "1"])["total_policies"].clone();
    match command {
        "correct" => assert_eq!(total("issuer:璟澜市改正局 工业软件"), 1, "{what}"),
        "remove" => {
            assert_eq!(total("工业软件"), BEFORE - 1, "{what}");
            assert_eq!(total("\"编号5。\""), 0, "{what}");
            assert_eq!(user.run(&["show", "00005.md"]).code(), 1, "{what}");
        }
        _ => assert_eq!(total("工业软件"), BEFORE + 20, "{what}"),
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

//! Killed while correcting, removing, merging or backing up, nothing that was committed is lost, everything
//! opens, and running the command again completes it.

use crate::haystack::{User, long};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

const BY: [&str; 4] = ["--reason", "有误", "--by", "李伟"];

fn rounds() -> u32 {
    if long() { 15 } else { 3 }
}

fn texts(user: &User, folder: &str, documents: usize) -> PathBuf {
    let filler = "支持工业软件企业开展技术研发，给予一次性奖励。".repeat(20);
    for number in 0..documents {
        user.file(
            &format!("{folder}/{number:04}.md"),
            format!("# 璟澜市{folder}第{number}号示例办法\n\n第一条 编号{folder}{number}。{filler}\n\n第二条 {filler}\n"),
        );
    }
    user.path(folder)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Kills a command at moments spread over its run, each time on a fresh copy of `prepared`, and calls `check`
/// with whether it had been there before. The last time is without a kill, to know how long it takes.
fn kill_at_moments(user: &User, prepared: &Path, arguments: &[&str], mut check: impl FnMut(u32)) {
    let fresh = || {
        let _ = fs::remove_dir_all(user.data());
        let _ = fs::remove_dir_all(user.path("backup"));
        copy(prepared, &user.data());
    };
    fresh();
    let started = Instant::now();
    let ran = user.run(arguments);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let whole = started.elapsed();
    for round in 0..rounds() {
        fresh();
        let after = whole * (2 * round + 1) / (2 * rounds());
        let mut child = user
            .command(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        thread::sleep(after.max(Duration::from_millis(1)));
        // It may have ended before: then the round only shows that a second run does no harm.
        let _ = child.kill();
        child.wait().unwrap();
        println!("{}: round {round} killed after {after:?}", arguments[0]);
        check(round);
    }
}

/// Everything opens and is sound, and the documents can be read.
fn sound(user: &User, round: u32) -> usize {
    let doctor = user.run(&["doctor"]);
    assert!(doctor.code() <= 1 && !doctor.stdout().contains("damaged"), "round {round}: {}", doctor.stdout());
    assert_eq!(user.run(&["index", "update"]).code(), 0, "round {round}");
    assert_eq!(user.run(&["doctor"]).code(), 0, "round {round}");
    let verified = user.run(&["archive", "verify"]);
    assert_eq!(verified.code(), 0, "round {round}: {}", verified.stdout());
    let export = user.run(&["export"]);
    assert_eq!(export.code(), 0, "round {round}: {}", export.stderr());
    export.stdout().lines().count()
}

/// A store of some documents, apart from the user's data directory.
fn prepared(user: &User, documents: usize) -> PathBuf {
    user.ingest(&texts(user, "甲", documents));
    let prepared = user.path("prepared");
    copy(&user.data(), &prepared);
    prepared
}

/// What a kill leaves behind between writing the files of an update and saying that they count.
#[test]
fn an_update_that_was_killed_before_it_counted_is_made_again() {
    let user = User::new();
    let folder = texts(&user, "甲", 3);
    user.ingest(&folder);
    let generation = user.data().join("index/embedded/generation-1");
    let before = user.path("before");
    copy(&generation, &before);
    user.file("甲/0001.md", "# 璟澜市甲第1号示例办法\n\n第一条 改写以后的条文。\n");
    user.ingest(&folder);
    for entry in fs::read_dir(&before).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            fs::copy(entry.path(), generation.join(entry.file_name())).unwrap();
        }
    }
    for index in ["current", "superseded"] {
        fs::copy(before.join(index).join("meta.json"), generation.join(index).join("meta.json")).unwrap();
    }
    assert_eq!(sound(&user, 0), 3);
    assert_eq!(user.search("改写以后", &[])["total_policies"], 1);
    assert_eq!(user.search("\"编号甲1\"", &[])["total_policies"], 0);
}

#[test]
fn killing_correct_leaves_it_made_or_not_made() {
    let user = User::new();
    let prepared = prepared(&user, 40);
    let arguments = [&["correct", "甲/0007.md", "issuer", "璟澜市政府"], &BY[..]].concat();
    kill_at_moments(&user, &prepared, &arguments, |round| {
        assert_eq!(sound(&user, round), 40);
        let made = user.run(&["corrections", "list", "--json"]).json().as_array().unwrap().len();
        let found = user.search("奖励 issuer:璟澜市政府", &[])["total_policies"].clone();
        assert_eq!(found, made, "round {round}: the index says what the store says");
        assert_eq!(user.run(&arguments).code(), 0, "round {round}");
        assert_eq!(user.search("奖励 issuer:璟澜市政府", &[])["total_policies"], 1);
    });
}

#[test]
fn killing_remove_leaves_it_there_or_gone() {
    let user = User::new();
    let prepared = prepared(&user, 40);
    let arguments = [&["remove", "甲/0007.md"], &BY[..]].concat();
    kill_at_moments(&user, &prepared, &arguments, |round| {
        let left = sound(&user, round);
        assert!(left == 39 || left == 40, "round {round}: {left}");
        let found = user.search("\"编号甲7\"", &[])["total_policies"].clone();
        assert_eq!(found, left - 39, "round {round}");
        let again = user.run(&arguments);
        assert_eq!(again.code(), if left == 40 { 0 } else { 2 }, "round {round}: {}", again.stderr());
        assert_eq!(sound(&user, round), 39);
        assert_eq!(user.search("\"编号甲7\"", &[])["total"], 0);
        let tombstones = user.run(&["archive", "verify", "--json"]).json()["records"].as_u64().unwrap();
        assert_eq!(tombstones, 2, "round {round}: the file's first record and one tombstone");
    });
}

#[test]
fn killing_merge_loses_nothing_and_the_next_one_completes_it() {
    let (user, other) = (User::new(), User::new());
    let prepared = prepared(&user, 30);
    other.ingest(&texts(&other, "乙", 120));
    let dir = other.data();
    let arguments = ["merge", dir.to_str().unwrap()];
    kill_at_moments(&user, &prepared, &arguments, |round| {
        let there = sound(&user, round);
        assert!((30..=150).contains(&there), "round {round}: {there}");
        assert_eq!(user.run(&arguments).code(), 0, "round {round}");
        assert_eq!(sound(&user, round), 150);
        assert_eq!(user.search("工业软件", &["--limit", "1"])["total_policies"], 150);
    });
}

#[test]
fn killing_backup_leaves_no_half_backup() {
    let user = User::new();
    let prepared = prepared(&user, 60);
    let backup = user.path("backup");
    let arguments = ["backup", backup.to_str().unwrap()];
    kill_at_moments(&user, &prepared, &arguments, |round| {
        assert_eq!(sound(&user, round), 60);
        let restored = User::new();
        // The copy of an earlier round stands where it was made whole.
        if backup.exists() {
            assert_eq!(restored.run(&["restore", backup.to_str().unwrap()]).code(), 0, "round {round}");
            assert_eq!(sound(&restored, round), 60);
            fs::remove_dir_all(&backup).unwrap();
        }
        assert_eq!(user.run(&arguments).code(), 0, "round {round}");
        fs::remove_dir_all(&backup).unwrap();
    });
}

//! Crawling by schedule: one process at a time, reports for programs and feed readers, an end in order.

#![cfg(unix)]

use crate::{
    haystack::{Ran, User},
    web::{Manners, Web},
};
use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const FLAGS: [&str; 5] = ["--allow-private", "--delay", "0", "--contact", "test@example.cn"];

fn scheduled(user: &User, file: &str, reports: &[&str]) -> Child {
    let mut command = user.command(&[&["crawl", file, "--every", "1h"], &FLAGS[..]].concat());
    for report in reports {
        command.args(["--report", report]);
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn wait_for(path: &Path) {
    let started = Instant::now();
    while !path.exists() {
        assert!(started.elapsed() < Duration::from_secs(120), "{} did not come", path.display());
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_schedule_runs_once_reports_and_ends_in_order() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    let file = user.file("example-city.toml", web.source());
    let file = file.to_str().unwrap();
    let (json, atom) = (user.path("run.json"), user.path("runs.atom"));
    let child = scheduled(&user, file, &[json.to_str().unwrap(), atom.to_str().unwrap()]);
    wait_for(&atom);

    // A second schedule is refused and names the first one.
    let second = user.run(&[&["crawl", file, "--every", "2h"], &FLAGS[..]].concat());
    assert_eq!(second.code(), 2);
    assert!(second.stderr().contains(&format!("process {} crawls", child.id())), "{}", second.stderr());
    let zh = user.run(&[&["crawl", file, "--every", "2h", "--locale", "zh"], &FLAGS[..]].concat());
    assert!(zh.stderr().contains(&format!("进程 {} 已在", child.id())), "{}", zh.stderr());

    let report: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    assert_eq!(report["documents"], web.documents().len());
    assert_eq!(report["sources"][0]["source"], "example-city");
    let feed = fs::read_to_string(&atom).unwrap();
    assert!(
        feed.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\"") && feed.contains("<entry>"),
        "{feed}"
    );

    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let ran = Ran(child.wait_with_output().unwrap());
    assert_eq!(ran.code(), 1, "some pages of this web are broken: {}", ran.stderr());
    assert!(ran.stderr().contains("next run: ") && ran.stderr().contains("stopped"), "{}", ran.stderr());

    // The store remembers the run, too, and the schedule is free again.
    let runs = user.run(&["sources", "runs", "--json"]);
    let run: serde_json::Value = serde_json::from_str(runs.stdout().lines().next().unwrap()).unwrap();
    assert_eq!(run["report"], report);
    assert!(user.run(&["sources", "runs"]).stdout().contains("example-city: "), "{}", runs.stdout());
    let feed = user.run(&["sources", "runs", "--format", "atom", "--locale", "zh"]).stdout();
    assert!(feed.contains("读取 ") && feed.contains("<updated>20"), "{feed}");
    let next = scheduled(&user, file, &[user.path("next.json").to_str().unwrap()]);
    wait_for(&user.path("next.json"));
    assert!(Command::new("kill").args(["-INT", &next.id().to_string()]).status().unwrap().success());
    assert!(next.wait_with_output().unwrap().status.code().is_some());
}

#[test]
fn an_interval_that_is_none_is_refused() {
    let user = User::new();
    for wrong in ["", "0h", "soon", "-1h", "５小时", "99999999999999999999h"] {
        let every = format!("--every={wrong}");
        let ran = user.run(&["crawl", "gov-cn", &every, "--contact", "test@example.cn"]);
        assert_eq!(ran.code(), 2, "{wrong}");
        assert!(ran.stderr().contains("--every"), "{}", ran.stderr());
    }
}

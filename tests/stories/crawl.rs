//! Bringing in documents from a small web of our own.

use crate::{
    haystack::{Ran, User, long},
    web::{Manners, Web, document},
};
use std::{
    collections::BTreeMap,
    fs,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const FLAGS: [&str; 5] = ["--allow-private", "--delay", "0", "--contact", "test@example.cn"];

fn source(user: &User, web: &Web) -> String {
    user.file("example-city.toml", web.source()).to_str().unwrap().to_owned()
}

fn crawl(user: &User, web: &Web, more: &[&str]) -> Ran {
    let file = source(user, web);
    user.run(&[&["crawl", &file, "--json"], &FLAGS[..], more].concat())
}

/// What the sources call the documents, with their texts.
fn stored(user: &User) -> BTreeMap<String, String> {
    let export = user.run(&["export"]);
    assert_eq!(export.code(), 0, "{}", export.stderr());
    let lines = export.stdout();
    let lines = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let named = |line: serde_json::Value| (line["id"].as_str().unwrap().to_owned(), line["text"].to_string());
    lines.map(named).collect()
}

#[test]
fn a_crawled_clause_is_found_and_says_where_it_came_from() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    let ran = crawl(&user, &web, &[]);
    assert_eq!(ran.code(), 1, "some pages of this web are broken: {}", ran.stderr());
    let report = ran.json();
    assert_eq!(report["documents"], web.documents().len());
    assert_eq!(report["complete"], false);
    assert!(ran.stderr().contains("example-city: its rules were never verified"), "{}", ran.stderr());
    assert_eq!(stored(&user).into_keys().collect::<Vec<_>>(), web.documents());
    let found = user.refs("\"编号2之0\"", &["--limit", "1"]);
    let shown = user.run(&["show", "--json", &found[0]]);
    assert_eq!(shown.code(), 0, "{}", shown.stderr());
    assert!(shown.stdout().contains(&web.url(&document(2))), "{}", shown.stdout());
    // Said for people, every page that was not had is named with its reason.
    let file = source(&user, &web);
    let ran = user.run(&[&["crawl", &file], &FLAGS[..]].concat());
    assert!(
        ran.stderr().contains(&format!("not read: {}: its redirects", web.url("/loop/a.html"))),
        "{}",
        ran.stderr()
    );
    assert!(
        ran.stdout().contains("0 documents read") && ran.stdout().contains("pages unchanged"),
        "{}",
        ran.stdout()
    );
}

#[test]
fn pages_that_were_not_had_are_remembered_with_the_reason() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    crawl(&user, &web, &[]);
    web.take_log();
    let ran = user.run(&["crawl", "--failed", "--json"]);
    let failed: BTreeMap<String, String> = ran
        .stdout()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| (line["url"].as_str().unwrap().to_owned(), line["code"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(failed[&web.url("/loop/a.html")], "redirect_loop", "{failed:?}");
    assert_eq!(failed[&web.url(&document(6))], "gone", "{failed:?}");
    assert!(failed.keys().all(|url| !web.documents().contains(url)), "{failed:?}");
    let file = source(&user, &web);
    let shown = user.run(&["crawl", "--failed", &file, "--locale", "zh"]);
    assert!(
        shown.stdout().contains("重定向循环") && shown.stdout().contains("已不存在"),
        "{}",
        shown.stdout()
    );
    assert_eq!((shown.code(), web.take_log().len()), (0, 0));
    let other = user.run(&["crawl", "--failed", "miit"]);
    assert!(other.stdout().contains("no page is known"), "{}", other.stdout());
}

#[test]
fn one_page_is_brought_in_by_its_address() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    let url = web.url(&document(1));
    let ran = user.run(&[&["ingest", &url, "--json"], &FLAGS[..]].concat());
    assert_eq!((ran.code(), ran.json()["documents"].as_u64()), (0, Some(1)), "{}", ran.stderr());
    assert_eq!(stored(&user).into_keys().collect::<Vec<_>>(), std::slice::from_ref(&url));
    let again = user.run(&[&["ingest", &url, "--json"], &FLAGS[..]].concat());
    assert_eq!((again.code(), again.json()["unchanged"].as_u64()), (0, Some(1)));
    let absent = user.run(&[&["ingest", &web.url("/loop/a.html")], &FLAGS[..]].concat());
    assert_eq!(absent.code(), 2);
    let mixed = user.run(&[&["ingest", &url, "."], &FLAGS[..]].concat());
    assert_eq!(mixed.code(), 2);
}

#[test]
fn crawls_say_who_they_are_and_are_never_impolite_in_public() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    let file = source(&user, &web);
    let nobody = user
        .command(&["crawl", &file, "--allow-private"])
        .env_remove("POLIDEX_CONTACT")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(nobody.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("--contact"));
    let hasty = user.run(&["crawl", &file, "--delay", "0.5", "--contact", "test@example.cn"]);
    assert_eq!(hasty.code(), 2);
    assert!(hasty.stderr().contains("--allow-private"), "{}", hasty.stderr());
    let config = user.file("polidex.toml", "contact = 'https://example.cn/about'\n");
    let guarded = user.run(&["crawl", &file, "--config", config.to_str().unwrap()]);
    assert!(guarded.stderr().contains("is not an address of the public internet"), "{}", guarded.stderr());
    assert_eq!((guarded.code(), web.take_log().len()), (2, 0));
    crawl(&user, &web, &["--max", "1"]);
    let log = web.take_log();
    let agent = format!("polidex/{} (+mailto:test@example.cn)", env!("CARGO_PKG_VERSION"));
    assert!(!log.is_empty() && log.iter().all(|logged| logged.agent == agent && !logged.overlaps));
}

#[test]
fn sources_are_listed_and_dry_runs_store_nothing() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    let listed = user.run(&["crawl", "--list"]);
    assert!(listed.stdout().contains("gov-cn") && listed.stdout().contains("never verified"));
    let ran = crawl(&user, &web, &["--dry-run"]);
    assert!(ran.json()["would_fetch"].as_array().unwrap().len() >= web.documents().len());
    assert!(!user.data().join("polidex.sqlite").exists());
    assert!(web.take_log().iter().all(|logged| !logged.path.starts_with("/a/")));
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_a_crawl_in_order() {
    let (user, web) = (User::new(), Web::start(Manners { extra: 300, ..Manners::plain() }));
    let file = source(&user, &web);
    let started = Instant::now();
    let child = user
        .command(&[
            "crawl",
            &file,
            "--json",
            "--allow-private",
            "--delay",
            "0.02",
            "--contact",
            "a@example.cn",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Once the first documents were asked for, the crawl is under way.
    let mut documents = 0;
    while documents < 20 && started.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(10));
        documents += web.take_log().iter().filter(|logged| logged.path.starts_with("/a/")).count();
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ran = Ran(child.wait_with_output().unwrap());
    assert_eq!(ran.code(), 1, "{}", ran.stderr());
    let report = ran.json();
    assert_eq!(report["stopped"], true);
    assert!(report["waiting"].as_u64().unwrap() > 0);
    crawl(&user, &web, &[]);
    assert_eq!(stored(&user).into_keys().collect::<Vec<_>>(), web.documents());
}

#[test]
fn killing_a_crawl_loses_nothing() {
    let rounds = if long() { 20 } else { 3 };
    let manners = || Manners { extra: 120, ..Manners::plain() };
    let (user, web) = (User::new(), Web::start(manners()));
    let file = source(&user, &web);
    crawl(&user, &web, &[]);
    let complete = stored(&user);
    assert_eq!(complete.len(), web.documents().len());
    for round in 0..rounds {
        fs::remove_dir_all(user.data()).unwrap();
        web.take_log();
        // Three kills on the way, after numbers of requests that differ from round to round.
        for part in 1..=3 {
            let enough = web.requests() + 1 + (7 * round + 17 * part) % 40;
            let mut child = user
                .command(&[&["crawl", &file, "--quiet"], &FLAGS[..]].concat())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            while web.requests() < enough && child.try_wait().unwrap().is_none() {
                thread::sleep(Duration::from_micros(200 + 100 * round as u64));
            }
            // It may have ended before: then the kill only shows that another run changes nothing.
            let _ = child.kill();
            child.wait().unwrap();
            let verified = user.run(&["archive", "verify"]);
            assert!(verified.code() <= 2, "round {round}: {}", verified.stderr());
        }
        let ran = crawl(&user, &web, &[]);
        assert!(ran.code() <= 1, "round {round}: {}", ran.stderr());
        assert_eq!(stored(&user), complete, "round {round}");
        assert_eq!(user.run(&["archive", "verify"]).code(), 0, "round {round}");
        assert_eq!(user.run(&["doctor"]).code(), 0, "round {round}");
        let log = web.take_log();
        let asked =
            log.iter().filter(|logged| logged.path.starts_with("/a/") && logged.status == 200).count();
        println!("round {round}: {asked} bodies for {} documents", complete.len());
    }
}

#[test]
fn a_crawl_is_kept_as_evidence_and_read_again_to_the_same_documents() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    crawl(&user, &web, &[]);
    let before = stored(&user);
    let verified = user.run(&["archive", "verify", "--json"]);
    assert_eq!(verified.code(), 0, "{}", verified.stdout());
    assert!(verified.json()["records"].as_u64().unwrap() > 3 * before.len() as u64);
    assert_warcio_agrees(&user);
    let raw = user.run(&["show", "--raw", &web.url(&document(2))]);
    assert_eq!(raw.code(), 0, "{}", raw.stderr());
    assert!(raw.stdout().contains("<html") || raw.stdout().contains("<!"), "{}", raw.stdout());
    let file = source(&user, &web);
    let again = user.run(&["reextract", "--source", &file, "--json"]);
    assert_eq!(again.code(), 0, "{}", again.stderr());
    let report = again.json();
    assert_eq!((&report["changed"], &report["unchanged"]), (&0.into(), &report["pages"]), "{report}");
    assert!(report["pages"].as_u64().unwrap() > 0);
    assert_eq!(stored(&user), before);
}

/// Lets warcio, the field's usual reader, check the archive.
fn assert_warcio_agrees(user: &User) {
    let files = fs::read_dir(user.data().join("archive")).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "gz"));
    match Command::new("warcio").args(["check", "--verbose"]).args(files).output() {
        Ok(checked) => {
            let said = String::from_utf8_lossy(&checked.stdout);
            assert!(checked.status.success() && said.contains("digest pass"), "{said}");
        }
        Err(_) => println!("skipped: warcio is not on the PATH"),
    }
}

#[test]
fn a_definition_is_tried_on_the_site_itself() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    let file = source(&user, &web);
    let ran = user.run(&[&["doctor", "--source", &file, "--live", "--json"], &FLAGS[..]].concat());
    let report = ran.json();
    let pages = report["pages"].as_array().unwrap();
    let lists = pages.iter().filter(|page| !page["list"]["items"].as_array().unwrap().is_empty()).count();
    let documents = pages.iter().filter(|page| !page["chosen"].is_null()).count();
    assert!(lists > 0 && documents > 0, "{report}");
    assert!(!user.data().join("polidex.sqlite").exists(), "nothing is stored");
}

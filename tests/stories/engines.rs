//! Two engines, one answer: what the embedded engine finds, Meilisearch finds, in the same order.
//!
//! The stories run against the small server of the tests; the contract runs against a real server too, when
//! `meilisearch` is on the path or `POLIDEX_TEST_MEILI` names one.

use crate::{
    haystack::{User, sample},
    meili::{Fault, MASTER, Meilisearch, RealServer, SEARCHER},
};
use serde_json::Value;
use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

/// A query with its flags.
pub type Question = (&'static str, &'static [&'static str]);

/// Every feature of search, in both languages.
pub const QUESTIONS: &[Question] = &[
    ("软件企业 奖励", &[]),
    ("软件企业 首次升规 奖励", &["--limit", "30"]),
    ("软件企业 奖励", &["--match", "all"]),
    ("软件企业 人才 奖励 税收", &["--match", "any", "--limit", "40"]),
    ("\"首次升规\"", &[]),
    ("\"软件、信息\"", &[]),
    ("\"数字经济\" -税收", &["--limit", "30"]),
    ("补贴 OR 奖励", &["--limit", "40"]),
    ("(补贴 OR 奖励) -企业", &["--limit", "40"]),
    ("税", &["--limit", "30"]),
    ("-企业", &["--limit", "5"]),
    ("奖励", &["--sort", "newest", "--limit", "20"]),
    ("奖励", &["--sort", "oldest", "--limit", "20"]),
    ("奖励 year:2020..", &[]),
    ("year:2024", &["--limit", "20"]),
    ("level:district 奖励", &[]),
    ("-kind:law 奖励", &["--limit", "20"]),
    ("lang:en subsidy", &[]),
    ("industrial software subsidies", &["--limit", "20"]),
    ("industrial software subsidies", &["--no-translate"]),
    ("software enterprises reward", &["--lang", "zh"]),
    ("软件产业", &["--lang", "en"]),
    ("国发〔2020〕8号", &[]),
    ("璟府办发(2024)12号", &[]),
    ("奖励 status:in_force", &["--as-of", "2026-11-22", "--limit", "20"]),
    ("奖励 -status:repealed", &["--as-of", "2026-11-22", "--limit", "20"]),
    ("奖励", &["--recency", "--as-of", "2026-11-22"]),
    ("企业 edition:all", &["--limit", "30"]),
    ("軟件企業　２０２４年　獎勵", &[]),
    ("企业 奖励", &["--cursor", "o10"]),
    ("软件企业 奖励", &["--explain", "--limit", "3"]),
    ("没有这样的词语组合", &[]),
    ("the of and", &[]),
    ("\"'\\\" 》））(((", &[]),
    ("own = \"软件\" OR policy EXISTS", &[]),
];

/// A user whose sample corpus is on a server too.
fn served(server: &Meilisearch) -> User {
    let user = User::new();
    user.ingest(&samples());
    migrate(&user, &server.url());
    user
}

/// The sample corpus.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/sample")
}

/// The program with the key that can write.
pub fn with_key(user: &User, arguments: &[&str]) -> Command {
    let mut command = user.command(arguments);
    command.env("POLIDEX_MEILI_KEY", MASTER);
    command
}

/// Puts the index on a server.
pub fn migrate(user: &User, url: &str) {
    let ran = with_key(user, &["index", "migrate", "--to", "meilisearch", "--meili-url", url]).output();
    let ran = ran.expect("the program starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

/// The answer with what may differ left out.
pub fn answer(user: &User, (query, flags): Question, engine: &str) -> Value {
    let mut answer = user.search(query, &[flags, &["--engine", engine]].concat());
    answer["took_ms"] = Value::Null;
    answer
}

/// Expects that both engines answer alike.
pub fn same_answers(user: &User, questions: &[Question]) {
    for &question in questions {
        let (embedded, served) = (answer(user, question, "embedded"), answer(user, question, "meilisearch"));
        assert!(embedded == served, "{question:?}\n{embedded:#}\n{served:#}");
    }
}

#[test]
fn both_engines_give_one_answer() {
    let server = Meilisearch::start();
    let user = served(&server);
    same_answers(&user, QUESTIONS);
    assert_eq!(user.refs("软件企业 奖励", &[]), sample().refs("软件企业 奖励", &[]));
}

#[test]
fn a_real_server_gives_the_same_answer() {
    let Some(server) = RealServer::start() else { return };
    let user = User::new();
    user.ingest(&samples());
    migrate(&user, &server.url());
    same_answers(&user, QUESTIONS);
}

#[test]
fn only_changes_are_brought_to_the_server() {
    let server = Meilisearch::start();
    let user = served(&server);
    let before = server.documents("polidex");
    server.take_log();
    let article = "第一条 首次升规的软件企业，给予奖励二十万元。";
    ingest_rules(&user, article);
    let after = server.documents("polidex");
    assert!(after.len() > before.len());
    assert!(before.iter().all(|(id, document)| after.get(id) == Some(document)));
    same_answers(&user, &QUESTIONS[..6]);
    // A text that was changed takes the place of the one before, and its terms are counted anew.
    ingest_rules(&user, "第一条 首次升规的软件企业和集成电路企业，给予奖励三十万元。");
    same_answers(&user, &QUESTIONS[..6]);
    same_answers(&user, &[("集成电路企业 奖励", &[]), ("软件企业 edition:all", &["--limit", "30"])]);
    assert!(!server.take_log().iter().any(|line| line.contains("swap")), "nothing was built anew");
    let documents = server.documents("polidex");
    let again = with_key(&user, &["index", "update", "--json"]).output().expect("it starts");
    assert!(String::from_utf8_lossy(&again.stdout).contains("\"units\":0"));
    assert_eq!(server.documents("polidex"), documents);
}

/// Ingests rules of a town that does not exist, with the key that can write.
pub fn ingest_rules(user: &User, article: &str) {
    let text = format!("# 示例市奖励办法\n\n{article}\n\n第二条 本办法自2025年1月1日起施行。\n");
    let file = user.file("more/奖励办法.md", text);
    let ran = with_key(user, &["ingest", file.to_str().expect("a path")]).output().expect("it starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn readers_use_a_key_that_only_searches() {
    let server = Meilisearch::start();
    let user = served(&server);
    let kept = user.data().join("index/meilisearch/search.key");
    assert_eq!(fs::read_to_string(&kept).expect("a key is left"), SEARCHER);
    let ran = user.run(&["search", "--json", "奖励"]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    // Without any key it cannot be done, and the message does not show one.
    fs::remove_file(&kept).expect("it is there");
    let ran = user.run(&["search", "奖励"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("POLIDEX_MEILI_KEY"), "{}", ran.stderr());
    let ran =
        user.command(&["--locale", "zh", "search", "奖励"]).env("POLIDEX_MEILI_KEY", "wrong-key").output();
    let stderr = String::from_utf8_lossy(&ran.expect("it starts").stderr).into_owned();
    assert!(stderr.contains("不接受该密钥") && !stderr.contains("wrong-key"), "{stderr}");
    // One that was withdrawn is made anew.
    fs::write(&kept, "withdrawn").expect("it can be written");
    let ran = with_key(&user, &["search", "奖励"]).output().expect("it starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(fs::read_to_string(&kept).expect("a key is left"), SEARCHER);
}

#[test]
fn what_passes_is_tried_again() {
    let server = Meilisearch::start();
    let user = served(&server);
    let expected = answer(&user, QUESTIONS[0], "embedded");
    for fault in [
        Fault::Busy(429),
        Fault::Busy(503),
        Fault::Dropped,
        Fault::Torn,
        Fault::Slow(Duration::from_millis(300)),
    ] {
        server.fail("search", fault);
        server.fail("search", fault);
        assert_eq!(answer(&user, QUESTIONS[0], "meilisearch"), expected, "{fault:?}");
    }
    let documents = server.documents("polidex");
    for (part, fault) in [
        ("/documents", Fault::Busy(503)),
        ("/documents", Fault::Dropped),
        ("/tasks/", Fault::Torn),
        ("/swap-indexes", Fault::Busy(429)),
        ("/settings", Fault::Dropped),
    ] {
        server.fail(part, fault);
        let ran = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
        assert!(ran.status.success(), "{fault:?}: {}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(server.documents("polidex"), documents, "{fault:?}");
    }
}

#[test]
fn what_does_not_pass_is_said_and_the_old_index_serves_on() {
    let server = Meilisearch::start();
    let user = served(&server);
    let documents = server.documents("polidex");
    for (part, fault, said) in [
        ("/documents", Fault::Full, "no room left"),
        ("/documents", Fault::TaskFails, "the tests want it so"),
        ("/settings", Fault::TaskFails, "the tests want it so"),
        ("/version", Fault::Garbled, "cannot be read"),
        ("/swap-indexes", Fault::Dropped, "cannot be reached"),
    ] {
        server.fail(part, fault);
        let ran = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
        let stderr = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(2), "{fault:?}");
        assert!(stderr.contains(said), "{fault:?}: {stderr}");
        assert!(!stderr.contains(MASTER), "{stderr}");
        server.heal();
        assert_eq!(server.documents("polidex"), documents, "{fault:?}");
        assert_eq!(user.run(&["search", "--json", "奖励"]).code(), 0);
    }
    server.call_itself("1.3.0");
    let ran = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
    assert!(String::from_utf8_lossy(&ran.stderr).contains("version 1.3.0"));
    let refused = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
    let ran =
        user.run(&["--engine", "meilisearch", "--meili-url", &format!("http://{refused}"), "search", "奖励"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("cannot be reached"), "{}", ran.stderr());
}

/// Wherever the server goes away, readers find the old index, and the next run finishes the work: no
/// document is lost or doubled.
#[test]
fn a_server_that_dies_loses_nothing() {
    let server = Meilisearch::start();
    let user = served(&server);
    let documents = server.documents("polidex");
    let steps = if crate::haystack::long() { (0..20).collect() } else { vec![2, 6, 11] };
    for step in steps {
        server.die_after(step);
        let ran = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
        server.heal();
        assert_eq!(server.documents("polidex"), documents, "after {step} requests");
        if !ran.status.success() {
            let again = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
            assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
        }
        assert_eq!(server.documents("polidex"), documents, "after {step} requests and once more");
        assert_eq!(server.indexes(), ["polidex"]);
    }
    assert_eq!(answer(&user, QUESTIONS[0], "embedded"), answer(&user, QUESTIONS[0], "meilisearch"));
}

#[test]
fn payloads_that_are_too_large_are_parted() {
    let server = Meilisearch::start();
    let user = served(&server);
    let documents = server.documents("polidex");
    server.take_at_most(60_000);
    let ran = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(server.documents("polidex"), documents);
    server.take_at_most(300);
    let ran = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("payload"), "{ran:?}");
    assert_eq!(server.documents("polidex"), documents);
}

#[test]
fn a_server_that_takes_too_long_is_said_to() {
    let server = Meilisearch::start();
    let user = served(&server);
    let config = user.file("config.toml", "[meilisearch]\ntimeout = 1\n");
    for _ in 0..10 {
        server.fail("search", Fault::Slow(Duration::from_millis(1500)));
    }
    let ran = user.run(&["--config", config.to_str().expect("a path"), "search", "奖励"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("no answer in time"), "{}", ran.stderr());
}

/// Wherever polidex itself is killed, readers find the old index, and the next run finishes the work.
#[test]
fn a_killed_writer_loses_nothing() {
    let server = Meilisearch::start();
    let user = served(&server);
    let documents = server.documents("polidex");
    for part in ["/settings", "/documents", "POST /swap-indexes"] {
        server.take_log();
        server.fail(part, Fault::Slow(Duration::from_secs(2)));
        let mut writer = with_key(&user, &["index", "rebuild"]).spawn().expect("it starts");
        while !server.log().iter().any(|line| line.contains(part)) {
            thread::sleep(Duration::from_millis(5));
        }
        writer.kill().expect("it can be killed");
        writer.wait().expect("it ends");
        server.heal();
        assert_eq!(server.documents("polidex"), documents, "killed at {part}");
        let again = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
        assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
        assert_eq!(server.documents("polidex"), documents, "killed at {part} and run again");
    }
    same_answers(&user, &QUESTIONS[..2]);
}

#[test]
fn without_an_index_on_the_server_it_is_said_how_to_get_one() {
    let server = Meilisearch::start();
    let user = User::new();
    user.ingest(&samples());
    let ran = user.run(&["--engine", "meilisearch", "--meili-url", &server.url(), "search", "奖励"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("polidex index migrate --to meilisearch"), "{}", ran.stderr());
    let address = server.url();
    let ran = user.run(&[
        "--locale",
        "zh",
        "--engine",
        "meilisearch",
        "--meili-url",
        &address,
        "suggest",
        "--related",
        "奖励",
    ]);
    assert!(ran.stderr().contains("polidex index migrate --to meilisearch"), "{}", ran.stderr());
}

#[test]
fn doctor_knows_the_server() {
    let server = Meilisearch::start();
    let user = served(&server);
    let doctor = || with_key(&user, &["doctor"]).output().expect("it starts");
    let well = doctor();
    let stdout = String::from_utf8_lossy(&well.stdout).into_owned();
    assert!(well.status.success() && stdout.contains("Meilisearch 1.50.0 answers"), "{stdout}");
    server.set("polidex", "rankingRules", serde_json::json!(["words"]));
    let changed = doctor();
    let stdout = String::from_utf8_lossy(&changed.stdout).into_owned();
    assert!(changed.status.code() == Some(1) && stdout.contains("rankingRules"), "{stdout}");
}

#[test]
fn the_index_comes_back() {
    let server = Meilisearch::start();
    let user = served(&server);
    let answered = user.refs("软件企业 奖励", &[]);
    let ran = with_key(&user, &["index", "migrate", "--to", "embedded"]).output().expect("it starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(server.indexes(), Vec::<String>::new());
    assert_eq!(user.refs("软件企业 奖励", &[]), answered);
}

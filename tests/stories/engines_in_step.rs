//! The index on the server follows the store: removals, corrections and other people's documents reach it, and
//! what cannot be asked of it is said.

use crate::{
    engines::{migrate, same_answers, samples, with_key},
    haystack::User,
    many_servers::Machine,
    meili::{MASTER, Meilisearch, RealServer},
};
use serde_json::Value;
use std::process::Output;

const GLAZED: &str = "# 璟澜市琉璃瓦窑办法（示例）\n\n璟府发〔2021〕7号\n\n第一条 设立琉璃瓦窑专项补助，每户不超过三万元整。\n\n第二条 由主管部门负责解释。\n";
const CRAFTS: &str =
    "# 璟澜市工艺通知（示例）\n\n第一条 对工艺企业给予专项补助。\n\n第二条 由主管部门负责解释。\n";
const BY: [&str; 4] = ["--reason", "依法院裁定", "--by", "李伟"];
const ASKED: [(&str, &[&str]); 4] = [
    ("琉璃瓦窑 专项补助", &[]),
    ("专项补助 edition:all", &["--limit", "30"]),
    ("企业 奖励", &["--limit", "30"]),
    ("issuer:璟澜市财政局", &["--limit", "30"]),
];

fn done(user: &User, arguments: &[&str]) -> Output {
    let ran = with_key(user, arguments).output().expect("it starts");
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    ran
}

fn stderr(ran: &Output) -> String {
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

/// Whether Meilisearch finds the document by its words, its number or its title.
fn is_found(user: &User) -> bool {
    let queries = ["\"琉璃瓦窑\"", "璟府发〔2021〕7号", "edition:all 琉璃瓦窑专项补助"];
    queries.iter().any(|query| {
        let answer = user.search(query, &["--engine", "meilisearch", "--match", "all"]);
        let hits = answer["hits"].as_array().expect("a list of hits");
        hits.iter().any(|hit| hit["policy"]["title"].as_str().is_some_and(|title| title.contains("琉璃瓦")))
    })
}

fn follows_the_store<M: Machine>(mut machine: M) {
    let user = User::new();
    user.file("texts/one.md", GLAZED);
    user.file("texts/two.md", CRAFTS);
    user.ingest(&samples());
    user.ingest(&user.path("texts"));
    migrate(&user, &machine.url());
    assert!(is_found(&user));

    // A correction: filters and facets go by it.
    done(&user, &["correct", "two.md", "issuer", "璟澜市财政局", "--reason", "印刷有误", "--by", "李伟"]);
    same_answers(&user, &ASKED);
    let corrected = user.search("issuer:璟澜市财政局", &["--engine", "meilisearch"]);
    assert!(corrected["total"].as_u64() > Some(0), "{corrected}");

    // Other people's documents.
    let other = User::new();
    other.ingest(&other.file("texts/theirs.md", "# 璟澜市乙办法（示例）\n\n第一条 对企业给予乙类奖励。\n"));
    done(&user, &["merge", other.data().to_str().expect("a path")]);
    same_answers(&user, &ASKED);
    same_answers(&user, &[("乙类奖励", &[])]);

    // A removal while the server is away: the store has it, it is said what to do, and then it is gone.
    let by = |reference: &'static str| [&["remove", reference], &BY[..]].concat();
    machine.stop();
    let ran = with_key(&user, &by("one.md")).output().expect("it starts");
    assert_eq!(ran.status.code(), Some(2), "{}", stderr(&ran));
    assert!(stderr(&ran).contains("cannot be reached") && !stderr(&ran).contains(MASTER), "{}", stderr(&ran));
    machine.start();
    let told = user.run(&["index", "status"]);
    assert!(told.code() == 1 && told.stdout().contains("polidex index update"), "{}", told.stdout());
    assert!(!is_found(&user), "no text is shown that the store does not hold");
    done(&user, &["index", "update"]);
    assert!(!is_found(&user));
    same_answers(&user, &ASKED);

    // A removal without the key that can write: the same.
    let ran = user.run(&by("two.md"));
    assert!(ran.code() == 2 && ran.stderr().contains("POLIDEX_MEILI_KEY"), "{}", ran.stderr());
    done(&user, &["index", "update"]);
    same_answers(&user, &ASKED);
    assert_eq!(user.search("工艺企业", &["--engine", "meilisearch", "--match", "all"])["total"], 0);

    // And one that goes well.
    done(&user, &by("theirs.md"));
    same_answers(&user, &[("乙类奖励", &[])]);
    let doctor = done(&user, &["doctor"]);
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("up to date"));
}

#[test]
fn the_index_on_a_server_follows_the_store() {
    follows_the_store(Meilisearch::start());
}

#[test]
fn the_index_on_a_real_server_follows_the_store() {
    if let Some(server) = RealServer::start() {
        follows_the_store(server);
    }
}

#[test]
fn no_token_of_a_removed_document_is_left_on_the_server() {
    let server = Meilisearch::start();
    let user = User::new();
    user.ingest(user.file("texts/one.md", GLAZED).parent().expect("a folder"));
    user.ingest(&user.file("more/two.md", CRAFTS));
    migrate(&user, &server.url());
    let holds = || server.documents("polidex").values().any(|document| document.to_string().contains("琉璃"));
    assert!(holds());
    done(&user, &[&["remove", "one.md"], &BY[..]].concat());
    assert!(!holds());
    let evidence = std::fs::read(user.data().join("index/meilisearch/evidence.sqlite")).expect("it is there");
    assert!(!evidence.windows("琉璃".len()).any(|window| window == "琉璃".as_bytes()));
}

#[test]
fn an_earlier_state_is_asked_on_the_embedded_engine_and_that_is_said() {
    let server = Meilisearch::start();
    let user = User::new();
    user.ingest(&samples());
    migrate(&user, &server.url());
    let answer: Value = user.search("奖励", &[]);
    let watermark = answer["store_watermark"].to_string();
    for (locale, said) in [("en", "on the embedded engine"), ("zh", "须用内置引擎")] {
        let ran = user.run(&["--locale", locale, "search", "奖励", "--as-of-watermark", &watermark]);
        assert!(ran.code() == 2 && ran.stderr().contains(said), "{}", ran.stderr());
        assert!(ran.stderr().contains("--engine embedded"), "{}", ran.stderr());
    }
    let past = user.search("奖励", &["--as-of-watermark", &watermark, "--engine", "embedded"]);
    assert_eq!(past["total"], answer["total"]);
}

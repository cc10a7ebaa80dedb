//! Removal: a document that was taken out is found nowhere, the chain holds, and it comes back only when asked for.

use crate::{
    haystack::{Ran, User},
    served::Server,
    web::{Manners, Web, document},
};
use serde_json::Value;
use std::{fs, path::Path};

/// Words that stand in the document that is removed, and nowhere else.
const WORDS: &str = "琉璃瓦窑专项补助";
const ONE: &str = "# 璟澜市琉璃瓦窑办法（示例）\n\n璟府发〔2021〕7号\n\n第一条 设立琉璃瓦窑专项补助，每户不超过三万元整。\n\n第二条 由主管部门负责解释。\n";
const TWO: &str = "# 璟澜市工艺通知（示例）\n\n第一条 按照《璟澜市琉璃瓦窑办法（示例）》（璟府发〔2021〕7号）的规定办理。\n\n第二条 由主管部门负责解释。\n";
const BY: [&str; 4] = ["--reason", "依法院裁定", "--by", "李伟"];

fn user() -> (User, String) {
    let user = User::new();
    user.file("texts/one.md", ONE);
    user.ingest(user.file("texts/two.md", TWO).parent().unwrap());
    let id = user.search(WORDS, &[])["hits"][0]["policy"]["id"].as_str().unwrap().to_owned();
    (user, id)
}

fn remove(user: &User, id: &str) -> Ran {
    let ran = user.run(&[&["remove", "--json", id], &BY[..]].concat());
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    ran
}

/// Files below a folder that hold some bytes.
fn holding(dir: &Path, needle: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, needle));
        } else {
            let bytes = fs::read(&path).unwrap();
            let holds = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
            found.extend(holds.then(|| path.display().to_string()));
        }
    }
    found
}

#[test]
fn a_removed_document_is_found_nowhere() {
    let (user, id) = user();
    assert!(!holding(&user.data(), "每户不超过三万元整").is_empty());
    let report = remove(&user, &id).json();
    assert_eq!(
        (&report["removed"][0]["policy"], &report["removed"][0]["named_by"]),
        (&id.as_str().into(), &1.into())
    );

    assert_eq!(holding(&user.data(), "每户不超过三万元整"), Vec::<String>::new(), "no file holds its words");
    assert_eq!(holding(&user.data(), "琉璃瓦\u{1f}"), Vec::<String>::new());
    let answer = user.search(WORDS, &["--match", "all"]);
    assert_eq!((&answer["total"], &answer["did_you_mean"]), (&0.into(), &Value::Null), "{answer}");
    assert_eq!(user.search("edition:all 专项补助", &["--match", "all"])["total"], 0);
    assert_eq!(user.run(&["suggest", "琉璃瓦窑办法", "--json"]).json().as_array().map_or(0, Vec::len), 0);
    let quote = user.run(&["quote", "verify", "--json", "设立琉璃瓦窑专项补助，每户不超过三万元整"]).json();
    assert_eq!(quote["match"], "not_found", "{quote}");
    assert!(!user.run(&["export"]).stdout().contains("三万元整"));
    for asked in
        [id.as_str(), "璟府发〔2021〕7号", "《璟澜市琉璃瓦窑办法（示例）》", "one.md", &format!("{id}#a1")]
    {
        let shown = user.run(&["show", asked]);
        assert_eq!(shown.code(), 1, "{asked}");
        assert!(
            shown.stderr().contains("was removed on") && shown.stderr().contains("依法院裁定"),
            "{}",
            shown.stderr()
        );
    }
    let zh = user.run(&["show", &id, "--locale", "zh"]);
    assert!(zh.stderr().contains("已由 李伟 于"), "{}", zh.stderr());
    let server = Server::start(&user, &["--export"]);
    let gone = server.get(&format!("/api/v1/policies/{id}"));
    assert_eq!((gone.status, gone.json()["code"].as_str()), (410, Some("removed")));
    assert_eq!(server.get(&format!("/policies/{id}")).status, 410);
    assert!(!server.get("/api/v1/export").text().contains("三万元整"));

    // What names it says so.
    let graph = user.run(&["graph", "璟澜市工艺通知（示例）", "--json"]).json();
    let node = graph["nodes"].as_array().unwrap().iter().find(|node| node["removed"].is_string());
    assert_eq!(node.unwrap()["policy"], Value::Null, "{graph}");
    assert!(user.run(&["graph", "璟澜市工艺通知（示例）"]).stdout().contains("removed on"));
    assert_eq!(user.run(&["doctor"]).code(), 0);
    assert_eq!(user.run(&["index", "status"]).code(), 0);
    assert!(user.run(&["remove", "--list"]).stdout().contains("李伟: 依法院裁定"));
}

#[test]
fn it_comes_back_only_when_asked_for_under_its_old_id() {
    let (user, id) = user();
    remove(&user, &id);
    let texts = user.path("texts");
    let again = user.run(&["ingest", "--json", texts.to_str().unwrap()]);
    assert_eq!((&again.json()["stay_removed"], &again.json()["unchanged"]), (&1.into(), &1.into()));
    let said = user.run(&["ingest", texts.to_str().unwrap()]);
    assert!(said.stderr().contains("--bring-back"), "{}", said.stderr());
    // Neither under another name, nor with other bytes around the same words.
    let other = user.file("elsewhere/copy.md", format!("{ONE}\n"));
    assert_eq!(user.run(&["ingest", "--json", other.to_str().unwrap()]).json()["stay_removed"], 1);
    assert_eq!(user.search(WORDS, &["--match", "all"])["total"], 0);
    let back = user.run(&["ingest", "--json", "--bring-back", texts.to_str().unwrap()]);
    assert_eq!(
        (&back.json()["new"], &back.json()["stay_removed"]),
        (&1.into(), &0.into()),
        "{}",
        back.stdout()
    );
    assert_eq!(user.search(WORDS, &[])["hits"][0]["policy"]["id"], id.as_str());
    assert_eq!(user.run(&["show", &id]).code(), 0);
    let graph = user.run(&["graph", "璟澜市工艺通知（示例）", "--json"]).json();
    assert!(graph["nodes"].as_array().unwrap().iter().any(|node| node["policy"] == id.as_str()), "{graph}");
    assert_eq!(user.run(&["remove", "--list"]).code(), 1);
    assert_eq!(user.run(&["doctor"]).code(), 0);
}

#[test]
fn what_is_not_there_cannot_be_removed_and_a_reason_is_needed() {
    let (user, id) = user();
    let nothing = user.run(&[&["remove", "no-such-document"], &BY[..]].concat());
    assert_eq!(nothing.code(), 2, "{}", nothing.stdout());
    assert_eq!(user.run(&["remove", &id]).code(), 2);
    assert_eq!(user.run(&["remove", &id, "--reason", " ", "--by", "x"]).code(), 2);
    let some = user.run(&[&["remove", &id, "nothing-else"], &BY[..]].concat());
    assert_eq!(some.code(), 1, "{}", some.stderr());
    let twice = user.run(&[&["remove", &id], &BY[..]].concat());
    assert_eq!(twice.code(), 2);
    assert!(twice.stderr().contains("was removed on"), "{}", twice.stderr());
}

const FLAGS: [&str; 5] = ["--allow-private", "--delay", "0", "--contact", "test@example.cn"];

#[test]
fn the_bytes_leave_the_archive_and_the_chain_still_verifies() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    let file = user.file("example-city.toml", web.source());
    let crawl = || user.run(&[&["crawl", "--json", file.to_str().unwrap()], &FLAGS[..]].concat());
    let head = crawl().json()["archive_head"].as_str().unwrap().to_owned();
    let (one, other) = (web.url(&document(1)), web.url(&document(2)));
    let words = user.run(&["show", "--raw", &one]).stdout();
    assert!(!words.is_empty());
    let report = remove(&user, &one).json();
    assert!(report["archive_records"].as_u64().unwrap() >= 3, "{report}");

    let verified = user.run(&["archive", "verify", "--json", "--head", &head]);
    assert_eq!(verified.code(), 0, "{}", verified.stdout());
    let checked = verified.json();
    assert_eq!(checked["removed"], report["archive_records"]);
    assert!(checked["noted_head"]["record"].is_object(), "the head of before is still in the chain");
    assert!(user.run(&["archive", "verify", "--locale", "zh"]).stdout().contains("随文件移除"));
    // Other tools read the files to their end: nothing of the page is in them.
    for entry in fs::read_dir(user.data().join("archive")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "gz") {
            let mut content = String::new();
            let decoder = flate2::read::MultiGzDecoder::new(fs::File::open(&path).unwrap());
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::BufReader::new(decoder), &mut bytes).unwrap();
            content.push_str(&String::from_utf8_lossy(&bytes));
            assert!(!content.contains("编号1之0"), "{}", path.display());
            assert!(content.contains("编号2之0") && content.contains("Polidex-Removal: "));
        }
    }
    assert_eq!(user.run(&["show", "--raw", &other]).code(), 0);
    assert_eq!(user.run(&["reextract"]).code(), 0);

    // A crawl does not ask for it again, a single page neither.
    web.take_log();
    crawl();
    let asked = web.take_log();
    assert!(asked.iter().all(|request| request.path != document(1)), "{asked:?}");
    let alone = user.run(&[&["ingest", &one], &FLAGS[..]].concat());
    assert!(alone.stderr().contains("--bring-back"), "{}", alone.stderr());
    assert_eq!(user.search("\"编号1之0\"", &[])["total"], 0);
    let back = user.run(&[&["ingest", "--bring-back", &one], &FLAGS[..]].concat());
    assert_eq!(back.code(), 0, "{}", back.stderr());
    assert_eq!(user.search("\"编号1之0\"", &[])["total_policies"], 1);
    assert_eq!(user.run(&["show", "--raw", &one]).stdout(), words);

    // Whoever overwrites another record is found out all the same.
    let warc = fs::read_dir(user.data().join("archive")).unwrap().map(|entry| entry.unwrap().path());
    let warc = warc.filter(|path| path.extension().is_some_and(|ending| ending == "gz")).min().unwrap();
    let mut bytes = fs::read(&warc).unwrap();
    bytes[4] ^= 1;
    fs::write(&warc, bytes).unwrap();
    assert_eq!(user.run(&["archive", "verify"]).code(), 1);
}

#[test]
fn a_backup_without_it_stays_without_it() {
    let (user, id) = user();
    remove(&user, &id);
    let backup = user.path("backup");
    assert_eq!(user.run(&["backup", backup.to_str().unwrap()]).code(), 0);
    assert_eq!(holding(&backup, "每户不超过三万元整"), Vec::<String>::new());
    assert_eq!(user.run(&["restore", backup.to_str().unwrap(), "--replace"]).code(), 0);
    assert_eq!(user.run(&["show", &id]).code(), 1);
    assert_eq!(user.run(&["archive", "verify"]).code(), 0);
}

//! Merging: two data directories become one, each thing once, in whatever order.

use crate::{
    haystack::{Ran, User},
    web::{Manners, Web, document},
};
use serde_json::Value;
use std::{collections::BTreeSet, fs};

const FLAGS: [&str; 5] = ["--allow-private", "--delay", "0", "--contact", "test@example.cn"];

fn text(title: &str, words: &str) -> String {
    format!("# {title}（示例）\n\n第一条 {words}。\n\n第二条 由主管部门负责解释。\n")
}

fn merge(user: &User, other: &User, more: &[&str]) -> Ran {
    let dir = other.data();
    let ran = user.run(&[&["merge", "--json", dir.to_str().unwrap()], more].concat());
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    ran
}

/// Every edition of every document by title and words, whichever came first.
fn documents(user: &User) -> BTreeSet<String> {
    let export = user.run(&["export"]).stdout();
    let lines = export.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut all = BTreeSet::new();
    for line in lines {
        let editions = line["polidex"]["editions"].as_array().unwrap();
        let names: BTreeSet<String> =
            line["external_id"].as_array().unwrap().iter().map(Value::to_string).collect();
        let corrections: BTreeSet<String> =
            line["corrections"].as_array().into_iter().flatten().map(|one| one["id"].to_string()).collect();
        all.insert(format!(
            "{} {} {} {names:?} {corrections:?}",
            line["title"],
            line["text"],
            editions.len()
        ));
    }
    all
}

/// Two users with something in common and something of their own.
fn two(web: &Web) -> (User, User) {
    let (one, two) = (User::new(), User::new());
    for user in [&one, &two] {
        user.ingest(&user.file("texts/common.md", text("璟澜市共同办法", "双方都有")));
    }
    one.ingest(&one.file("texts/mine.md", text("璟澜市甲办法", "只在甲处")));
    two.ingest(&two.file("texts/theirs.md", text("璟澜市乙办法", "只在乙处")));
    for (user, pages) in [(&one, [1, 2]), (&two, [2, 3])] {
        for page in pages {
            let ran = user.run(&[&["ingest", &web.url(&document(page))], &FLAGS[..]].concat());
            assert_eq!(ran.code(), 0, "{}", ran.stderr());
        }
        let by = ["--reason", "有误", "--by", "李伟"];
        assert_eq!(
            user.run(&[&["correct", "common.md", "issuer", "璟澜市政府"], &by[..]].concat()).code(),
            0
        );
        assert_eq!(user.run(&["collection", "new", "综述"]).code(), 0);
        assert_eq!(user.run(&["collection", "add", "综述", "common.md"]).code(), 0);
    }
    two.run(&["collection", "add", "综述", "theirs.md", "--note", "乙的备注"]);
    (one, two)
}

fn copy(user: &User) -> User {
    let copy = User::new();
    let backup = copy.path("backup");
    assert_eq!(user.run(&["backup", backup.to_str().unwrap()]).code(), 0);
    assert_eq!(copy.run(&["restore", backup.to_str().unwrap()]).code(), 0);
    copy
}

#[test]
fn merging_twice_is_merging_once_and_the_order_makes_no_difference() {
    let web = Web::start(Manners::plain());
    let (one, two) = two(&web);
    let (other_one, other_two) = (copy(&one), copy(&two));
    let before = documents(&one);
    let dry = merge(&one, &two, &["--dry-run"]).json();
    assert_eq!(documents(&one), before, "a dry run writes nothing");
    let merged = merge(&one, &two, &[]).json();
    assert_eq!(merged["documents"], dry["documents"]);
    assert_eq!(merged["archive_records"], dry["archive_records"]);
    assert_eq!(merged["documents"]["new"], 2, "{merged}");
    // The one that only the other has, and the common one where that was added a second later.
    assert!((1..=2).contains(&merged["collected"].as_u64().unwrap()), "{merged}");
    assert!(merged["archive_records"].as_u64().unwrap() >= 3, "{merged}");

    let once = documents(&one);
    let again = merge(&one, &two, &[]).json();
    assert_eq!(
        (again["documents"].as_object().unwrap().len(), &again["archive_records"], &again["collected"]),
        (1, &0.into(), &0.into()),
        "{again}"
    );
    assert_eq!(
        (&again["captures"], &again["corrections"]["added"], &again["units_indexed"]),
        (&0.into(), &0.into(), &0.into()),
        "{again}"
    );
    assert_eq!(documents(&one), once);
    merge(&other_two, &other_one, &[]);
    assert_eq!(documents(&other_two), once, "the other way round");

    for user in [&one, &other_two] {
        assert_eq!(user.run(&["doctor"]).code(), 0);
        let verified = user.run(&["archive", "verify"]);
        assert_eq!(verified.code(), 0, "{}", verified.stdout());
        assert_eq!(user.run(&["reextract"]).code(), 0);
        for page in [1, 2, 3] {
            let raw = user.run(&["show", "--raw", &web.url(&document(page))]);
            assert_eq!(raw.code(), 0, "{}", raw.stderr());
        }
        assert_eq!(user.search("只在甲处", &["--match", "all"])["total"], 1);
        assert_eq!(user.search("只在乙处", &["--match", "all"])["total"], 1);
        let items =
            user.run(&["collection", "show", "综述", "--json"]).json()["items"].as_array().unwrap().len();
        assert_eq!(items, 2);
    }
}

#[test]
fn an_older_text_of_one_name_becomes_the_edition_before() {
    let (early, late) = (User::new(), User::new());
    early.ingest(&early.file("texts/a.md", text("璟澜市办法", "奖励一万元")));
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    late.ingest(&late.file("texts/a.md", text("璟澜市办法", "奖励二万元")));
    let (other_early, other_late) = (copy(&early), copy(&late));
    merge(&early, &late, &[]);
    merge(&other_late, &other_early, &[]);
    for user in [&early, &other_late] {
        let answer = user.search("奖励", &[]);
        assert_eq!(answer["total"], 1, "{answer}");
        assert!(answer["hits"][0]["clause"]["text"].as_str().unwrap().contains("二万元"), "{answer}");
        assert_eq!(user.search("奖励 edition:all", &[])["total"], 2);
    }
    assert_eq!(documents(&early), documents(&other_late));
}

#[test]
fn what_was_removed_here_stays_away_and_what_was_removed_there_stays_here() {
    let web = Web::start(Manners::plain());
    let (one, two) = two(&web);
    let page = web.url(&document(2));
    let by = ["--reason", "裁定", "--by", "李伟"];
    assert_eq!(one.run(&[&["remove", &page], &by[..]].concat()).code(), 0);
    let merged = merge(&one, &two, &[]).json();
    assert_eq!(merged["documents"]["stays_removed"], 1, "{merged}");
    assert_eq!(one.search("\"编号2之0\"", &[])["total"], 0);
    assert_eq!(one.run(&["archive", "verify"]).code(), 0);
    let content: Vec<u8> = fs::read_dir(one.data().join("archive"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "gz"))
        .flat_map(|path| {
            let mut bytes = Vec::new();
            let decoder = flate2::read::MultiGzDecoder::new(fs::File::open(path).unwrap());
            std::io::Read::read_to_end(&mut std::io::BufReader::new(decoder), &mut bytes).unwrap();
            bytes
        })
        .collect();
    assert!(!String::from_utf8_lossy(&content).contains("编号2之0"), "its bytes do not come back either");
    let back = merge(&two, &one, &[]).json();
    assert_eq!(back["removed_there"][0]["reason"], "裁定", "{back}");
    let said = two.run(&["merge", one.data().to_str().unwrap()]);
    assert!(said.stderr().contains("was removed there and stays here"), "{}", said.stderr());
    assert_eq!(two.search("\"编号2之0\"", &[])["total_policies"], 1);
}

#[test]
fn what_cannot_be_merged_is_refused() {
    let (user, other) = (User::new(), User::new());
    user.ingest(&user.file("a/one.md", text("璟澜市办法", "内容")));
    let own = user.data();
    assert_eq!(user.run(&["merge", own.to_str().unwrap()]).code(), 2);
    let nothing = other.path("nothing");
    let ran = user.run(&["merge", nothing.to_str().unwrap()]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("there is no store"), "{}", ran.stderr());
    other.ingest(&other.file("b/two.md", text("璟澜市另一办法", "其他")));
    // The schema version stands in bytes 60 to 63 of the file.
    let file = other.data().join("polidex.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&file, bytes).unwrap();
    let newer = user.run(&["merge", other.data().to_str().unwrap()]);
    assert_eq!(newer.code(), 2);
    assert!(newer.stderr().contains("update polidex"), "{}", newer.stderr());
    let zh = user.run(&["merge", other.data().to_str().unwrap(), "--locale", "zh"]);
    assert!(zh.stderr().contains("请升级 polidex"), "{}", zh.stderr());
    assert_eq!(user.search("内容", &[])["total"], 1);
}

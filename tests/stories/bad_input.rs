//! Bad input: each case ends in a message that says what to do, and nothing is lost.

use crate::haystack::User;
use std::{fs, io::Write};

const GOOD: &str = "# 璟澜市测试办法（示例）\n\n第一条 鼓励软件企业发展。\n";

#[test]
fn a_path_that_is_not_there_is_named() {
    let user = User::new();
    let ran = user.run(&["ingest", "no/such/path"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("no/such/path"), "{}", ran.stderr());
    let good = user.file("good.md", GOOD);
    let ran = user.run(&["ingest", "no/such/path", good.to_str().unwrap()]);
    assert_eq!(ran.code(), 1, "the other path is still read");
    assert_eq!(user.search("软件企业", &[])["total"], 1);
}

#[test]
fn unreadable_files_are_named_and_the_rest_is_taken() {
    let user = User::new();
    user.file("folder/empty.md", "");
    user.file("folder/binary.txt", [0u8, 159, 146, 150, 0, 1, 2, 3].repeat(50));
    user.file("folder/scan.pdf", "%PDF-1.4");
    user.file("folder/good.md", GOOD);
    let folder = user.path("folder");
    let ran = user.run(&["ingest", folder.to_str().unwrap()]);
    assert_eq!(ran.code(), 1);
    for name in ["empty.md", "binary.txt", "scan.pdf"] {
        assert!(ran.stderr().contains(name), "{name}: {}", ran.stderr());
    }
    assert_eq!(user.search("软件企业", &[])["total"], 1);
}

#[test]
fn other_encodings_are_read_and_broken_ones_counted() {
    let user = User::new();
    // 第一条 鼓励软件企业发展。 in GB18030.
    let gb18030: Vec<u8> = [
        0xb5, 0xda, 0xd2, 0xbb, 0xcc, 0xf5, 0x20, 0xb9, 0xc4, 0xc0, 0xf8, 0xc8, 0xed, 0xbc, 0xfe, 0xc6, 0xf3,
        0xd2, 0xb5, 0xb7, 0xa2, 0xd5, 0xb9, 0xa1, 0xa3,
    ]
    .to_vec();
    user.ingest(&user.file("gb/one.txt", [gb18030.as_slice(), b"\n"].concat().repeat(4)));
    assert!(user.search("鼓励软件企业发展", &[])["total"].as_u64().unwrap() >= 1);
    let mut broken = "第一条 支持工业软件研发，给予一次性补助。".repeat(5).into_bytes();
    broken.extend([0xff, 0xfe, 0xfd]);
    broken.extend("第二条 其余照旧。".bytes());
    let report = user.ingest(&user.file("broken/two.txt", broken));
    assert!(report["warnings"].as_u64().unwrap() >= 1, "{report}");
    assert!(user.search("工业软件研发", &[])["total"].as_u64().unwrap() >= 1);
}

#[test]
fn a_malformed_line_is_named_with_its_number() {
    let user = User::new();
    let lines = "{\"id\": \"a\", \"lang\": \"zh\", \"text\": \"鼓励软件企业发展。\"}\n{not json\n{\"id\": \"c\", \"lang\": \"zh\", \"text\": \"鼓励软件企业创新。\"}\n";
    let ran = user.run(&["ingest", user.file("lines.jsonl", lines).to_str().unwrap()]);
    assert_eq!(ran.code(), 1);
    assert!(ran.stderr().contains("lines.jsonl") && ran.stderr().contains('2'), "{}", ran.stderr());
    assert_eq!(user.search("软件企业", &[])["total"], 2);
}

#[test]
fn an_empty_data_directory_says_how_to_begin() {
    let user = User::new();
    for command in [&["search", "软件"][..], &["export"], &["index", "status"], &["show", "x"]] {
        let ran = user.run(command);
        assert_eq!(ran.code(), 2, "{command:?}");
        assert!(ran.stderr().contains("polidex ingest"), "{command:?}: {}", ran.stderr());
    }
    let chinese = user.run(&["search", "软件", "--locale", "zh"]);
    assert!(chinese.stderr().contains("错误"), "{}", chinese.stderr());
}

#[test]
fn a_store_of_a_newer_version_is_left_alone() {
    let user = User::new();
    user.ingest(&user.file("good.md", GOOD));
    let file = user.data().join("polidex.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    // The user version is a big-endian number at byte 60 of every SQLite file.
    bytes[60..64].copy_from_slice(&999u32.to_be_bytes());
    fs::write(&file, &bytes).unwrap();
    for command in [&["search", "软件"][..], &["export"]] {
        let ran = user.run(command);
        assert_eq!(ran.code(), 2);
        assert!(ran.stderr().contains("999"), "{}", ran.stderr());
    }
    let ran = user.run(&["ingest", user.path("good.md").to_str().unwrap()]);
    assert_eq!(ran.code(), 2, "{}", ran.stdout());
    assert_eq!(fs::read(&file).unwrap(), bytes);
}

#[test]
fn a_damaged_store_and_a_damaged_index_are_told_apart() {
    let user = User::new();
    user.ingest(&user.file("good.md", GOOD));
    fs::write(user.data().join("index/embedded/CURRENT"), "generation-77").unwrap();
    let ran = user.run(&["search", "软件"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("polidex index rebuild"), "{}", ran.stderr());
    assert_eq!(user.run(&["index", "rebuild"]).code(), 0);
    assert_eq!(user.search("软件企业", &[])["total"], 1);
    fs::write(
        user.data().join("polidex.sqlite"),
        "this is no database, it only looks like one from far away",
    )
    .unwrap();
    let ran = user.run(&["search", "软件"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("damaged") && ran.stderr().contains("polidex restore"), "{}", ran.stderr());
}

#[test]
fn odd_queries_are_answered() {
    let user = User::new();
    user.ingest(&user.file("good.md", GOOD));
    let long = "软件企业".repeat(2_500);
    for query in [
        "",
        "的",
        "\"软件",
        "(软件",
        "软件)",
        "-",
        "OR",
        "😀",
        "\u{0}\u{7}软件",
        "year:abc",
        "year:9999..1",
        "unknown:x 软件",
        "a\u{202e}b",
        &long,
        "软件 software ソフト 소프트",
    ] {
        let query: String = query.chars().filter(|&c| c != '\u{0}').collect();
        let ran = user.run(&["search", "--json", "--", &query]);
        assert!(ran.code() <= 1, "{query}: {}", ran.stderr());
        ran.json();
    }
    let misspelt = user.run(&["search", "软件", "--cursor", "nonsense"]);
    assert_eq!(misspelt.code(), 2);
    assert!(misspelt.stderr().contains("nonsense"));
}

#[test]
fn two_writers_do_not_meet() {
    let user = User::new();
    user.ingest(&user.file("good.md", GOOD));
    // A writer that waits for its input holds the lock.
    let lock = fs::OpenOptions::new().read(true).write(true).open(user.data().join("polidex.lock")).unwrap();
    lock.lock().unwrap();
    let ran = user.run(&["ingest", user.path("good.md").to_str().unwrap()]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("another"), "{}", ran.stderr());
    assert_eq!(user.search("软件企业", &[])["total"], 1, "readers are not kept out");
    drop(lock);
    assert_eq!(user.run(&["ingest", user.path("good.md").to_str().unwrap()]).code(), 0);
}

#[test]
fn a_huge_file_and_very_many_small_ones_are_dealt_with() {
    let user = User::new();
    let path = user.path("huge.md");
    let mut file = fs::File::create(&path).unwrap();
    let line = "第一条 鼓励软件企业发展，给予一次性奖励。\n\n".repeat(1_000);
    while file.metadata().unwrap().len() < 200_000_000 {
        file.write_all(line.as_bytes()).unwrap();
    }
    drop(file);
    let ran = user.run(&["ingest", path.to_str().unwrap()]);
    assert_eq!(ran.code(), 2, "{}", ran.stdout());
    assert!(ran.stderr().contains("huge.md") && ran.stderr().contains("MiB"), "{}", ran.stderr());
    fs::remove_file(path).unwrap();
    for number in 0..10_000 {
        user.file(
            &format!("many/{number}.md"),
            format!("# 璟澜市第{number}号示例\n\n第一条 编号{number}的示例文件。\n"),
        );
    }
    let report = user.ingest(&user.path("many"));
    assert_eq!(report["new"], 10_000);
    assert_eq!(user.search("编号4711", &["--match", "all"])["total"], 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_store_answers_and_says_so() {
    use std::process::Command;
    let user = User::new();
    user.ingest(&user.file("good.md", GOOD));
    // Permissions do not bind every user, a read-only mount does; without one the story ends early.
    let mount = |arguments: &[&str]| {
        Command::new("mount").args(arguments).arg(user.data()).status().is_ok_and(|status| status.success())
    };
    let data = user.data();
    let data = data.to_str().unwrap();
    if !Command::new("mount").args(["--bind", data]).arg(data).status().is_ok_and(|status| status.success()) {
        println!("no mount can be made here: a read-only store was not tried");
        return;
    }
    assert!(mount(&["-o", "remount,ro,bind"]));
    let search = user.run(&["search", "--json", "--", "软件企业"]);
    let ingest = user.run(&["ingest", user.path("good.md").to_str().unwrap()]);
    assert!(Command::new("umount").arg(data).status().unwrap().success());
    assert_eq!(search.code(), 0, "{}", search.stderr());
    assert_eq!(search.json()["warnings"][0]["code"], "read_only", "{}", search.stdout());
    assert_eq!(ingest.code(), 2);
    assert!(ingest.stderr().contains("read"), "{}", ingest.stderr());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    use std::process::Command;
    let user = User::new();
    fs::create_dir_all(user.data()).unwrap();
    let data = user.data();
    let data = data.to_str().unwrap();
    if !Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs", data])
        .status()
        .is_ok_and(|status| status.success())
    {
        println!("no small file system can be made here: a full disk was not tried");
        return;
    }
    let first = user.run(&["ingest", user.file("good.md", GOOD).to_str().unwrap()]);
    let text = "第一条 鼓励软件企业发展，给予一次性奖励。".repeat(40);
    for number in 0..2_000 {
        user.file(
            &format!("many/{number}.md"),
            format!("# 璟澜市第{number}号示例\n\n{text}编号{number}。\n"),
        );
    }
    let full = user.run(&["ingest", user.path("many").to_str().unwrap()]);
    let after = user.run(&["export"]);
    let unmounted = Command::new("umount").arg(data).status();
    assert_eq!(first.code(), 0, "{}", first.stderr());
    assert_eq!(full.code(), 2, "{}", full.stdout());
    assert!(full.stderr().contains("space") || full.stderr().contains("full"), "{}", full.stderr());
    assert!(
        after.stdout().contains("璟澜市测试办法"),
        "what was stored before is still there: {}",
        after.stderr()
    );
    assert!(unmounted.unwrap().success());
}

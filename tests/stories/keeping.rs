//! Keeping a store: export, import, backup, restore, rebuild, doctor.

use crate::haystack::{User, sample};
use std::fs;

/// An export without the order of its lines.
fn exported(user: &User) -> Vec<String> {
    let mut lines: Vec<String> = user.run(&["export"]).stdout().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn an_export_brings_the_same_store_back() {
    let lines = exported(sample());
    assert!(lines.len() > 15);
    let user = User::new();
    let file = user.file("store.jsonl", lines.join("\n"));
    user.ingest(&file);
    assert_eq!(exported(&user), lines);
    for query in ["首次升规入统 奖励", "regional headquarters settlement subsidy", "璟府办发〔2024〕12号"]
    {
        assert_eq!(user.refs(query, &[]), sample().refs(query, &[]), "{query}");
    }
    let again = user.ingest(&file);
    assert_eq!(again["new"], 0, "{again}");
}

#[test]
fn the_csv_export_opens_in_a_spreadsheet() {
    let csv = sample().run(&["export", "--format", "csv"]);
    assert_eq!(csv.code(), 0);
    assert!(csv.stdout().starts_with('\u{feff}'));
    assert!(csv.stdout().contains("第五条"));
    let user = User::new();
    let out = user.path("clauses.csv");
    let ran = sample().run(&["export", "--format", "csv", "--out", out.to_str().unwrap()]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    assert_eq!(fs::read(&out).unwrap(), csv.0.stdout);
}

#[test]
fn a_backup_is_taken_while_the_store_is_used_and_comes_back_whole() {
    let user = User::new();
    user.ingest(&user.file("a/one.md", "# 璟澜市测试办法（示例）\n\n第一条 为了测试备份，制定本办法。\n\n第二条 本办法自2024年1月1日起施行。\n"));
    let backup = user.path("backup");
    let ran = user.run(&["backup", backup.to_str().unwrap(), "--json"]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let before = exported(&user);
    user.ingest(&user.file("b/two.md", "# 璟澜市另一办法（示例）\n\n第一条 后来的文件。\n"));
    assert_ne!(exported(&user), before);
    let refused = user.run(&["restore", backup.to_str().unwrap()]);
    assert_eq!(refused.code(), 2);
    assert!(refused.stderr().contains("--replace"), "{}", refused.stderr());
    let ran = user.run(&["restore", backup.to_str().unwrap(), "--replace"]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    assert_eq!(exported(&user), before);
    assert_eq!(user.search("测试备份", &[])["total"], 1);
    assert_eq!(user.search("后来的文件", &["--match", "all"])["total"], 0);

    let file = backup.join("polidex.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let damaged = user.run(&["restore", backup.to_str().unwrap(), "--replace"]);
    assert_eq!(damaged.code(), 2);
    assert_eq!(exported(&user), before, "a damaged backup changes nothing");
}

#[test]
fn the_index_can_be_deleted_and_rebuilt() {
    let user = User::new();
    user.ingest(&user.file("a/one.md", "# 璟澜市测试办法（示例）\n\n第一条 鼓励软件企业发展。\n"));
    let before = user.refs("软件企业", &[]);
    fs::remove_dir_all(user.data().join("index")).unwrap();
    let missing = user.run(&["search", "软件企业"]);
    assert_eq!(missing.code(), 2);
    assert!(missing.stderr().contains("polidex index rebuild"), "{}", missing.stderr());
    assert_eq!(user.run(&["index", "status"]).code(), 1);
    assert_eq!(user.run(&["index", "rebuild"]).code(), 0);
    assert_eq!(user.run(&["index", "status"]).code(), 0);
    assert_eq!(user.refs("软件企业", &[]), before);
}

#[test]
fn a_stale_index_says_so_and_catches_up() {
    let user = User::new();
    user.ingest(&user.file("a/one.md", "# 璟澜市甲办法（示例）\n\n第一条 鼓励软件企业发展。\n"));
    let two = user.file("b/two.md", "# 璟澜市乙办法（示例）\n\n第一条 鼓励软件企业创新。\n");
    assert_eq!(user.run(&["ingest", "--no-index", two.to_str().unwrap()]).code(), 0);
    let stale = user.search("软件企业", &[]);
    assert_eq!(stale["warnings"][0]["code"], "stale_index");
    assert_eq!(stale["total"], 1);
    assert_eq!(user.run(&["index", "update"]).code(), 0);
    let fresh = user.search("软件企业", &[]);
    assert_eq!(fresh["warnings"], serde_json::json!([]));
    assert_eq!(fresh["total"], 2);
}

#[test]
fn a_second_ingest_changes_nothing() {
    let user = User::new();
    let file = user.file("a/one.md", "# 璟澜市测试办法（示例）\n\n第一条 鼓励软件企业发展。\n");
    let first = user.ingest(&file);
    assert_eq!((&first["new"], &first["unchanged"]), (&1.into(), &0.into()));
    let watermark = user.search("软件", &[])["store_watermark"].clone();
    let second = user.ingest(&file);
    assert_eq!((&second["new"], &second["unchanged"]), (&0.into(), &1.into()));
    assert_eq!(user.search("软件", &[])["store_watermark"], watermark);
}

#[test]
fn a_changed_file_is_a_new_edition_of_the_same_policy() {
    let user = User::new();
    let path = "a/one.md";
    user.ingest(&user.file(path, "# 璟澜市测试办法（示例）\n\n2020年1月1日 璟澜市人民政府通过\n\n<!-- INFO END -->\n\n第一条 奖励十万元。\n"));
    let before = user.search("奖励", &[]);
    let report = user.ingest(&user.file(path, "# 璟澜市测试办法（示例）\n\n2020年1月1日 璟澜市人民政府通过\n\n2023年1月1日 璟澜市人民政府修订\n\n<!-- INFO END -->\n\n第一条 奖励二十万元。\n"));
    assert_eq!(report["new_editions"], 1, "{report}");
    let after = user.search("奖励", &[]);
    assert_eq!(after["hits"][0]["policy"]["id"], before["hits"][0]["policy"]["id"]);
    assert_eq!(after["hits"][0]["policy"]["edition"], "2023-01-01");
    assert_eq!(after["total"], 1);
    assert_eq!(user.search("奖励 edition:all", &[])["total"], 2);
}

#[test]
fn doctor_finds_a_healthy_store_healthy() {
    let ran = sample().run(&["doctor", "--json"]);
    assert_eq!(ran.code(), 0, "{}{}", ran.stdout(), ran.stderr());
}

/// Files of the story below.
const FILES: usize = 12;

#[test]
fn the_order_of_hits_does_not_depend_on_how_the_index_came_about() {
    let text = |number: usize, round: usize| {
        let topic = ["软件企业研发", "园区租金减免", "人才生活补贴", "数字化转型改造"][number % 4];
        let filler = "给予一次性奖励，按照就高不重复原则执行。".repeat(1 + number % 3);
        format!(
            "# 璟澜市第{number}号示例办法\n\n第一条 支持{topic}，第{round}轮。{filler}\n\n第二条 {topic}由主管部门负责解释。\n"
        )
    };
    let queries = ["软件企业 奖励", "一次性奖励", "租金减免 园区", "\"就高不重复\"", "主管部门 解释 人才"];
    let scored = |user: &User| -> Vec<String> {
        let answers = queries.iter().map(|query| user.search(query, &["--limit", "100"]));
        answers
            .flat_map(|answer| answer["hits"].as_array().unwrap().clone())
            .map(|hit| format!("{} {}", hit["clause"]["ref"], hit["score"]))
            .collect()
    };
    let at_once = User::new();
    for number in 0..FILES {
        at_once.file(&format!("texts/{number}.md"), text(number, 0));
    }
    at_once.ingest(&at_once.path("texts"));
    let expected = scored(&at_once);
    assert!(expected.len() > 30);

    // Piece by piece, with other words first, in three orders; each ingest is an update of the index.
    for step in [5, 7, 11] {
        let user = User::new();
        let order: Vec<usize> = (0..FILES).map(|at| at * step % FILES).collect();
        for chunk in order.chunks(4) {
            for &number in chunk {
                user.file(&format!("texts/{number}.md"), text(number, 1 + number % 2));
            }
            user.ingest(&user.path("texts"));
        }
        for &number in order.iter().rev() {
            user.file(&format!("texts/{number}.md"), text(number, 0));
            if number % 3 == 0 {
                user.ingest(&user.path("texts"));
            }
        }
        user.ingest(&user.path("texts"));
        assert_eq!(scored(&user), expected, "step {step}");
        assert_eq!(user.run(&["index", "rebuild"]).code(), 0);
        assert_eq!(scored(&user), expected, "step {step}, rebuilt");
    }
}

#[test]
fn the_bytes_that_a_document_was_read_from_come_back_or_the_reason_why_not() {
    let user = User::new();
    let bytes = "# 璟澜市测试办法（示例）\r\n\r\n第一条 鼓励软件企业发展。\r\n";
    let file = user.file("a/one.md", bytes);
    user.ingest(&file);
    for reference in ["璟澜市测试办法（示例）", "璟澜市测试办法（示例）#第一条"] {
        let raw = user.run(&["show", "--raw", reference]);
        assert_eq!((raw.code(), raw.stdout().as_str()), (0, bytes), "{}", raw.stderr());
    }
    let changed = user.file("a/one.md", "changed");
    let raw = user.run(&["show", "--raw", "璟澜市测试办法（示例）"]);
    assert_eq!((raw.code(), raw.stdout().as_str()), (2, ""));
    assert!(raw.stderr().contains("SHA-256"), "{}", raw.stderr());
    fs::remove_file(changed).unwrap();
    let raw = user.run(&["show", "--raw", "璟澜市测试办法（示例）"]);
    assert_eq!(raw.code(), 2);
    assert!(raw.stderr().contains("one.md"), "{}", raw.stderr());
    let refused = user.run(&["reextract", "璟澜市测试办法（示例）"]);
    assert_eq!(refused.code(), 2);
    assert!(refused.stderr().contains("polidex ingest"), "{}", refused.stderr());
    let sound = user.run(&["archive", "verify", "--json"]);
    assert_eq!(sound.code(), 0);
    assert_eq!((&sound.json()["records"], &sound.json()["findings"]), (&0.into(), &serde_json::json!([])));
}

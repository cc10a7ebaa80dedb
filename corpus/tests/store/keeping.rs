//! Export, import, backup, restore, and looking the store over.

use crate::{
    Scratch,
    documents::{dated, document, part, set_text},
};
use polidex_corpus::{
    model::Document,
    store::{Change, Store, StoreError},
};
use std::{fs, path::Path};

/// Two editions, one of them in two parts, a copy, a changed file and a hostile text.
fn varied() -> Vec<Document> {
    let title = "云谷市法典";
    let mut changed = document("c.md", "云谷市软件办法", "第一条 十万元。");
    let before = changed.clone();
    set_text(&mut changed, "第一条 二十万元。");
    let mut copy = before.clone();
    "copy.md".clone_into(&mut copy.external_id);
    vec![
        dated(document("旧.md", title, "第一条 旧。\n第二条 旧。"), "2010-01-01"),
        part(dated(document("总则.md", title, "第一章 总则\n第一条 新。\n附则"), "2020-05-28"), "总则"),
        part(dated(document("物权.md", title, "第一章 物权\n第二条 新。"), "2020-05-28"), "物权编"),
        before,
        copy,
        changed,
        document("h.md", "=HYPERLINK(\"x\")", "第一条 =1+1\u{202e}反\u{0}向\n第二条 -2"),
        document("empty.md", "空", ""),
    ]
}

#[test]
fn an_export_makes_the_same_store() {
    let scratch = Scratch::of(&varied());
    let lines = scratch.export();
    let mut target = Scratch::new();
    for outcome in target.store.import(&lines).unwrap() {
        assert_eq!(outcome.change, Change::New);
    }
    assert_eq!(target.store.fingerprint().unwrap(), scratch.store.fingerprint().unwrap());
    assert_eq!(target.export(), lines);
    assert_eq!(target.store.counts().unwrap(), scratch.store.counts().unwrap());
    let watermark = target.store.watermark().unwrap();
    for outcome in target.store.import(&lines).unwrap() {
        assert_eq!(outcome.change, Change::Unchanged);
    }
    assert_eq!(target.store.watermark().unwrap(), watermark);
    assert_eq!(target.store.integrity().unwrap(), []);
    // The documents themselves are known there too.
    for doc in varied() {
        assert_eq!(target.put(&doc), Change::Unchanged, "{}", doc.external_id);
    }
}

#[test]
fn an_exported_line_has_the_fields_that_other_programs_read() {
    let scratch = Scratch::of(&varied());
    let code = &scratch.export()[0];
    assert_eq!(code["text"], "第一章 总则\n第一条 新。\n附则\n\n第一章 物权\n第二条 新。");
    assert_eq!(code["edition"], "2020-05-28");
    assert_eq!(code["external_id"], serde_json::json!(["总则.md", "旧.md", "物权.md"]));
    let text: Vec<char> = code["text"].as_str().unwrap().chars().collect();
    for clause in code["clauses"].as_array().unwrap() {
        let at = |end: &str| clause["span"][end].as_u64().unwrap() as usize;
        let words: String = text[at("start")..at("end")].iter().collect();
        assert!(words.starts_with(clause["label"].as_str().unwrap()), "{words}");
    }
}

#[test]
fn damaged_records_are_refused_by_number() {
    let scratch = Scratch::of(&varied());
    let good = scratch.export().remove(0);
    let mut target = Scratch::new();
    for (pointer, value) in [
        ("/policy", serde_json::json!("../etc")),
        ("/polidex/format", serde_json::json!(99)),
        ("/polidex/editions", serde_json::json!([])),
        ("/polidex/names/0/part", serde_json::json!(7)),
        ("/polidex/editions/0/parts/0/capture", serde_json::json!(7)),
        ("/polidex/editions/1/parts/0/text", serde_json::json!([5, 100_000])),
        ("/polidex/editions/1/parts/0/text", serde_json::json!([5, 1])),
        ("/polidex/editions/1/parts/0/clauses", serde_json::json!([5, 100_000])),
        ("/polidex/editions/0/key", serde_json::json!("2020-05-28")),
        ("/clauses/0/path", serde_json::json!("?")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value.clone();
        match target.store.import(&[bad]) {
            Err(StoreError::BadRecord { number: 1, .. }) => {}
            Ok(_) if value == serde_json::json!([5, 1]) => target = Scratch::new(),
            other => panic!("{pointer}: {other:?}"),
        }
    }
}

#[test]
fn a_spreadsheet_gets_no_formulas_and_no_hidden_characters() {
    let scratch = Scratch::of(&varied());
    let mut csv = Vec::new();
    scratch.store.export_csv(&mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.starts_with("\u{FEFF}policy,edition,"));
    assert!(csv.contains("'=HYPERLINK"));
    assert!(csv.contains("第一条 =1+1<U+202E>反<U+0000>向"));
    let rows = csv::Reader::from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes()).into_records().count();
    assert_eq!(rows as u64, scratch.store.counts().unwrap().units);
}

fn archive_file(scratch: &Scratch) {
    let archive = scratch.dir.path().join("archive/2026");
    fs::create_dir_all(&archive).unwrap();
    fs::write(archive.join("a.warc.gz"), [1, 2, 3]).unwrap();
}

#[test]
fn a_backup_comes_back_whole() {
    let scratch = Scratch::of(&varied());
    archive_file(&scratch);
    let place = tempfile::tempdir().unwrap();
    let backup = place.path().join("backup");
    let manifest = scratch.store.backup(&backup).unwrap();
    let names: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(names, ["polidex.sqlite", "archive/2026/a.warc.gz"]);
    assert_eq!(manifest.watermark, scratch.store.watermark().unwrap());
    assert!(matches!(scratch.store.backup(&backup), Err(StoreError::BackupExists { .. })));

    let data = place.path().join("data");
    assert_eq!(Store::restore(&backup, &data, false).unwrap(), manifest);
    let restored = Store::open(&data).unwrap();
    assert_eq!(restored.fingerprint().unwrap(), scratch.store.fingerprint().unwrap());
    assert_ne!(restored.lineage().unwrap(), scratch.store.lineage().unwrap());
    assert_eq!(fs::read(data.join("archive/2026/a.warc.gz")).unwrap(), [1, 2, 3]);
    assert!(matches!(Store::restore(&backup, &data, true), Err(StoreError::Busy { .. })));
    drop(restored);
    assert!(matches!(Store::restore(&backup, &data, false), Err(StoreError::StoreExists { .. })));
    Store::restore(&backup, &data, true).unwrap();
    assert!(Store::open_reader(&data).is_ok());
    let left: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("partial")), "{left:?}");
}

#[test]
fn a_damaged_backup_is_refused_and_changes_nothing() {
    let scratch = Scratch::of(&varied());
    archive_file(&scratch);
    let place = tempfile::tempdir().unwrap();
    let data = scratch.dir.path().to_owned();
    let backups = ["flipped", "missing", "outside", "newer", "without"].map(|name| place.path().join(name));
    for backup in &backups {
        scratch.store.backup(backup).unwrap();
    }
    let fingerprint = scratch.store.fingerprint().unwrap();
    drop(scratch.store);
    let [flipped, missing, outside, newer, without] = &backups;
    let mut bytes = fs::read(flipped.join("polidex.sqlite")).unwrap();
    bytes[5000] ^= 1;
    fs::write(flipped.join("polidex.sqlite"), bytes).unwrap();
    fs::remove_file(missing.join("archive/2026/a.warc.gz")).unwrap();
    edit(outside, "archive/2026/a.warc.gz", "../a.warc.gz");
    edit(newer, "\"schema\": ", "\"schema\": 9");
    fs::remove_file(without.join("manifest.json")).unwrap();
    for backup in &backups {
        let error = Store::restore(backup, &data, true).unwrap_err();
        let expected = matches!(error, StoreError::BackupDamaged { .. } | StoreError::NewerVersion { .. });
        assert!(expected, "{error}");
        assert_eq!(Store::open_reader(&data).unwrap().fingerprint().unwrap(), fingerprint);
    }
}

fn edit(backup: &Path, from: &str, to: &str) {
    let path = backup.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn a_backup_is_made_while_another_writes() {
    let mut scratch = Scratch::of(&varied());
    let dir = scratch.dir.path().to_owned();
    let place = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for number in 0..60 {
                let text = format!("第一条 第{number}号。\n").repeat(50);
                scratch.put(&document(&format!("{number}.md"), &format!("办法{number}"), &text));
            }
        });
        let reader = Store::open_reader(&dir).unwrap();
        for number in 0..5 {
            let backup = place.path().join(number.to_string());
            let manifest = reader.backup(&backup).unwrap();
            let copy = Store::open_reader(&backup).unwrap();
            assert_eq!(copy.watermark().unwrap(), manifest.watermark);
            assert_eq!(copy.integrity().unwrap(), []);
        }
        writer.join().unwrap();
    });
}

#[test]
fn what_was_altered_from_outside_is_found() {
    let scratch = Scratch::of(&varied());
    let dir = scratch.dir.path().to_owned();
    assert_eq!(scratch.store.integrity().unwrap(), []);
    let outside = rusqlite::Connection::open(dir.join("polidex.sqlite")).unwrap();
    outside
        .execute_batch(
            "UPDATE extraction SET text = '改' || substr(text, 2) WHERE id = 1;
             UPDATE clause SET char_end = char_end + 1000 WHERE extraction = 2 AND ord = 1;
             UPDATE edition SET superseded = 1;",
        )
        .unwrap();
    let mut codes: Vec<_> = scratch.store.integrity().unwrap().iter().map(|finding| finding.code).collect();
    codes.dedup();
    assert_eq!(codes, ["text_changed", "spans", "editions"]);
}

//! Stores of every schema version that was ever released come up to the present one with everything in them.

use crate::{
    Scratch,
    documents::{dated, document, set_text},
};
use polidex_corpus::{
    model::Document,
    store::{Manifest, Store, StoreError},
    text::sha256_hex,
};
use rusqlite::Connection;
use std::{collections::BTreeMap, fs, path::Path};

/// The SQL of each step as it was released: the first makes a store of version 1, the next one of version 2.
const RELEASED: [&str; 4] = [
    include_str!("old/1.sql"),
    include_str!("old/2.sql"),
    include_str!("old/3.sql"),
    include_str!("old/4.sql"),
];

fn documents() -> Vec<Document> {
    let mut changed = document("b.md", "云谷市软件办法", "第一条 十万元。\n第二条 五万元。");
    let before = changed.clone();
    set_text(&mut changed, "第一条 二十万元。\n第二条 五万元。");
    vec![
        dated(document("a.md", "云谷市法典", "第一条 旧。"), "2010-01-01"),
        dated(document("a2.md", "云谷市法典", "第一条 新。"), "2020-05-28"),
        before,
        changed,
    ]
}

/// A store of a version, with the documents of a present one: every table that the version had is filled from it.
fn old(version: usize, present: &Path, dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    let conn = Connection::open(dir.join("polidex.sqlite")).unwrap();
    conn.pragma_update(None, "page_size", 8192).unwrap();
    for sql in &RELEASED[..version] {
        conn.execute_batch(sql).unwrap();
    }
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    conn.execute("ATTACH ?1 AS present", [present.join("polidex.sqlite").to_str().unwrap()]).unwrap();
    for table in tables {
        let later = if table == "meta" { "WHERE key <> 'arrivals_since'" } else { "" };
        conn.execute(&format!("INSERT INTO main.{table} SELECT * FROM present.{table} {later}"), []).unwrap();
    }
    conn.execute("DETACH present", []).unwrap();
    conn.pragma_update(None, "application_id", 0x706F_6C69).unwrap();
    conn.pragma_update(None, "user_version", version as u32).unwrap();
}

fn exported(store: &Store) -> Vec<serde_json::Value> {
    let mut lines = Vec::new();
    let mut sink = |line| {
        lines.push(line);
        Ok(())
    };
    store.export(&mut sink).unwrap();
    lines
}

/// What makes up the schema of a store, without comments and layout.
fn schema(dir: &Path) -> BTreeMap<String, String> {
    let conn = Connection::open(dir.join("polidex.sqlite")).unwrap();
    let mut statement = conn.prepare("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).unwrap();
    rows.map(Result::unwrap)
        .map(|(name, sql)| {
            let code = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
            (name, code.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" "))
        })
        .collect()
}

#[test]
fn a_store_of_every_released_version_is_brought_up_to_date_whole() {
    let present = Scratch::of(&documents());
    let (lines, fingerprint) = (present.export(), present.store.fingerprint().unwrap());
    let dir = tempfile::tempdir().unwrap();
    for version in 1..=RELEASED.len() {
        let data = dir.path().join(version.to_string());
        old(version, present.dir.path(), &data);
        assert!(matches!(
            Store::open_reader(&data),
            Err(StoreError::OlderVersion { found, .. }) if found as usize == version
        ));
        let mut store = Store::open(&data).unwrap();
        assert_eq!(exported(&store), lines, "version {version}");
        assert_eq!(store.fingerprint().unwrap(), fingerprint, "version {version}");
        assert_eq!(store.integrity().unwrap(), [], "version {version}");
        assert_eq!(schema(&data), schema(present.dir.path()), "version {version}");
        // What came before the step is not known by its change; what comes later is.
        let then = store.watermark().unwrap();
        assert_eq!(store.arrivals_since().unwrap(), then, "version {version}");
        store.put(&[document("later.md", "云谷市新办法", "第一条 后来。")]).unwrap();
        assert!(matches!(store.look_back(then - 1), Err(StoreError::PastUnknown { .. })));
        store.look_back(then).unwrap();
        let hidden = store.past().unwrap();
        assert!(store.policies_changed_since(then).unwrap().iter().all(|(_, id)| {
            store.as_published(id).unwrap().is_none_or(|policy| hidden.hides(id, &policy.edition.key))
        }));
        assert!(store.discard_migration_copies().unwrap() > 0, "version {version}: the copy of before");
    }
}

#[test]
fn a_backup_of_every_released_version_comes_back() {
    let present = Scratch::of(&documents());
    let lines = present.export();
    let dir = tempfile::tempdir().unwrap();
    for version in 1..=RELEASED.len() {
        let backup = dir.path().join(format!("backup-{version}"));
        old(version, present.dir.path(), &backup);
        let bytes = fs::read(backup.join("polidex.sqlite")).unwrap();
        let manifest = serde_json::json!({
            "format": 1, "polidex": "0.1.0", "schema": version, "watermark": 1,
            "files": [{"path": "polidex.sqlite", "bytes": bytes.len(), "sha256": sha256_hex(&bytes)}],
        });
        fs::write(backup.join("manifest.json"), manifest.to_string()).unwrap();
        let data = dir.path().join(format!("data-{version}"));
        let restored: Manifest = Store::restore(&backup, &data, false).unwrap();
        assert_eq!(restored.schema as usize, version);
        let store = Store::open(&data).unwrap();
        assert_eq!(exported(&store), lines, "version {version}");
        assert_eq!(store.integrity().unwrap(), [], "version {version}");
    }
}

#[test]
fn an_older_store_is_merged_from_a_copy_and_stays_as_it_is() {
    let present = Scratch::of(&documents());
    let dir = tempfile::tempdir().unwrap();
    for version in 1..=RELEASED.len() {
        let data = dir.path().join(version.to_string());
        old(version, present.dir.path(), &data);
        let bytes = fs::read(data.join("polidex.sqlite")).unwrap();
        let copy = tempfile::tempdir().unwrap();
        let other = Store::upgraded_copy(&data, copy.path()).unwrap();
        let mut target = Scratch::new();
        target.store.merge(&other, &|_| None, true, &mut |_, _| {}).unwrap();
        assert_eq!(target.store.content_fingerprint().unwrap(), present.store.content_fingerprint().unwrap());
        assert_eq!(fs::read(data.join("polidex.sqlite")).unwrap(), bytes, "version {version}");
    }
}

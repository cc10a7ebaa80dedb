//! Who may open a store, and what is said to those who may not.

use crate::{Scratch, documents::document};
use polidex_corpus::store::{Store, StoreError};
use std::fs;

#[test]
fn one_process_writes_at_a_time() {
    let scratch = Scratch::new();
    match Store::open(scratch.dir.path()) {
        Err(StoreError::Busy { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
        other => panic!("{other:?}"),
    }
    drop(scratch.store);
    assert!(Store::open(scratch.dir.path()).is_ok());
}

#[test]
fn readers_see_what_is_committed_while_another_writes() {
    let mut scratch = Scratch::new();
    let reader = Store::open_reader(scratch.dir.path()).unwrap();
    assert!(reader.is_read_only());
    assert_eq!(reader.counts().unwrap().policies, 0);
    scratch.put(&document("a.md", "云谷市软件办法", "第一条 内容。"));
    assert_eq!(reader.counts().unwrap().policies, 1);
    assert_eq!(reader.watermark().unwrap(), 1);
}

#[test]
fn a_reader_does_not_write() {
    let scratch = Scratch::new();
    let mut reader = Store::open_reader(scratch.dir.path()).unwrap();
    assert!(matches!(reader.put(&[]), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(reader.import(&[]), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(reader.discard_migration_copies(), Err(StoreError::ReadOnly { .. })));
}

#[test]
fn a_missing_store_says_how_to_make_one() {
    let dir = tempfile::tempdir().unwrap();
    let error = Store::open_reader(dir.path()).unwrap_err();
    assert!(error.to_string().contains("polidex ingest"), "{error}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn other_files_are_not_taken_for_a_store() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("polidex.sqlite");
    fs::write(&path, "no database at all, but long enough to be looked at as one".repeat(100)).unwrap();
    assert!(matches!(Store::open(dir.path()), Err(StoreError::Damaged { .. })));
    assert!(matches!(Store::open_reader(dir.path()), Err(StoreError::Damaged { .. })));
    fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE other (x)").unwrap();
    assert!(matches!(Store::open(dir.path()), Err(StoreError::Foreign { .. })));
    assert!(matches!(Store::open_reader(dir.path()), Err(StoreError::Foreign { .. })));
}

#[test]
fn a_damaged_store_is_an_error_not_a_panic() {
    // As many that the schema stands in the first half of the file.
    let documents: Vec<_> = (0..200)
        .map(|number| {
            let text = format!("第一条 第{number}号。\n").repeat(40);
            document(&format!("{number}.md"), &format!("办法{number}"), &text)
        })
        .collect();
    let scratch = Scratch::of(&documents);
    let path = scratch.dir.path().join("polidex.sqlite");
    drop(scratch.store);
    let mut bytes = fs::read(&path).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    let store = Store::open_reader(scratch.dir.path()).unwrap();
    let findings = store.integrity();
    assert!(findings.is_err() || findings.is_ok_and(|found| !found.is_empty()));
    assert!(store.export(&mut |_| Ok(())).is_err());
}

/// What a killed writer leaves: a store whose last commits stand only in its log.
#[test]
fn commits_of_a_killed_writer_are_there() {
    let scratch = Scratch::of(&[document("a.md", "云谷市软件办法", "第一条 内容。")]);
    let left = tempfile::tempdir().unwrap();
    for name in ["polidex.sqlite", "polidex.sqlite-wal", "polidex.lock"] {
        fs::copy(scratch.dir.path().join(name), left.path().join(name)).unwrap();
    }
    let log = fs::metadata(left.path().join("polidex.sqlite-wal")).unwrap();
    assert!(log.len() > 0, "the commit stands in the log");
    assert_eq!(Store::open_reader(left.path()).unwrap().counts().unwrap().policies, 1);
    let writer = Store::open(left.path()).unwrap();
    assert_eq!(writer.fingerprint().unwrap(), scratch.store.fingerprint().unwrap());
}

#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_written_is_still_read() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::of(&[document("a.md", "云谷市软件办法", "第一条 内容。")]);
    let dir = scratch.dir.path().to_owned();
    drop(scratch.store);
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o555)).unwrap();
    let reader = Store::open_reader(&dir).unwrap();
    assert_eq!(reader.counts().unwrap().policies, 1);
    drop(reader);
    // The superuser may write anywhere, so only others can be refused.
    let may_write = fs::write(dir.join("probe"), "").is_ok();
    let opened = Store::open(&dir);
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(opened.is_ok(), may_write);
}

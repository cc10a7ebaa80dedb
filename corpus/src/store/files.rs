//! Files that appear wholly or not at all.

use super::StoreError;
use rusqlite::{Connection, OpenFlags, backup::Backup};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Pages copied in one step of a backup.
const PAGES_A_STEP: i32 = 1024;

/// A name beside `path` for what is not complete yet.
pub(super) fn partial_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".partial-{}", std::process::id()));
    path.with_file_name(name)
}

/// Copies the database as it is at one moment, while other connections may go on writing.
///
/// The copy is written under another name, forced to disk and renamed.
pub(super) fn copy_database(conn: &Connection, to: &Path) -> Result<(), StoreError> {
    let partial = partial_name(to);
    let copied = write_snapshot(conn, &partial).and_then(|()| replace(&partial, to));
    if copied.is_err() {
        let _ = fs::remove_file(&partial);
    }
    copied
}

/// The open read transaction holds the snapshot: without it a writer in another process would make
/// the copy start again with each of its commits.
fn write_snapshot(conn: &Connection, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        fs::remove_file(to).map_err(StoreError::at(to))?;
    }
    let snapshot = conn.unchecked_transaction()?;
    snapshot.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(to, flags)?;
    // The file is forced to disk as a whole at the end, so a journal would only cost time.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    Backup::new(conn, &mut copy)?.run_to_completion(PAGES_A_STEP, std::time::Duration::ZERO, None)?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Forces `partial` to disk and gives it its name.
pub(super) fn replace(partial: &Path, to: &Path) -> Result<(), StoreError> {
    sync_file(partial)?;
    fs::rename(partial, to).map_err(StoreError::at(to))?;
    sync_parent(to)
}

/// Forces a file's bytes to disk.
pub(super) fn sync_file(path: &Path) -> Result<(), StoreError> {
    File::options().write(true).open(path).and_then(|file| file.sync_all()).map_err(StoreError::at(path))
}

/// Forces the names in the directory of `path` to disk, where the system can.
pub(super) fn sync_parent(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix)
        && let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty())
    {
        File::open(parent).and_then(|dir| dir.sync_all()).map_err(StoreError::at(parent))?;
    }
    Ok(())
}

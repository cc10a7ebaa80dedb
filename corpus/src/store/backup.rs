//! Backing the store up, and bringing a backup back.

use super::{
    Store, StoreError, files,
    lock::WriterLock,
    manifest::{self, BackupFile, Manifest},
    migrate::{SCHEMA, STORE_FILE},
    open, write,
};
use rusqlite::Connection;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The folder of the data directory that holds the bytes as received.
const ARCHIVE: &str = "archive";

impl Store {
    /// Copies the store, as it is at one moment, and the archive into the new directory `dir`,
    /// with a manifest of hashes. Works while another process writes. The search index is left
    /// out: it can be rebuilt.
    ///
    /// Everything is written under another name first, so that `dir` never holds half a backup.
    pub fn backup(&self, dir: &Path) -> Result<Manifest, StoreError> {
        if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file() {
            return Err(StoreError::BackupExists { dir: dir.to_owned() });
        }
        let partial = files::partial_name(dir);
        clear(&partial)?;
        let written = self.backup_into(&partial).and_then(|manifest| {
            if dir.is_dir() {
                fs::remove_dir(dir).map_err(StoreError::at(dir))?;
            }
            fs::rename(&partial, dir).map_err(StoreError::at(dir))?;
            files::sync_parent(dir)?;
            Ok(manifest)
        });
        if written.is_err() {
            let _ = fs::remove_dir_all(&partial);
        }
        written
    }

    fn backup_into(&self, dir: &Path) -> Result<Manifest, StoreError> {
        fs::create_dir_all(dir).map_err(StoreError::at(dir))?;
        let copy = dir.join(STORE_FILE);
        files::copy_database(&self.conn, &copy)?;
        let watermark = watermark_of(&copy)?;
        let mut copied = vec![manifest::describe_file(&copy, STORE_FILE)?];
        // The store only points at archive records that are already written, so an archive copied
        // after the store holds all of them.
        let archive = self.dir.join(ARCHIVE);
        if archive.is_dir() {
            for path in manifest::files_below(&archive)?.into_iter().filter(|path| !is_hidden(path)) {
                let name = slashed(&Path::new(ARCHIVE).join(&path));
                copied.push(manifest::copy_file(
                    &archive.join(&path),
                    &dir.join(ARCHIVE).join(&path),
                    &name,
                )?);
            }
        }
        let manifest = Manifest {
            format: manifest::FORMAT,
            polidex: env!("CARGO_PKG_VERSION").to_owned(),
            schema: SCHEMA.version,
            watermark,
            files: copied,
        };
        manifest.write(dir)?;
        files::sync_parent(&copy)?;
        Ok(manifest)
    }

    /// Brings a backup into the data directory `data`.
    ///
    /// Every file is checked against the manifest before anything changes. A store that is already
    /// there is kept unless `replace` is set; then the two change places by renaming, and the old
    /// one is removed. Fails with [`StoreError::Busy`] while another process writes.
    pub fn restore(backup: &Path, data: &Path, replace: bool) -> Result<Manifest, StoreError> {
        let manifest = Manifest::read(backup)?;
        if manifest.schema > SCHEMA.version {
            return Err(StoreError::NewerVersion { found: manifest.schema, supported: SCHEMA.version });
        }
        fs::create_dir_all(data).map_err(StoreError::at(data))?;
        let _lock = WriterLock::take(data)?;
        if !replace && (data.join(STORE_FILE).exists() || data.join(ARCHIVE).exists()) {
            return Err(StoreError::StoreExists { dir: data.to_owned() });
        }
        let staged = files::partial_name(&data.join("restore"));
        clear(&staged)?;
        let restored = stage(backup, &manifest, &staged).and_then(|()| swap(&staged, data));
        let _ = fs::remove_dir_all(&staged);
        restored.map(|()| manifest)
    }
}

/// Whether the file holds no data: the lock of a process that writes.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Copies the backup beside the place where it will go, and checks it there.
fn stage(backup: &Path, manifest: &Manifest, staged: &Path) -> Result<(), StoreError> {
    let damaged = |reason: String| StoreError::BackupDamaged { dir: backup.to_owned(), reason };
    fs::create_dir_all(staged).map_err(StoreError::at(staged))?;
    for file in &manifest.files {
        let from = backup.join(&file.path);
        if !from.is_file() {
            return Err(damaged(format!("{} is missing", file.path)));
        }
        let copied: BackupFile = manifest::copy_file(&from, &staged.join(&file.path), &file.path)?;
        if copied != *file {
            return Err(damaged(format!("{} is not what it was", file.path)));
        }
    }
    let store = staged.join(STORE_FILE);
    if !store.is_file() {
        return Err(damaged(format!("it has no {STORE_FILE}")));
    }
    new_lineage(&store).map_err(|error| damaged(error.to_string()))?;
    files::sync_file(&store)
}

/// An index made for the store before must not be taken for one of the restored store.
fn new_lineage(store: &Path) -> Result<(), StoreError> {
    let conn = Connection::open(store)?;
    conn.execute("UPDATE meta SET value = ?1 WHERE key = 'lineage'", [open::new_lineage()])?;
    conn.close().map_err(|(_, error)| error.into())
}

/// Lets the staged files and those in the data directory change places. What was there is only
/// removed when the new files have their names; should that fail, it gets its names back. Were the
/// machine to stop in between, it would stand in `replaced.partial-…`.
fn swap(staged: &Path, data: &Path) -> Result<(), StoreError> {
    let old = files::partial_name(&data.join("replaced"));
    clear(&old)?;
    fs::create_dir_all(&old).map_err(StoreError::at(&old))?;
    let log = format!("{STORE_FILE}-wal");
    let shared = format!("{STORE_FILE}-shm");
    let names = [ARCHIVE, &log, &shared, STORE_FILE];
    let swapped = move_all(data, &old, &names).and_then(|()| move_all(staged, data, &[ARCHIVE, STORE_FILE]));
    if let Err(error) = swapped {
        let _ = move_all(&old, data, &names);
        return Err(error);
    }
    files::sync_parent(&data.join(STORE_FILE))?;
    fs::remove_dir_all(&old).map_err(StoreError::at(&old))
}

fn move_all(from: &Path, to: &Path, names: &[&str]) -> Result<(), StoreError> {
    names.iter().try_for_each(|name| move_if_there(&from.join(name), &to.join(name)))
}

fn move_if_there(from: &Path, to: &Path) -> Result<(), StoreError> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        moved => moved.map_err(StoreError::at(from)),
    }
}

/// Removes what an earlier attempt of this process left.
fn clear(dir: &PathBuf) -> Result<(), StoreError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(dir, error)),
        _ => Ok(()),
    }
}

fn watermark_of(copy: &Path) -> Result<u64, StoreError> {
    let conn = Connection::open(copy)?;
    let watermark = write::number(&conn, "watermark")?.cast_unsigned();
    conn.close().map_err(|(_, error)| error)?;
    Ok(watermark)
}

/// The path with `/` on every system.
fn slashed(path: &Path) -> String {
    let steps: Vec<_> = path.iter().map(|step| step.to_string_lossy()).collect();
    steps.join("/")
}

//! What a backup holds.

use super::StoreError;
use crate::store::normal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read, Write},
    path::{Component, Path, PathBuf},
};

/// The file that describes a backup.
pub(super) const MANIFEST_FILE: &str = "manifest.json";
/// The version of the manifest's format.
pub(super) const FORMAT: u32 = 1;
/// Bytes read at once.
const BUFFER: usize = 1 << 16;

/// What a backup holds, as its `manifest.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub format: u32,
    /// The version of polidex that made the backup.
    pub polidex: String,
    /// The schema version of the store.
    pub schema: u32,
    /// The store's watermark.
    pub watermark: u64,
    /// Every file but the manifest.
    pub files: Vec<BackupFile>,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFile {
    /// Its path below the backup's directory, with `/`.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads the manifest of a backup and checks that its paths stay inside.
    pub fn read(backup: &Path) -> Result<Self, StoreError> {
        let damaged = |reason: String| StoreError::BackupDamaged { dir: backup.to_owned(), reason };
        let path = backup.join(MANIFEST_FILE);
        let text = fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => damaged(format!("it has no {MANIFEST_FILE}")),
            _ => StoreError::io(&path, error),
        })?;
        let manifest: Self = serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
        if manifest.format > FORMAT {
            return Err(damaged("a newer polidex made it".to_owned()));
        }
        match manifest.files.iter().find(|file| !stays_inside(&file.path)) {
            Some(file) => Err(damaged(format!("`{}` leads out of it", file.path))),
            None => Ok(manifest),
        }
    }

    /// Writes the manifest, and forces it to disk.
    pub(super) fn write(&self, dir: &Path) -> Result<(), StoreError> {
        let path = dir.join(MANIFEST_FILE);
        let text = serde_json::to_vec_pretty(self).map_err(|error| StoreError::io(&path, error.into()))?;
        File::create(&path)
            .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
            .map_err(StoreError::at(&path))
    }
}

fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\\')
        && Path::new(path).components().all(|step| matches!(step, Component::Normal(_)))
}

/// Size and hash of a file that is already in its place.
pub(super) fn describe_file(path: &Path, name: &str) -> Result<BackupFile, StoreError> {
    let file = File::open(path).map_err(StoreError::at(path))?;
    pump(&mut BufReader::with_capacity(BUFFER, file), &mut io::sink(), name).map_err(StoreError::at(path))
}

/// Copies a file, forces it to disk, and says what was copied. A file that grows meanwhile is
/// copied up to its present length.
pub(super) fn copy_file(from: &Path, to: &Path, name: &str) -> Result<BackupFile, StoreError> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(StoreError::at(parent))?;
    }
    let source = File::open(from).map_err(StoreError::at(from))?;
    let length = source.metadata().map_err(StoreError::at(from))?.len();
    let mut target = File::create(to).map_err(StoreError::at(to))?;
    let mut left = BufReader::with_capacity(BUFFER, source.take(length));
    let copied = pump(&mut left, &mut target, name).map_err(StoreError::at(to))?;
    target.sync_all().map_err(StoreError::at(to))?;
    Ok(copied)
}

fn pump(from: &mut impl BufRead, to: &mut impl Write, name: &str) -> io::Result<BackupFile> {
    let mut hash = Sha256::new();
    let mut bytes = 0;
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        hash.update(buffer);
        to.write_all(buffer)?;
        let count = buffer.len();
        from.consume(count);
        bytes += count as u64;
    }
    Ok(BackupFile { path: name.to_owned(), bytes, sha256: normal::hex(&hash.finalize()) })
}

/// The regular files below `dir`, as paths below it. Links are left out: they may lead anywhere.
pub(super) fn files_below(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let at = dir.join(&folder);
        for entry in fs::read_dir(&at).map_err(StoreError::at(&at))? {
            let entry = entry.map_err(StoreError::at(&at))?;
            let kind = entry.file_type().map_err(StoreError::at(&at))?;
            let path = folder.join(entry.file_name());
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

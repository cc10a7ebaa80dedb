//! One writer at a time.

use super::StoreError;
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::Path,
};

/// The file whose lock marks the writer, and which holds the writer's process id.
pub(super) const LOCK_FILE: &str = "polidex.lock";

/// The right to write. The operating system releases it when the process ends, however it ends,
/// so a lock is never left behind.
#[derive(Debug)]
pub(super) struct WriterLock {
    /// Open for as long as the lock is held.
    _file: File,
}

impl WriterLock {
    /// Takes the lock, or says at once who has it.
    pub(super) fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(LOCK_FILE);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(
                |error| match error.kind() {
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                        StoreError::ReadOnly { dir: dir.to_owned() }
                    }
                    _ => StoreError::io(&path, error),
                },
            )?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Busy { dir: dir.to_owned(), pid: read_pid(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, error)),
        }
        write_pid(&mut file).map_err(StoreError::at(&path))?;
        Ok(Self { _file: file })
    }
}

fn write_pid(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// The holder's process id. Where a locked file cannot be read (Windows), nobody is named.
fn read_pid(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

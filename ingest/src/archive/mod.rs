//! What was received from the web, kept as evidence: WARC/1.1 files in the data directory.
//!
//! Every exchange becomes a `response` record (or a `revisit`, where the same payload is in the archive
//! already or the server said 304), a `request` record and a `metadata` record; every record is a gzip
//! member of its own, so that one can be read by its place alone. Records follow ISO 28500:2017 as
//! published by the IIPC as "The WARC Format 1.1". Bodies are kept as received with their
//! Content-Encoding; Transfer-Encoding is removed, its header renamed to `X-Archive-Orig-Transfer-Encoding`.
//!
//! [`Archive`] appends, [`read`] gives one response back, [`verify`] checks every file; [`chain`] is what
//! shows that nothing was changed later. [`Archive::bury`] takes away what was received of a document and leaves
//! a tombstone; [`Archive::adopt`] takes the records of another archive.

mod adopting;
pub mod chain;
mod chained;
mod entry;
mod error;
mod filler;
mod http;
mod names;
mod reading;
mod record;
mod scan;
mod stored;
mod tombstone;
mod verify;
mod writing;

pub use adopting::{Adopted, Places, adoptable};
pub use error::ArchiveError;
pub use reading::{read, responses};
pub use stored::{StoredRecord, response_in, stored};
pub use tombstone::{Burial, Tombstones};
pub use verify::{Checked, Finding, verify};
pub use writing::Archive;

use std::path::{Path, PathBuf};

/// Where the archive of a data directory is.
pub fn archive_dir(data: &Path) -> PathBuf {
    data.join("archive")
}

/// The ending of every file of the archive.
const EXTENSION: &str = ".warc.gz";

/// The files of an archive, oldest first; none where there is no archive.
fn files(dir: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    let entries = match std::fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| ArchiveError::io(dir, error))?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| ArchiveError::io(dir, error))?.path();
        if path.to_string_lossy().ends_with(EXTENSION) {
            files.push(path);
        }
    }
    // Names begin with the time of their making, so that their order is that of time.
    files.sort();
    Ok(files)
}

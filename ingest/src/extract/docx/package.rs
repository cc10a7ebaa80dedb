//! The ZIP file around a Word document, under limits.

use super::super::Unreadable;
use crate::{Limits, decode};
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// Most entries; Word writes some dozens, and one for each picture.
const MAX_ENTRIES: usize = 10_000;

/// Longest name of an entry, in bytes.
const MAX_NAME: usize = 1_024;

/// A part may be this many times as large as its compressed form,
const MAX_RATIO: u64 = 250;

/// once it is larger than this, in bytes: small parts repeat themselves a lot.
const RATIO_FROM: u64 = 4 << 20;

/// The parts of a Word document.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes of parts that may still be read.
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens a package; its parts together are held to the limit of one text.
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        if archive.len() > MAX_ENTRIES {
            return Err(Unreadable::TooLarge { limit: format!("{MAX_ENTRIES} entries") });
        }
        if archive.file_names_raw().any(|name| name.len() > MAX_NAME) {
            return Err(Unreadable::TooLarge { limit: format!("names of {MAX_NAME} bytes") });
        }
        Ok(Self { archive, left: limits.document_bytes })
    }

    /// The text of a part, if there is one.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let mut part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        if part.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        let most = part.compressed_size().saturating_mul(MAX_RATIO).max(RATIO_FROM).min(self.left);
        let mut bytes = Vec::new();
        // The sizes in the archive are claims, so what is really there is counted.
        let read = (&mut part).take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            let limit = format!("{} MiB when decompressed, {MAX_RATIO} times its size", self.left >> 20);
            return Err(Unreadable::TooLarge { limit });
        }
        read.map_err(|error| Unreadable::Broken { format: "DOCX", detail: error.to_string() })?;
        self.left -= bytes.len() as u64;
        Ok(Some(decode::decode(bytes, false).text))
    }
}

fn broken(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        _ => Unreadable::Broken { format: "DOCX", detail: error.to_string() },
    }
}

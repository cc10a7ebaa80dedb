//! The ZIP file around a bundle.
//!
//! It is written here byte by byte, uncompressed and with one date, so that the same contents always make the
//! same file: what stands in a bundle decides every byte of it, and a changed byte anywhere shows when the file
//! is put together again.

use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Most files in a bundle.
const MAX_FILES: usize = 256;

/// Longest name of a file, in bytes.
const MAX_NAME: usize = 100;

/// Largest sum of the files, in bytes.
const MAX_BYTES: u64 = 1 << 30;

/// A file may be this many times as large as its compressed form, where somebody packed the bundle again.
const MAX_RATIO: u64 = 200;

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// 1980-01-01, the first day that a ZIP file knows, in its own form.
const DAY: u16 = 0x0021;

/// The bundle's bytes, and where in them the header of each file begins.
pub(super) fn write(entries: &[Entry]) -> (Vec<u8>, Vec<usize>) {
    let mut file = Vec::new();
    let mut directory = Vec::new();
    let mut starts = Vec::new();
    for entry in entries {
        let start = file.len();
        starts.push(start);
        let common = common_header(entry);
        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&common);
        file.extend_from_slice(entry.name.as_bytes());
        file.extend_from_slice(&entry.bytes);
        // Made by version 2.0 of the format.
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        // No comment, first disk, no attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&(start as u32).to_le_bytes());
        directory.extend_from_slice(entry.name.as_bytes());
    }
    starts.push(file.len());
    let (at, size, count) = (file.len() as u32, directory.len() as u32, entries.len() as u16);
    file.append(&mut directory);
    file.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00");
    file.extend_from_slice(&count.to_le_bytes());
    file.extend_from_slice(&count.to_le_bytes());
    file.extend_from_slice(&size.to_le_bytes());
    file.extend_from_slice(&at.to_le_bytes());
    file.extend_from_slice(&[0; 2]);
    (file, starts)
}

/// The fields that a file's header and its line in the directory share.
fn common_header(entry: &Entry) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(&entry.bytes);
    let size = (entry.bytes.len() as u32).to_le_bytes();
    let mut header = Vec::with_capacity(26);
    // Version needed, names in UTF-8, stored, midnight.
    header.extend_from_slice(&[0x14, 0, 0, 0x08, 0, 0, 0, 0]);
    header.extend_from_slice(&DAY.to_le_bytes());
    header.extend_from_slice(&crc.sum().to_le_bytes());
    header.extend_from_slice(&size);
    header.extend_from_slice(&size);
    header.extend_from_slice(&(entry.name.len() as u16).to_le_bytes());
    header.extend_from_slice(&[0; 2]);
    header
}

/// Why a bundle was not read.
pub(super) enum Unpacked {
    /// It is no ZIP file.
    NoZip(String),
    /// It exceeds a limit.
    Limit(String),
}

/// The files of a bundle.
#[derive(Default)]
pub(super) struct Read {
    /// Those that could be read.
    pub entries: Vec<Entry>,
    /// The names of the others, and what is wrong with them.
    pub damaged: Vec<(String, String)>,
}

/// Reads the files of a bundle under limits.
pub(super) fn read(bytes: &[u8]) -> Result<Read, Unpacked> {
    let no_zip = |error: zip::result::ZipError| Unpacked::NoZip(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(no_zip)?;
    if archive.len() > MAX_FILES {
        return Err(Unpacked::Limit(format!("{MAX_FILES} files")));
    }
    let (mut entries, mut damaged) = (Vec::new(), Vec::new());
    let mut left = MAX_BYTES;
    for number in 0..archive.len() {
        let name = archive.name_for_index(number).and_then(Result::ok).unwrap_or_default().into_owned();
        let mut file = match archive.by_index(number) {
            Ok(file) => file,
            Err(error) => {
                damaged.push((name, error.to_string()));
                continue;
            }
        };
        if !is_plain(&name) {
            return Err(Unpacked::Limit(format!("plain file names, not {name:?}")));
        }
        let most = file.compressed_size().saturating_mul(MAX_RATIO).max(1 << 20).min(left);
        let mut content = Vec::new();
        // The sizes in the file are claims, so what is really there is counted.
        match (&mut file).take(most + 1).read_to_end(&mut content) {
            Ok(_) if content.len() as u64 > most => {
                return Err(Unpacked::Limit(format!(
                    "{} MiB, {MAX_RATIO} times its packed size",
                    MAX_BYTES >> 20
                )));
            }
            Ok(_) => left -= content.len() as u64,
            Err(error) => {
                damaged.push((name, error.to_string()));
                continue;
            }
        }
        entries.push(Entry { name, bytes: content });
    }
    Ok(Read { entries, damaged })
}

/// Whether a name can be that of a file in one directory on every system.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !name.is_empty() && name.len() <= MAX_NAME && !name.starts_with('.') && name.bytes().all(plain)
}

/// The first byte at which a bundle is not what its files make, and the file to which it belongs; none for the
/// directory at the end.
pub(super) fn difference<'e>(bytes: &[u8], entries: &'e [Entry]) -> Option<(usize, Option<&'e str>)> {
    let (expected, starts) = write(entries);
    if bytes == expected {
        return None;
    }
    let at = bytes.iter().zip(&expected).position(|(one, other)| one != other);
    let at = at.unwrap_or(bytes.len().min(expected.len()));
    let entry =
        starts.partition_point(|&start| start <= at).checked_sub(1).and_then(|entry| entries.get(entry));
    Some((at, entry.map(|entry| entry.name.as_str())))
}

//! The hash chain over all records of the archive.
//!
//! `chain.tsv` stands beside the WARC files and is only ever appended to: one line a record, in the order in
//! which they were archived, with the SHA-256 of the record's bytes as they stand in their file and a *head*
//! that commits to this record and to all before it. Whoever notes a head down elsewhere can later tell
//! whether anything that was archived up to then has been changed, left out or put in.
//!
//! A head is the SHA-256 of five lines of ASCII, each ended by a line feed: the head before it, the file's
//! name, the first byte, the number of bytes, and the SHA-256 of these bytes. Hashes are written in
//! lower-case hexadecimal, and the head before the first is 64 zeros.

use super::{ArchiveError, scan};
use polidex_corpus::text::sha256_hex;
use serde::{Deserialize, Serialize};
use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// Name of the chain's file in the archive's directory.
pub const CHAIN_FILE: &str = "chain.tsv";

/// The head before the first record.
pub const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The first line, for whoever finds the file without this program.
const ABOUT: &str = "# number, file, first byte, bytes, sha256 of these bytes, head = sha256 of the five lines: head before, file, first byte, bytes, sha256 (before the first: 64 zeros)\n";

/// How far from the end the last line is looked for, in bytes.
const TAIL: u64 = 64 << 10;

/// One record in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Which record of the archive it is, from 1.
    pub number: u64,
    /// Name of the WARC file.
    pub file: String,
    /// First byte of the record in the file.
    pub offset: u64,
    /// Number of bytes that the record takes in the file.
    pub length: u64,
    /// SHA-256 of these bytes.
    pub sha256: String,
    /// The head of the chain with this record.
    pub head: String,
}

impl Link {
    /// The link of a record behind `before`, the last one so far.
    pub(super) fn behind(before: Option<&Self>, file: &str, offset: u64, bytes: &[u8]) -> Self {
        let mut link = Self {
            number: before.map_or(1, |before| before.number + 1),
            file: file.to_owned(),
            offset,
            length: bytes.len() as u64,
            sha256: sha256_hex(bytes),
            head: String::new(),
        };
        link.head = link.head_after(before.map_or(START, |before| &before.head));
        link
    }

    /// The head that this record makes of the head before it.
    pub fn head_after(&self, before: &str) -> String {
        let Self { file, offset, length, sha256, .. } = self;
        sha256_hex(format!("{before}\n{file}\n{offset}\n{length}\n{sha256}\n").as_bytes())
    }

    /// The line of the chain's file, without its end.
    pub fn line(&self) -> String {
        let Self { number, file, offset, length, sha256, head } = self;
        format!("{number}\t{file}\t{offset}\t{length}\t{sha256}\t{head}")
    }

    /// Reads a line; `None` where it is none that [`Link::line`] writes.
    pub fn parse(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, file, offset, length, sha256, head] = fields[..] else { return None };
        let link = Self {
            number: number.parse().ok()?,
            file: file.to_owned(),
            offset: offset.parse().ok()?,
            length: length.parse().ok()?,
            sha256: sha256.to_owned(),
            head: head.to_owned(),
        };
        (link.line() == line && is_hash(sha256) && is_hash(head)).then_some(link)
    }

    /// The first byte behind the record.
    pub(super) fn end(&self) -> u64 {
        self.offset.saturating_add(self.length)
    }
}

/// Whether the text is a SHA-256 in lower-case hexadecimal.
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Calls `visit` with every line of the chain in `dir`: its number in the file from 1, and the link where it
/// is one. Nothing where there is no chain.
///
/// # Errors
/// [`ArchiveError::Io`] where the file cannot be read.
pub fn walk(dir: &Path, visit: &mut dyn FnMut(u64, Option<Link>)) -> Result<(), ArchiveError> {
    let path = dir.join(CHAIN_FILE);
    let error = |error| ArchiveError::io(&path, error);
    let mut input = match File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        file => BufReader::new(file.map_err(error)?),
    };
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        // No line that this program writes is longer; a file without line feeds is not read into memory.
        if (&mut input).take(TAIL).read_until(b'\n', &mut line).map_err(error)? == 0 {
            return Ok(());
        }
        number += 1;
        if number == 1 && line == ABOUT.as_bytes() {
            continue;
        }
        let text = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
        visit(number, text.and_then(Link::parse));
    }
}

/// The first link of the chain in `dir` of which `wanted` holds.
///
/// # Errors
/// [`ArchiveError::Io`] where the file cannot be read.
pub fn find(dir: &Path, wanted: impl Fn(&Link) -> bool) -> Result<Option<Link>, ArchiveError> {
    let mut found = None;
    walk(dir, &mut |_, link| {
        if found.is_none() {
            found = link.filter(&wanted);
        }
    })?;
    Ok(found)
}

/// The last link of the chain in `dir`; `None` where nothing is archived.
///
/// # Errors
/// [`ArchiveError::Io`] where the file cannot be read.
pub fn head(dir: &Path) -> Result<Option<Link>, ArchiveError> {
    let path = dir.join(CHAIN_FILE);
    let error = |error| ArchiveError::io(&path, error);
    match File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        file => Ok(tail(&mut file.map_err(error)?).map_err(error)?.0),
    }
}

/// The last link, and where the last whole line ends.
fn tail(file: &mut File) -> std::io::Result<(Option<Link>, u64)> {
    let size = file.metadata()?.len();
    let from = size.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(TAIL).read_to_end(&mut bytes)?;
    let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |end| end + 1);
    let lines = bytes[..whole].rsplit(|&byte| byte == b'\n');
    let last = lines.filter_map(|line| std::str::from_utf8(line).ok()).find_map(Link::parse);
    Ok((last, if whole == 0 && from > 0 { size } else { from + whole as u64 }))
}

/// The chain, open for appending.
pub(super) struct Chain {
    path: PathBuf,
    file: File,
    length: u64,
    last: Option<Link>,
}

impl Chain {
    /// Opens the chain in `dir`, beginning one where there is none. A line that a killed process left torn
    /// at the end is cut off: the record that it stood for is found again by [`Chain::catch_up`].
    pub fn open(dir: &Path) -> Result<Self, ArchiveError> {
        let path = dir.join(CHAIN_FILE);
        let error = |error| ArchiveError::io(&path, error);
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(error)?;
        let (last, length) = tail(&mut file).map_err(error)?;
        file.set_len(length).map_err(error)?;
        let mut chain = Self { path: path.clone(), file, length, last };
        if length == 0 {
            chain.put_down(ABOUT.as_bytes())?;
            // The file's name is on disk only when the directory is.
            File::open(dir).and_then(|dir| dir.sync_all()).map_err(error)?;
        }
        Ok(chain)
    }

    /// The last link.
    pub fn last(&self) -> Option<&Link> {
        self.last.as_ref()
    }

    /// Whether the chain reaches beyond a place.
    pub fn holds(&self, file: &str, offset: u64) -> bool {
        self.last
            .as_ref()
            .is_some_and(|last| file < last.file.as_str() || (file == last.file && offset < last.end()))
    }

    /// Takes in the records of `files`, oldest first, that stand behind the last one in the chain: those of
    /// an archive that was begun without a chain, and those whose lines a kill kept from being written.
    pub fn catch_up(&mut self, files: &[PathBuf]) -> Result<(), ArchiveError> {
        let (last_file, end) =
            self.last.as_ref().map_or_else(Default::default, |last| (last.file.clone(), last.end()));
        for path in files {
            let name = scan::name(path);
            if name < last_file {
                continue;
            }
            let mut links = Vec::new();
            let mut last = self.last.clone();
            scan::scan_raw(path, if name == last_file { end } else { 0 }, |offset, bytes| {
                let link = Link::behind(last.as_ref(), &name, offset, bytes);
                last = Some(link.clone());
                links.push(link);
            })?;
            self.append(links)?;
        }
        Ok(())
    }

    /// Appends records of one file that stand one behind the other from `offset` on; when it returns, they
    /// are on disk. On an error nothing of them is in the chain.
    pub fn add(&mut self, file: &str, offset: u64, records: &[&[u8]]) -> Result<(), ArchiveError> {
        let mut links: Vec<Link> = Vec::with_capacity(records.len());
        let mut at = offset;
        for bytes in records {
            links.push(Link::behind(links.last().or(self.last.as_ref()), file, at, bytes));
            at += bytes.len() as u64;
        }
        self.append(links)
    }

    fn append(&mut self, mut links: Vec<Link>) -> Result<(), ArchiveError> {
        let lines: String = links.iter().map(|link| link.line() + "\n").collect();
        self.put_down(lines.as_bytes())?;
        self.last = links.pop().or_else(|| self.last.take());
        Ok(())
    }

    fn put_down(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        if bytes.is_empty() {
            return Ok(());
        }
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // Where even that fails, the next start cuts off what is torn.
            let _ = self.file.set_len(self.length);
            return Err(ArchiveError::io(&self.path, error));
        }
        self.length += bytes.len() as u64;
        Ok(())
    }
}

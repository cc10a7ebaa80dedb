//! Appends exchanges to the archive.

use super::{
    ArchiveError, EXTENSION,
    chain::{Chain, Link},
    entry::{Original, original, response_fields, write_exchange},
    files,
    record::{self, Broken, Fields},
    scan,
    tombstone::Taken,
};
use crate::fetch::Fetched;
use jiff::Timestamp;
use polidex_corpus::model::{Archived, Warning};
use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions, TryLockError},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// A file that has grown beyond this many bytes is closed and a new one begun. The newest file is read
/// once at every start, which this keeps short.
const ROTATE_AT: u64 = 128 << 20;

/// The archive of a data directory, open for appending. One process at a time has it.
pub struct Archive {
    dir: PathBuf,
    software: String,
    rotate_at: u64,
    /// Held until the archive is dropped.
    _lock: File,
    current: Option<Current>,
    /// The hash chain, which every record enters before its place is given away.
    chain: Chain,
    /// Responses by the digest of their payload: those of the newest file, and those since.
    originals: HashMap<String, Original>,
}

/// The file that is appended to.
struct Current {
    path: PathBuf,
    file: File,
    length: u64,
}

impl Archive {
    /// Opens the archive in `dir` for appending, making it where there is none. `software` names the
    /// program in new files, such as `polidex/0.1.0`. A record that a killed process or a full disk
    /// left torn at the end is cut off, and a warning says so: nothing refers to it, since a place is
    /// only given away once all of it is on disk.
    pub fn open(dir: &Path, software: &str) -> Result<(Self, Vec<Warning>), ArchiveError> {
        fs::create_dir_all(dir).map_err(|error| ArchiveError::io(dir, error))?;
        let lock_path = dir.join(".lock");
        let lock = File::create(&lock_path).map_err(|error| ArchiveError::io(&lock_path, error))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => ArchiveError::Locked { dir: dir.to_owned() },
            TryLockError::Error(error) => ArchiveError::io(&lock_path, error),
        })?;
        let mut archive = Self {
            dir: dir.to_owned(),
            software: software.to_owned(),
            rotate_at: ROTATE_AT,
            _lock: lock,
            current: None,
            chain: Chain::open(dir)?,
            originals: HashMap::new(),
        };
        let files = files(dir)?;
        let warnings = match files.last() {
            Some(newest) => archive.resume(newest)?,
            None => Vec::new(),
        };
        archive.chain.catch_up(&files)?;
        Ok((archive, warnings))
    }

    /// The same, beginning a new file after `bytes`.
    #[must_use]
    pub fn rotating_at(mut self, bytes: u64) -> Self {
        self.rotate_at = bytes;
        self
    }

    /// The last link of the hash chain; `None` while nothing is archived.
    pub fn head(&self) -> Option<&Link> {
        self.chain.last()
    }

    /// Goes on with the newest file of before.
    fn resume(&mut self, path: &Path) -> Result<Vec<Warning>, ArchiveError> {
        let error = |error| ArchiveError::io(path, error);
        let name = scan::name(path);
        let mut originals = HashMap::new();
        let end = scan::scan(path, |record, _| {
            if let Some((digest, original)) = original(&name, record.offset, &record.fields) {
                originals.entry(digest).or_insert(original);
            }
        })?;
        self.originals = originals;
        let size = fs::metadata(path).map_err(error)?.len();
        let mut warnings = Vec::new();
        let length = match end {
            None => size,
            // What is in the chain was whole once: that it is not any more is no mark of a broken write.
            Some((offset, Broken::Torn)) if !self.chain.holds(&name, offset) => {
                let file = OpenOptions::new().write(true).open(path).map_err(error)?;
                file.set_len(offset).and_then(|()| file.sync_all()).map_err(error)?;
                warnings.push(torn(&name, size - offset));
                offset
            }
            // Nothing is cut, and nothing is put behind it.
            Some((offset, broken)) => {
                warnings.push(damaged(&broken.at(&name, offset)));
                return Ok(warnings);
            }
        };
        let file = OpenOptions::new().append(true).open(path).map_err(error)?;
        self.current = Some(Current { path: path.to_owned(), file, length });
        Ok(warnings)
    }

    /// Appends every exchange of a fetched page; returns the place of each response, in order. When it
    /// returns, all of it is on disk.
    ///
    /// # Errors
    /// [`ArchiveError::Io`] when it cannot be written; nothing of the page is in the archive then.
    pub fn append(&mut self, fetched: &Fetched) -> Result<Vec<Archived>, ArchiveError> {
        Ok(self.append_all(std::slice::from_ref(fetched))?.pop().unwrap_or_default())
    }

    /// The same for several pages at once, which spares waiting for the disk after each.
    pub fn append_all(&mut self, pages: &[Fetched]) -> Result<Vec<Vec<Archived>>, ArchiveError> {
        let software = self.software.clone();
        let (file, start) = self.current(&software)?;
        let mut bytes = Vec::new();
        let mut lengths = Vec::new();
        let mut fresh = HashMap::new();
        let mut places = Vec::with_capacity(pages.len());
        for page in pages {
            let mut of_page = Vec::with_capacity(page.exchanges.len());
            for (hop, exchange) in page.exchanges.iter().enumerate() {
                let offset = start + bytes.len() as u64;
                let via = hop.checked_sub(1).map(|before| &page.exchanges[before]);
                let known = |digest: &str| fresh.get(digest).or_else(|| self.originals.get(digest));
                let fields = response_fields(exchange, known);
                let written = write_exchange(&fields, exchange, (hop, via), &mut bytes)
                    .map_err(|error| ArchiveError::io(&self.dir.join(&file), error))?;
                let length = written[0];
                lengths.extend(written);
                if let Some((digest, original)) = original(&file, offset, &fields) {
                    fresh.entry(digest).or_insert(original);
                }
                of_page.push(Archived { file: file.clone(), offset, length });
            }
            places.push(of_page);
        }
        self.put_down(&bytes, &lengths)?;
        self.originals.extend(fresh);
        Ok(places)
    }

    /// The archive's directory.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Appends records of these lengths, one behind the other; returns where the first one stands. When it
    /// returns, all of them are on disk and in the chain.
    pub(super) fn append_records(
        &mut self,
        bytes: &[u8],
        lengths: &[u64],
    ) -> Result<(String, u64), ArchiveError> {
        let software = self.software.clone();
        let place = self.current(&software)?;
        self.put_down(bytes, lengths)?;
        Ok(place)
    }

    /// Later responses do not refer to these records.
    pub(super) fn forget(&mut self, taken: &[Taken]) {
        let gone = |original: &Original| {
            taken.iter().any(|t| t.file == original.file && t.offset == original.offset)
        };
        self.originals.retain(|_, original| !gone(original));
    }

    /// Name and length of the file that is appended to; a new one where it is time for one.
    fn current(&mut self, software: &str) -> Result<(String, u64), ArchiveError> {
        match &self.current {
            Some(current) if current.length < self.rotate_at => {}
            _ => self.begin(software)?,
        }
        let current = self.current.as_ref().map(|current| (scan::name(&current.path), current.length));
        Ok(current.unwrap_or_default())
    }

    /// Begins a new file with its `warcinfo` record.
    fn begin(&mut self, software: &str) -> Result<(), ArchiveError> {
        let now = Timestamp::now();
        let serial = files(&self.dir)?.len();
        let name = format!("polidex-{}-{serial:05}{EXTENSION}", now.strftime("%Y%m%d%H%M%S"));
        let path = self.dir.join(&name);
        let error = |error| ArchiveError::io(&path, error);
        let mut fields = Fields::new("warcinfo", now);
        fields.set("WARC-Filename", name.as_str());
        fields.set("Content-Type", "application/warc-fields");
        let info = format!(
            "software: {software}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: obey\r\n"
        );
        let mut bytes = Vec::new();
        let length = record::write(&fields, info.as_bytes(), &mut bytes).map_err(error)?;
        let file = OpenOptions::new().append(true).create_new(true).open(&path).map_err(error)?;
        self.current = Some(Current { path: path.clone(), file, length: 0 });
        self.put_down(&bytes, &[length])?;
        // The file's name is on disk only when the directory is.
        File::open(&self.dir).and_then(|dir| dir.sync_all()).map_err(error)
    }

    /// Writes records of these lengths to the end and into the chain, and waits until they are on disk; on
    /// an error takes them back.
    fn put_down(&mut self, bytes: &[u8], lengths: &[u64]) -> Result<(), ArchiveError> {
        let Some(current) = &mut self.current else { return Ok(()) };
        let mut rest = bytes;
        let records: Vec<&[u8]> = lengths
            .iter()
            .map(|&length| {
                let (record, behind) = rest.split_at(length as usize);
                rest = behind;
                record
            })
            .collect();
        let path = &current.path;
        let written = current.file.write_all(bytes).and_then(|()| current.file.sync_data());
        let written = written.map_err(|error| ArchiveError::io(path, error));
        match written.and_then(|()| self.chain.add(&scan::name(path), current.length, &records)) {
            Ok(()) => {
                current.length += bytes.len() as u64;
                Ok(())
            }
            Err(error) => {
                // Where even that fails, the next start cuts off what is torn and chains what is whole.
                let _ = current.file.set_len(current.length);
                let _ = current.file.seek(SeekFrom::Start(current.length));
                Err(error)
            }
        }
    }
}

fn torn(file: &str, bytes: u64) -> Warning {
    Warning::new(
        "torn_archive",
        format!(
            "{file} ended inside a record, as after a kill or on a full disk; its last {bytes} bytes were cut off. No document refers to them."
        ),
        format!(
            "{file} 末尾的记录不完整（进程被终止或磁盘已满），已截去最后 {bytes} 字节；没有文件引用这些字节。"
        ),
    )
}

fn damaged(error: &ArchiveError) -> Warning {
    use polidex_corpus::locale::{Locale, Localized};
    let text = |locale| error.localized(locale).into_owned();
    Warning::new("damaged_archive", text(Locale::En), text(Locale::Zh))
}

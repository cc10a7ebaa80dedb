//! The files of the vectors.

use super::{
    super::{EmbedderConfig, EmbedderError},
    Vectors,
};
use polidex_corpus::store::Store;
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// The version of the files.
const VERSION: u32 = 1;

/// A hash of what was embedded.
pub type Key = [u8; 16];

/// The row of a clause in the store and the place of its record.
pub type Place = (i64, u32);

/// The first line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub version: u32,
    pub model: String,
    pub prefix: String,
    pub dimensions: usize,
    /// Of `NAME.rows` only: the state of the store.
    pub lineage: String,
    pub watermark: u64,
}

fn record_size(dimensions: usize) -> usize {
    16 + 4 + dimensions
}

/// Where the files of a configuration are.
pub struct Files {
    pub dir: PathBuf,
    pub vectors: PathBuf,
    pub rows: PathBuf,
}

impl Files {
    pub fn of(data: &Path, config: &EmbedderConfig) -> Self {
        let dir = data.join("index").join("vectors");
        let name = Vectors::name(config);
        Self { vectors: dir.join(format!("{name}.vec")), rows: dir.join(format!("{name}.rows")), dir }
    }

    /// The records of the vectors, whole ones only.
    pub fn records(&self) -> Result<Option<Records>, EmbedderError> {
        let Some((header, line, reader)) = read(&self.vectors)? else { return Ok(None) };
        let record = vec![0; record_size(header.dimensions)];
        let len = (reader.get_ref().metadata()?.len() as usize - line) / record.len();
        Ok(Some(Records { start: line, len, header, left: len, reader, record }))
    }

    pub fn rows(&self) -> Result<Option<(Header, Vec<Place>)>, EmbedderError> {
        let Some((header, _, mut reader)) = read(&self.rows)? else { return Ok(None) };
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let (entries, _) = bytes.as_chunks::<12>();
        let row = |entry: &[u8; 12]| {
            let (row, place) = entry.split_at(8);
            let row = row.iter().rev().fold(0_u64, |sum, &byte| sum << 8 | u64::from(byte));
            (row as i64, place.iter().rev().fold(0_u32, |sum, &byte| sum << 8 | u32::from(byte)))
        };
        Ok(Some((header, entries.iter().map(row).collect())))
    }

    pub fn forget_removed(&self, store: &Store) -> Result<u64, EmbedderError> {
        let (Some(mut records), Some((state, rows))) = (self.records()?, self.rows()?) else {
            return Ok(0);
        };
        if state.lineage != store.lineage()? {
            return Ok(0);
        }
        let mut kept = Vec::with_capacity(rows.len());
        for (row, place) in rows {
            if store.has_clause(row)? {
                kept.push((row, place));
            }
        }
        let used: HashSet<u32> = kept.iter().map(|(_, place)| *place).collect();
        self.write_rows(&state, kept)?;
        let mut file = OpenOptions::new().write(true).open(&self.vectors)?;
        let (mut place, mut at, mut forgotten) = (0, records.start as u64, 0);
        while let Some(record) = records.next()? {
            if !used.contains(&place) && record.iter().any(|&byte| byte != 0) {
                file.seek(SeekFrom::Start(at))?;
                file.write_all(&vec![0; record.len()])?;
                forgotten += 1;
            }
            place += 1;
            at += record.len() as u64;
        }
        file.sync_all()?;
        Ok(forgotten)
    }

    pub fn write_rows(&self, header: &Header, mut rows: Vec<Place>) -> Result<(), EmbedderError> {
        rows.sort_unstable();
        let mut partial = tempfile::NamedTempFile::new_in(&self.dir)?;
        let mut bytes = first_line(header)?;
        for (row, place) in rows {
            bytes.extend(row.to_le_bytes());
            bytes.extend(place.to_le_bytes());
        }
        partial.write_all(&bytes)?;
        partial.as_file().sync_all()?;
        partial.persist(&self.rows).map_err(|error| error.error)?;
        Ok(())
    }
}

fn first_line(header: &Header) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(header)?;
    line.push(b'\n');
    Ok(line)
}

/// The header, its length in bytes and what follows it; `None` where there is no such file or it is of another version.
fn read(path: &Path) -> Result<Option<(Header, usize, BufReader<File>)>, EmbedderError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    reader.by_ref().take(4_096).read_until(b'\n', &mut line)?;
    let header = serde_json::from_slice::<Header>(&line).ok();
    let header = header.filter(|header| header.version == VERSION && header.dimensions > 0);
    Ok(header.map(|header| (header, line.len(), reader)))
}

/// The records of a file, read one after the other.
pub struct Records {
    pub header: Header,
    /// How many there are.
    pub len: usize,
    /// Where the first one begins, in bytes.
    start: usize,
    left: usize,
    reader: BufReader<File>,
    record: Vec<u8>,
}

impl Records {
    /// The next one.
    pub fn next(&mut self) -> io::Result<Option<&[u8]>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        self.reader.read_exact(&mut self.record)?;
        Ok(Some(&self.record))
    }
}

/// The records, open for more.
pub struct Adder {
    file: File,
    header: Option<Header>,
    start: Header,
    places: HashMap<Key, u32>,
    /// How many records there are. Several may be of no text any more, all under one key.
    len: u32,
}

impl Adder {
    pub fn open(files: &Files, config: &EmbedderConfig) -> Result<Self, EmbedderError> {
        let known = files.records()?;
        let mut file = OpenOptions::new().create(true).append(true).open(&files.vectors)?;
        let start = Header {
            version: VERSION,
            model: config.model.clone(),
            prefix: config.passage_prefix.clone(),
            dimensions: 0,
            lineage: String::new(),
            watermark: 0,
        };
        let mut places = HashMap::new();
        let mut len = 0;
        let mut header = None;
        if let Some(mut records) = known {
            let dimensions = records.header.dimensions;
            if config.dimensions.is_some_and(|wanted| wanted != dimensions) {
                return Err(EmbedderError::Config(format!(
                    "`dimensions` is not the {dimensions} of the vectors that are kept; delete {} to begin anew",
                    files.vectors.display()
                )));
            }
            while let Some(record) = records.next()? {
                let mut key = Key::default();
                key.copy_from_slice(&record[..16]);
                places.insert(key, len);
                len += 1;
            }
            file.set_len((records.start + records.len * record_size(dimensions)) as u64)?;
            header = Some(records.header);
        } else {
            file.set_len(0)?;
            file.flush()?;
        }
        Ok(Self { file, header, start, places, len })
    }

    /// The place of the record of a key.
    pub fn place(&self, key: &Key) -> Option<u32> {
        self.places.get(key).copied()
    }

    /// The header; `None` before the first record.
    pub fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// Adds a batch and waits until it is on disk.
    pub fn add(&mut self, batch: impl Iterator<Item = (Key, Vec<f32>)>) -> Result<(), EmbedderError> {
        let mut bytes = Vec::new();
        let mut added = Vec::new();
        for (key, vector) in batch {
            if self.header.is_none() {
                let header = Header { dimensions: vector.len(), ..self.start.clone() };
                bytes.extend(first_line(&header)?);
                self.header = Some(header);
            }
            let dimensions = self.header.as_ref().map_or(0, |header| header.dimensions);
            if vector.len() != dimensions {
                let found = vector.len();
                return Err(EmbedderError::Answer(format!(
                    "a vector of {found} dimensions where those that are kept have {dimensions}"
                )));
            }
            let most = vector.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
            let scale = most / 127.0;
            bytes.extend(key);
            bytes.extend(scale.to_le_bytes());
            bytes.extend(vector.iter().map(|x| (x / scale).round() as i8 as u8));
            added.push(key);
        }
        self.file.write_all(&bytes)?;
        self.file.sync_data()?;
        for key in added {
            self.places.insert(key, self.len);
            self.len += 1;
        }
        Ok(())
    }
}

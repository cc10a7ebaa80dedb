//! Vectors of clauses beside the index.
//!
//! Two files a model. `NAME.vec` begins with a line of JSON and goes on with records of one size: the first
//! 16 bytes of a hash of what was embedded, the scale, and one byte a dimension. Records are only ever added,
//! a batch at a time, and synced, so that a killed run costs the batch at hand: a torn record at the end is
//! cut off. `NAME.rows` says which clause of the store has which record; it is replaced as a whole.
//!
//! A byte a dimension is enough: cosines change by less than .002.

use super::{Embedder, EmbedderConfig, EmbedderError};
use crate::stats::term_hash;
use polidex_corpus::store::{Store, Unit};
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Characters of a clause, its document's title in front, that are embedded.
const MOST_CHARS: usize = 400;

/// The version of the files.
const VERSION: u32 = 1;

type Key = [u8; 16];

/// The row of a clause in the store and the place of its record.
type Place = (i64, u32);

/// The first line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    version: u32,
    model: String,
    prefix: String,
    dimensions: usize,
    /// Of `NAME.rows` only: the state of the store.
    lineage: String,
    watermark: u64,
}

/// What embedding did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Embedded {
    /// Clauses that have a vector.
    pub clauses: u64,
    /// Texts that were sent to the embedder.
    pub sent: u64,
    /// Clauses that have none yet.
    pub missing: u64,
}

/// The vectors of the clauses of a store, in memory.
pub struct Vectors {
    dimensions: usize,
    /// Row of the clause in the store, rising.
    rows: Vec<i64>,
    /// By row: the place of its record.
    places: Vec<u32>,
    scales: Vec<f32>,
    numbers: Vec<i8>,
    watermark: u64,
}

impl Vectors {
    /// The vectors that were made after a configuration; `None` where there are none, or where they are of
    /// another store.
    pub fn open(store: &Store, config: &EmbedderConfig) -> Result<Option<Self>, EmbedderError> {
        let files = Files::of(store.dir(), config);
        let Some((header, records)) = files.records()? else { return Ok(None) };
        let Some((state, rows)) = files.rows()? else { return Ok(None) };
        if state.lineage != store.lineage()? {
            return Ok(None);
        }
        let dimensions = header.dimensions;
        let mut vectors = Self {
            dimensions,
            rows: Vec::with_capacity(rows.len()),
            places: Vec::with_capacity(rows.len()),
            scales: Vec::new(),
            numbers: Vec::new(),
            watermark: state.watermark,
        };
        for record in records.chunks_exact(record_size(dimensions)) {
            vectors.scales.push(f32::from_le_bytes([record[16], record[17], record[18], record[19]]));
            vectors.numbers.extend(record[20..].iter().map(|&byte| byte as i8));
        }
        for (row, place) in rows {
            if (place as usize) < vectors.scales.len() {
                vectors.rows.push(row);
                vectors.places.push(place);
            }
        }
        Ok(Some(vectors))
    }

    /// A name for the vectors of a configuration: those of another model have another.
    pub fn name(config: &EmbedderConfig) -> String {
        let named = format!("{}\n{}", config.model, config.passage_prefix);
        format!("{:016x}", term_hash(crate::rank::Field::BodyWords, named.as_bytes()))
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vector of a clause.
    pub fn of(&self, row: i64) -> Option<Vec<f32>> {
        let place = self.places[self.rows.binary_search(&row).ok()?] as usize;
        let numbers = &self.numbers[place * self.dimensions..][..self.dimensions];
        Some(numbers.iter().map(|&number| f32::from(number) * self.scales[place]).collect())
    }

    /// How many clauses have a vector.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no clause has one.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The state of the store that they were made for.
    pub fn watermark(&self) -> u64 {
        self.watermark
    }

    /// The cosine of a clause's vector and a question's; `None` where the clause has none, or where the
    /// question's vector has another number of dimensions.
    pub fn cosine(&self, row: i64, question: &[f32]) -> Option<f32> {
        let at = self.rows.binary_search(&row).ok()?;
        (question.len() == self.dimensions).then(|| self.dot(self.places[at], question))
    }

    /// The clauses nearest to a question, with their cosines, nearest first. All are looked at.
    pub fn nearest(&self, question: &[f32], count: usize) -> Vec<(i64, f32)> {
        if question.len() != self.dimensions || count == 0 {
            return Vec::new();
        }
        let cosines = self.rows.iter().zip(&self.places);
        let mut all: Vec<(i64, f32)> =
            cosines.map(|(&row, &place)| (row, self.dot(place, question))).collect();
        let order = |a: &(i64, f32), b: &(i64, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if count < all.len() {
            all.select_nth_unstable_by(count - 1, order);
            all.truncate(count);
        }
        all.sort_unstable_by(order);
        all
    }

    fn dot(&self, place: u32, question: &[f32]) -> f32 {
        let from = place as usize * self.dimensions;
        let numbers = &self.numbers[from..from + self.dimensions];
        // Several sums side by side, which the processor forms at once.
        let mut sums = [0.0_f32; 16];
        for (numbers, question) in numbers.chunks(16).zip(question.chunks(16)) {
            for ((sum, &number), &x) in sums.iter_mut().zip(numbers).zip(question) {
                *sum += f32::from(number) * x;
            }
        }
        sums.iter().sum::<f32>() * self.scales[place as usize]
    }
}

/// Embeds the clauses of the newest editions that have no vector yet, `most` of them at the most. `progress`
/// is told how many of how many are done. What is done stays done, whatever happens then.
pub fn embed(
    store: &Store,
    embedder: &Embedder,
    most: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Embedded, EmbedderError> {
    let files = Files::of(store.dir(), embedder.config());
    fs::create_dir_all(&files.dir)?;
    let (lineage, watermark) = (store.lineage()?, store.watermark()?);
    let mut records = Records::open(&files, embedder.config())?;
    let mut rows: Vec<(i64, Key)> = Vec::new();
    let mut missing: Vec<(Key, String)> = Vec::new();
    let mut wanted: HashSet<Key> = HashSet::new();
    for (policy, _) in store.policies_changed_since(0)? {
        for unit in store.units(policy)?.iter().filter(|unit| !unit.facts.superseded) {
            let text = passage(unit);
            if text.is_empty() {
                continue;
            }
            let key = key(&text);
            rows.push((unit.clause_rowid, key));
            if !records.places.contains_key(&key) && wanted.insert(key) {
                missing.push((key, text));
            }
        }
    }
    let total = missing.len().min(most) as u64;
    let mut embedded = Embedded::default();
    let outcome = missing[..total as usize].chunks(embedder.config().batch).try_for_each(|batch| {
        let texts: Vec<String> = batch.iter().map(|(_, text)| text.clone()).collect();
        let vectors = embedder.passages(&texts)?;
        records.add(batch.iter().map(|(key, _)| *key).zip(vectors))?;
        embedded.sent += batch.len() as u64;
        progress(embedded.sent, total);
        Ok::<_, EmbedderError>(())
    });
    // Also after a failure: what was done serves.
    let placed: Vec<Place> =
        rows.iter().filter_map(|(row, key)| Some((*row, *records.places.get(key)?))).collect();
    embedded.clauses = placed.len() as u64;
    embedded.missing = rows.len() as u64 - embedded.clauses;
    if let Some(header) = &records.header {
        files.write_rows(&Header { lineage, watermark, ..header.clone() }, placed)?;
    }
    outcome.map(|()| embedded)
}

/// What changes whenever clauses of a data directory get other vectors of a configuration.
pub fn stamp(data: &Path, config: &EmbedderConfig) -> String {
    let changed = fs::metadata(Files::of(data, config).rows).and_then(|file| file.modified()).ok();
    let since = changed.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    since.map_or(String::new(), |since| format!("{:x}", since.as_nanos()))
}

/// Takes the vectors of texts that are not in the store any more out of the files of every model: their
/// records become zeros, so that the places of the others stay. Gives the number of records.
///
/// # Errors
/// [`EmbedderError`] when a file cannot be read or written.
pub fn forget_removed(store: &Store) -> Result<u64, EmbedderError> {
    let dir = store.dir().join("index").join("vectors");
    let mut forgotten = 0;
    let entries = match fs::read_dir(&dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let rows = entry?.path();
        if rows.extension().is_some_and(|extension| extension == "rows") {
            let files = Files { vectors: rows.with_extension("vec"), rows, dir: dir.clone() };
            forgotten += files.forget_removed(store)?;
        }
    }
    Ok(forgotten)
}

/// What is embedded of a clause: its document's title, and its words.
fn passage(unit: &Unit) -> String {
    let (title, text) = (unit.facts.title.trim(), unit.text.trim());
    let whole =
        if text.starts_with(title) || text.is_empty() { text.to_owned() } else { format!("{title}\n{text}") };
    whole.chars().take(MOST_CHARS).collect()
}

/// Two hashes of 64 bits: a text shares both with another by chance once in 10^26 stores of a million.
fn key(text: &str) -> Key {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&term_hash(crate::rank::Field::BodyWords, text.as_bytes()).to_le_bytes());
    key[8..].copy_from_slice(&term_hash(crate::rank::Field::BodyGrams, text.as_bytes()).to_le_bytes());
    key
}

fn record_size(dimensions: usize) -> usize {
    16 + 4 + dimensions
}

/// Where the files of a configuration are.
struct Files {
    dir: PathBuf,
    vectors: PathBuf,
    rows: PathBuf,
}

impl Files {
    fn of(data: &Path, config: &EmbedderConfig) -> Self {
        let dir = data.join("index").join("vectors");
        let name = Vectors::name(config);
        Self { vectors: dir.join(format!("{name}.vec")), rows: dir.join(format!("{name}.rows")), dir }
    }

    /// The header of the vectors and their records, whole ones only.
    fn records(&self) -> Result<Option<(Header, Vec<u8>)>, EmbedderError> {
        let Some((header, mut bytes)) = read(&self.vectors)? else { return Ok(None) };
        let size = record_size(header.dimensions);
        bytes.truncate(bytes.len() / size * size);
        Ok(Some((header, bytes)))
    }

    fn rows(&self) -> Result<Option<(Header, Vec<Place>)>, EmbedderError> {
        let Some((header, bytes)) = read(&self.rows)? else { return Ok(None) };
        let (entries, _) = bytes.as_chunks::<12>();
        let row = |entry: &[u8; 12]| {
            let (row, place) = entry.split_at(8);
            let row = row.iter().rev().fold(0_u64, |sum, &byte| sum << 8 | u64::from(byte));
            (row as i64, place.iter().rev().fold(0_u32, |sum, &byte| sum << 8 | u32::from(byte)))
        };
        Ok(Some((header, entries.iter().map(row).collect())))
    }

    fn forget_removed(&self, store: &Store) -> Result<u64, EmbedderError> {
        let (Some((header, records)), Some((state, rows))) = (self.records()?, self.rows()?) else {
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
        let size = record_size(header.dimensions);
        let start = first_line(&header)?.len();
        let mut file = OpenOptions::new().write(true).open(&self.vectors)?;
        let mut forgotten = 0;
        for (place, record) in records.chunks_exact(size).enumerate() {
            if !used.contains(&(place as u32)) && record.iter().any(|&byte| byte != 0) {
                file.seek(SeekFrom::Start((start + place * size) as u64))?;
                file.write_all(&vec![0; size])?;
                forgotten += 1;
            }
        }
        file.sync_all()?;
        Ok(forgotten)
    }

    fn write_rows(&self, header: &Header, mut rows: Vec<Place>) -> Result<(), EmbedderError> {
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

/// The header and what follows it; `None` where there is no such file or it is of another version.
fn read(path: &Path) -> Result<Option<(Header, Vec<u8>)>, EmbedderError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    reader.by_ref().take(4_096).read_until(b'\n', &mut line)?;
    let header = serde_json::from_slice::<Header>(&line).ok();
    let Some(header) = header.filter(|header| header.version == VERSION && header.dimensions > 0) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    Ok(Some((header, bytes)))
}

/// The records, open for more.
struct Records {
    file: File,
    header: Option<Header>,
    start: Header,
    places: HashMap<Key, u32>,
}

impl Records {
    fn open(files: &Files, config: &EmbedderConfig) -> Result<Self, EmbedderError> {
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
        let mut header = None;
        if let Some((found, records)) = known {
            if config.dimensions.is_some_and(|wanted| wanted != found.dimensions) {
                return Err(EmbedderError::Config(format!(
                    "`dimensions` is not the {} of the vectors that are kept; delete {} to begin anew",
                    found.dimensions,
                    files.vectors.display()
                )));
            }
            for (place, record) in records.chunks_exact(record_size(found.dimensions)).enumerate() {
                let mut key = Key::default();
                key.copy_from_slice(&record[..16]);
                places.insert(key, place as u32);
            }
            file.set_len((first_line(&found)?.len() + records.len()) as u64)?;
            header = Some(found);
        } else {
            file.set_len(0)?;
            file.flush()?;
        }
        Ok(Self { file, header, start, places })
    }

    /// Adds a batch and waits until it is on disk.
    fn add(&mut self, batch: impl Iterator<Item = (Key, Vec<f32>)>) -> Result<(), EmbedderError> {
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
            let place = self.places.len() as u32;
            self.places.insert(key, place);
        }
        Ok(())
    }
}

//! Vectors of clauses beside the index.
//!
//! Two files a model. `NAME.vec` begins with a line of JSON and goes on with records of one size: the first
//! 16 bytes of a hash of what was embedded, the scale, and one byte a dimension. Records are only ever added,
//! a batch at a time, and synced, so that a killed run costs the batch at hand: a torn record at the end is
//! cut off. `NAME.rows` says which clause of the store has which record; it is replaced as a whole.
//!
//! * `files`: the two files
//! * `embed`: which clauses get a vector, and of what
//!
//! A byte a dimension is enough: cosines change by less than .002.

mod embed;
mod files;

pub use embed::{Embedded, embed};

use super::{EmbedderConfig, EmbedderError};
use crate::stats::term_hash;
use files::Files;
use polidex_corpus::store::Store;
use std::{
    fs, io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

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
        let Some(mut records) = files.records()? else { return Ok(None) };
        let Some((state, rows)) = files.rows()? else { return Ok(None) };
        if state.lineage != store.lineage()? {
            return Ok(None);
        }
        let dimensions = records.header.dimensions;
        let mut vectors = Self {
            dimensions,
            rows: Vec::with_capacity(rows.len()),
            places: Vec::with_capacity(rows.len()),
            scales: Vec::with_capacity(records.len),
            numbers: Vec::with_capacity(records.len * dimensions),
            watermark: state.watermark,
        };
        while let Some(record) = records.next()? {
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

/// The vectors that the searchers of one process share, so that they are in memory once.
#[derive(Default)]
pub struct SharedVectors(Mutex<Option<(String, Arc<Vectors>)>>);

impl SharedVectors {
    /// The vectors of a configuration as they are now; whoever asks while they are read waits. Otherwise as
    /// [`Vectors::open`].
    pub fn open(
        &self,
        store: &Store,
        config: &EmbedderConfig,
    ) -> Result<Option<Arc<Vectors>>, EmbedderError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let state = format!("{} {}", store.lineage()?, stamp(store.dir(), config));
        if let Some((_, vectors)) = kept.as_ref().filter(|(known, _)| *known == state) {
            return Ok(Some(Arc::clone(vectors)));
        }
        // What nobody else holds any more leaves the memory before the new ones come.
        *kept = None;
        let vectors = Vectors::open(store, config)?.map(Arc::new);
        *kept = vectors.clone().map(|vectors| (state, vectors));
        Ok(vectors)
    }
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

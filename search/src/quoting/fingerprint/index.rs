//! The index: which segments there are, and how they are kept in step with the store.

use super::{
    segment::{Segment, SegmentBuilder},
    tokens::{chosen, grams, tokens},
};
use crate::{engine::EngineError, index::IndexError};
use polidex_corpus::store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};
use tantivy::directory::MmapDirectory;

/// Version of the files and of how texts are cut. An index of another version is built anew.
const VERSION: u32 = 1;
/// Name of the file that lists the segments.
const MANIFEST: &str = "manifest.json";
/// So many segments of about the same size are joined to one, which may be one of as many again: so there are few,
/// and no text is written often. What is as large as a segment may be is left alone.
const JOINED: usize = 6;

/// What the index consists of and what it was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    version: u32,
    /// The store's lineage: watermarks of different lineages cannot be compared.
    lineage: String,
    /// The store's watermark up to which the index is complete.
    watermark: u64,
    /// The segments in the order in which they were written.
    segments: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    file: String,
    texts: usize,
    /// Whether it is as large as a segment may be.
    #[serde(default)]
    full: bool,
}

impl Manifest {
    /// Whether the index says what the store says.
    pub fn is_current(&self, store: &Store) -> Result<bool, StoreError> {
        Ok(self.lineage == store.lineage()? && self.watermark == store.watermark()?)
    }
}

/// Where the index of a data directory is.
pub fn dir(data: &Path) -> PathBuf {
    data.join("index").join("quotations")
}

/// What the index below a directory consists of.
pub fn manifest(dir: &Path) -> Result<Manifest, EngineError> {
    let text = match fs::read_to_string(dir.join(MANIFEST)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(EngineError::Missing(dir.to_owned()));
        }
        Err(error) => return Err(error.into()),
    };
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|error| EngineError::Damaged(format!("{MANIFEST}: {error}")))?;
    if manifest.version != VERSION {
        return Err(EngineError::Version { found: manifest.version, expected: VERSION });
    }
    Ok(manifest)
}

/// Builds the whole index anew; the one in use stays whole until then.
pub fn rebuild(store: &Store) -> Result<(), IndexError> {
    write(store, Vec::new(), store.texts_changed_since(0)?)
}

/// Brings the index up to the store's watermark; builds it when there is none that can be used.
pub fn catch_up(store: &Store) -> Result<(), IndexError> {
    let dir = dir(store.dir());
    let found = match manifest(&dir) {
        Ok(found) if found.lineage == store.lineage()? => found,
        Ok(_) | Err(EngineError::Missing(_) | EngineError::Version { .. } | EngineError::Damaged(_)) => {
            return rebuild(store);
        }
        Err(error) => return Err(error.into()),
    };
    if found.is_current(store)? {
        return Ok(());
    }
    let Ok(open) = FingerprintIndex::open(&dir) else { return rebuild(store) };
    let covered: HashSet<i64> = open.segments.iter().flat_map(Segment::texts).collect();
    let mut texts = store.texts_changed_since(found.watermark)?;
    texts.retain(|text| !covered.contains(text));
    // Segments before the new one go into it, with what is still in the store of their texts.
    let mut kept = found.segments;
    loop {
        let joins = joining(&kept, texts.len());
        if joins == 0 {
            break;
        }
        kept.truncate(kept.len() - joins);
        for segment in &open.segments[kept.len()..kept.len() + joins] {
            for text in segment.texts() {
                if store.text_place(text)?.is_some() {
                    texts.push(text);
                }
            }
        }
    }
    if !store.policies_removed_since(found.watermark)?.is_empty() {
        // Nothing of a removed text stays: segments that hold one are written anew without it.
        let mut segments = open.segments.iter();
        let mut sound = Vec::new();
        for entry in kept {
            let Some(segment) = segments.next() else { break };
            let (there, gone) = present(store, segment)?;
            if gone { texts.extend(there) } else { sound.push(entry) }
        }
        kept = sound;
    }
    texts.sort_unstable();
    write(store, kept, texts)
}

/// How many of the last segments are joined with a new one of so many texts.
fn joining(segments: &[Entry], texts: usize) -> usize {
    let similar = |entry: &&Entry| !entry.full && entry.texts <= texts * 2;
    let joins = segments.iter().rev().take_while(similar).count();
    if joins + 1 < JOINED { 0 } else { joins }
}

/// The texts of a segment that are in the store, and whether any is not.
fn present(store: &Store, segment: &Segment) -> Result<(Vec<i64>, bool), StoreError> {
    let mut there = Vec::new();
    let mut gone = false;
    for text in segment.texts() {
        if store.text_place(text)?.is_some() { there.push(text) } else { gone = true }
    }
    Ok((there, gone))
}

/// Writes segments of these texts, then the list of all segments, then removes files that are not in it.
fn write(store: &Store, mut segments: Vec<Entry>, texts: Vec<i64>) -> Result<(), IndexError> {
    let dir = dir(store.dir());
    fs::create_dir_all(&dir).map_err(EngineError::from)?;
    let (lineage, watermark) = (store.lineage()?, store.watermark()?);
    let mut texts = texts.into_iter().peekable();
    // One list for all texts, since growing one for each costs more than filling it.
    let mut all = Vec::new();
    while texts.peek().is_some() {
        let mut builder = SegmentBuilder::default();
        let mut count = 0;
        while let Some(extraction) = texts.next_if(|_| !builder.is_full()) {
            let Some(text) = store.text_of(extraction)? else { continue };
            all.clear();
            all.extend(grams(&tokens(&text)));
            builder.add(extraction, text.len(), chosen(&all).map(|gram| (gram.hash, gram.byte)));
            count += 1;
        }
        if !builder.is_empty() {
            let file = unused(&dir, &segments);
            let full = builder.is_full();
            builder.write(&dir.join(&file)).map_err(EngineError::from)?;
            segments.push(Entry { file, texts: count, full });
        }
    }
    let manifest = Manifest { version: VERSION, lineage, watermark, segments };
    publish(&dir, &manifest)?;
    remove_others(&dir, &manifest)?;
    Ok(())
}

/// A file name that neither a reader nor the new list uses.
fn unused(dir: &Path, segments: &[Entry]) -> String {
    let taken = |file: &String| dir.join(file).exists() || segments.iter().any(|entry| entry.file == *file);
    let mut number = 1;
    loop {
        let file = format!("segment-{number}");
        if !taken(&file) {
            return file;
        }
        number += 1;
    }
}

fn publish(dir: &Path, manifest: &Manifest) -> Result<(), EngineError> {
    let beside = dir.join("manifest.new");
    let text = serde_json::to_string(manifest).map_err(|error| EngineError::Engine(error.to_string()))?;
    fs::write(&beside, text)?;
    fs::File::open(&beside)?.sync_all()?;
    fs::rename(&beside, dir.join(MANIFEST))?;
    Ok(())
}

fn remove_others(dir: &Path, manifest: &Manifest) -> Result<(), EngineError> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let used = manifest.segments.iter().any(|segment| name == *segment.file);
        if !used && name.to_string_lossy().starts_with("segment-") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// A place of a gram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The extraction whose text holds it.
    pub extraction: i64,
    /// The first byte of the gram in that text.
    pub byte: usize,
}

/// The index, open for reading: a snapshot of the moment it was opened.
pub struct FingerprintIndex {
    manifest: Manifest,
    segments: Vec<Segment>,
}

impl FingerprintIndex {
    /// Opens the index below a directory.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let manifest = manifest(dir)?;
        let files = MmapDirectory::open(dir).map_err(|error| EngineError::Damaged(error.to_string()))?;
        let segments = manifest
            .segments
            .iter()
            .map(|entry| Segment::open(&files, &entry.file))
            .collect::<Result<_, _>>()?;
        Ok(Self { manifest, segments })
    }

    /// What it consists of.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// How common a gram is: bytes that its places take, about three for each. Zero when no text has
    /// it, or none keeps it.
    pub fn cost(&self, hash: u32) -> usize {
        self.segments.iter().map(|segment| segment.packed_places(hash).len()).sum()
    }

    /// Calls `found` with every place of a gram; places of one text come one behind the other.
    pub fn each_place(&self, hash: u32, mut found: impl FnMut(Posting)) {
        for segment in &self.segments {
            segment.each_place(segment.packed_places(hash), |extraction, byte| {
                found(Posting { extraction, byte });
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_segments_stay_and_no_text_is_written_often() {
        let (mut segments, mut written) = (Vec::<Entry>::new(), 0);
        for _ in 0..1000 {
            let mut texts = 1;
            while let joins @ 1.. = joining(&segments, texts) {
                texts += segments.drain(segments.len() - joins..).map(|entry| entry.texts).sum::<usize>();
            }
            written += texts;
            segments.push(Entry { file: String::new(), texts, full: texts >= 300 });
        }
        assert!(segments.len() <= 20, "{}", segments.len());
        assert!(written <= 5 * 1000, "{written}");
    }
}

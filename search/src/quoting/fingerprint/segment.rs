//! A segment: the grams of some texts, in one file that never changes.
//!
//! A header line of JSON; then of every text the rowid of its extraction (8 bytes) and where it begins
//! in the row of all texts (4); then the hashes of all grams in rising order (4 each); then where the
//! places of each begin among all places (4 each, and one more for their end); then the places: of a
//! gram the bytes of the row of texts at which it stands, in rising order, each as its distance from the
//! one before, seven bits a byte, the high bit set on all but the last. Numbers are little endian.

use crate::engine::EngineError;
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::{self, Write},
    path::Path,
};
use tantivy::{
    Directory,
    directory::{MmapDirectory, OwnedBytes},
};

/// Bytes of text in one segment at most, so that building one takes bounded memory.
pub(super) const MOST_TEXT: usize = 128 << 20;

#[derive(Serialize, Deserialize)]
struct Header {
    texts: usize,
    grams: usize,
    places: usize,
}

/// Collects the grams of texts.
#[derive(Default)]
pub(super) struct SegmentBuilder {
    texts: Vec<(i64, u32)>,
    /// Where the next text begins.
    next: usize,
    /// Hash in the high half, place in the low half.
    places: Vec<u64>,
}

impl SegmentBuilder {
    /// Adds a text with the kept grams of it, as pairs of hash and byte.
    pub fn add(&mut self, extraction: i64, bytes: usize, kept: impl IntoIterator<Item = (u32, usize)>) {
        let base = self.next;
        self.texts.push((extraction, base as u32));
        self.places.extend(kept.into_iter().map(|(hash, byte)| u64::from(hash) << 32 | (base + byte) as u64));
        // One byte between, so that every place is of one text only.
        self.next += bytes + 1;
    }

    /// Whether the next text belongs into another segment.
    pub fn is_full(&self) -> bool {
        self.next >= MOST_TEXT
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Writes the segment, synced to disk.
    pub fn write(mut self, path: &Path) -> io::Result<()> {
        self.places.sort_unstable();
        self.places.dedup();
        let (hashes, starts, places) = packed(&self.places);
        let header = Header { texts: self.texts.len(), grams: hashes.len(), places: places.len() };
        let mut file = io::BufWriter::with_capacity(1 << 20, fs::File::create(path)?);
        serde_json::to_writer(&mut file, &header)?;
        file.write_all(b"\n")?;
        for (extraction, base) in &self.texts {
            file.write_all(&extraction.to_le_bytes())?;
            file.write_all(&base.to_le_bytes())?;
        }
        for number in hashes.iter().chain(&starts) {
            file.write_all(&number.to_le_bytes())?;
        }
        file.write_all(&places)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}

/// The distinct hashes, where the places of each begin, and the places.
fn packed(sorted: &[u64]) -> (Vec<u32>, Vec<u32>, Vec<u8>) {
    let (mut hashes, mut starts) = (Vec::new(), Vec::new());
    let mut places = Vec::with_capacity(sorted.len() * 3);
    let mut before = 0;
    for &entry in sorted {
        let (hash, place) = ((entry >> 32) as u32, entry as u32);
        if hashes.last() != Some(&hash) {
            hashes.push(hash);
            starts.push(places.len() as u32);
            before = 0;
        }
        let mut distance = place - before;
        while distance >= 0x80 {
            places.push(distance as u8 | 0x80);
            distance >>= 7;
        }
        places.push(distance as u8);
        before = place;
    }
    starts.push(places.len() as u32);
    (hashes, starts, places)
}

/// A segment, mapped into memory.
pub(super) struct Segment {
    bytes: OwnedBytes,
    header: Header,
    /// Where the tables begin: texts, hashes, starts, places.
    at: [usize; 4],
}

impl Segment {
    /// Opens a segment; one whose length does not fit its header is damaged.
    pub fn open(dir: &MmapDirectory, name: &str) -> Result<Self, EngineError> {
        let damaged = |what: &dyn std::fmt::Display| EngineError::Damaged(format!("{name}: {what}"));
        let file = dir.get_file_handle(Path::new(name)).map_err(|error| damaged(&error))?;
        let bytes = file.read_bytes(0..file.len())?;
        let line = memchr::memchr(b'\n', &bytes).ok_or_else(|| damaged(&"no header"))?;
        let header: Header = serde_json::from_slice(&bytes[..line]).map_err(|error| damaged(&error))?;
        let lengths =
            [header.texts.checked_mul(12), header.grams.checked_mul(4), header.grams.checked_mul(4)];
        let mut at = [line + 1; 4];
        for (number, length) in lengths.into_iter().enumerate() {
            let end = length.and_then(|length| at[number].checked_add(length));
            at[number + 1] = end.ok_or_else(|| damaged(&"impossible header"))?;
        }
        at[3] += 4;
        if at[3].checked_add(header.places) != Some(bytes.len()) {
            return Err(damaged(&"its length does not fit its header"));
        }
        Ok(Self { bytes, header, at })
    }

    /// The extractions whose texts the segment covers, in the order in which they were added.
    pub fn texts(&self) -> impl Iterator<Item = i64> {
        (0..self.header.texts).map(|text| self.text(text).0)
    }

    fn text(&self, number: usize) -> (i64, u32) {
        let at = self.at[0] + number * 12;
        let low = u64::from(self.number(at)) | u64::from(self.number(at + 4)) << 32;
        (low.cast_signed(), self.number(at + 8))
    }

    fn number(&self, at: usize) -> u32 {
        self.bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
    }

    /// The packed places of a gram; empty when no text has it. Their number of bytes tells roughly how
    /// many there are.
    pub fn packed_places(&self, hash: u32) -> &[u8] {
        let (mut low, mut high) = (0, self.header.grams);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.number(self.at[1] + middle * 4) < hash { low = middle + 1 } else { high = middle }
        }
        if low == self.header.grams || self.number(self.at[1] + low * 4) != hash {
            return &[];
        }
        let start = self.number(self.at[2] + low * 4) as usize;
        let end = self.number(self.at[2] + low * 4 + 4) as usize;
        self.bytes.get(self.at[3] + start..self.at[3] + end).unwrap_or_default()
    }

    /// Calls `found` with the extraction and the byte in its text of every place.
    pub fn each_place(&self, packed: &[u8], mut found: impl FnMut(i64, usize)) {
        let (mut place, mut distance, mut shift) = (0_u32, 0_u32, 0);
        // Places rise, so the text that holds one is searched for among those behind the last.
        let mut text = 0;
        for &byte in packed {
            distance |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte & 0x80 != 0 {
                continue;
            }
            place = place.wrapping_add(distance);
            (distance, shift) = (0, 0);
            text = self.text_at(place, text);
            let (extraction, base) = self.text(text);
            found(extraction, place.saturating_sub(base) as usize);
        }
    }

    /// The number of the text that holds a place, which is `from` or one behind it.
    fn text_at(&self, place: u32, from: usize) -> usize {
        let (mut low, mut step) = (from, 1);
        while low + step < self.header.texts && self.text(low + step).1 <= place {
            low += step;
            step *= 2;
        }
        let mut high = (low + step).min(self.header.texts);
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if self.text(middle).1 <= place { low = middle } else { high = middle }
        }
        low
    }
}

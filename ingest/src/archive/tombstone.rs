//! Takes what was received of a document out of the archive, and leaves a tombstone in its chain.
//!
//! The tombstone is a `metadata` record like any other: it is in the chain, and names each record that it
//! takes away by file, first byte, length and SHA-256. Only when it is on disk are these records overwritten,
//! each by a record of the same length that says nothing, so that all others keep their places and the files
//! stay WARC files. The chain commits to hashes and not to bytes, so every head stays what it was: whoever noted
//! one down can still tell that nothing else was changed.

use super::{
    Archive, ArchiveError,
    chain::{self, Link},
    files,
    filler::filler,
    names,
    record::{self, Fields},
    scan,
};
use jiff::Timestamp;
use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    fs::OpenOptions,
    io::{Seek, SeekFrom, Write},
    path::Path,
};

/// A record of the archive: file, first byte, length, SHA-256 of its bytes as they were archived.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Taken {
    pub file: String,
    pub offset: u64,
    pub length: u64,
    pub sha256: String,
}

/// Tombstones that stand in the archive already.
#[derive(Debug, Default)]
pub struct Tombstones(Vec<Tombstone>);

/// What a tombstone says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burial<'a> {
    /// The document's id.
    pub document: &'a str,
    /// Why it was removed.
    pub reason: &'a str,
    /// By whom.
    pub by: &'a str,
    /// When, RFC 3339 in UTC. Together with the document it names the tombstone.
    pub at: &'a str,
    /// SHA-256 of everything that was received of it, also where that is not archived.
    pub received: &'a [String],
    /// File and first byte of the responses that are taken away, with what belongs to them.
    pub responses: &'a [(String, u64)],
}

impl Archive {
    /// All tombstones of the archive. It is read from front to back.
    ///
    /// # Errors
    /// [`ArchiveError`] where a file cannot be read.
    pub fn tombstones(&self) -> Result<Tombstones, ArchiveError> {
        Ok(Tombstones(tombstones(self.dir())?))
    }

    /// Writes the tombstone, unless it is among those that are `known`, and overwrites the records; returns how
    /// many these are. When it returns, all of it is on disk; interrupted, it is completed by calling it again
    /// with [`Archive::tombstones`].
    ///
    /// # Errors
    /// [`ArchiveError`] where a file cannot be read or written.
    pub fn bury(&mut self, burial: &Burial<'_>, known: &Tombstones) -> Result<usize, ArchiveError> {
        let own = |tombstone: &&Tombstone| tombstone.document == burial.document && tombstone.at == burial.at;
        let taken = if let Some(tombstone) = known.0.iter().find(own) {
            tombstone.taken.clone()
        } else {
            let taken = self.records_of(burial)?;
            self.write_tombstone(burial, &taken)?;
            taken
        };
        for record in &taken {
            overwrite(self.dir(), record)?;
        }
        self.forget(&taken);
        Ok(taken.len())
    }

    /// The records of the responses, with what the chain says of them.
    fn records_of(&self, burial: &Burial<'_>) -> Result<Vec<Taken>, ArchiveError> {
        let mut places = HashSet::new();
        for (file, offset) in burial.responses {
            // A name out of a store is not followed out of the archive.
            if !file.contains(['/', '\\']) {
                places.extend(places_of(self.dir(), file, *offset)?);
            }
        }
        let mut taken = Vec::new();
        chain::walk(self.dir(), &mut |_, link| {
            if let Some(Link { file, offset, length, sha256, .. }) = link
                && places.contains(&(file.clone(), offset))
            {
                taken.push(Taken { file, offset, length, sha256 });
            }
        })?;
        Ok(taken)
    }

    fn write_tombstone(&mut self, burial: &Burial<'_>, taken: &[Taken]) -> Result<(), ArchiveError> {
        let mut fields = Fields::new("metadata", Timestamp::now());
        fields.set(names::REMOVAL, burial.document);
        fields.set("Content-Type", "application/warc-fields");
        let mut block = Fields::default();
        for (name, value) in
            [("document", burial.document), ("at", burial.at), ("by", burial.by), ("reason", burial.reason)]
        {
            block.set(name, value);
        }
        for hash in burial.received {
            block.set("received", hash.as_str());
        }
        for Taken { file, offset, length, sha256 } in taken {
            block.set("record", format!("{file} {offset} {length} {sha256}"));
        }
        let mut lines = String::new();
        for (name, value) in &block.0 {
            // Writing to a string cannot fail.
            let _ = write!(lines, "{name}: {value}\r\n");
        }
        let mut bytes = Vec::new();
        let length = record::write(&fields, lines.as_bytes(), &mut bytes)
            .map_err(|error| ArchiveError::io(self.dir(), error))?;
        self.append_records(&bytes, &[length]).map(|_| ())
    }
}

/// A tombstone as it stands in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tombstone {
    pub document: String,
    pub at: String,
    pub taken: Vec<Taken>,
}

impl Tombstone {
    /// Reads a record; `None` where it is no tombstone.
    pub fn read(fields: &Fields, block: &[u8]) -> Option<Self> {
        fields.get(names::REMOVAL)?;
        let mut tombstone = Self { document: String::new(), at: String::new(), taken: Vec::new() };
        for line in std::str::from_utf8(block).ok()?.lines() {
            match line.split_once(": ") {
                Some(("document", id)) => id.clone_into(&mut tombstone.document),
                Some(("at", at)) => at.clone_into(&mut tombstone.at),
                Some(("record", record)) => tombstone.taken.extend(taken(record)),
                _ => {}
            }
        }
        Some(tombstone)
    }
}

fn taken(record: &str) -> Option<Taken> {
    let pieces: Vec<&str> = record.split(' ').collect();
    let [file, offset, length, sha256] = pieces[..] else { return None };
    Some(Taken {
        file: file.to_owned(),
        offset: offset.parse().ok()?,
        length: length.parse().ok()?,
        sha256: sha256.to_owned(),
    })
}

/// All tombstones of the archive in `dir`, oldest first.
pub(super) fn tombstones(dir: &Path) -> Result<Vec<Tombstone>, ArchiveError> {
    let mut found = Vec::new();
    for path in files(dir)? {
        scan::scan(&path, |record, block| found.extend(Tombstone::read(&record.fields, block)))?;
    }
    Ok(found)
}

/// Of the records that tombstones name, those that the chain knows with the same hash, by file and first byte.
pub(super) fn confirmed(
    dir: &Path,
    tombstones: &[Tombstone],
) -> Result<HashMap<(String, u64), String>, ArchiveError> {
    let named: HashSet<&Taken> = tombstones.iter().flat_map(|tombstone| &tombstone.taken).collect();
    let mut confirmed = HashMap::new();
    if named.is_empty() {
        return Ok(confirmed);
    }
    chain::walk(dir, &mut |_, link| {
        if let Some(Link { file, offset, length, sha256, .. }) = link {
            let record = Taken { file, offset, length, sha256 };
            if named.contains(&record) {
                confirmed.insert((record.file, record.offset), record.sha256);
            }
        }
    })?;
    Ok(confirmed)
}

/// A response, what was archived with it, and of a revisit the response that it refers to, as places.
fn places_of(dir: &Path, file: &str, offset: u64) -> Result<Vec<(String, u64)>, ArchiveError> {
    let path = dir.join(file);
    let (fields, _) = scan::at(&path, offset)?;
    if fields.get(names::REMOVED).is_some() {
        return Ok(Vec::new());
    }
    let mut places = vec![(file.to_owned(), offset)];
    let mut next = offset + scan::length_at(&path, offset)?;
    while let Ok((companion, _)) = scan::at(&path, next)
        && companion.get("WARC-Concurrent-To") == Some(fields.id())
    {
        places.push((file.to_owned(), next));
        next += scan::length_at(&path, next)?;
    }
    if let (Some(other), Some(at), true) = (
        fields.get(names::REFERS_TO_FILE),
        fields.get(names::REFERS_TO_OFFSET).and_then(|at| at.parse().ok()),
        fields.get("WARC-Type") == Some("revisit"),
    ) && !other.contains(['/', '\\'])
        && (other, at) != (file, offset)
        && scan::at(&dir.join(other), at).is_ok_and(|(original, _)| {
            original.get(names::PAYLOAD_DIGEST) == fields.get(names::PAYLOAD_DIGEST)
        })
    {
        places.extend(places_of(dir, other, at)?);
    }
    Ok(places)
}

/// Puts a record that says nothing in the place of another. One that stands there already stays.
fn overwrite(dir: &Path, taken: &Taken) -> Result<(), ArchiveError> {
    let path = dir.join(&taken.file);
    let done = scan::at(&path, taken.offset).is_ok_and(|(fields, _)| fields.get(names::REMOVED).is_some());
    if done || taken.file.contains(['/', '\\']) {
        return Ok(());
    }
    let bytes = filler(usize::try_from(taken.length).unwrap_or(0));
    let mut file =
        OpenOptions::new().write(true).open(&path).map_err(|error| ArchiveError::io(&path, error))?;
    file.seek(SeekFrom::Start(taken.offset))
        .and_then(|_| file.write_all(&bytes))
        .and_then(|()| file.sync_all())
        .map_err(|error| ArchiveError::io(&path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_tombstone_says_is_read_back() {
        let record = taken("a.warc.gz 12 34 ff").unwrap();
        assert_eq!((record.file.as_str(), record.offset, record.length), ("a.warc.gz", 12, 34));
        assert_eq!(taken("a.warc.gz 12"), None);
    }
}

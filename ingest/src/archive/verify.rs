//! Checks every record of an archive.

use super::{
    ArchiveError,
    chained::{Chained, Kept},
    entry::digest,
    files,
    http::parse_response,
    names,
    record::{Broken, Fields},
    scan::{self, Placed},
    tombstone::{self, Tombstone},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashSet},
    fs::File,
    ops::Bound::{Excluded, Unbounded},
    path::{Path, PathBuf},
};

/// Something that is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file's name.
    pub file: String,
    /// First byte of the record; of the chain, number of the line.
    pub offset: u64,
    /// What is wrong, in English.
    pub reason: String,
}

/// What checking an archive came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// How many whole records there are.
    pub records: u64,
    /// What is wrong, by file and place.
    pub findings: Vec<Finding>,
    /// How many records the chain holds.
    pub chained: u64,
    /// How many whole records stand behind the last one in the chain: all of them in an archive that was
    /// begun without one. The next crawl takes them in.
    pub not_chained: u64,
    /// How many records were removed with their documents: tombstones in the chain name them.
    pub removed: u64,
    /// The chain's head; `None` where there is no chain.
    pub head: Option<String>,
}

/// Checks every file of the archive in `dir`: that its records are whole, that ids are unique, that
/// digests agree, and that all of it is what the chain holds.
pub fn verify(dir: &Path) -> Result<Checked, ArchiveError> {
    let (mut chained, findings) = Chained::read(dir)?;
    let head = chained.head.clone();
    let mut checked = Checked { findings, chained: chained.count, head, ..Checked::default() };
    let mut ids = HashSet::new();
    let mut tombstones = Vec::new();
    for path in files(dir)? {
        let name = scan::name(&path);
        let kept = chained.records.remove(&name).unwrap_or_default();
        let end_of_chain = chained.end_in(&name);
        let mut file = Checking {
            path,
            name,
            kept,
            end_of_chain,
            ids: &mut ids,
            tombstones: &mut tombstones,
            checked: &mut checked,
        };
        file.walk()?;
        file.compare()?;
    }
    for (file, kept) in chained.records {
        let reason = format!("the file is missing; the chain holds {} records of it", kept.len());
        checked.findings.push(Finding { file, offset: 0, reason });
    }
    let removed = tombstone::confirmed(dir, &tombstones)?;
    checked.removed = removed.len() as u64;
    checked.findings.retain(|finding| !removed.contains_key(&(finding.file.clone(), finding.offset)));
    checked.findings.sort();
    checked.findings.dedup();
    Ok(checked)
}

/// One file, and what the chain holds of it by first byte.
struct Checking<'a> {
    path: PathBuf,
    name: String,
    kept: BTreeMap<u64, Kept>,
    end_of_chain: u64,
    ids: &'a mut HashSet<String>,
    tombstones: &'a mut Vec<Tombstone>,
    checked: &'a mut Checked,
}

impl Checking<'_> {
    fn note(&mut self, offset: u64, reason: impl Into<String>) {
        self.checked.findings.push(Finding { file: self.name.clone(), offset, reason: reason.into() });
    }

    /// Reads record after record; where one is damaged, goes on at the next that the chain knows.
    fn walk(&mut self) -> Result<(), ArchiveError> {
        let path = self.path.clone();
        let mut from = Some(0);
        while let Some(start) = from {
            let end = scan::scan_from(&path, start, |record, block| self.record(&record, block))?;
            from = end.and_then(|(offset, broken)| self.broken(offset, broken));
        }
        Ok(())
    }

    fn record(&mut self, record: &Placed, block: &[u8]) {
        self.checked.records += 1;
        let offset = record.offset;
        // One that is not in the chain excuses nothing.
        if self.kept.contains_key(&offset) {
            self.tombstones.extend(Tombstone::read(&record.fields, block));
        }
        if !self.kept.contains_key(&offset) {
            if offset >= self.end_of_chain {
                self.checked.not_chained += 1;
            } else {
                self.note(offset, "it is not in the chain: it was put there later");
            }
        }
        if !self.ids.insert(record.fields.id().to_owned()) {
            self.note(offset, "its id is not its own");
        }
        for reason in wrong_digests(&record.fields, block) {
            self.note(offset, reason);
        }
    }

    /// Notes damage; gives the next place at which a record is known to begin.
    fn broken(&mut self, offset: u64, broken: Broken) -> Option<u64> {
        let reason = match broken {
            Broken::Torn if self.kept.contains_key(&offset) => {
                "the file ends inside it, though it was whole when it was archived".to_owned()
            }
            Broken::Torn => "the file ends inside a record; the next crawl cuts it off".to_owned(),
            Broken::Wrong(reason) => reason,
        };
        self.note(offset, reason);
        self.kept.range((Excluded(offset), Unbounded)).next().map(|(&next, _)| next)
    }

    /// Compares the bytes of every record with the chain, which knows of changes that leave a record
    /// readable. A record that is named already is not named twice.
    fn compare(&mut self) -> Result<(), ArchiveError> {
        let path = self.path.clone();
        let io = |error| ArchiveError::io(&path, error);
        let mut file = File::open(&path).map_err(io)?;
        let mut raw = Vec::new();
        for (offset, kept) in std::mem::take(&mut self.kept) {
            let Some(expected) = kept.sha256 else { continue };
            scan::read_raw(&mut file, offset, kept.length, &mut raw).map_err(io)?;
            let named = |finding: &Finding| finding.file == self.name && finding.offset == offset;
            if Sha256::digest(&raw).as_slice() != expected && !self.checked.findings.iter().any(named) {
                self.note(offset, format!("its bytes are not those of record {} of the chain", kept.number));
            }
        }
        Ok(())
    }
}

fn wrong_digests(fields: &Fields, block: &[u8]) -> impl Iterator<Item = &'static str> {
    let block_differs = fields.get(names::BLOCK_DIGEST).is_some_and(|known| known != digest(block));
    let is_response = fields.get("WARC-Type") == Some("response");
    let body_differs = is_response && {
        let body = parse_response(block).map(|(_, _, body)| digest(body));
        body.as_deref() != fields.get(names::PAYLOAD_DIGEST)
    };
    let block = block_differs.then_some("its block is not what was written");
    block.into_iter().chain(body_differs.then_some("its body is not what was received"))
}

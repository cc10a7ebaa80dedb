//! What the chain holds of each file of the archive.

use super::{
    ArchiveError, Finding,
    chain::{self, CHAIN_FILE, Link, START},
};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

/// What the chain holds of one record.
pub(super) struct Kept {
    /// Which record of the archive it is.
    pub number: u64,
    pub length: u64,
    /// SHA-256 of its bytes; `None` where the line itself is damaged.
    pub sha256: Option<[u8; 32]>,
}

/// The chain by files. A record takes some hundred bytes of memory.
#[derive(Default)]
pub(super) struct Chained {
    /// By file and first byte.
    pub records: HashMap<String, BTreeMap<u64, Kept>>,
    /// How many links there are.
    pub count: u64,
    /// The last head.
    pub head: Option<String>,
    /// The file of the last link, and where its record ends.
    end: (String, u64),
}

impl Chained {
    /// Reads the chain in `dir` and follows it; also gives the lines that do not follow from those before.
    pub fn read(dir: &Path) -> Result<(Self, Vec<Finding>), ArchiveError> {
        let (mut chained, mut findings) = (Self::default(), Vec::new());
        let (mut before, mut number) = (START.to_owned(), 0);
        chain::walk(dir, &mut |line, link| {
            let mut note = |reason: &str| {
                findings.push(Finding {
                    file: CHAIN_FILE.to_owned(),
                    offset: line,
                    reason: reason.to_owned(),
                });
            };
            number += 1;
            let Some(link) = link else {
                note("the line cannot be read");
                return;
            };
            let follows = link.head == link.head_after(&before) && link.number == number;
            if !follows {
                note("the line does not follow from the one before");
            }
            number = link.number;
            before.clone_from(&link.head);
            if !chained.take(link, follows) {
                note("another line speaks of the same place: its file was cut and written again");
            }
        })?;
        Ok((chained, findings))
    }

    /// Whether the place was not taken.
    fn take(&mut self, link: Link, follows: bool) -> bool {
        self.count += 1;
        self.end = (link.file.clone(), link.end());
        let Link { number, offset, length, .. } = link;
        let kept = Kept { number, length, sha256: bytes_of(&link.sha256).filter(|_| follows) };
        self.head = Some(link.head);
        self.records.entry(link.file).or_default().insert(offset, kept).is_none()
    }

    /// From which byte of a file on nothing can be in the chain yet.
    pub fn end_in(&self, file: &str) -> u64 {
        match file.cmp(&self.end.0) {
            std::cmp::Ordering::Less => u64::MAX,
            std::cmp::Ordering::Equal => self.end.1,
            std::cmp::Ordering::Greater => 0,
        }
    }
}

fn bytes_of(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

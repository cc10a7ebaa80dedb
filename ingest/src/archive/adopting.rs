//! Takes the records of another archive into this one.
//!
//! They are appended byte for byte and enter the chain like what is received, each once: a record is known by
//! the SHA-256 of its bytes. Where a response stands now whose place revisits name is written to `moved.tsv`.

use super::{
    Archive, ArchiveError, EXTENSION, chain, files, names,
    record::Fields,
    scan,
    tombstone::{confirmed, tombstones},
};
use polidex_corpus::{model::Archived, text::sha256_hex};
use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
};

/// The file that says where responses of other archives stand: old file, old first byte, new file, new first
/// byte, digest of the payload.
const MOVED: &str = "moved.tsv";

/// Bytes that are appended at once.
const AT_ONCE: usize = 8 << 20;

/// Records by file and first byte in the other archive, with their places in this one.
pub type Places = HashMap<(String, u64), Archived>;

/// What taking another archive came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Records that were not known.
    pub records: u64,
    /// Where the records of the other archive stand here.
    pub places: Places,
}

/// A record of the other archive that is not in this one.
struct Fresh {
    place: (String, u64),
    bytes: Vec<u8>,
    /// Of a response the digest of its payload.
    payload: Option<String>,
}

impl Archive {
    /// Takes every record of the archive in `other` that this one does not hold. Responses with a payload of
    /// which `unwanted` holds (SHA-256 in hexadecimal) are left out, and so is what other archives have removed.
    ///
    /// # Errors
    /// [`ArchiveError`] where a file cannot be read or written; what was taken by then stays, and is known the
    /// next time.
    pub fn adopt(&mut self, other: &Path, unwanted: &dyn Fn(&str) -> bool) -> Result<Adopted, ArchiveError> {
        let mut waiting: Vec<Fresh> = Vec::new();
        let mut size = 0;
        let mut placed = Places::new();
        let dir = self.dir().to_owned();
        let mut adopted = survey(&dir, other, unwanted, &mut |fresh| {
            size += fresh.bytes.len();
            waiting.push(fresh);
            if size < AT_ONCE {
                return Ok(());
            }
            size = 0;
            self.take(&mut waiting, &mut placed)
        })?;
        self.take(&mut waiting, &mut placed)?;
        adopted.places.extend(placed);
        Ok(adopted)
    }

    fn take(&mut self, waiting: &mut Vec<Fresh>, placed: &mut Places) -> Result<(), ArchiveError> {
        let fresh = std::mem::take(waiting);
        if fresh.is_empty() {
            return Ok(());
        }
        let lengths: Vec<u64> = fresh.iter().map(|record| record.bytes.len() as u64).collect();
        let bytes: Vec<u8> = fresh.iter().flat_map(|record| record.bytes.iter().copied()).collect();
        let (file, mut offset) = self.append_records(&bytes, &lengths)?;
        let mut lines = String::new();
        for (record, length) in fresh.into_iter().zip(lengths) {
            if let Some(payload) = &record.payload {
                let (old, at) = &record.place;
                // Writing to a string cannot fail.
                let _ = writeln!(lines, "{old}\t{at}\t{file}\t{offset}\t{payload}");
            }
            placed.insert(record.place, Archived { file: file.clone(), offset, length });
            offset += length;
        }
        let path = self.dir().join(MOVED);
        OpenOptions::new()
            .append(true)
            .create(true)
            .open(&path)
            .and_then(|mut moved| moved.write_all(lines.as_bytes()).and_then(|()| moved.sync_all()))
            .map_err(|error| ArchiveError::io(&path, error))
    }
}

/// How many records of the archive in `other` the one in `own` does not hold.
///
/// # Errors
/// [`ArchiveError::Io`] where a file cannot be read.
pub fn adoptable(own: &Path, other: &Path, unwanted: &dyn Fn(&str) -> bool) -> Result<u64, ArchiveError> {
    Ok(survey(own, other, unwanted, &mut |_| Ok(()))?.records)
}

/// Shows every record that is not known, in the order of the other archive.
fn survey(
    own: &Path,
    other: &Path,
    unwanted: &dyn Fn(&str) -> bool,
    visit: &mut dyn FnMut(Fresh) -> Result<(), ArchiveError>,
) -> Result<Adopted, ArchiveError> {
    let mut known: HashMap<String, Archived> = HashMap::new();
    chain::walk(own, &mut |_, link| {
        if let Some(link) = link {
            known.insert(link.sha256, Archived { file: link.file, offset: link.offset, length: link.length });
        }
    })?;
    // What was removed here is neither here nor comes back.
    let removed: HashSet<String> = confirmed(own, &tombstones(own)?)?.into_values().collect();
    let mut adopted = Adopted::default();
    let mut left_out = HashSet::new();
    for path in files(other)? {
        let name = scan::name(&path);
        let mut raw = File::open(&path).map_err(|error| ArchiveError::io(&path, error))?;
        let mut failed = None;
        scan::scan(&path, |record, _| {
            let fields = &record.fields;
            let mut bytes = Vec::new();
            let read = scan::read_raw(&mut raw, record.offset, record.length, &mut bytes);
            let step = read.map_err(|error| ArchiveError::io(&path, error)).and_then(|()| {
                let sha256 = sha256_hex(&bytes);
                let place = (name.clone(), record.offset);
                if removed.contains(&sha256) || !is_wanted(fields, unwanted, &mut left_out) {
                    return Ok(());
                }
                if let Some(here) = known.get(&sha256) {
                    adopted.places.insert(place, here.clone());
                    return Ok(());
                }
                adopted.records += 1;
                visit(Fresh { place, bytes, payload: payload(fields) })
            });
            failed = failed.take().or(step.err());
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
    }
    Ok(adopted)
}

/// Whether a record is taken: not what speaks of one archive only, not what stands for something removed, and
/// not what is left out with a response.
fn is_wanted(fields: &Fields, unwanted: &dyn Fn(&str) -> bool, left_out: &mut HashSet<String>) -> bool {
    let about_the_archive = fields.get("WARC-Type") == Some("warcinfo")
        || fields.get(names::REMOVED).is_some()
        || fields.get(names::REMOVAL).is_some();
    if about_the_archive || fields.get("WARC-Concurrent-To").is_some_and(|id| left_out.contains(id)) {
        return false;
    }
    let digest = fields.get(names::PAYLOAD_DIGEST).and_then(|digest| digest.strip_prefix("sha256:"));
    if digest.is_some_and(unwanted) {
        left_out.insert(fields.id().to_owned());
        return false;
    }
    true
}

fn payload(fields: &Fields) -> Option<String> {
    let digest = fields.get(names::PAYLOAD_DIGEST)?;
    (fields.get("WARC-Type") == Some("response")).then(|| digest.to_owned())
}

/// Where the response stands that a revisit refers to by a place of the archive in which it was written.
pub(super) fn moved(dir: &Path, file: &str, offset: u64, digest: Option<&str>) -> (String, u64) {
    let own = (file.to_owned(), offset);
    let Ok(lines) = std::fs::read_to_string(dir.join(MOVED)) else { return own };
    let here = |line: &str| {
        let pieces: Vec<&str> = line.split('\t').collect();
        let [old, at, new, first, payload] = pieces[..] else { return None };
        let meant = old == file && at.parse() == Ok(offset) && Some(payload) == digest;
        (meant && new.ends_with(EXTENSION) && !new.contains(['/', '\\']))
            .then(|| Some((new.to_owned(), first.parse().ok()?)))
            .flatten()
    };
    lines.lines().find_map(here).unwrap_or(own)
}

//! Checks every record of an archive.

use super::{
    ArchiveError,
    entry::digest,
    files,
    http::parse_response,
    names,
    record::{Broken, Fields},
    scan,
};
use serde::Serialize;
use std::{collections::HashSet, path::Path};

/// Something that is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The file's name.
    pub file: String,
    /// First byte of the record.
    pub offset: u64,
    /// What is wrong, in English.
    pub reason: String,
}

/// Checks every file of the archive in `dir`: that its records are whole, that ids are unique and
/// that digests agree. Returns how many records there are, and what is wrong.
pub fn verify(dir: &Path) -> Result<(u64, Vec<Finding>), ArchiveError> {
    let mut findings = Vec::new();
    let mut records = 0;
    let mut ids = HashSet::new();
    for path in files(dir)? {
        let file = scan::name(&path);
        let torn = scan::scan(&path, |record, block| {
            records += 1;
            let mut note = |reason: &str| {
                findings.push(Finding {
                    file: file.clone(),
                    offset: record.offset,
                    reason: reason.to_owned(),
                });
            };
            if !ids.insert(record.fields.id().to_owned()) {
                note("its id is not its own");
            }
            check(&record.fields, block, &mut note);
        })?;
        if let Some((offset, broken)) = torn {
            let reason = match broken {
                Broken::Torn => "the file ends inside a record; the next crawl cuts it off".to_owned(),
                Broken::Wrong(reason) => reason,
            };
            findings.push(Finding { file, offset, reason });
        }
    }
    Ok((records, findings))
}

fn check(fields: &Fields, block: &[u8], note: &mut impl FnMut(&str)) {
    if fields.get(names::BLOCK_DIGEST).is_some_and(|known| known != digest(block)) {
        note("its block is not what was written");
    }
    if fields.get("WARC-Type") != Some("response") {
        return;
    }
    let body = parse_response(block).map(|(_, _, body)| digest(body));
    if body.as_deref() != fields.get(names::PAYLOAD_DIGEST) {
        note("its body is not what was received");
    }
}

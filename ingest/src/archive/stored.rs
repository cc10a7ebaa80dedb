//! The records of one response as they stand in the archive.

use super::{
    ArchiveError,
    adopting::moved,
    entry::digest,
    http::parse_response,
    names,
    record::{Broken, Fields},
    scan,
};
use crate::fetch::Exchange;
use flate2::bufread::GzDecoder;
use polidex_corpus::model::Archived;
use std::{fs::File, io::BufReader, path::Path};

/// One record: its place, and its bytes as they stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// Name of the WARC file.
    pub file: String,
    /// First byte in the file.
    pub offset: u64,
    /// The bytes, a gzip member.
    pub bytes: Vec<u8>,
}

/// The records that belong to a response: itself, its request and its metadata; of a revisit also the response
/// that it refers to.
///
/// # Errors
/// [`ArchiveError::Damaged`] where what stands there is not what was written.
pub fn stored(dir: &Path, place: &Archived) -> Result<Vec<StoredRecord>, ArchiveError> {
    let path = dir.join(&place.file);
    let (fields, _) = scan::at(&path, place.offset)?;
    let id = fields.id().to_owned();
    let mut records = vec![raw(dir, &place.file, place.offset)?];
    // The companions stand behind it, if anything does.
    while let Some(last) = records.last() {
        let next = last.offset + last.bytes.len() as u64;
        let companion = scan::at(&path, next).ok();
        if companion.is_none_or(|(fields, _)| fields.get("WARC-Concurrent-To") != Some(&id)) {
            break;
        }
        records.push(raw(dir, &place.file, next)?);
    }
    if let (Some(file), Some(offset)) =
        (fields.get(names::REFERS_TO_FILE), fields.get(names::REFERS_TO_OFFSET))
    {
        let wrong = || Broken::Wrong("a revisit refers to no response".to_owned()).at(file, 0);
        // A name out of a file is not followed out of the archive.
        let offset = Some(offset).filter(|_| !file.contains(['/', '\\'])).and_then(|at| at.parse().ok());
        let (file, offset) = moved(dir, file, offset.ok_or_else(wrong)?, fields.get(names::PAYLOAD_DIGEST));
        records.push(raw(dir, &file, offset)?);
    }
    Ok(records)
}

fn raw(dir: &Path, file: &str, offset: u64) -> Result<StoredRecord, ArchiveError> {
    let path = dir.join(file);
    let length = scan::length_at(&path, offset)?;
    let io = |error| ArchiveError::io(&path, error);
    let mut bytes = Vec::new();
    scan::read_raw(&mut File::open(&path).map_err(io)?, offset, length, &mut bytes).map_err(io)?;
    Ok(StoredRecord { file: file.to_owned(), offset, bytes })
}

/// The response that some records hold which [`stored`] gave, one behind the other.
///
/// # Errors
/// What is wrong with them, in English.
pub fn response_in(bytes: &[u8]) -> Result<Exchange, String> {
    let records = records_in(bytes)?;
    let (fields, block) = records.first().ok_or("it holds no record")?;
    let mut exchange = super::reading::exchange(fields, block).ok_or("its first record is no response")?;
    if let Some(original) = fields.get("WARC-Refers-To") {
        let original = records.iter().find(|(fields, _)| fields.id() == original);
        let body = original.and_then(|(_, block)| parse_response(block));
        exchange.body = body.ok_or("the response that the revisit refers to is not in it")?.2.to_vec();
    }
    match fields.get(names::PAYLOAD_DIGEST) {
        Some(known) if known != digest(&exchange.body) => Err("its body is not what was received".to_owned()),
        _ => Ok(exchange),
    }
}

/// Every record with its block, which is checked.
fn records_in(bytes: &[u8]) -> Result<Vec<(Fields, Vec<u8>)>, String> {
    let mut rest = bytes;
    let mut records = Vec::new();
    while !rest.is_empty() {
        let mut member = BufReader::new(GzDecoder::new(&mut rest));
        let mut block = Vec::new();
        let fields = scan::record(&mut member, &mut block).map_err(|broken| match broken {
            Broken::Torn => "it is cut off".to_owned(),
            Broken::Wrong(reason) => reason,
        })?;
        if fields.get(names::BLOCK_DIGEST).is_some_and(|known| known != digest(&block)) {
            return Err("a block is not what was written".to_owned());
        }
        records.push((fields, block));
    }
    Ok(records)
}

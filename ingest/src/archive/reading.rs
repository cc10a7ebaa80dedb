//! Reads one response back.

use super::{
    ArchiveError,
    entry::digest,
    http::parse_response,
    names,
    record::{Broken, Fields},
    scan,
};
use crate::fetch::Exchange;
use polidex_corpus::model::Archived;
use std::path::Path;

/// The response at a place of the archive in `dir`. A revisit gives its own headers and the body of
/// the response that it refers to. Request headers are not read.
///
/// # Errors
/// [`ArchiveError::Damaged`] where what stands there is no response or not what was written.
pub fn read(dir: &Path, place: &Archived) -> Result<Exchange, ArchiveError> {
    let (fields, block) = scan::at(&dir.join(&place.file), place.offset)?;
    let damaged = |reason: &str| Broken::Wrong(reason.to_owned()).at(&place.file, place.offset);
    let (status, response_headers, body) =
        parse_response(&block).ok_or_else(|| damaged("it holds no response"))?;
    let body = match (fields.get(names::REFERS_TO_FILE), fields.get(names::REFERS_TO_OFFSET)) {
        (Some(file), Some(offset)) => original(dir, file, offset)?,
        _ => body.to_vec(),
    };
    let is_304 = fields.get(names::PROFILE) == Some(names::NOT_MODIFIED);
    if !is_304 && fields.get(names::PAYLOAD_DIGEST).is_some_and(|known| known != digest(&body)) {
        return Err(damaged("the body is not the one that was archived"));
    }
    Ok(Exchange {
        url: parsed(&fields, names::TARGET).ok_or_else(|| damaged("its address is missing"))?,
        sent_at: parsed(&fields, "WARC-Date").ok_or_else(|| damaged("its date is missing"))?,
        server: parsed(&fields, names::IP),
        request_headers: Vec::new(),
        status,
        response_headers,
        body,
    })
}

fn parsed<T: std::str::FromStr>(fields: &Fields, name: &str) -> Option<T> {
    fields.get(name)?.parse().ok()
}

/// The body of the response that a revisit refers to.
fn original(dir: &Path, file: &str, offset: &str) -> Result<Vec<u8>, ArchiveError> {
    let wrong = || Broken::Wrong("a revisit refers to no response".to_owned()).at(file, 0);
    // A name out of a file is not followed out of the archive.
    if file.contains(['/', '\\']) {
        return Err(wrong());
    }
    let (_, block) = scan::at(&dir.join(file), offset.parse().map_err(|_| wrong())?)?;
    Ok(parse_response(&block).ok_or_else(wrong)?.2.to_vec())
}

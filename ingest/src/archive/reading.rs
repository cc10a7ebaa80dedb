//! Reads one response back.

use super::{
    ArchiveError,
    adopting::moved,
    entry::digest,
    files,
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
    if fields.get(names::REMOVED).is_some() {
        return Err(ArchiveError::Removed { file: place.file.clone(), offset: place.offset });
    }
    let damaged = |reason: &str| Broken::Wrong(reason.to_owned()).at(&place.file, place.offset);
    let mut exchange = exchange(&fields, &block).ok_or_else(|| damaged("it holds no response"))?;
    if let (Some(file), Some(offset)) =
        (fields.get(names::REFERS_TO_FILE), fields.get(names::REFERS_TO_OFFSET))
    {
        exchange.body = original(dir, file, offset, fields.get(names::PAYLOAD_DIGEST))?;
    }
    let is_304 = fields.get(names::PROFILE) == Some(names::NOT_MODIFIED);
    if !is_304 && fields.get(names::PAYLOAD_DIGEST).is_some_and(|known| known != digest(&exchange.body)) {
        return Err(damaged("the body is not the one that was archived"));
    }
    Ok(exchange)
}

/// Calls `visit` with every response of the archive in `dir` that it holds whole, oldest first; revisits are
/// left out.
///
/// # Errors
/// [`ArchiveError::Io`] where a file cannot be read. What is damaged is passed over; [`super::verify`]
/// names it.
pub fn responses(dir: &Path, visit: &mut dyn FnMut(Exchange)) -> Result<(), ArchiveError> {
    for path in files(dir)? {
        scan::scan(&path, |record, block| {
            let is_response = record.fields.get("WARC-Type") == Some("response");
            if let Some(exchange) = is_response.then(|| exchange(&record.fields, block)).flatten() {
                visit(exchange);
            }
        })?;
    }
    Ok(())
}

/// The exchange as its record holds it: a revisit's without the body that it refers to.
pub(super) fn exchange(fields: &Fields, block: &[u8]) -> Option<Exchange> {
    let (status, response_headers, body) = parse_response(block)?;
    Some(Exchange {
        url: parsed(fields, names::TARGET)?,
        sent_at: parsed(fields, "WARC-Date")?,
        server: parsed(fields, names::IP),
        request_headers: Vec::new(),
        status,
        response_headers,
        body: body.to_vec(),
    })
}

fn parsed<T: std::str::FromStr>(fields: &Fields, name: &str) -> Option<T> {
    fields.get(name)?.parse().ok()
}

/// The body of the response that a revisit refers to.
fn original(dir: &Path, file: &str, offset: &str, digest: Option<&str>) -> Result<Vec<u8>, ArchiveError> {
    let wrong = || Broken::Wrong("a revisit refers to no response".to_owned()).at(file, 0);
    // A name out of a file is not followed out of the archive.
    if file.contains(['/', '\\']) {
        return Err(wrong());
    }
    let (file, offset) = moved(dir, file, offset.parse().map_err(|_| wrong())?, digest);
    let (_, block) = scan::at(&dir.join(file), offset)?;
    Ok(parse_response(&block).ok_or_else(wrong)?.2.to_vec())
}

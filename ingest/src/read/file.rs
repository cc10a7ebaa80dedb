//! Files that hold one document.

use super::{Item, Names, Received, Sink, article, capture_of, document, saved};
use crate::{Format, IngestError, Input, Limits, Problem, extract::Unreadable};
use polidex_corpus::model::Document;
use std::path::Path;

/// Reads a file of any format that holds one document.
pub(super) fn read(input: &Input, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), IngestError> {
    let error = |error| IngestError::io(&input.path, error);
    let size = std::fs::metadata(&input.path).map_err(error)?.len();
    let limit = limits.document_bytes.min(limits.file_bytes);
    let outcome = if size > limit {
        Err(Problem::too_large(&input.path, None, size, limit))
    } else {
        one(input, std::fs::read(&input.path).map_err(error)?, limits)
    };
    // There is nothing after a file's only document that breaking could stop.
    let _ = sink(outcome.map(|document| Item::Document(Box::new(document))));
    Ok(())
}

fn one(input: &Input, bytes: Vec<u8>, limits: &Limits) -> Result<Document, Problem> {
    let location = input.path.to_string_lossy();
    let mut capture = capture_of(&location, input.format.media_type(), "", &bytes);
    let format = format(&bytes, input)?;
    let received = Received { bytes, format, charset: None, known: saved(), place: &input.path };
    let article = article(received, limits, &mut capture)?;
    let file_name =
        Path::new(&input.external_id).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let names = Names { source: &input.source, external_id: &input.external_id, file_name: &file_name };
    Ok(document(article, names, capture))
}

/// The format of a file: of a PDF or DOCX file, whichever of them it really is.
fn format(bytes: &[u8], input: &Input) -> Result<Format, Problem> {
    if !input.format.is_packaged() {
        return Ok(input.format);
    }
    match Format::sniff(bytes, Some(input.format.media_type())) {
        Ok(format) if format.is_packaged() => Ok(format),
        Ok(_) => Ok(input.format),
        Err(format) => Err(Problem::from_unreadable(&input.path, &Unreadable::unsupported(format))),
    }
}

//! Files that hold one document.

use super::{Item, Names, Sink, capture_of, document};
use crate::{Format, IngestError, Input, Limits, Problem, decode, extract};
use polidex_corpus::model::Document;
use std::path::Path;

/// Reads a Markdown, text or HTML file.
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
    if decode::is_binary(&bytes) {
        return Err(Problem::binary(&input.path));
    }
    let location = input.path.to_string_lossy();
    let mut capture = capture_of(&location, input.format.media_type(), "", &bytes);
    let decoded = decode::decode(bytes, input.format == Format::Html);
    decoded.charset.clone_into(&mut capture.charset);
    let mut article = extract::extract(&decoded.text, input.format, extract::Known::default(), limits);
    if article.text.is_empty() && !article.stated.catalogue {
        return Err(Problem::empty(&input.path));
    }
    article.warnings.extend(decoded.warning());
    let file_name =
        Path::new(&input.external_id).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let names = Names { source: &input.source, external_id: &input.external_id, file_name: &file_name };
    Ok(document(article, names, capture))
}

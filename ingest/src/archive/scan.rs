//! Walks the records of one file.

use super::{
    ArchiveError,
    record::{self, Broken, Fields},
};
use flate2::bufread::GzDecoder;
use std::{
    fs::File,
    io::{BufReader, Seek, SeekFrom},
    path::Path,
};

/// A record at its place.
pub(super) struct Placed {
    pub offset: u64,
    pub fields: Fields,
}

/// The name of a file of the archive.
pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Calls `visit` with every whole record and its block. Returns where the first byte that belongs to
/// no whole record is, with what is wrong there; `None` when the file is sound to its end.
pub(super) fn scan(
    path: &Path,
    mut visit: impl FnMut(Placed, &[u8]),
) -> Result<Option<(u64, Broken)>, ArchiveError> {
    let error = |error| ArchiveError::io(path, error);
    let file = File::open(path).map_err(error)?;
    let size = file.metadata().map_err(error)?.len();
    let mut input = BufReader::with_capacity(256 << 10, file);
    let mut offset = 0;
    let mut block = Vec::new();
    while offset < size {
        block.clear();
        let mut member = std::io::BufReader::new(GzDecoder::new(&mut input));
        let fields = match record(&mut member, &mut block) {
            Ok(fields) => fields,
            Err(broken) => return Ok(Some((offset, broken))),
        };
        drop(member);
        visit(Placed { offset, fields }, &block);
        offset = input.stream_position().map_err(error)?;
    }
    Ok(None)
}

/// Reads one record at a place, its block whole.
pub(super) fn at(path: &Path, offset: u64) -> Result<(Fields, Vec<u8>), ArchiveError> {
    let error = |error| ArchiveError::io(path, error);
    let mut file = File::open(path).map_err(error)?;
    file.seek(SeekFrom::Start(offset)).map_err(error)?;
    let mut member = BufReader::new(GzDecoder::new(BufReader::new(file)));
    let mut block = Vec::new();
    let fields = record(&mut member, &mut block).map_err(|broken| broken.at(&name(path), offset))?;
    Ok((fields, block))
}

fn record(member: &mut impl std::io::BufRead, block: &mut Vec<u8>) -> Result<Fields, Broken> {
    let (fields, length) = record::read_fields(member)?;
    record::read_block(member, length, |piece| block.extend_from_slice(piece))?;
    Ok(fields)
}

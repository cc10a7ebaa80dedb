//! Walks the records of one file.

use super::{
    ArchiveError,
    record::{self, Broken, Fields},
};
use flate2::bufread::GzDecoder;
use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    path::Path,
};

/// A record at its place.
pub(super) struct Placed {
    pub offset: u64,
    /// Number of bytes that it takes in the file.
    pub length: u64,
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
    visit: impl FnMut(Placed, &[u8]),
) -> Result<Option<(u64, Broken)>, ArchiveError> {
    scan_from(path, 0, visit)
}

/// The same from a byte on at which a record begins.
pub(super) fn scan_from(
    path: &Path,
    from: u64,
    mut visit: impl FnMut(Placed, &[u8]),
) -> Result<Option<(u64, Broken)>, ArchiveError> {
    let error = |error| ArchiveError::io(path, error);
    let file = File::open(path).map_err(error)?;
    let size = file.metadata().map_err(error)?.len();
    let mut input = BufReader::with_capacity(256 << 10, file);
    let mut offset = input.seek(SeekFrom::Start(from)).map_err(error)?;
    let mut block = Vec::new();
    while offset < size {
        block.clear();
        let mut member = std::io::BufReader::new(GzDecoder::new(&mut input));
        let fields = match record(&mut member, &mut block) {
            Ok(fields) => fields,
            Err(broken) => return Ok(Some((offset, broken))),
        };
        drop(member);
        let end = input.stream_position().map_err(error)?;
        visit(Placed { offset, length: end - offset, fields }, &block);
        offset = end;
    }
    Ok(None)
}

/// Calls `visit` with the bytes of every whole record from `from` on, as they stand in the file.
pub(super) fn scan_raw(
    path: &Path,
    from: u64,
    mut visit: impl FnMut(u64, &[u8]),
) -> Result<(), ArchiveError> {
    let mut raw = Vec::new();
    let mut failed = None;
    let mut file = File::open(path).map_err(|error| ArchiveError::io(path, error))?;
    scan_from(path, from, |record, _| match read_raw(&mut file, record.offset, record.length, &mut raw) {
        Ok(()) => visit(record.offset, &raw),
        Err(error) => failed = failed.take().or(Some(error)),
    })?;
    failed.map_or(Ok(()), |error| Err(ArchiveError::io(path, error)))
}

/// Reads some bytes of a file; fewer where it ends before.
pub(super) fn read_raw(file: &mut File, offset: u64, length: u64, raw: &mut Vec<u8>) -> std::io::Result<()> {
    raw.clear();
    file.seek(SeekFrom::Start(offset))?;
    file.take(length).read_to_end(raw).map(|_| ())
}

/// How many bytes the record at a place takes.
pub(super) fn length_at(path: &Path, offset: u64) -> Result<u64, ArchiveError> {
    let error = |error| ArchiveError::io(path, error);
    let mut input = BufReader::new(File::open(path).map_err(error)?);
    input.seek(SeekFrom::Start(offset)).map_err(error)?;
    let mut member = BufReader::new(GzDecoder::new(&mut input));
    record(&mut member, &mut Vec::new()).map_err(|broken| broken.at(&name(path), offset))?;
    drop(member);
    Ok(input.stream_position().map_err(error)? - offset)
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

pub(super) fn record(member: &mut impl std::io::BufRead, block: &mut Vec<u8>) -> Result<Fields, Broken> {
    let (fields, length) = record::read_fields(member)?;
    record::read_block(member, length, |piece| block.extend_from_slice(piece))?;
    Ok(fields)
}

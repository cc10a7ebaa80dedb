//! One WARC record: named fields and a block of bytes.

use super::ArchiveError;
use flate2::{Compression, write::GzEncoder};
use std::io::{self, BufRead, Read, Write};
use uuid::Uuid;

/// The first line of a record.
const VERSION: &str = "WARC/1.1";

/// Longest line of a record's header that is read, in bytes.
const MAX_LINE: u64 = 64 << 10;

/// The fields of a record, in order, without Content-Length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The fields that every record has: its type, a new id, and the time of its event.
    pub fn new(kind: &str, at: jiff::Timestamp) -> Self {
        let mut fields = Self::default();
        fields.set("WARC-Type", kind);
        fields.set("WARC-Record-ID", format!("<urn:uuid:{}>", Uuid::new_v4()));
        fields.set("WARC-Date", at.strftime("%Y-%m-%dT%H:%M:%S%.fZ").to_string());
        fields
    }

    /// Adds a field. Line breaks, which would begin another field, become spaces.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value: String = value.into();
        self.0.push((name.to_owned(), value.replace(['\r', '\n'], " ")));
    }

    /// The value of a field, its name in any letter case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The id, with its angle brackets.
    pub fn id(&self) -> &str {
        self.get("WARC-Record-ID").unwrap_or_default()
    }
}

/// Appends a record to `out` as a gzip member; returns the number of bytes that it takes.
pub(super) fn write(fields: &Fields, block: &[u8], out: &mut Vec<u8>) -> io::Result<u64> {
    let before = out.len();
    let mut member = GzEncoder::new(out, Compression::default());
    write!(member, "{VERSION}\r\n")?;
    for (name, value) in &fields.0 {
        write!(member, "{name}: {value}\r\n")?;
    }
    write!(member, "Content-Length: {}\r\n\r\n", block.len())?;
    member.write_all(block)?;
    member.write_all(b"\r\n\r\n")?;
    let out = member.finish()?;
    Ok((out.len() - before) as u64)
}

/// Why a record could not be read.
pub(super) enum Broken {
    /// The bytes end inside the record.
    Torn,
    /// They are no record.
    Wrong(String),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Torn,
            _ => Self::Wrong(error.to_string()),
        }
    }
}

impl Broken {
    /// As damage of a file.
    pub fn at(self, file: &str, offset: u64) -> ArchiveError {
        let reason = match self {
            Self::Torn => "the record is cut off".to_owned(),
            Self::Wrong(reason) => reason,
        };
        ArchiveError::Damaged { file: file.to_owned(), offset, reason }
    }
}

/// Reads the header of the record that `input`, an inflated member, begins with; also returns the
/// length of its block.
pub(super) fn read_fields(input: &mut impl BufRead) -> Result<(Fields, u64), Broken> {
    if line(input)? != VERSION {
        return Err(Broken::Wrong("it does not begin with WARC/1.1".to_owned()));
    }
    let mut fields = Fields::default();
    let mut length = None;
    loop {
        let line = line(input)?;
        if line.is_empty() {
            break;
        }
        let (name, value) =
            line.split_once(':').ok_or_else(|| Broken::Wrong(format!("`{line}` is no field")))?;
        let value = value.trim();
        if name.eq_ignore_ascii_case("Content-Length") {
            length = value.parse().ok();
        } else {
            fields.0.push((name.to_owned(), value.to_owned()));
        }
    }
    length.map(|length| (fields, length)).ok_or_else(|| Broken::Wrong("its length is missing".to_owned()))
}

fn line(input: &mut impl BufRead) -> Result<String, Broken> {
    let mut bytes = Vec::new();
    input.take(MAX_LINE).read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Err(if bytes.len() as u64 + 1 >= MAX_LINE {
            Broken::Wrong("a line of its header is too long".to_owned())
        } else {
            Broken::Torn
        });
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map_err(|_| Broken::Wrong("its header is no UTF-8".to_owned()))
}

/// Reads a block of `length` bytes in pieces.
pub(super) fn read_block(
    input: &mut impl Read,
    length: u64,
    mut sink: impl FnMut(&[u8]),
) -> Result<(), Broken> {
    let mut rest = length;
    let mut buffer = [0; 16 << 10];
    while rest > 0 {
        let wanted = buffer.len().min(usize::try_from(rest).unwrap_or(usize::MAX));
        let read = input.read(&mut buffer[..wanted])?;
        if read == 0 {
            return Err(Broken::Torn);
        }
        sink(&buffer[..read]);
        rest -= read as u64;
    }
    let mut end = [0; 4];
    input.read_exact(&mut end)?;
    if &end != b"\r\n\r\n" {
        return Err(Broken::Wrong("its block is longer than its length".to_owned()));
    }
    // Reading on to the end of the member checks its sum.
    if input.read(&mut [0])? != 0 {
        return Err(Broken::Wrong("something follows its block".to_owned()));
    }
    Ok(())
}

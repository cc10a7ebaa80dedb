//! A record that says nothing, of any length: what stands in the place of one that was taken away.

use super::names;
use flate2::Crc;
use jiff::Timestamp;
use uuid::Uuid;

/// Most bytes of a stored block (RFC 1951).
const BLOCK: usize = 0xFFFF;
/// What a gzip member takes beside its blocks, and a stored block beside its bytes.
const MEMBER: usize = 18;
const BLOCK_HEAD: usize = 5;

/// A record as a gzip member of exactly so many bytes, uncompressed; zeros where so few hold no record.
pub(super) fn filler(length: usize) -> Vec<u8> {
    let head = |block: usize| {
        format!(
            "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{}>\r\nWARC-Date: {}\r\n{}: yes\r\nContent-Length: {block:010}\r\n\r\n",
            Uuid::new_v4(),
            Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            names::REMOVED,
        )
    };
    let least = head(0).len() + 4;
    // As few stored blocks as hold what is left beside them.
    let blocks = length.saturating_sub(MEMBER).div_ceil(BLOCK + BLOCK_HEAD).max(1);
    let inside = length.saturating_sub(MEMBER + BLOCK_HEAD * blocks);
    if inside < least {
        return vec![0; length];
    }
    let mut record = head(inside - least).into_bytes();
    record.resize(inside - 4, b' ');
    record.extend(b"\r\n\r\n");
    member(&record, blocks)
}

/// Bytes as a gzip member (RFC 1952) of so many stored blocks, which are enough for them.
fn member(bytes: &[u8], blocks: usize) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut rest = bytes;
    for number in 1..=blocks {
        let (block, behind) = rest.split_at(rest.len().min(BLOCK));
        let size = block.len() as u16;
        out.push(u8::from(number == blocks));
        out.extend(size.to_le_bytes());
        out.extend((!size).to_le_bytes());
        out.extend(block);
        rest = behind;
    }
    let mut crc = Crc::new();
    crc.update(bytes);
    out.extend(crc.sum().to_le_bytes());
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::{super::scan, *};
    use flate2::bufread::GzDecoder;
    use std::io::BufReader;

    #[test]
    fn a_filler_is_a_record_of_the_length_asked_for() {
        for length in [240, 241, 1_000, 65_553, 65_558, 65_560, 131_093, 131_100, 200_000] {
            let bytes = filler(length);
            assert_eq!(bytes.len(), length);
            let mut block = Vec::new();
            let fields = scan::record(&mut BufReader::new(GzDecoder::new(&bytes[..])), &mut block);
            let fields = fields.unwrap_or_else(|_| panic!("{length}: no record"));
            assert_eq!(fields.get(names::REMOVED), Some("yes"), "{length}");
            assert!(block.iter().all(|&byte| byte == b' '));
        }
        assert_eq!(filler(30), vec![0; 30]);
    }
}

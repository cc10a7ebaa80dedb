//! Stream filters, under limits. A damaged stream gives what stands before the damage.

use super::object::{Dict, Object, from_hexadecimal, is_space};
use flate2::{Decompress, FlushDecompress, Status};

/// Most filters on one stream.
const MAX_FILTERS: usize = 4;

/// How much room is made at a time for what a stream holds, in bytes.
const STEP: usize = 64 << 10;

/// Undoes the filters of a stream; at most `limit` bytes come out of each. `None` where a filter is
/// not for text, such as those of pictures.
pub(super) fn decode(dict: &Dict, raw: &[u8], limit: usize) -> Option<Vec<u8>> {
    let filters = listed(dict.get("Filter"));
    let parameters = listed(dict.get("DecodeParms"));
    if filters.len() > MAX_FILTERS {
        return None;
    }
    let mut bytes = raw.to_vec();
    for (at, filter) in filters.iter().enumerate() {
        let parameters = parameters.get(at).and_then(Object::dict);
        bytes = match filter.name()? {
            "FlateDecode" | "Fl" => predicted(inflate(&bytes, limit), parameters, limit),
            "LZWDecode" | "LZW" => {
                let early = parameters.and_then(|dict| dict.get("EarlyChange").integer()) != Some(0);
                predicted(unlzw(&bytes, early, limit), parameters, limit)
            }
            "ASCIIHexDecode" | "AHx" => {
                let end = memchr::memchr(b'>', &bytes).unwrap_or(bytes.len());
                from_hexadecimal(&bytes[..end])
            }
            "ASCII85Decode" | "A85" => unascii85(&bytes),
            "RunLengthDecode" | "RL" => unrun(&bytes, limit),
            "Crypt" => bytes,
            _ => return None,
        };
    }
    Some(bytes)
}

/// A value, or the values of an array.
fn listed(object: &Object) -> Vec<Object> {
    match object {
        Object::Null => Vec::new(),
        Object::Array(items) => items.clone(),
        other => vec![other.clone()],
    }
}

fn inflate(bytes: &[u8], limit: usize) -> Vec<u8> {
    let content = inflate_as(true, bytes, limit);
    // Some writers leave out or spoil the two bytes of the zlib header.
    if content.is_empty() { inflate_as(false, bytes.get(2..).unwrap_or_default(), limit) } else { content }
}

fn inflate_as(zlib: bool, bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut state = Decompress::new(zlib);
    let mut content = Vec::new();
    while content.len() < limit {
        let before = (state.total_in(), state.total_out());
        content.reserve(STEP);
        let rest = bytes.get(state.total_in() as usize..).unwrap_or_default();
        let status = state.decompress_vec(rest, &mut content, FlushDecompress::None);
        let is_stuck = before == (state.total_in(), state.total_out());
        if is_stuck || !matches!(status, Ok(Status::Ok | Status::BufError)) {
            break;
        }
    }
    content.truncate(limit);
    content
}

/// Undoes LZW with codes of 9 to 12 bits.
fn unlzw(bytes: &[u8], early: bool, limit: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut content: Vec<u8> = Vec::new();
    // Each code beyond the single bytes is a range of what was already written.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut bits, mut held, mut width) = (0_u32, 0, 9);
    for &byte in bytes {
        bits = bits << 8 | u32::from(byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        bits &= (1 << held) - 1;
        let start = content.len();
        match (code, last) {
            (CLEAR, _) => {
                table.clear();
                (last, width) = (None, 9);
                continue;
            }
            (END, _) => break,
            (0..CLEAR, _) => content.push(code as u8),
            (_, Some((from, length))) => {
                let (from, length) = match table.get(code - 258) {
                    Some(&entry) => entry,
                    // The code that is just being made: the last one and its first byte again.
                    None if code - 258 == table.len() => (from, length + 1),
                    None => break,
                };
                if content.len() + length > limit {
                    break;
                }
                for at in from..from + length {
                    let byte = content[at];
                    content.push(byte);
                }
            }
            (_, None) => break,
        }
        if let Some((from, length)) = last
            && table.len() < 4096 - 258
        {
            table.push((from, length + 1));
        }
        last = Some((start, content.len() - start));
        let next = table.len() + 258 + usize::from(early);
        width = match next {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
    }
    content.truncate(limit);
    content
}

fn unascii85(bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    let mut group = Vec::with_capacity(5);
    for &byte in bytes.iter().filter(|&&byte| !is_space(byte)) {
        match byte {
            b'z' if group.is_empty() => content.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => break,
        }
        if group.len() == 5 {
            let value =
                group.drain(..).fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(digit));
            content.extend(value.to_be_bytes());
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        let value = group.iter().fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(*digit));
        content.extend(&value.to_be_bytes()[..kept]);
    }
    content
}

fn unrun(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut content = Vec::new();
    let mut rest = bytes;
    while let Some((&length, after)) = rest.split_first() {
        if length == 128 || content.len() >= limit {
            break;
        }
        if length < 128 {
            let (run, after) = after.split_at((usize::from(length) + 1).min(after.len()));
            content.extend(run);
            rest = after;
        } else {
            let Some((&byte, after)) = after.split_first() else { break };
            content.extend(std::iter::repeat_n(byte, 257 - usize::from(length)));
            rest = after;
        }
    }
    content.truncate(limit);
    content
}

/// Undoes the prediction of bytes from those beside and above them.
fn predicted(bytes: Vec<u8>, parameters: Option<&Dict>, limit: usize) -> Vec<u8> {
    let Some(parameters) = parameters else { return bytes };
    let value = |key: &str, otherwise: i64| parameters.get(key).integer().unwrap_or(otherwise);
    let predictor = value("Predictor", 1);
    if predictor < 2 {
        return bytes;
    }
    let bits = value("Colors", 1).clamp(1, 32) * value("BitsPerComponent", 8).clamp(1, 16);
    let row = (bits * value("Columns", 1).clamp(1, 1 << 20) + 7) as usize / 8;
    let step = (bits as usize / 8).max(1);
    if predictor == 2 {
        // Prediction of samples that are no whole bytes does not occur in what holds text.
        let mut bytes = bytes;
        for row in bytes.chunks_mut(row) {
            for at in step..row.len() {
                row[at] = row[at].wrapping_add(row[at - step]);
            }
        }
        return bytes;
    }
    let mut content: Vec<u8> = Vec::new();
    let mut above = vec![0; row];
    for line in bytes.chunks(row + 1) {
        let (kind, line) = (line[0], &line[1..]);
        let mut now = vec![0; row];
        for (at, &byte) in line.iter().enumerate() {
            let left = if at < step { 0 } else { now[at - step] };
            let corner = if at < step { 0 } else { above[at - step] };
            now[at] = byte.wrapping_add(match kind {
                1 => left,
                2 => above[at],
                3 => u8::midpoint(left, above[at]),
                4 => paeth(left, above[at], corner),
                _ => 0,
            });
        }
        content.extend(&now[..line.len()]);
        if content.len() >= limit {
            break;
        }
        above = now;
    }
    content
}

/// The neighbour that is nearest to left + above - corner.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let distance = |byte: u8| (guess - i16::from(byte)).abs();
    if distance(left) <= distance(above) && distance(left) <= distance(corner) {
        left
    } else if distance(above) <= distance(corner) {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::object::Lexer;

    fn check(dict: &str, raw: &[u8], expected: &[u8]) {
        let Some(Object::Dict(dict)) = Lexer::in_file(dict.as_bytes(), 0).next() else { panic!("{dict}") };
        assert_eq!(decode(&dict, raw, 1_000).unwrap(), expected);
    }

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn filters_are_undone() {
        check("<<>>", b"as it is", b"as it is");
        check("<</Filter/AHx>>", b"41 4 2>rest", b"AB");
        check("<</Filter/ASCII85Decode>>", b"87cUR\nD]~>", b"Hello");
        check("<</Filter/RL>>", b"\x01ab\xFEc\x80rest", b"abccc");
        check("<</Filter[/AHx/Fl]>>", &hex_of(&deflated(b"twice")), b"twice");
        // The example of the specification.
        let lzw = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        check("<</Filter/LZW>>", &lzw, &[45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
        let rows = deflated(&[1, 1, 1, 1, 2, 1, 1, 1]);
        check("<</Filter/Fl/DecodeParms<</Predictor 12/Columns 3>>>>", &rows, &[1, 2, 3, 2, 3, 4]);
    }

    fn hex_of(bytes: &[u8]) -> Vec<u8> {
        bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
    }

    #[test]
    fn damage_and_bombs_end() {
        let content = deflated(&b"a".repeat(100_000));
        check("<</Filter/Fl>>", &content, &[b'a'; 1_000]);
        let whole = deflated(b"some text that is long enough to be cut");
        let dict = Dict(vec![("Filter".to_owned(), Object::Name("Fl".to_owned()))]);
        assert!(b"some text that".starts_with(&decode(&dict, &whole[..12], 1_000).unwrap()[..1]));
        let picture = Dict(vec![("Filter".to_owned(), Object::Name("DCTDecode".to_owned()))]);
        assert_eq!(decode(&picture, b"", 1_000), None);
    }

    #[test]
    fn long_lzw_streams_change_their_width() {
        // Codes of single bytes alone: the table grows past 9, 10, 11 and 12 bits.
        let content: Vec<u8> = (0..6_000_u32).map(|at| (at * 7 % 251) as u8).collect();
        let mut bits = Vec::new();
        let mut push =
            |code: usize, width: usize| bits.extend((0..width).rev().map(|at| code >> at & 1 == 1));
        let (mut width, mut entries) = (9, 0);
        push(256, 9);
        for &byte in &content {
            push(usize::from(byte), width);
            entries += 1;
            width = match 258 + entries {
                0..=511 => 9,
                512..=1023 => 10,
                1024..=2047 => 11,
                _ => 12,
            };
        }
        let raw: Vec<u8> = bits
            .chunks(8)
            .map(|bits| bits.iter().enumerate().fold(0, |byte, (at, &bit)| byte | u8::from(bit) << (7 - at)))
            .collect();
        assert!(unlzw(&raw, true, 100_000) == content);
    }
}

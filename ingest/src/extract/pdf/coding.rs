//! Codes of the `CMap`s that every reader of PDF knows by name.
//!
//! Most need no table: the codes of `UniGB-UTF16-H` are Unicode, those of `GBK-EUC-H` are GBK.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

/// What the bytes of a text are, by the name of the font's encoding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Coding {
    /// Two bytes that number the font's glyphs.
    Identity,
    /// UTF-16, big-endian; UCS-2 is a part of it.
    Utf16,
    /// UTF-32, big-endian.
    Utf32,
    /// UTF-8.
    Utf8,
    /// A national encoding in one or two bytes.
    National(&'static Encoding),
    /// GB 2312 in two bytes of seven bits.
    SevenBits,
}

/// Parts of names and what they say; the first that fits counts.
const NAMES: &[(&str, Coding)] = &[
    ("Identity", Coding::Identity),
    ("UCS2", Coding::Utf16),
    ("UTF16", Coding::Utf16),
    ("UTF32", Coding::Utf32),
    ("UTF8", Coding::Utf8),
    ("RKSJ", Coding::National(SHIFT_JIS)),
    ("GBK", Coding::National(GB18030)),
    ("GBpc-EUC", Coding::National(GB18030)),
    ("GBT-EUC", Coding::National(GB18030)),
    ("GB-EUC", Coding::National(GB18030)),
    ("GBT-", Coding::SevenBits),
    ("GB-", Coding::SevenBits),
    ("B5", Coding::National(BIG5)),
    ("HKscs", Coding::National(BIG5)),
    ("KSC", Coding::National(EUC_KR)),
    ("EUC-", Coding::National(EUC_JP)),
];

/// Ranges of the glyph numbers of Adobe-GB1 that follow GB 2312: first number, how many, and the place
/// of the first character among the 94 × 94 of that standard. The rest is rare.
const GB1: &[(u32, u32, u32)] = &[
    (96, 94, 0),
    (190, 50, 110),
    (240, 10, 162),
    (250, 12, 174),
    (262, 94, 188),
    (356, 83, 282),
    (439, 86, 376),
    (525, 24, 470),
    (549, 24, 502),
    (602, 33, 564),
    (635, 33, 612),
    (668, 26, 658),
    (700, 37, 694),
    (738, 76, 755),
    (940, 3755, 1410),
    (4695, 3008, 5170),
];

impl Coding {
    /// The coding of a predefined `CMap`.
    pub fn of(name: &str) -> Option<Self> {
        NAMES.iter().find(|(part, _)| name.contains(part)).map(|(_, coding)| *coding)
    }

    /// How many bytes the first code takes.
    pub fn length(self, bytes: &[u8]) -> usize {
        let first = bytes.first().copied().unwrap_or(0);
        let length = match self {
            Self::Utf16 if (0xD8..0xDC).contains(&first) => 4,
            Self::Identity | Self::SevenBits | Self::Utf16 => 2,
            Self::Utf32 => 4,
            Self::Utf8 => (first.leading_ones() as usize).clamp(1, 4),
            Self::National(encoding) if encoding == SHIFT_JIS && (0xA0..0xE0).contains(&first) => 1,
            Self::National(_) if first <= 0x80 || first == 0xFF => 1,
            Self::National(encoding) => {
                let is_long = encoding == GB18030 && bytes.get(1).is_some_and(u8::is_ascii_digit);
                if is_long { 4 } else { 2 }
            }
        };
        length.min(bytes.len())
    }

    /// The text of one code.
    pub fn text(self, code: &[u8]) -> Option<String> {
        let text = match self {
            Self::Identity => return None,
            Self::Utf16 => encoding_rs::UTF_16BE.decode_without_bom_handling(code).0.into_owned(),
            Self::Utf32 => {
                let code = u32::from_be_bytes(code.try_into().ok()?);
                char::from_u32(code).map(String::from)?
            }
            Self::Utf8 => String::from_utf8_lossy(code).into_owned(),
            Self::National(encoding) => encoding.decode_without_bom_handling(code).0.into_owned(),
            Self::SevenBits => {
                let code: Vec<u8> = code.iter().map(|byte| byte | 0x80).collect();
                GB18030.decode_without_bom_handling(&code).0.into_owned()
            }
        };
        (!text.contains(char::REPLACEMENT_CHARACTER) && !text.contains('\0')).then_some(text)
    }
}

/// The character of a glyph number of the collection Adobe-GB1.
pub(super) fn gb1(cid: u32) -> Option<String> {
    if (1..=95).contains(&cid) || (814..=907).contains(&cid) {
        let ascii = if cid < 96 { cid + 31 } else { cid - 814 + 32 };
        return char::from_u32(ascii).map(String::from);
    }
    let (first, _, place) = GB1.iter().find(|(first, count, _)| (*first..first + count).contains(&cid))?;
    let place = place + cid - first;
    Coding::SevenBits.text(&[(place / 94) as u8 + 0x21, (place % 94) as u8 + 0x21])
}

/// The glyph number of an ASCII character in Adobe-GB1, where its width is looked up.
pub(super) fn ascii_cid(encoding: &str, c: char) -> Option<u32> {
    let is_half = ["GBK-EUC", "GB-EUC"].iter().any(|name| encoding.starts_with(name));
    let first = if is_half { 814 } else { 1 };
    (' '..='~').contains(&c).then(|| c as u32 - ' ' as u32 + first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_known_maps_are_read() {
        let check = |name: &str, bytes: &[u8], expected: &[&str]| {
            let coding = Coding::of(name).unwrap();
            let mut rest = bytes;
            let mut found = Vec::new();
            while !rest.is_empty() {
                let (code, after) = rest.split_at(coding.length(rest));
                found.push(coding.text(code).unwrap_or_default());
                rest = after;
            }
            assert_eq!(found, expected, "{name}");
        };
        check("UniGB-UCS2-H", b"\x79\x3A\0A", &["示", "A"]);
        check("UniGB-UTF16-H", b"\xD8\x42\xDF\xB7\x79\x3A", &["𠮷", "示"]);
        check("GBK-EUC-H", b"\xCA\xBEA\x82\x30", &["示", "A", ""]);
        check("GB-H", b"\x4A\x3E", &["示"]);
        check("GBK2K-V", b"\x81\x30\x89\x38\xCA\xBE", &["ß", "示"]);
        check("ETen-B5-H", b"\xA5\xDCa", &["示", "a"]);
        check("90ms-RKSJ-H", b"\x8E\xA6\xB1", &["示", "ｱ"]);
        check("UniGB-UTF8-H", "示A".as_bytes(), &["示", "A"]);
        assert_eq!(Coding::of("Unknown-H"), None);
    }

    #[test]
    fn glyph_numbers_of_gb1_follow_the_standard() {
        let found: Vec<_> = [34, 96, 940, 4694, 4695, 7702, 262, 814].map(|cid| gb1(cid).unwrap()).into();
        assert_eq!(found, ["A", "\u{3000}", "啊", "座", "亍", "齄", "！", " "]);
        assert_eq!((gb1(0), gb1(30_000)), (None, None));
        assert_eq!((ascii_cid("GBK-EUC-H", ' '), ascii_cid("UniGB-UCS2-H", 'A')), (Some(814), Some(34)));
    }
}

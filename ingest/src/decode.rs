//! From bytes to text: byte order mark or the zero bytes of UTF-16, then valid UTF-8, then the page's own label, then a detector.

mod detect;

use detect::detect;
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use polidex_corpus::model::Warning;

/// Decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text; bytes that the encoding does not know became U+FFFD.
    pub text: String,
    /// The encoding's WHATWG label in its usual spelling, such as `gb18030`.
    pub charset: &'static str,
    /// How many characters had to be replaced.
    pub replaced: usize,
}

impl Decoded {
    /// The warning about replaced characters, if there are any.
    pub fn warning(&self) -> Option<Warning> {
        (self.replaced > 0).then(|| {
            Warning::new(
                "replaced_characters",
                format!(
                    "{} characters are no valid {} and were replaced by U+FFFD",
                    self.replaced, self.charset
                ),
                format!("有 {} 处不是有效的 {} 字符，已替换为 U+FFFD", self.replaced, self.charset),
            )
        })
    }
}

/// How much of a page is searched for its label, in bytes.
const LABEL_WINDOW: usize = 4096;

/// What stands before it.
const LABEL_KEY: &[u8] = b"charset";

/// How much of a file is looked at to tell text from binary, in bytes.
const BINARY_WINDOW: usize = 16 * 1024;

/// Decodes bytes. `is_page` says that an HTML `meta` label may name the encoding.
///
/// Valid UTF-8 that is not mere ASCII wins over the label: old pages are re-saved as UTF-8 and keep
/// their label, while no other encoding looks like UTF-8 by chance for long.
pub fn decode(bytes: Vec<u8>, is_page: bool) -> Decoded {
    decode_labelled(bytes, is_page, None)
}

/// Decodes bytes as [`decode`] does, with the encoding that the server names; it goes before the page's
/// own label, unless it does not fit the bytes and the other does.
pub fn decode_labelled(bytes: Vec<u8>, is_page: bool, charset: Option<&str>) -> Decoded {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        return decode_as(encoding, &bytes);
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return decode_as(encoding, &bytes);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, charset: UTF_8.name(), replaced: 0 },
        Err(error) => error.into_bytes(),
    };
    if is_damaged_utf8(&bytes) {
        return decode_as(UTF_8, &bytes);
    }
    let served = charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let label = is_page.then(|| page_label(&bytes)).flatten();
    // Latin-1 is what servers say that know nothing; it fits all bytes.
    let labels = [served, label].into_iter().flatten().filter(|encoding| *encoding != WINDOWS_1252);
    let mut tried: Vec<Decoded> = Vec::new();
    // The detector takes longer than everything else that is done with a page: it is asked last.
    for encoding in labels.chain(std::iter::once_with(|| detect(&bytes))) {
        let decoded = decode_as(encoding, &bytes);
        if decoded.replaced < MANY {
            return decoded;
        }
        tried.push(decoded);
    }
    let best = (0..tried.len()).min_by_key(|&at| (tried[at].replaced / MANY, at)).unwrap_or_default();
    tried.swap_remove(best)
}

/// So many replaced characters make another encoding worth a try; with fewer the label says more.
const MANY: usize = 32;

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    // GB18030 holds every character of GBK and GB2312, and pages labelled so use more than those.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let (text, encoding, had_errors) = encoding.decode(bytes);
    let replaced = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    Decoded { text: text.into_owned(), charset: encoding.name(), replaced }
}

/// The encoding that a page's `<meta charset>` names.
fn page_label(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(LABEL_WINDOW)];
    memchr::memmem::find_iter(&head.to_ascii_lowercase(), LABEL_KEY).find_map(|at| {
        let rest = head[at + LABEL_KEY.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let quotes = rest.iter().take_while(|byte| matches!(byte, b'"' | b'\'')).count();
        let rest = &rest[quotes..];
        let is_end = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte);
        let end = rest.iter().position(is_end).unwrap_or(rest.len());
        // A page that can be read as ASCII this far is in no encoding of two-byte units.
        Encoding::for_label(&rest[..end]).filter(|found| found.is_ascii_compatible())
    })
}

/// Whether the bytes are UTF-8 but for a few: text of another encoding has hardly any character that
/// is also one of several bytes in UTF-8.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken, mut left) = (0, 0, bytes.len());
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
        left -= chunk.valid().len() + chunk.invalid().len();
        // Not even if characters of two bytes were all that follows.
        if broken * 10 > sound + left / 2 {
            return false;
        }
    }
    sound >= 20 && broken * 10 <= sound
}

/// UTF-16 without a byte order mark, told by the zero bytes of its ASCII characters.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let window = &bytes[..bytes.len().min(BINARY_WINDOW) & !1];
    memchr::memchr(0, window)?;
    let zeros = |side: usize| window.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), window.len() / 2);
    match () {
        () if even == 0 && odd * 2 > pairs => Some(UTF_16LE),
        () if odd == 0 && even * 2 > pairs => Some(UTF_16BE),
        () => None,
    }
}

/// Whether the bytes are no text: zero bytes without being UTF-16, or many control characters.
pub fn is_binary(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() || unmarked_utf16(bytes).is_some() {
        return false;
    }
    let window = &bytes[..bytes.len().min(BINARY_WINDOW)];
    let controls = window.iter().filter(|&&byte| byte < 0x20 && !b"\t\n\r\x0c\x1b".contains(&byte)).count();
    window.contains(&0) || controls * 20 > window.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "示例市支持工业软件发展若干措施，对首次升规入统的企业给予奖励。";

    fn check(bytes: &[u8], is_page: bool, charset: &str, text: &str) {
        let decoded = decode(bytes.to_vec(), is_page);
        assert_eq!((decoded.text.as_str(), decoded.charset, decoded.replaced), (text, charset, 0));
    }

    #[test]
    fn every_encoding_of_policy_pages_is_read() {
        check(SAMPLE.as_bytes(), false, "UTF-8", SAMPLE);
        check(format!("\u{FEFF}{SAMPLE}").as_bytes(), false, "UTF-8", SAMPLE);
        check(&GB18030.encode(SAMPLE).0, false, "gb18030", SAMPLE);
        let page = format!("<meta charset=\"gb2312\">{SAMPLE}");
        check(&GB18030.encode(&page).0, true, "gb18030", &page);
        let traditional = "示例市支持工業軟體發展若干措施，對首次升規的企業給予獎勵。";
        let page = format!("<meta http-equiv='Content-Type' content='text/html; charset=big5'>{traditional}");
        check(&encoding_rs::BIG5.encode(&page).0, true, "Big5", &page);
        let utf16: Vec<u8> =
            [0xFEFF].into_iter().chain(SAMPLE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        check(&utf16, false, "UTF-16LE", SAMPLE);
        // A label that lies about UTF-8 is not believed.
        let page = format!("<meta charset=gbk>{SAMPLE}");
        check(page.as_bytes(), true, "UTF-8", &page);
    }

    #[test]
    fn the_server_is_believed_where_it_can_be() {
        let traditional = "示例市支持工業軟體發展若干措施，對首次升規的企業給予獎勵。";
        let page = format!("<meta charset=big5>{traditional}");
        let bytes = encoding_rs::BIG5.encode(&page).0.into_owned();
        let charset = |label| {
            let decoded = decode_labelled(bytes.clone(), true, Some(label));
            (decoded.charset, decoded.text == page)
        };
        for label in ["big5", "Big5-HKSCS", "iso-8859-1", "nonsense", "utf-8", "us-ascii"] {
            assert_eq!(charset(label), ("Big5", true), "{label}");
        }
        // Valid UTF-8 wins over every label, and the page's own label over one that does not fit.
        assert_eq!(decode_labelled(SAMPLE.into(), true, Some("gbk")).text, SAMPLE);
        let page = format!("<meta charset=gbk>{SAMPLE}");
        assert_eq!(decode_labelled(GB18030.encode(&page).0.into_owned(), true, Some("utf-8")).text, page);
    }

    #[test]
    fn broken_bytes_are_counted() {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        bytes.insert(9, 0xFF);
        let decoded = decode([b"\xEF\xBB\xBF".as_slice(), &bytes].concat(), false);
        assert_eq!(decoded.replaced, 1);
        assert_eq!(decoded.warning().unwrap().code, "replaced_characters");
    }

    #[test]
    fn binary_is_told_from_text() {
        assert!(is_binary(b"\x7fELF\x00\x01\x02"));
        assert!(is_binary(&[1; 100]));
        assert!(!is_binary(&GB18030.encode(SAMPLE).0));
        assert!(!is_binary(b"a\x00b\x00c\x00d\x00"));
        assert!(!is_binary(b""));
    }
}

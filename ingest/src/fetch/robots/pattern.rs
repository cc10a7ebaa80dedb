//! Paths, and the patterns that rules have for them, in one form.
//!
//! RFC 9309, 2.2.2: octets outside of ASCII are percent-encoded and percent-encoded unreserved ones
//! decoded before the two are compared. The star and the final dollar sign of a pattern are special;
//! escaped they stand for themselves.

use memchr::memmem;

/// A path with its query, ready to be matched.
#[derive(Debug)]
pub(super) struct Path(Vec<u8>);

impl Path {
    /// From the path of an address and what follows it.
    pub fn new(path: &str) -> Self {
        let mut form = Vec::with_capacity(path.len());
        normalize(path.as_bytes(), &mut form, |byte| !matches!(byte, b'*' | b'$'));
        Self(form)
    }
}

/// The pattern of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// In normal form; every star in it is special, the final dollar sign left out.
    form: Vec<u8>,
    /// Whether it ends with a dollar sign: the path ends where the pattern does.
    anchored: bool,
}

impl Pattern {
    /// From the value of a rule.
    pub fn new(value: &[u8]) -> Self {
        let (value, anchored) = match value.strip_suffix(b"$") {
            Some(value) => (value, true),
            None => (value, false),
        };
        let mut form = Vec::with_capacity(value.len());
        normalize(value, &mut form, |byte| byte != b'$');
        Self { form, anchored }
    }

    /// Its length in octets, by which the most specific rule is found.
    pub fn len(&self) -> usize {
        self.form.len() + usize::from(self.anchored)
    }

    /// Whether a path begins with what the pattern describes.
    pub fn matches(&self, path: &Path) -> bool {
        let mut pieces = self.form.split(|&byte| byte == b'*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = path.0.strip_prefix(first) else { return false };
        let Some(last) = pieces.next_back() else { return !self.anchored || rest.is_empty() };
        // The first occurrence of a piece leaves the most for those behind it.
        for piece in pieces {
            match memmem::find(rest, piece) {
                Some(at) => rest = &rest[at + piece.len()..],
                None => return false,
            }
        }
        if self.anchored { rest.ends_with(last) } else { memmem::find(rest, last).is_some() }
    }
}

/// Appends `bytes` in normal form. `is_plain` says which characters of syntax may stand unescaped.
fn normalize(bytes: &[u8], form: &mut Vec<u8>, is_plain: impl Fn(u8) -> bool) {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = if byte == b'%' { hexadecimal(bytes.get(at + 1..at + 3)) } else { None };
        match escaped {
            Some(octet) if is_unreserved(octet) => form.push(octet),
            Some(octet) => escape(octet, form),
            None if is_unreserved(byte) || is_syntax(byte) && is_plain(byte) => form.push(byte),
            None => escape(byte, form),
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
}

/// The unreserved characters of RFC 3986.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Its reserved characters, and a percent sign that escapes nothing.
fn is_syntax(byte: u8) -> bool {
    b":/?#[]@!$&'()*+,;=%".contains(&byte)
}

fn hexadecimal(digits: Option<&[u8]>) -> Option<u8> {
    let &[high, low] = digits? else { return None };
    let digit = |byte| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn escape(octet: u8, form: &mut Vec<u8>) {
    let digit = |value: u8| b"0123456789ABCDEF"[usize::from(value)];
    form.extend([b'%', digit(octet >> 4), digit(octet & 15)]);
}

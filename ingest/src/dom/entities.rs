//! Character references: `&nbsp;`, `&#8212;`, `&#x2014;`.

use quick_xml::escape::resolve_html5_entity;
use std::borrow::Cow;

/// The longest name of a reference, in bytes.
const LONGEST: usize = 32;

/// Names that pages also write without the semicolon.
const OPEN: &[&str] =
    &["nbsp", "lt", "gt", "amp", "quot", "copy", "reg", "middot", "times", "deg", "sect", "laquo", "raquo"];

/// What the numbers 0x80 to 0x9F mean on pages: the characters of Windows-1252.
const WINDOWS: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D,
    0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A,
    0x153, 0x9D, 0x17E, 0x178,
];

/// The text with its references resolved; what is none stays as it is.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix('#').map_or_else(|| named(rest), numbered) {
            Some((meant, behind)) => {
                out.push_str(&meant);
                rest = behind;
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A reference by name, and what follows it.
fn named(text: &str) -> Option<(Cow<'static, str>, &str)> {
    let end = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let (name, behind) = text.split_at(end);
    if let Some(behind) = behind.strip_prefix(';') {
        return Some((meaning(name)?.into(), behind));
    }
    let name = OPEN.iter().find(|open| name.starts_with(**open))?;
    Some((meaning(name)?.into(), &text[name.len()..]))
}

/// What a name means; the usual ones need not be looked for among two thousand.
fn meaning(name: &str) -> Option<&'static str> {
    match name {
        "nbsp" => Some("\u{A0}"),
        "lt" => Some("<"),
        "gt" => Some(">"),
        "amp" => Some("&"),
        "quot" => Some("\""),
        _ => resolve_html5_entity(name),
    }
}

/// A reference by number, and what follows it.
fn numbered(text: &str) -> Option<(Cow<'static, str>, &str)> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let (number, behind) = digits.split_at(end);
    let number = u32::from_str_radix(number, radix).ok()?;
    let number = match number {
        0x80..=0x9F => WINDOWS[number as usize - 0x80].into(),
        _ => number,
    };
    let meant = char::from_u32(number).filter(|&c| c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((meant.to_string().into(), behind.strip_prefix(';').unwrap_or(behind)))
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn references_are_resolved() {
        for (text, expected) in [
            ("a", "a"),
            ("a&nbsp;b&ensp;c", "a\u{a0}b\u{2002}c"),
            ("&nbsp&nbsp甲", "\u{a0}\u{a0}甲"),
            ("&#20013;&#x56fd&#150;", "中国–"),
            ("&ldquo;甲&rdquo; & &x; &#; &#0;", "“甲” & &x; &#; \u{fffd}"),
            ("?a=1&b=2&lt=3", "?a=1&b=2<=3"),
            ("&#99999999999;&", "&#99999999999;&"),
        ] {
            assert_eq!(resolved(text), expected, "{text}");
        }
    }
}

//! The attributes of a start tag.

use memchr::memchr;

/// Names and values as written, in order.
pub(super) fn of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
        let start = rest.bytes().position(|byte| !is_between(&byte))?;
        rest = &rest[start..];
        // A sign of equality at the beginning is part of the name.
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'/');
        let name_end = rest.bytes().skip(1).position(|byte| is_end(&byte)).map_or(rest.len(), |at| at + 1);
        let (name, behind) = rest.split_at(name_end);
        let Some(behind) = behind.trim_ascii_start().strip_prefix('=') else {
            rest = behind;
            return Some((name, ""));
        };
        let behind = behind.trim_ascii_start();
        let (value, behind) = match behind.bytes().next() {
            Some(quote @ (b'"' | b'\'')) => {
                let inside = &behind[1..];
                match memchr(quote, inside.as_bytes()) {
                    Some(end) => (&inside[..end], &inside[end + 1..]),
                    None => plain(inside),
                }
            }
            _ => plain(behind),
        };
        rest = behind;
        Some((name, value))
    })
}

/// A value without quotes, and what follows it.
fn plain(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(text.len()))
}

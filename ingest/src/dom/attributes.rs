//! The attributes of a start tag.

/// Names and values as written, in order.
pub(super) fn of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\''));
        if rest.is_empty() {
            return None;
        }
        // A sign of equality at the beginning is part of the name.
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
        let name_end = rest.char_indices().skip(1).find(|&(_, c)| is_end(c)).map_or(rest.len(), |(at, _)| at);
        let (name, behind) = rest.split_at(name_end);
        let Some(behind) = behind.trim_ascii_start().strip_prefix('=') else {
            rest = behind;
            return Some((name, ""));
        };
        let behind = behind.trim_ascii_start();
        let (value, behind) = match behind.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = &behind[1..];
                inside.split_once(quote).unwrap_or_else(|| plain(inside))
            }
            _ => plain(behind),
        };
        rest = behind;
        Some((name, value))
    })
}

/// A value without quotes, and what follows it.
fn plain(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

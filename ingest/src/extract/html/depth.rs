//! Pages nested so deeply that a tree of them would cost quadratic time: told before parsing.

/// Elements that hold nothing, or whose end is left out so often that counting them says nothing.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "html", "head",
    "body", "colgroup",
];

/// How deeply a page's elements are nested, as far as its tags tell.
pub(super) fn of(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        if let Some(rest) = rest.strip_prefix('/') {
            depth = depth.saturating_sub(usize::from(counted(rest)));
        } else if counted(rest) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

fn counted(tag: &str) -> bool {
    let len = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &tag[..len];
    len > 0 && name.len() < 12 && !UNCOUNTED.iter().any(|uncounted| uncounted.eq_ignore_ascii_case(name))
}

/// The text between the tags, one line for every stretch of it.
pub(super) fn without_tags(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        lines.push(unescaped(&rest[..at]));
        rest = &rest[at..];
        let raw = ["script", "style"]
            .into_iter()
            .find(|name| rest.get(1..=name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name)));
        let skip = raw.and_then(|name| rest.find(&format!("</{name}"))).unwrap_or(0);
        rest = &rest[skip..];
        rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
    }
    lines.push(unescaped(rest));
    lines
}

/// The few character references that plain text cannot do without.
fn unescaped(text: &str) -> String {
    let text = text.trim().replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

//! Texts in the form in which the store compares them.

use crate::model::{Clause, ClauseKind};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A title as it is compared: white space and invisible characters removed, width, letter case
/// and shape of quotation marks and title marks ignored. Bracketed ordinals stay.
pub(super) fn title_key(title: &str) -> String {
    title.chars().filter_map(fold).map(|c| c.to_ascii_lowercase()).collect()
}

/// The character in its ordinary width; none for white space and invisible characters.
fn fold(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' | '\u{4E00}'..='\u{9FFF}' => Some(c),
        '\u{FF01}'..='\u{FF5E}' => fold(char::from_u32(c as u32 - 0xFEE0)?),
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => None,
        '“' | '”' | '„' | '‟' | '「' | '」' => Some('"'),
        '‘' | '’' => Some('\''),
        '〈' => Some('《'),
        '〉' => Some('》'),
        c if c.is_whitespace() => None,
        c => Some(c),
    }
}

/// SHA-256 of what `text` says: of the text outside its front matter, white space and width
/// ignored. None when there is nothing but white space.
///
/// `bytes` are the byte ranges of `clauses`. Where all is front matter, all counts.
pub(super) fn body_hash(text: &str, clauses: &[Clause], bytes: &[(usize, usize)]) -> Option<String> {
    let mut body = String::with_capacity(text.len());
    let mut from = 0;
    for (_, &(start, end)) in clauses.iter().zip(bytes).filter(|(clause, _)| clause.kind == ClauseKind::Front)
    {
        push_folded(&mut body, &text[from.min(start)..start]);
        from = from.max(end);
    }
    push_folded(&mut body, &text[from..]);
    if body.is_empty() {
        push_folded(&mut body, text);
    }
    (!body.is_empty()).then(|| hex(&Sha256::digest(body.as_bytes())))
}

/// Copies runs of ordinary characters at once, since bodies are long and mostly ordinary.
fn push_folded(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let (mut run, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => at += 1,
            // U+4000 to U+9FFF: three bytes, all ideographs, none of which is folded.
            0xE4..=0xE9 => at += 3,
            _ => {
                let Some(c) = text[at..].chars().next() else { break };
                let folded = fold(c);
                if folded != Some(c) {
                    out.push_str(&text[run..at]);
                    out.extend(folded);
                    run = at + c.len_utf8();
                }
                at += c.len_utf8();
            }
        }
    }
    out.push_str(&text[run..]);
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_agree_whatever_their_width_and_spaces() {
        assert_eq!(title_key("软件 产业条例（一）"), title_key("软件产业条例(一)"));
        assert_ne!(title_key("软件产业条例（一）"), title_key("软件产业条例（二）"));
        assert_eq!(title_key("“云 谷”Plan ２０２５"), "\"云谷\"plan2025");
    }

    #[test]
    fn white_space_and_width_do_not_change_a_body() {
        let hash = |text| body_hash(text, &[], &[]);
        assert_eq!(hash("第一章　总 则\n（一）支持"), hash("第一章总则(一)支持"));
        assert_ne!(hash("支持十万元"), hash("支持百万元"));
        assert_eq!(hash(" \n\u{3000}"), None);
    }
}

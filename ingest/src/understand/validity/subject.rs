//! What a statement about time is said of.

use crate::understand::words::OWN_DOCUMENTS;

/// What stands before 自 or 有效期, as far as it tells what begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// This document: 本办法, 上述政策.
    Own,
    /// Nothing is named: a note under a title, or a clause that goes on.
    Unnamed,
    /// Something else.
    Other,
}

/// Judges the words of a sentence before a statement.
pub fn of(before: &str) -> Subject {
    if let Some(own) = own(before) {
        let rest = &before[own..];
        // 本通知所附名单自…: what follows takes over the sentence.
        let taken = rest.contains(['《', '》']) || rest.contains("规定的") || rest.contains("核发");
        return if taken { Subject::Other } else { Subject::Own };
    }
    if before.contains(['《', '》']) && !noted(before) {
        return Subject::Other;
    }
    if noted(before) || unnumbered(before).is_empty() { Subject::Unnamed } else { Subject::Other }
}

/// Behind the last naming of this document in `text`.
fn own(text: &str) -> Option<usize> {
    OWN_DOCUMENTS
        .iter()
        .filter_map(|(leads, words)| {
            let ends = leads.iter().flat_map(|lead| {
                text.match_indices(lead).filter_map(|(at, _)| {
                    let rest = &text[at + lead.len()..];
                    let word = words.iter().find(|word| rest.starts_with(**word))?;
                    let end = at + lead.len() + word.len();
                    (!text[end..].starts_with(['书', '证'])).then_some(end)
                })
            });
            ends.max()
        })
        .max()
}

/// Whether the words are those of a note: …通过, …公布, or a date alone.
fn noted(before: &str) -> bool {
    let before = before.trim_end_matches(['，', ',', ' ', '\u{3000}', '\n', '；']);
    ["通过", "公布", "发布", "颁布", "批准", "印发"].iter().any(|verb| before.ends_with(verb))
}

/// Text without the number of an item.
fn unnumbered(text: &str) -> &str {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || "（）()第条、.．".contains(c));
    trimmed
        .trim_start_matches(polidex_corpus::numeral::is_numeral)
        .trim_start_matches(['条', '、', '.', '．', ' ', '\u{3000}'])
}

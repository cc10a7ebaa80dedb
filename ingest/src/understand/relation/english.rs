//! Titles in English texts: the Company Law of the People's Republic of China, the Measures for the
//! Administration of Software, and what a sentence says of them.

use crate::understand::mention::Numbered;
use polidex_corpus::model::{CharIndex, Edge, EdgeKind};
use std::ops::Range;

/// What official titles are called; a title holds one of these as a word with a capital letter.
const KINDS: &[&str] = &[
    "Law",
    "Regulations",
    "Regulation",
    "Measures",
    "Provisions",
    "Rules",
    "Notice",
    "Opinions",
    "Opinion",
    "Decision",
    "Decisions",
    "Interpretation",
    "Guidelines",
    "Plan",
    "Circular",
    "Announcement",
    "Code",
    "Constitution",
    "Order",
    "Policies",
    "Outline",
    "Catalogue",
];

/// Small words that can stand inside a title.
const INNER: &[&str] = &[
    "of",
    "the",
    "on",
    "for",
    "and",
    "in",
    "to",
    "concerning",
    "regarding",
    "relating",
    "by",
    "with",
    "from",
    "at",
    "an",
    "a",
];

/// Cues before a title and what they say.
const BEFORE: &[(&str, Sense)] = &[
    ("pursuant to", Sense::Rests),
    ("in accordance with", Sense::Rests),
    ("according to", Sense::Rests),
    ("based on", Sense::Rests),
    ("on the basis of", Sense::Rests),
    ("under", Sense::Points),
    ("implement", Sense::Kind(EdgeKind::Implements)),
    ("implementing", Sense::Kind(EdgeKind::Implements)),
    ("implementation of", Sense::Kind(EdgeKind::Implements)),
    ("amend", Sense::Kind(EdgeKind::Amends)),
    ("repeal", Sense::Kind(EdgeKind::Repeals)),
    ("issue", Sense::Own(EdgeKind::Forwards)),
    ("promulgate", Sense::Own(EdgeKind::Forwards)),
    ("forward", Sense::Own(EdgeKind::Forwards)),
    ("violates", Sense::Points),
    ("violation of", Sense::Points),
    ("with reference to", Sense::Points),
];

/// Cues behind a title.
const BEHIND: &[(&str, EdgeKind)] = &[
    ("shall be repealed", EdgeKind::Repeals),
    ("are repealed", EdgeKind::Repeals),
    ("is repealed", EdgeKind::Repeals),
    ("shall be simultaneously repealed", EdgeKind::Repeals),
    ("shall cease to be in force", EdgeKind::Repeals),
    ("shall be annulled", EdgeKind::Repeals),
    ("shall be abolished", EdgeKind::Repeals),
    ("is amended as follows", EdgeKind::Amends),
    ("are amended as follows", EdgeKind::Amends),
    ("shall be amended", EdgeKind::Amends),
    ("is hereby issued", EdgeKind::Forwards),
    ("are hereby issued", EdgeKind::Forwards),
    ("are hereby promulgated", EdgeKind::Forwards),
    ("is hereby promulgated", EdgeKind::Forwards),
    ("these measures shall prevail", EdgeKind::PrevailsOver),
    ("these provisions shall prevail", EdgeKind::PrevailsOver),
    ("these rules shall prevail", EdgeKind::PrevailsOver),
    ("this law shall prevail", EdgeKind::PrevailsOver),
];

/// What a cue before a title says.
#[derive(Debug, Clone, Copy)]
enum Sense {
    /// A basis where the sentence makes a rule, else a pointer.
    Rests,
    /// A pointer.
    Points,
    /// This, whoever does it.
    Kind(EdgeKind),
    /// This where the sentence speaks of this document, else a pointer.
    Own(EdgeKind),
}

/// The edges of an English sentence.
pub(super) fn edges(index: &CharIndex<'_>, sentence: &Range<usize>, numbers: &[Numbered]) -> Vec<Edge> {
    let text = index.text();
    let words = &text[sentence.clone()];
    let lower = words.to_ascii_lowercase();
    titles(words)
        .into_iter()
        .map(|title| {
            let (kind, cue) = decide(&lower, &title);
            let at = |range: Range<usize>| sentence.start + range.start..sentence.start + range.end;
            let mention = at(title.clone());
            let number = numbers.iter().find(|(range, _)| {
                range.start >= mention.end
                    && text[mention.end..range.start].trim_matches([' ', '(', '（', '[']).is_empty()
            });
            Edge {
                kind,
                title: Some(words[title].to_owned()),
                number: number.map(|(_, number)| number.clone()),
                dated: None,
                mention: index.span(mention),
                cue: cue.map(|cue| index.span(at(cue))),
                provision: None,
                sentence: index.span(sentence.clone()),
            }
        })
        .collect()
}

/// Byte ranges of titles: runs of capitalised words with small words between, one of which names a kind,
/// and that are more than this document's own short name.
fn titles(words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    for token in tokens(words) {
        let word = &words[token.clone()];
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        let joined = run.last().is_none_or(|last| words[last.end..token.start].trim().is_empty());
        if !joined {
            close(words, &mut run, &mut found);
        }
        if capital || (!run.is_empty() && INNER.contains(&word)) {
            run.push(token);
        } else {
            close(words, &mut run, &mut found);
        }
    }
    close(words, &mut run, &mut found);
    found
}

/// Ends a run: small words and words of the sentence are cut off; what is left may be a title.
fn close(words: &str, run: &mut Vec<Range<usize>>, found: &mut Vec<Range<usize>>) {
    const LEADS: &[&str] = &[
        "The",
        "These",
        "This",
        "In",
        "Pursuant",
        "According",
        "Under",
        "Where",
        "If",
        "For",
        "Article",
        "When",
        "Any",
        "Those",
    ];
    let tokens = std::mem::take(run);
    let is = |token: &Range<usize>, list: &[&str]| list.contains(&&words[token.clone()]);
    let own = tokens.iter().any(|token| is(token, &["These", "This"]));
    let begin = tokens.iter().position(|token| !is(token, LEADS) && !is(token, INNER));
    let end = tokens.iter().rposition(|token| !is(token, INNER));
    let (Some(begin), Some(end)) = (begin, end) else { return };
    let title = &tokens[begin..=end.max(begin)];
    for part in parted(words, title) {
        let named = part.iter().any(|token| is(token, KINDS));
        if let (true, false, [first, .., last]) = (named, own, part) {
            found.push(first.start..last.end);
        }
    }
}

/// The titles of a run, between `and the`: the Company Law and the Notice on…
fn parted<'r>(words: &str, run: &'r [Range<usize>]) -> Vec<&'r [Range<usize>]> {
    let mut parts = Vec::new();
    let mut from = 0;
    for at in 1..run.len().saturating_sub(1) {
        if &words[run[at].clone()] == "and" && &words[run[at + 1].clone()] == "the" {
            parts.push(&run[from..at]);
            from = at + 2;
        }
    }
    parts.push(&run[from.min(run.len())..]);
    parts
}

/// The words of a sentence; apostrophes and hyphens stay within them.
fn tokens(words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in words.char_indices().chain([(words.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// What the sentence says of a title.
fn decide(lower: &str, title: &Range<usize>) -> (EdgeKind, Option<Range<usize>>) {
    if let Some((word, kind)) = BEHIND.iter().find(|(word, _)| lower[title.end..].contains(word)) {
        let at = title.end + lower[title.end..].find(word).unwrap_or(0);
        return (*kind, Some(at..at + word.len()));
    }
    let before = &lower[..title.start];
    let nearest =
        BEFORE.iter().filter_map(|(word, sense)| before.rfind(word).map(|at| (at, word.len(), *sense)));
    let Some((at, len, sense)) = nearest.max_by_key(|(at, len, _)| (at + len, *len)) else {
        return (EdgeKind::Refers, None);
    };
    let makes =
        ["formulated", "enacted", "hereby", "developed", "are made", "is made", "notified as follows"]
            .iter()
            .any(|word| lower.contains(word));
    let own = ["hereby", "we ", "notice on", "notice of"].iter().any(|word| before.contains(word));
    let kind = match sense {
        Sense::Rests if makes => EdgeKind::Basis,
        Sense::Kind(kind) => kind,
        Sense::Own(kind) if own => kind,
        Sense::Rests | Sense::Points | Sense::Own(_) => EdgeKind::Refers,
    };
    (kind, Some(at..at + len))
}

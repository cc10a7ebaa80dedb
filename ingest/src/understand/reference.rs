//! Pointers to this document, to its clauses, and to documents named before.

use super::words::{BEFORE, Before, OWN_DOCUMENTS};
use polidex_corpus::{
    model::{BackReference, CharIndex, EdgeKind, PointsAt, Span},
    numeral,
};
use std::ops::Range;

/// Words that point at a clause near by.
const NEAR_CLAUSES: &[&str] =
    &["前款", "前条", "前项", "前两款", "前三款", "本条", "本款", "本章", "本节", "上款", "前述条款"];

/// Words that point at documents named before.
const EARLIER: &[&str] = &[
    "上述文件",
    "上述通知",
    "上述规定",
    "上述办法",
    "上述意见",
    "上述法律",
    "该办法",
    "该通知",
    "该规定",
    "该条例",
    "该意见",
    "该法",
    "前述文件",
    "前述规定",
    "以上文件",
];

/// The pointers of one sentence, in order of the text. `earlier` are the mentions of the last edges before
/// it or in it.
pub fn references(index: &CharIndex<'_>, sentence: &Range<usize>, earlier: &[Span]) -> Vec<BackReference> {
    let text = &index.text()[sentence.clone()];
    if !text.contains(['本', '前', '上', '该', '以']) {
        return Vec::new();
    }
    let mut found: Vec<BackReference> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '本' | '前' | '上' | '该' | '以')) {
        let rest = &text[at..];
        let Some((len, points_at)) = pointer(rest, c) else { continue };
        let span = index.span(sentence.start + at..sentence.start + at + len);
        let taken = found.last().is_some_and(|last| last.mention.end > span.start);
        if !taken
            && !text[..at]
                .ends_with(['基', '根', '资', '成', '日', '样', '版', '书', '文', '课', '股', '刻', '读'])
        {
            found.push(BackReference {
                points_at,
                kind: kind(&text[..at], &text[at + len..]),
                mention: span,
                antecedents: antecedents(points_at, span, earlier),
                sentence: index.span(sentence.clone()),
            });
        }
    }
    found
}

/// The pointer that a text begins with: its length, and what it points at.
fn pointer(rest: &str, c: char) -> Option<(usize, PointsAt)> {
    if let Some(word) = EARLIER.iter().find(|word| rest.starts_with(**word)) {
        return Some((word.len(), PointsAt::Earlier));
    }
    if let Some(word) = NEAR_CLAUSES.iter().find(|word| rest.starts_with(**word)) {
        return Some((word.len() + clauses(&rest[word.len()..]), PointsAt::Clause));
    }
    if c != '本' {
        return None;
    }
    let behind = &rest[c.len_utf8()..];
    let (_, words) = OWN_DOCUMENTS.first()?;
    let word = words
        .iter()
        .filter(|word| word.chars().count() > 1 || **word == "法" || **word == "令")
        .filter(|word| behind.starts_with(**word))
        .max_by_key(|word| word.len())?;
    let len = c.len_utf8() + word.len();
    let named = clauses(&rest[len..]);
    Some(if named > 0 { (len + named, PointsAt::Clause) } else { (len, PointsAt::Itself) })
}

/// The length of the clauses that a text begins with: 第五条第二款.
fn clauses(text: &str) -> usize {
    let mut len = 0;
    while let Some(number) = text[len..].strip_prefix('第') {
        let after = number.trim_start_matches(numeral::is_numeral);
        let Some(unit) = after.chars().next().filter(|c| "条款项章节".contains(*c)) else { break };
        if after.len() == number.len() {
            break;
        }
        len = text.len() - after.len() + unit.len_utf8();
    }
    len
}

/// How the sentence uses what is pointed at.
fn kind(before: &str, behind: &str) -> EdgeKind {
    let cue = BEFORE.iter().filter(|(word, _)| before.ends_with(word)).max_by_key(|(word, _)| word.len());
    match cue.map(|(_, sense)| *sense) {
        Some(Before::Rests) if behind.contains("制定") => EdgeKind::Basis,
        Some(Before::Implements) => EdgeKind::Implements,
        Some(Before::Repeals) => EdgeKind::Repeals,
        _ => EdgeKind::Refers,
    }
}

/// The mentions that 上述文件 means: those of the last sentence that has any.
fn antecedents(points_at: PointsAt, span: Span, earlier: &[Span]) -> Vec<Span> {
    if points_at != PointsAt::Earlier {
        return Vec::new();
    }
    earlier.iter().copied().filter(|mention| mention.end <= span.start).collect()
}

//! Thresholds zipped with what is given for them.

use super::draft::Draft;
use polidex_corpus::model::{Amount, AmountRole, CharIndex, Condition, Rate, Rung};
use std::ops::Range;

/// The rungs of a ladder: as many grades or thresholds in a condition as there are tiers. Where the counts
/// do not agree nothing is zipped.
pub fn ladder(
    index: &CharIndex<'_>,
    draft: &Draft,
    conditions: &[Condition],
    amounts: &[Amount],
    rates: &[Rate],
) -> Vec<Rung> {
    let tiers: Vec<usize> = (0..amounts.len()).filter(|&at| amounts[at].role == AmountRole::Tier).collect();
    let given: Vec<usize> = if tiers.is_empty() && amounts.len() <= 1 && rates.len() > 1 {
        (0..rates.len()).collect()
    } else {
        tiers
    };
    if given.len() < 2 {
        return Vec::new();
    }
    let text = index.text();
    let spans = conditions.iter().map(|condition| condition.span);
    let groups =
        draft.heads.iter().filter_map(|head| head.beneficiary.clone()).map(|range| index.span(range));
    let listed = spans.chain(groups).find_map(|span| {
        let range = index.byte_at(span.start)..index.byte_at(span.end);
        let items = items(text, range);
        (items.len() == given.len()).then_some(items)
    });
    let separate = || {
        let of_clauses: Vec<_> = conditions.iter().map(|condition| condition.span).collect();
        let skipped = of_clauses.len().checked_sub(given.len())?;
        (draft.clauses.len() >= given.len()).then(|| of_clauses[skipped..].to_vec())
    };
    let thresholds = match listed {
        Some(items) => Some(items.into_iter().map(|range| index.span(range)).collect()),
        None => separate(),
    };
    let zip = |thresholds: Vec<polidex_corpus::model::Span>| {
        thresholds.into_iter().zip(given).map(|(threshold, given)| Rung { threshold, given }).collect()
    };
    thresholds.map(zip).unwrap_or_default()
}

/// The items of a list within a condition: 首次突破100亿元、50亿元, 国家级、省级.
fn items(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[range.clone()];
    let mut found = Vec::new();
    let mut from = 0;
    let mut depth = 0_usize;
    for (at, c) in words.char_indices() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => {
                depth = depth.saturating_sub(1);
                // “世界500强”“中国500强” need no comma between them.
                if c == '”' && words[at + c.len_utf8()..].trim_start().starts_with('“') {
                    found.push(from..at + c.len_utf8());
                    from = at + c.len_utf8();
                }
            }
            '、' | '和' | '或' if depth == 0 => {
                found.push(from..at);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.push(from..words.len());
    let shift = |piece: Range<usize>| {
        crate::understand::sentence::trim(text, range.start + piece.start..range.start + piece.end)
    };
    found.into_iter().map(shift).filter(|piece| !piece.is_empty()).collect()
}

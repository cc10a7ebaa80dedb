//! Where a query's terms stand in a clause's text as published.

use crate::{
    answer::Highlight,
    query::plan::{Concept, Plan},
    text::{Analyzer, fold},
};
use polidex_corpus::text::is_han;
use std::{collections::HashSet, ops::Range};

/// Ranges of `text` that match the plan's informative terms and phrases, in order and merged.
pub fn highlights(plan: &Plan, analyzer: &Analyzer, text: &str) -> Vec<Highlight> {
    let folded: Vec<char> = fold(text).chars().collect();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for concept in plan.concepts.iter().filter(|concept| concept.han) {
        ranges.extend(occurrences(&folded, &concept.text));
    }
    for phrase in &plan.phrases {
        ranges.extend(occurrences(&folded, &phrase.text));
    }
    ranges.extend(stems(plan, analyzer, &folded));
    to_highlights(text, merged(ranges))
}

/// Whether `text` holds the folded phrase to the letter, layout spaces aside.
pub fn holds(text: &str, phrase: &str) -> bool {
    let folded: Vec<char> = fold(text).chars().collect();
    !occurrences(&folded, phrase.trim_matches(|c: char| !c.is_alphanumeric())).is_empty()
}

/// Every place of `term` in `folded`; white space in the text does not interrupt a term.
fn occurrences(folded: &[char], term: &str) -> Vec<Range<usize>> {
    let term: Vec<char> = term.chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = Vec::new();
    for start in 0..folded.len() {
        if term.first() != Some(&folded[start]) {
            continue;
        }
        if let Some(end) = match_at(folded, start, &term).filter(|&end| whole_word(folded, start, end)) {
            found.push(start..end);
        }
    }
    found
}

fn match_at(folded: &[char], start: usize, term: &[char]) -> Option<usize> {
    let mut at = start;
    for (number, wanted) in term.iter().enumerate() {
        while number > 0 && folded.get(at).is_some_and(|c| c.is_whitespace()) {
            at += 1;
        }
        if folded.get(at) != Some(wanted) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Latin letters and digits only match as whole words.
fn whole_word(folded: &[char], start: usize, end: usize) -> bool {
    let latin = |c: Option<&char>| c.is_some_and(|&c| c.is_alphanumeric() && !is_han(c));
    let before = start.checked_sub(1).and_then(|at| folded.get(at));
    !(latin(before) && latin(folded.get(start)) || latin(folded.get(end)) && latin(folded.get(end - 1)))
}

/// Words whose stem is that of a Latin term of the query.
fn stems(plan: &Plan, analyzer: &Analyzer, folded: &[char]) -> Vec<Range<usize>> {
    let wanted: HashSet<&str> = plan
        .terms
        .iter()
        .filter(|term| {
            plan.concepts.iter().any(|concept: &Concept| !concept.han && concept.bits & term.bits != 0)
        })
        .map(|term| term.text.as_str())
        .collect();
    let mut found = Vec::new();
    if !wanted.is_empty() {
        let text: String = folded.iter().collect();
        analyzer.words(&text, |term, range| {
            if wanted.contains(term) {
                found.push(range.start as usize..range.end as usize);
            }
        });
    }
    found
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

fn to_highlights(text: &str, ranges: Vec<Range<usize>>) -> Vec<Highlight> {
    if ranges.is_empty() {
        return Vec::new();
    }
    let mut units = Vec::with_capacity(text.len() / 2);
    let mut count = 0;
    for c in text.chars() {
        units.push(count);
        count += c.len_utf16();
    }
    units.push(count);
    ranges
        .into_iter()
        .map(|range| Highlight {
            start: range.start,
            end: range.end,
            utf16: [units[range.start], units[range.end]],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_across_layout_spaces_and_latin_words_whole() {
        let text: Vec<char> = "软 件产业 ai ai4".chars().collect();
        assert_eq!(occurrences(&text, "软件产业"), vec![0..5]);
        assert_eq!(occurrences(&text, "ai"), vec![6..8]);
    }

    #[test]
    fn overlapping_ranges_merge_and_count_utf16() {
        let found = to_highlights("𠮷软件产业", merged(vec![1..3, 2..5]));
        assert_eq!(found, vec![Highlight { start: 1, end: 5, utf16: [2, 6] }]);
    }
}

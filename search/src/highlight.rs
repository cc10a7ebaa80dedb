//! Where a query's terms stand in a clause's text as published.

use crate::{
    answer::Highlight,
    bilingual::TOGETHER,
    query::plan::{NearPair, NearSide, Plan, PlanAlternative, Translation},
    text::{Analyzer, fold, is_space},
};
use polidex_corpus::text::is_han;
use std::{collections::HashSet, ops::Range};

/// A text, analysed once for everything that is looked for in it.
pub struct Analysed<'a> {
    text: &'a str,
    folded: Vec<char>,
    /// Its words as terms, with the characters they stand for; only where it has Latin letters.
    words: Vec<(String, Range<usize>)>,
}

impl<'a> Analysed<'a> {
    /// Analyses `text`.
    pub fn new(text: &'a str, analyzer: &Analyzer) -> Self {
        let folded = fold(text);
        let mut words = Vec::new();
        if folded.contains(|c: char| c.is_ascii_lowercase()) {
            analyzer.words(&folded, |term, range| {
                words.push((term.to_owned(), range.start as usize..range.end as usize));
            });
        }
        Self { text, folded: folded.chars().collect(), words }
    }

    /// Ranges of the text that match the plan's informative terms and phrases and their names in the
    /// other language, in order and merged.
    pub fn highlights(&self, plan: &Plan) -> Vec<Highlight> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for concept in plan.concepts.iter().filter(|concept| concept.han) {
            ranges.extend(occurrences(&self.folded, &concept.text));
        }
        for phrase in &plan.phrases {
            ranges.extend(occurring(&self.folded, &phrase.text, phrase.prefix));
        }
        for name in plan.everyday.iter().flat_map(|word| &word.names) {
            ranges.extend(occurrences(&self.folded, name));
        }
        ranges.extend(self.stems(plan));
        for alternative in plan.translations.iter().flat_map(|translation| &translation.alternatives) {
            ranges.extend(self.named(alternative));
        }
        to_highlights(self.text, merged(ranges))
    }

    /// The alternatives of a translation that stand in the text, best first.
    pub fn standing<'p>(&self, translation: &'p Translation) -> Vec<&'p PlanAlternative> {
        let stands = |alternative: &&PlanAlternative| !self.named(alternative).is_empty();
        translation.names().filter(stands).collect()
    }

    /// Whether some Han characters stand in the text.
    pub fn holds(&self, text: &str) -> bool {
        !occurrences(&self.folded, text).is_empty()
    }

    /// Where a name in the other language stands: a Chinese one to the letter, an English one by its
    /// stems, which may have function words between them; two names that stand in one clause only where
    /// both do.
    fn named(&self, alternative: &PlanAlternative) -> Vec<Range<usize>> {
        let parts = alternative.text.split(TOGETHER).zip(&alternative.sequences);
        let places: Vec<_> = parts.map(|(part, sequence)| self.part(part, sequence)).collect();
        if places.iter().any(Vec::is_empty) { Vec::new() } else { places.concat() }
    }

    fn part(&self, text: &str, wanted: &[String]) -> Vec<Range<usize>> {
        if text.contains(is_han) {
            return occurrences(&self.folded, text);
        }
        let side_by_side = |at: usize| {
            let found = self.words.get(at..at + wanted.len())?;
            let same = found.iter().zip(wanted).all(|((term, _), wanted)| term == wanted);
            same.then(|| found[0].1.start..found[found.len() - 1].1.end)
        };
        if wanted.is_empty() { Vec::new() } else { (0..self.words.len()).filter_map(side_by_side).collect() }
    }

    /// Words whose stem is that of a Latin term of the query.
    fn stems(&self, plan: &Plan) -> Vec<Range<usize>> {
        let of_latin =
            |bits: u64| plan.concepts.iter().any(|concept| !concept.han && concept.bits & bits != 0);
        let wanted: HashSet<&str> =
            plan.terms.iter().filter(|term| of_latin(term.bits)).map(|term| term.text.as_str()).collect();
        let found = self.words.iter().filter(|(term, _)| wanted.contains(term.as_str()));
        found.map(|(_, range)| range.clone()).collect()
    }
}

/// Whether `text` holds the folded phrase to the letter, layout spaces aside.
pub fn holds(text: &str, phrase: &str) -> bool {
    let folded: Vec<char> = fold(text).chars().collect();
    !occurrences(&folded, phrase.trim_matches(|c: char| !c.is_alphanumeric())).is_empty()
}

/// Whether the two sides of a pair stand near each other in `text`. Distances count the positions of
/// [`Analyzer::grams`]: a Han character is one, a word of another script is one.
pub fn near(text: &str, pair: &NearPair, analyzer: &Analyzer) -> bool {
    let folded = fold(text);
    let chars: Vec<char> = folded.chars().collect();
    let side = |side: &NearSide| match &side.stem {
        Some(stem) => {
            let mut same = Vec::new();
            // What has no Latin letters has no stems.
            let latin = if folded.contains(|c: char| c.is_ascii_lowercase()) { folded.as_str() } else { "" };
            analyzer.words(latin, |term, range| {
                if term == stem {
                    same.push(range.start as usize..range.end as usize);
                }
            });
            same
        }
        None => occurrences(&chars, side.text.trim_matches(|c: char| !c.is_alphanumeric())),
    };
    let left = side(&pair.left);
    let right = if left.is_empty() { Vec::new() } else { side(&pair.right) };
    if right.is_empty() {
        return false;
    }
    let mut starts = Vec::new();
    analyzer.grams(&folded, |_, _, chars| starts.push(chars.start as usize));
    let between = |first: &Range<usize>, second: &Range<usize>| {
        let count = |at: usize| starts.partition_point(|&start| start < at);
        second.start >= first.end && count(second.start) - count(first.end) <= pair.distance as usize
    };
    left.iter().any(|left| right.iter().any(|right| between(left, right) || between(right, left)))
}

/// Every place of `term` in `folded`; white space in the text does not interrupt a term.
fn occurrences(folded: &[char], term: &str) -> Vec<Range<usize>> {
    occurring(folded, term, false)
}

/// The same; with `prefix` for terms that may go on.
fn occurring(folded: &[char], term: &str, prefix: bool) -> Vec<Range<usize>> {
    let term: Vec<char> = term.chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = Vec::new();
    for start in 0..folded.len() {
        if term.first() != Some(&folded[start]) {
            continue;
        }
        if let Some(end) =
            match_at(folded, start, &term).filter(|&end| whole_word(folded, start, end, prefix))
        {
            found.push(start..end);
        }
    }
    found
}

fn match_at(folded: &[char], start: usize, term: &[char]) -> Option<usize> {
    let mut at = start;
    for (number, wanted) in term.iter().enumerate() {
        while number > 0 && folded.get(at).is_some_and(|&c| is_space(c)) {
            at += 1;
        }
        if folded.get(at) != Some(wanted) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Latin letters and digits only match as whole words, or with `prefix` as their beginning.
fn whole_word(folded: &[char], start: usize, end: usize, prefix: bool) -> bool {
    let latin = |c: Option<&char>| c.is_some_and(|&c| c.is_alphanumeric() && !is_han(c));
    let before = start.checked_sub(1).and_then(|at| folded.get(at));
    !(latin(before) && latin(folded.get(start))
        || !prefix && latin(folded.get(end)) && latin(folded.get(end - 1)))
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

//! What may have been meant: Chinese that sounds or looks alike, English with a slip of the finger.
//!
//! Candidates are words that are known: words of the store, names of the lexicon, titles of documents.
//! Nothing is ever replaced; a correction is shown beside the answer, and only where it finds more.

mod latin;
mod shapes;
mod vocabulary;

pub(crate) use vocabulary::Vocabulary;

use crate::text::fold;
use polidex_corpus::text::is_han;
use serde::Serialize;
use std::ops::Range;

/// Another query that finds more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The whole query, as it would be typed.
    pub query: String,
    /// What is written otherwise in it.
    pub replaced: Vec<Replaced>,
    /// How many clauses match it.
    pub total: u64,
}

/// A word that is written otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replaced {
    /// As typed.
    pub from: String,
    /// As it may have been meant.
    pub to: String,
    /// How the two are alike.
    pub why: Likeness,
}

/// How a word and what may have been meant by it are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// They are read alike.
    Sound,
    /// Their characters look alike.
    Shape,
    /// They differ by a letter or two.
    Spelling,
}

/// A word that may have been meant, with where in the query it would stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// What it replaces, in characters of the query.
    pub range: Range<usize>,
    /// The word, folded.
    pub text: String,
    /// Why it may have been meant.
    pub why: Likeness,
    /// How far the two are apart, 0 for the same sound.
    pub distance: usize,
    /// In how many clauses it stands at most.
    clauses: u32,
}

/// Characters of a word that is looked for at most.
const MAX_WORD: usize = 8;

/// Characters of a Chinese word.
pub(crate) const WORD: std::ops::RangeInclusive<usize> = 2..=MAX_WORD;

/// Stretches of a query that are looked at.
const MAX_CHARS: usize = 60;

/// A word that stands in so many clauses is no slip.
const RARE: u32 = 2;

/// Words that may have been meant by parts of a query, best first. `doubted` are runs of Han characters that are
/// no word as they stand; `held` says in how many clauses some Han characters or a Latin word stand at
/// most.
pub(crate) fn candidates(
    query: &str,
    leaves: &[Range<usize>],
    doubted: &[Range<usize>],
    vocabulary: &Vocabulary,
    held: &dyn Fn(&str) -> u32,
) -> Vec<Candidate> {
    let chars: Vec<char> = fold(query).chars().collect();
    let mut found = Vec::new();
    for run in han_runs(&chars, leaves) {
        found.extend(chinese(&chars, &run, doubted.contains(&run), vocabulary, held));
    }
    for leaf in leaves {
        for run in runs(&chars, leaf.start..leaf.end.min(chars.len()), |c| c.is_ascii_alphabetic()) {
            let typed: String = chars[run.clone()].iter().collect();
            found.extend(latin::candidates(&typed, &run, vocabulary, held));
        }
    }
    found.sort_by(|a, b| {
        let longer = b.range.len().cmp(&a.range.len());
        let worth = (a.distance, a.why).cmp(&(b.distance, b.why)).then(b.clauses.cmp(&a.clauses));
        worth.then(longer).then_with(|| a.text.cmp(&b.text))
    });
    found
}

/// Runs of Han characters in the words of a query.
pub(crate) fn han_runs(chars: &[char], leaves: &[Range<usize>]) -> Vec<Range<usize>> {
    let within = |leaf: &Range<usize>| leaf.start..leaf.end.min(chars.len()).min(leaf.start + MAX_CHARS);
    leaves.iter().flat_map(|leaf| runs(chars, within(leaf), is_han)).collect()
}

/// Runs of characters of one kind.
fn runs(chars: &[char], within: Range<usize>, is: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in within.filter(|&at| chars.get(at).is_some_and(|&c| is(c))) {
        match runs.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// Known words that sound or look like stretches of a run that the store hardly holds, or sound exactly like a
/// run that is doubted as a whole.
fn chinese(
    chars: &[char],
    run: &Range<usize>,
    doubted: bool,
    vocabulary: &Vocabulary,
    held: &dyn Fn(&str) -> u32,
) -> Vec<Candidate> {
    let rare = |range: Range<usize>| held(&chars[range].iter().collect::<String>()) <= RARE;
    let suspicious: Vec<bool> = (run.start..run.end).map(|at| at + 1 < run.end && rare(at..at + 2)).collect();
    let mut found = Vec::new();
    for start in run.clone() {
        for end in start + 2..=run.end.min(start + MAX_WORD) {
            let pairs = &suspicious[start - run.start..end - 1 - run.start];
            let odd = pairs.contains(&true);
            let whole = doubted && (start..end) == *run;
            if !(odd || whole) {
                continue;
            }
            let typed = &chars[start..end];
            let mut push = |text: &str, clauses, why, distance| {
                if clauses > RARE {
                    found.push(Candidate {
                        range: start..end,
                        text: text.to_owned(),
                        why,
                        distance,
                        clauses,
                    });
                }
            };
            for (word, clauses, exact) in vocabulary.sounding(typed) {
                if odd || exact {
                    push(word, clauses, Likeness::Sound, usize::from(!exact));
                }
            }
            if !odd {
                continue;
            }
            for word in shapes::alike(typed) {
                if let Some(clauses) = vocabulary.known(&word) {
                    push(&word, clauses, Likeness::Shape, 1);
                }
            }
        }
    }
    found
}

/// The best candidate for every place, none of them touching another.
pub(crate) fn together(candidates: &[Candidate]) -> Vec<&Candidate> {
    let mut kept: Vec<&Candidate> = Vec::new();
    for candidate in candidates {
        let apart = |other: &&Candidate| {
            candidate.range.end <= other.range.start || candidate.range.start >= other.range.end
        };
        if kept.iter().all(apart) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|candidate| candidate.range.start);
    kept
}

/// The query with candidates, which do not touch and stand in order, in their places.
pub(crate) fn corrected(query: &str, candidates: &[&Candidate]) -> (String, Vec<Replaced>) {
    let chars: Vec<char> = query.chars().collect();
    let (mut text, mut replaced, mut at) = (String::new(), Vec::new(), 0);
    for candidate in candidates {
        let range = candidate.range.clone();
        text.extend(&chars[at..range.start]);
        text.push_str(&candidate.text);
        at = range.end;
        let from = chars[range].iter().collect();
        replaced.push(Replaced { from, to: candidate.text.clone(), why: candidate.why });
    }
    text.extend(&chars[at..]);
    (text, replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let words = ["奖励", "软件", "工业软件", "编制", "重庆", "贷款", "货物", "撤销", "所得税"];
        Vocabulary::of(
            words.iter().map(|word| ((*word).to_owned(), 10)),
            [("industrial", 7), ("software", 9), ("subsidy", 0)]
                .map(|(word, clauses)| (word.to_owned(), clauses)),
        )
    }

    fn check(query: &str, expected: &str) {
        let vocabulary = vocabulary();
        let known = ["奖励", "软件", "工业", "业软", "企业", "software"];
        let held = |text: &str| if known.contains(&text) { 10 } else { 0 };
        let length = query.chars().count();
        let leaves = std::iter::once(0..length).collect::<Vec<_>>();
        let found = candidates(query, &leaves, &[], &vocabulary, &held);
        assert_eq!(corrected(query, &together(&found)).0, expected, "{query}");
    }

    #[test]
    fn a_run_that_stands_nowhere_may_be_a_word_of_its_sound() {
        let vocabulary = Vocabulary::of([("劳动合同".to_owned(), 10)], []);
        let run = std::iter::once(0..4).collect::<Vec<_>>();
        let found = |doubted: &[Range<usize>]| candidates("劳动和同", &run, doubted, &vocabulary, &|_| 10);
        assert_eq!(found(&run)[0].text, "劳动合同");
        assert!(found(&[]).is_empty());
    }

    #[test]
    fn what_sounds_and_looks_alike_is_found() {
        check("奖厉", "奖励");
        check("工业软见", "工业软件");
        check("企业 编织", "企业 编制");
        check("虫庆", "重庆");
        check("货款", "贷款");
        check("撒销", "撤销");
        check("索得税", "所得税");
        check("industrail software", "industrial software");
        check("subsidi", "subsidy");
        check("奖励 software", "奖励 software");
        check("xyzzy 从未", "xyzzy 从未");
    }
}

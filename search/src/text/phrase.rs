//! What a positional index must hold for a phrase to stand in a text.

use super::{
    grams::{gaps, grams},
    scan::is_space,
};
use polidex_corpus::text::is_han;

/// A term of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseTerm {
    /// The gram, or with `prefix` how it begins.
    pub text: String,
    /// The position, counted from the phrase's first character or token.
    pub position: u32,
    /// Whether any gram that begins with `text` will do. So it is for a Han character that stands
    /// alone in the phrase: in the text it may have a successor.
    pub prefix: bool,
}

/// See [`Analyzer::phrase_terms`](super::Analyzer::phrase_terms).
pub fn phrase_terms(folded: &str) -> Vec<PhraseTerm> {
    let mut terms: Vec<PhraseTerm> = Vec::new();
    let mut covered = false;
    grams(folded, |term, position, _| {
        let mut characters = term.chars();
        let han = characters.next().is_some_and(is_han);
        let single = han && characters.next().is_none();
        // The last character of a run is in the bigram before it already.
        if !(single && covered) {
            terms.push(PhraseTerm { text: term.to_owned(), position, prefix: single });
        }
        covered = han && !single;
    });
    terms
}

/// See [`Analyzer::marks`](super::Analyzer::marks).
pub fn marks(folded: &str, mut sink: impl FnMut(&str, u32)) {
    gaps(folded, |signs, position| {
        if signs.contains(is_space) {
            sink(&signs.replace(is_space, ""), position);
        } else {
            sink(signs, position);
        }
    });
}

/// Those of a phrase's terms that are enough to find it: a pair of Han characters can be left out where the pairs before
/// and behind it hold both of its characters, since positions have no room for anything between them. Of the choices
/// that is left in of which the terms together stand in the fewest texts; `frequency` tells in how many each does.
pub fn sufficient(terms: &[PhraseTerm], frequency: impl Fn(&PhraseTerm) -> u64) -> Vec<&PhraseTerm> {
    let mut chosen = Vec::with_capacity(terms.len());
    for run in terms.chunk_by(|one, next| is_pair(one) && is_pair(next) && one.position + 1 == next.position)
    {
        // By term what it costs to cover everything up to it, and how many places before it the last one stands.
        let mut ways: Vec<(u64, usize)> = Vec::with_capacity(run.len());
        for (place, term) in run.iter().enumerate() {
            let before = (1..=place.min(2)).map(|back| (ways[place - back].0, back)).min();
            let (cost, back) = before.unwrap_or_default();
            ways.push((cost.saturating_add(frequency(term)), back));
        }
        let last = run.len() - 1;
        let places =
            std::iter::successors(Some(last), |&place| Some(place - ways[place].1).filter(|_| place > 0));
        let from = chosen.len();
        chosen.extend(places.map(|place| &run[place]));
        chosen[from..].reverse();
    }
    chosen
}

fn is_pair(term: &PhraseTerm) -> bool {
    let mut characters = term.text.chars();
    !term.prefix && characters.next().is_some_and(is_han) && characters.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    fn check(phrase: &str, expected: &str) {
        let terms = phrase_terms(&fold(phrase)).into_iter().map(|term| {
            let mark = if term.prefix { "*" } else { "" };
            format!("{}{mark}@{}", term.text, term.position)
        });
        assert_eq!(terms.collect::<Vec<_>>().join(" "), expected, "{phrase}");
    }

    #[test]
    fn phrases_become_terms() {
        check("工业软件", "工业@0 业软@1 软件@2");
        check("软", "软*@0");
        check("A股上市", "a@0 股上@1 上市@2");
        check("2021年度", "2021@0 年度@1");
        check("A股B", "a@0 股*@1 b@2");
        check("《数据安全法》第3条", "数据@0 据安@1 安全@2 全法@3 第*@6 3@7 条*@8");
        check("industrial software", "industrial@0 software@1");
        check("……", "");
    }

    #[test]
    fn the_rarest_terms_are_enough() {
        let terms = phrase_terms(&fold("高新技术企业，2021年度A股"));
        let chosen = |common: &str| {
            let chosen = sufficient(&terms, |term| if common.contains(&term.text) { 100 } else { 1 });
            chosen.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(chosen(""), "高新 技术 企业 2021 年度 a 股");
        assert_eq!(chosen("技术"), "高新 新技 术企 企业 2021 年度 a 股");
        assert_eq!(chosen("新技 术企"), "高新 技术 企业 2021 年度 a 股");
        assert!(sufficient(&[], |_| 1).is_empty());
    }

    /// Where the phrase stands, found through the terms.
    fn occurrences(text: &str, phrase: &str) -> Vec<u32> {
        let terms = phrase_terms(phrase);
        occurrences_of(text, &terms.iter().collect::<Vec<_>>())
    }

    fn occurrences_of(text: &str, terms: &[&PhraseTerm]) -> Vec<u32> {
        let mut index = Vec::new();
        grams(text, |term, position, chars| index.push((term.to_owned(), position, chars.start)));
        let holds = |base: u32| {
            terms.iter().all(|wanted| {
                index.iter().any(|(term, position, _)| {
                    let same =
                        if wanted.prefix { term.starts_with(&wanted.text) } else { *term == wanted.text };
                    same && *position == base + wanted.position
                })
            })
        };
        index.iter().filter(|entry| holds(entry.1)).map(|entry| entry.2).collect()
    }

    proptest! {
        #[test]
        fn han_phrases_are_found_where_they_stand(text in "[甲乙丙 ,\\n]{0,30}", phrase in "[甲乙丙]{1,4}") {
            let expected = plain_occurrences(&text, &phrase);
            prop_assert_eq!(occurrences(&text, &phrase), expected);
        }

        #[test]
        fn sufficient_terms_find_what_all_find(
            text in "([甲乙丙]{1,6}|[a-c]|[,。 \\n]|[0-9]){1,20}",
            phrase in "[甲乙丙]{1,6}([a-c,。 ]|[0-9])?[甲乙丙]{0,6}",
            costs in prop::collection::vec(0u64..9, 14),
        ) {
            let terms = phrase_terms(&phrase);
            let cost = |term: &PhraseTerm| costs[term.position as usize];
            prop_assert_eq!(occurrences_of(&text, &sufficient(&terms, cost)), occurrences(&text, &phrase));
        }

        #[test]
        fn every_stretch_of_a_text_is_found_in_it(text in "([甲-画]{1,5}|[a-c]{1,2}|[,。 \\n-]|[0-9]){1,20}", cut in any::<(prop::sample::Index, prop::sample::Index)>()) {
            let mut bounds = Vec::new();
            grams(&text, |_, _, chars| bounds.push(chars));
            prop_assume!(!bounds.is_empty());
            let (a, b) = (cut.0.index(bounds.len()), cut.1.index(bounds.len()));
            let (first, last) = (a.min(b), a.max(b));
            let (start, end) = (bounds[first].start, bounds[first..=last].iter().map(|chars| chars.end).max().unwrap());
            let phrase: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
            prop_assert!(occurrences(&text, &phrase).contains(&start), "{:?} in {:?}", phrase, text);
        }
    }

    /// Where the phrase stands, found by comparing characters: spaces and single line feeds skipped.
    fn plain_occurrences(text: &str, phrase: &str) -> Vec<u32> {
        let chars: Vec<char> = text.chars().collect();
        let wanted: Vec<char> = phrase.chars().collect();
        (0..chars.len())
            .filter(|&at| chars[at] == wanted[0] && stands_at(&chars[at..], &wanted))
            .map(|at| at as u32)
            .collect()
    }

    fn stands_at(chars: &[char], wanted: &[char]) -> bool {
        let (mut at, mut lines) = (0, 0);
        wanted.iter().all(|&c| {
            while chars.get(at).is_some_and(|c| [' ', '\n'].contains(c)) {
                lines += usize::from(chars[at] == '\n');
                at += 1;
            }
            let found = chars.get(at) == Some(&c) && lines < 2;
            at += 1;
            lines = 0;
            found
        })
    }
}

//! Lists of words that texts are searched for, all words at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use std::{ops::Range, sync::OnceLock};

/// A list of words.
pub(crate) struct Words {
    list: &'static [&'static str],
    any_case: bool,
    finder: OnceLock<AhoCorasick>,
}

impl Words {
    /// Words as they are written.
    pub const fn new(list: &'static [&'static str]) -> Self {
        Self { list, any_case: false, finder: OnceLock::new() }
    }

    /// Words in any letter case.
    pub const fn in_any_case(list: &'static [&'static str]) -> Self {
        Self { list, any_case: true, finder: OnceLock::new() }
    }

    /// Whether one of them is in a text.
    pub fn any(&self, text: &str) -> bool {
        self.finder().is_match(text)
    }

    /// Whether two of them are in a text, as they are written.
    pub fn two(&self, text: &str) -> bool {
        self.any(text) && self.list.iter().filter(|word| text.contains(**word)).take(2).count() == 2
    }

    /// The first place behind `from` where one of them begins, and the longest that begins there.
    pub fn next(&self, text: &str, from: usize) -> Option<Range<usize>> {
        self.finder().find(Input::new(text).range(from..)).map(|hit| hit.range())
    }

    fn finder(&self) -> &AhoCorasick {
        // Searches of this kind skip many bytes at a time that begin no word.
        self.finder.get_or_init(|| finder(self.list, MatchKind::LeftmostLongest, self.any_case))
    }
}

/// Several lists, of which one pass over a text tells which have a word in it.
pub(crate) struct Lists {
    /// The list of each word, as a bit.
    bits: Vec<u32>,
    finder: AhoCorasick,
}

impl Lists {
    /// Lists by their numbers, which are below 32.
    pub fn new(lists: &[(u32, &[&str])]) -> Self {
        let words: Vec<&str> = lists.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let bits = lists.iter().flat_map(|(list, words)| words.iter().map(|_| 1 << *list)).collect();
        // Whole corpora pass through, which repays the largest and quickest kind of automaton.
        let finder = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(&words);
        Self { bits, finder: finder.expect("short lists of short words") }
    }

    /// The lists that have a word in a text, each as the bit of its number.
    pub fn present(&self, text: &str) -> u32 {
        self.finder
            .find_overlapping_iter(text)
            .fold(0, |present, hit| present | self.bits[hit.pattern().as_usize()])
    }
}

fn finder(words: &[&str], kind: MatchKind, any_case: bool) -> AhoCorasick {
    let builder = AhoCorasick::builder().match_kind(kind).ascii_case_insensitive(any_case).build(words);
    builder.expect("a short list of short words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_at_the_first_place_is_found() {
        static WORDS: Words = Words::new(&["企业", "企业集团", "集团"]);
        assert_eq!(WORDS.next("对企业集团给予奖励", 0), Some(3..15));
        assert_eq!(WORDS.next("对企业集团给予奖励", 6), Some(9..15));
        assert_eq!(WORDS.next("给予奖励", 0), None);
    }

    #[test]
    fn every_list_with_a_word_is_told() {
        let lists = Lists::new(&[(0, &["奖励", "奖"]), (1, &["励"]), (3, &["免征"])]);
        assert_eq!(lists.present("给予奖励"), 0b0011);
        assert_eq!(lists.present("免征奖金"), 0b1001);
        assert_eq!(lists.present("示例"), 0);
    }
}

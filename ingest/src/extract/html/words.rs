//! Lists of words that lines and attributes are searched for, all words at once.

use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::OnceLock;

/// A list of words.
pub(super) struct Words {
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
        self.finder.get_or_init(|| self.finder()).is_match(text)
    }

    /// Whether two of them are in a text, as they are written.
    pub fn two(&self, text: &str) -> bool {
        self.any(text) && self.list.iter().filter(|word| text.contains(**word)).take(2).count() == 2
    }

    fn finder(&self) -> AhoCorasick {
        // Searches of this kind skip many bytes at a time that begin no word.
        let kind = MatchKind::LeftmostFirst;
        let builder =
            AhoCorasick::builder().match_kind(kind).ascii_case_insensitive(self.any_case).build(self.list);
        builder.expect("a short list of short words")
    }
}

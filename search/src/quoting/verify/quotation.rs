//! A quotation as it is looked for.

use crate::quoting::{
    fingerprint::{Gram, Token, grams, tokens, weight},
    normal::Normal,
};
use std::ops::Range;

/// The least weight of a quotation: six Han characters or four words.
const LEAST: u32 = 12;
/// The most characters of one: a dozen printed pages.
const MOST: usize = 20_000;

/// Pairs of marks that stand around quotations.
const MARKS: &[(char, char)] =
    &[('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('"', '"'), ('«', '»'), ('〝', '〞'), ('„', '“')];

/// A quotation, analysed.
pub(super) struct Quotation<'a> {
    /// Its words, without white space and one pair of marks around them.
    pub text: &'a str,
    /// Its form for comparison.
    pub normal: Normal,
    /// Its characters without punctuation at both ends.
    pub words: Range<usize>,
    tokens: Vec<Token>,
    /// The gram that begins at each token.
    pub grams: Vec<Gram>,
}

/// Why a quotation is not looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It is too short to be told from chance.
    Short,
    /// It is no quotation but a book.
    Long,
}

impl<'a> Quotation<'a> {
    pub fn new(text: &'a str) -> Result<Self, Unfit> {
        let text = unmarked(text);
        if text.chars().nth(MOST).is_some() {
            return Err(Unfit::Long);
        }
        let tokens = tokens(text);
        if weight(&tokens) < LEAST {
            return Err(Unfit::Short);
        }
        let normal = Normal::new(text);
        let words = normal.words();
        let grams = grams(&tokens).collect();
        Ok(Self { text, normal, words, tokens, grams })
    }

    /// The characters without punctuation at the ends.
    pub fn core(&self) -> &[char] {
        &self.normal.chars[self.words.clone()]
    }

    /// The number of the character at which a gram begins.
    pub fn at(&self, gram: &Gram) -> usize {
        self.normal.at_byte(gram.byte)
    }

    /// One past the number of the character with which a gram ends.
    pub fn end(&self, gram: &Gram) -> usize {
        let next = self.tokens.get(gram.end).map_or(self.normal.len(), |next| self.normal.at_byte(next.byte));
        let signs = |at: &usize| !self.normal.chars[*at].is_alphanumeric();
        next - (0..next).rev().take_while(signs).count()
    }

    /// Whether all of these tokens are Han characters.
    pub fn is_han(&self, tokens: Range<usize>) -> bool {
        self.tokens.get(tokens).is_some_and(|tokens| tokens.iter().all(|token| !token.word))
    }

    /// The grams that a text that holds the quotation must keep: of every two neighbours the lower.
    /// Words at the ends may be cut, so grams that hold them do not count where others are left.
    pub fn kept(&self) -> Vec<Gram> {
        let last = self.tokens.len().saturating_sub(1);
        let whole = |gram: &Gram| {
            !(gram.token == 0 && self.tokens[0].word || gram.end > last && self.tokens[last].word)
        };
        let lower = |pair: &[Gram]| if pair[0].hash <= pair[1].hash { pair[0] } else { pair[1] };
        let inner: Vec<Gram> =
            self.grams.windows(2).filter(|pair| pair.iter().all(whole)).map(lower).collect();
        if inner.is_empty() { self.grams.windows(2).map(lower).collect() } else { inner }
    }
}

/// A text without white space around it, and without one pair of quotation marks that holds all of it.
pub fn unmarked(text: &str) -> &str {
    let text = text.trim();
    MARKS
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        // In “甲”和“乙” the outer marks are no pair.
        .filter(|inside| !inside.contains(['”', '」', '』', '"', '’']) || balanced(inside))
        .map_or(text, str::trim)
}

/// Whether every closing mark has its opening one before it.
fn balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for c in text.chars() {
        if let Some((opening, closing)) =
            MARKS.iter().find(|(opening, closing)| opening != closing && c == *closing).filter(|_| c != '“')
        {
            if open.pop() != Some(*opening) {
                return *closing == '’' && open.is_empty();
            }
        } else if MARKS.iter().any(|(opening, closing)| opening != closing && c == *opening) {
            open.push(c);
        } else if c == '"' && text.matches('"').count() % 2 == 1 {
            return false;
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_the_whole_are_left_out() {
        assert_eq!(unmarked(" “支持软件产业”\n"), "支持软件产业");
        assert_eq!(unmarked("「甲『乙』丙」"), "甲『乙』丙");
        assert_eq!(unmarked("“甲”和“乙”"), "“甲”和“乙”");
        assert_eq!(unmarked("支持“软件”"), "支持“软件”");
        assert_eq!(unmarked("\"all words\""), "all words");
        assert_eq!(unmarked("“enterprise’s own”"), "enterprise’s own");
        assert_eq!(unmarked("”"), "”");
    }

    #[test]
    fn six_characters_or_four_words_are_enough() {
        let fit = |text| Quotation::new(text).map(|_| ()).err();
        assert_eq!(fit(""), Some(Unfit::Short));
        assert_eq!(fit("“软件产业园”"), Some(Unfit::Short));
        assert_eq!(fit("支持软件产业"), None);
        assert_eq!(fit("up to five million"), None);
        assert_eq!(fit("five million yuan"), Some(Unfit::Short));
        assert_eq!(fit(&"软".repeat(MOST + 1)), Some(Unfit::Long));
    }
}

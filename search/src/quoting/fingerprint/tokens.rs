//! Tokens, grams, and which grams are kept.

use crate::{quoting::normal::separates_thousands, text::fold_char};
use polidex_corpus::text::is_han;

/// What a Han character weighs in a gram or a quotation.
const HAN: u32 = 2;
/// What a word or a number of another script weighs.
const WORD: u32 = 3;
/// A gram goes on until it weighs this much: three Han characters, or two words.
const GRAM: u32 = 6;

/// A Han character, or a word or number of another script. Everything else, spaces and punctuation,
/// is between tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The token's folded characters, as a hash.
    hash: u32,
    /// Its first byte in the text.
    pub byte: usize,
    /// Whether it is a word or a number rather than a Han character.
    pub word: bool,
}

impl Token {
    fn weight(self) -> u32 {
        if self.word { WORD } else { HAN }
    }
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 3);
    let mut in_word = false;
    let mut before = None;
    for (byte, c) in text.char_indices() {
        let folded = fold_char(c);
        if in_word && separates_thousands(before, folded, &text[byte + c.len_utf8()..]) {
            continue;
        }
        before = Some(folded);
        if is_han(folded) {
            tokens.push(Token { hash: u32::from(folded), byte, word: false });
            in_word = false;
        } else if folded.is_alphanumeric() {
            match tokens.last_mut().filter(|_| in_word) {
                Some(word) => word.hash = mixed(word.hash, u32::from(folded)),
                None => tokens.push(Token { hash: mixed(0, u32::from(folded)), byte, word: true }),
            }
            in_word = true;
        } else {
            in_word = false;
        }
    }
    tokens
}

/// What tokens weigh together: two for a Han character, three for a word.
pub fn weight(tokens: &[Token]) -> u32 {
    tokens.iter().map(|token| token.weight()).sum()
}

fn mixed(hash: u32, more: u32) -> u32 {
    (hash.rotate_left(5) ^ more).wrapping_mul(0x9E37_79B1)
}

/// A run of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gram {
    /// A hash of its tokens.
    pub hash: u32,
    /// Its first byte in the text.
    pub byte: usize,
    /// The number of its first token.
    pub token: usize,
    /// One past the number of its last token.
    pub end: usize,
}

/// The gram that begins at each token, as far as the text reaches. What a gram is depends on its own
/// tokens alone, so that a run of tokens has the same grams wherever it stands.
pub fn grams(tokens: &[Token]) -> impl Iterator<Item = Gram> {
    (0..tokens.len()).map_while(|first| {
        let (mut hash, mut weight, mut end) = (0_u64, 0, first);
        while weight < GRAM {
            let token = tokens.get(end)?;
            hash = (hash ^ u64::from(token.hash)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
            weight += token.weight();
            end += 1;
        }
        // The high bits are the well-mixed ones.
        let hash = (hash.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as u32;
        Some(Gram { hash, byte: tokens[first].byte, token: first, end })
    })
}

/// The grams that winnowing keeps: of every two neighbours the one with the lower hash.
pub fn chosen(grams: &[Gram]) -> impl Iterator<Item = Gram> {
    let kept = |at: usize| {
        let hash = grams[at].hash;
        let before = at.checked_sub(1).map(|before| hash < grams[before].hash);
        let behind = grams.get(at + 1).map(|behind| hash <= behind.hash);
        // A lone gram has no neighbour to be compared with.
        before.or(behind).is_none() || before == Some(true) || behind == Some(true)
    };
    (0..grams.len()).filter(move |&at| kept(at)).map(|at| grams[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(text: &str) -> Vec<u32> {
        let grams: Vec<Gram> = grams(&tokens(text)).collect();
        chosen(&grams).map(|gram| gram.hash).collect()
    }

    #[test]
    fn written_forms_have_the_same_tokens() {
        let hashes = |text: &str| tokens(text).iter().map(|token| token.hash).collect::<Vec<_>>();
        assert_eq!(hashes("軟體產業，２０２１年 ＡＩ"), hashes("软体产业2021年ai"));
        assert_eq!(hashes("奖励5,000元"), hashes("奖励5000元"));
        assert_ne!(hashes("industrial"), hashes("indus trial"));
        assert_eq!(hashes("…… —《》"), Vec::<u32>::new());
    }

    proptest! {
        /// What the whole index rests on: a run of four Han characters or three words, wherever it
        /// stands, shares a kept gram with itself.
        #[test]
        fn a_run_is_found_by_one_of_its_own_grams(
            before in "[甲-画]{0,5}( [a-c]{1,2}){0,3} ", run in "([甲-画]{4,9}|[a-c]{1,2}( [a-c]{1,2}){2,7})", after in "( [a-c]{1,2}){0,3}[甲-画]{0,5}",
        ) {
            let all: Vec<u32> = kept(&format!("{before} {run} {after}"));
            let own: Vec<Gram> = grams(&tokens(&run)).collect();
            // Its grams, its own neighbours of each other: what is kept of two of them is kept around too.
            let shared = own.windows(2).any(|pair| {
                let lower = if pair[0].hash <= pair[1].hash { pair[0] } else { pair[1] };
                all.contains(&lower.hash)
            });
            prop_assert!(shared, "{:?}", own);
        }

        #[test]
        fn mixed_runs_have_two_whole_grams(run in "([甲-画]| [a-c]{1,2} ){1,12}") {
            let tokens = tokens(&run);
            prop_assume!(weight(&tokens) >= 12);
            prop_assert!(grams(&tokens).count() >= 2);
        }
    }
}

//! Reads tokens that were cut before: joined by U+001F, an empty entry for each skipped position.
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which the tokenizer is registered.
pub const SEPARATED: &str = "separated";

/// The name under which the tokenizer of punctuation is registered.
pub const MARKS: &str = "marks";

/// What [`MarksTokenizer`] adds where anything stands. No mark is that.
pub const ANY_MARK: &str = " ";

/// Longer terms cannot be indexed by Tantivy and are passed over; no word is that long.
const MAX_TERM: usize = 255;

/// Splits at U+001F.
#[derive(Clone, Default)]
pub struct SeparatedTokenizer {
    token: Token,
}

impl Tokenizer for SeparatedTokenizer {
    type TokenStream<'a> = SeparatedTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SeparatedTokens<'a> {
        self.token.reset();
        SeparatedTokens { rest: text, offset: 0, token: &mut self.token }
    }
}

/// The tokens of one text.
pub struct SeparatedTokens<'a> {
    rest: &'a str,
    offset: usize,
    token: &'a mut Token,
}

impl TokenStream for SeparatedTokens<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let end = memchr::memchr(0x1f, self.rest.as_bytes()).unwrap_or(self.rest.len());
            let (term, behind) = self.rest.split_at(end);
            self.token.position = self.token.position.wrapping_add(1);
            self.token.offset_from = self.offset;
            self.token.offset_to = self.offset + end;
            self.offset += end + 1;
            self.rest = behind.get(1..).unwrap_or("");
            if !term.is_empty() && term.len() <= MAX_TERM {
                self.token.text.clear();
                self.token.text.push_str(term);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Splits like [`SeparatedTokenizer`], and adds [`ANY_MARK`] at the position of every other token: so it is known where
/// something stands, whatever it is.
#[derive(Clone, Default)]
pub struct MarksTokenizer(SeparatedTokenizer);

impl Tokenizer for MarksTokenizer {
    type TokenStream<'a> = Marks<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Marks<'a> {
        Marks { entries: self.0.token_stream(text), beside: false }
    }
}

/// The punctuation of one text.
pub struct Marks<'a> {
    entries: SeparatedTokens<'a>,
    /// Whether the token at hand was not yet there for any.
    beside: bool,
}

impl TokenStream for Marks<'_> {
    fn advance(&mut self) -> bool {
        if std::mem::take(&mut self.beside) {
            let text = &mut self.entries.token_mut().text;
            text.clear();
            text.push_str(ANY_MARK);
            return true;
        }
        self.beside = self.entries.advance();
        self.beside
    }

    fn token(&self) -> &Token {
        self.entries.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.entries.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_entries_skip_a_position() {
        let mut tokenizer = SeparatedTokenizer::default();
        let mut stream = tokenizer.token_stream("软件\u{1f}件产\u{1f}\u{1f}industrial");
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(seen, [("软件".to_owned(), 0), ("件产".to_owned(), 1), ("industrial".to_owned(), 3)]);
    }

    #[test]
    fn marks_stand_for_any_too() {
        let mut tokenizer = MarksTokenizer::default();
        let mut stream = tokenizer.token_stream("\u{1f}、\u{1f}\u{1f}\n\u{1f}》。");
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        let marks = [("、", 1), ("\n", 3), ("》。", 4)];
        let expected = marks.map(|(mark, position)| [(mark, position), (ANY_MARK, position)]).concat();
        let expected: Vec<_> =
            expected.into_iter().map(|(text, position)| (text.to_owned(), position)).collect();
        assert_eq!(seen, expected);
    }
}

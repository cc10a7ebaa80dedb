//! Cuts a query into tokens.

use super::{
    ast::{FilterField, FilterValue, Near, Text},
    near, period, warning,
};
use polidex_corpus::{
    model::{Span, Warning},
    text::is_han,
};

/// Kinds of quotation marks: what opens and what closes. The first of each is used for writing.
/// Straight, full-width and curly ones are one kind, since input methods mix them up.
pub(super) const QUOTES: [(&[char], &[char]); 3] = [
    (&['"', '“', '”', '„', '‟', '＂'], &['"', '“', '”', '„', '‟', '＂']),
    (&['「', '｢'], &['」', '｣']),
    (&['『'], &['』']),
];

/// A token with where it stands, in characters of the query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR`, `|`
    Or,
    /// `AND`
    And,
    /// `-` in front of something, `NOT`
    Not,
    /// One word, between white space.
    Word,
    /// What stood in quotation marks.
    Phrase(Text),
    /// A word whose end is left open.
    Prefix(Text),
    /// `NEAR`, `near/10`, `近` between two words or phrases.
    Near(near::Operator),
    /// Words or phrases with such operators between them.
    Together(Vec<Near>),
    /// `field:value`
    Filter(FilterField, FilterValue),
}

/// Reads tokens from the characters of a query.
pub(super) struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
    warnings: &'a mut Vec<Warning>,
}

impl<'a> Lexer<'a> {
    pub fn new(chars: &'a [char], warnings: &'a mut Vec<Warning>) -> Self {
        Self { chars, at: 0, warnings }
    }

    fn token(&mut self, kind: TokenKind, end: usize) -> Token {
        let span = Span::new(self.at, end);
        self.at = end;
        Token { kind, span }
    }

    /// A quotation mark: the phrase behind it, or nothing if it has no partner or no content.
    fn quoted(&mut self) -> Option<Token> {
        let Some(content) = quoted_at(self.chars, self.at) else {
            self.warnings.push(warning::unclosed_quote(self.chars[self.at]));
            self.at += 1;
            return None;
        };
        let end = content.end + 1;
        let content = trimmed(self.chars, content);
        if content.is_empty() {
            self.at = end;
            return None;
        }
        let phrase = TokenKind::Phrase(Text { text: slice(self.chars, content), span: content });
        Some(self.token(phrase, end))
    }

    /// A word, an operator in letters, or a filter.
    fn word(&mut self) -> Token {
        if let Some((filter, end)) = self.filter() {
            return self.token(filter, end);
        }
        if let Some(end) = period::at(self.chars, self.at) {
            let text = slice(self.chars, Span::new(self.at, end));
            return self.token(TokenKind::Filter(FilterField::Date, FilterValue::Text(text)), end);
        }
        let end = word_end(self.chars, self.at);
        let kind = match &self.chars[self.at..end] {
            ['O', 'R'] => TokenKind::Or,
            ['A', 'N', 'D'] => TokenKind::And,
            ['N', 'O', 'T'] => TokenKind::Not,
            word => match near::operator(word) {
                Some(operator) => TokenKind::Near(operator),
                None => self.open_ended(end).map_or(TokenKind::Word, TokenKind::Prefix),
            },
        };
        self.token(kind, end)
    }

    /// A word up to `end` that closes with an asterisk: the word without it.
    fn open_ended(&mut self, end: usize) -> Option<Text> {
        let word = &self.chars[self.at..end];
        let is_star = |c: &char| matches!(c, '*' | '＊');
        let first = word.iter().position(is_star)?;
        let stem = &word[..first];
        let letters = stem.iter().rev().take_while(|c| c.is_alphanumeric()).count();
        let enough = letters > 1 || stem.last().copied().is_some_and(is_han);
        if enough && first + 1 == word.len() {
            let span = Span::new(self.at, self.at + first);
            return Some(Text { text: slice(self.chars, span), span });
        }
        // One in front is part of names, *ST for instance, and one that stands alone says nothing.
        if first > 0 {
            self.warnings.push(warning::misplaced_star());
        }
        None
    }

    /// A filter and where it ends.
    fn filter(&mut self) -> Option<(TokenKind, usize)> {
        let rest = &self.chars[self.at..];
        let length = rest.iter().position(|c| !c.is_alphanumeric())?;
        if !matches!(rest[length], ':' | '：') {
            return None;
        }
        let name = slice(self.chars, Span::new(self.at, self.at + length));
        let from = self.at + length + 1;
        let Some(field) = FilterField::parse(&name) else {
            let address = self.chars[from..].starts_with(&['/', '/']);
            if !address && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                self.warnings.push(warning::unknown_field(&name));
            }
            return None;
        };
        let value = self.value(field, from);
        if value.is_none() {
            self.warnings.push(warning::empty_filter(field));
        }
        value.map(|(value, end)| (TokenKind::Filter(field, value), end))
    }

    /// The value of a filter that begins at `from`, and where it ends.
    fn value(&mut self, field: FilterField, from: usize) -> Option<(FilterValue, usize)> {
        if let Some(content) = quoted_at(self.chars, from) {
            let value = trimmed(self.chars, content);
            return (!value.is_empty())
                .then(|| (FilterValue::Text(slice(self.chars, value)), content.end + 1));
        }
        let end = word_end(self.chars, from);
        let value = slice(self.chars, Span::new(from, end));
        if value.is_empty() {
            return None;
        }
        let value = match range(field, &value) {
            Some((from, to)) => self.ordered(from, to),
            None => FilterValue::Text(value),
        };
        Some((value, end))
    }

    /// A range, the other way round if it was typed backwards.
    fn ordered(&mut self, from: &str, to: &str) -> FilterValue {
        let bound = |bound: &str| (!bound.is_empty()).then(|| bound.to_owned());
        match (year(from), year(to)) {
            (Some(first), Some(last)) if first > last => {
                self.warnings.push(warning::reversed_years(first, last));
                FilterValue::Range(bound(to), bound(from))
            }
            _ => FilterValue::Range(bound(from), bound(to)),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let c = *self.chars.get(self.at)?;
            return Some(match c {
                _ if is_space(c) => {
                    self.at += 1;
                    continue;
                }
                '(' => self.token(TokenKind::Open, self.at + 1),
                ')' => self.token(TokenKind::Close, self.at + 1),
                '|' | '｜' => {
                    let bars = self.chars[self.at..].iter().take_while(|c| matches!(c, '|' | '｜')).count();
                    self.token(TokenKind::Or, self.at + bars)
                }
                '-' | '－' if self.chars.get(self.at + 1).is_some_and(|&c| begins_operand(c)) => {
                    self.token(TokenKind::Not, self.at + 1)
                }
                _ if is_quote(c) => match self.quoted() {
                    Some(token) => token,
                    None => continue,
                },
                _ => self.word(),
            });
        }
    }
}

/// White space and control characters separate words.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Whether a minus sign before the character excludes what follows.
fn begins_operand(c: char) -> bool {
    !is_space(c) && !matches!(c, '-' | '－' | ')' | '|' | '｜')
}

fn is_quote(c: char) -> bool {
    QUOTES.iter().any(|(open, close)| open.contains(&c) || close.contains(&c))
}

/// The content of the quotation marks that open at `at`.
fn quoted_at(chars: &[char], at: usize) -> Option<Span> {
    let opening = chars.get(at)?;
    let (_, close) = QUOTES.iter().find(|(open, _)| open.contains(opening))?;
    let length = chars[at + 1..].iter().position(|c| close.contains(c))?;
    Some(Span::new(at + 1, at + 1 + length))
}

/// Where the word that begins at `from` ends. Parentheses inside a word belong to it, as in
/// `办法(暂行)`; one that closes what was opened before the word does not.
fn word_end(chars: &[char], from: usize) -> usize {
    let mut depth = 0;
    for (at, &c) in chars.iter().enumerate().skip(from) {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' | '|' | '｜' => return at,
            _ if is_space(c) || is_quote(c) => return at,
            _ => {}
        }
    }
    chars.len()
}

fn trimmed(chars: &[char], span: Span) -> Span {
    let inner = &chars[span.start..span.end];
    let Some(first) = inner.iter().position(|&c| !is_space(c)) else {
        return Span::new(span.start, span.start);
    };
    let last = inner.iter().rposition(|&c| !is_space(c)).unwrap_or(first);
    Span::new(span.start + first, span.start + last + 1)
}

/// The characters of `span`.
pub(super) fn slice(chars: &[char], span: Span) -> String {
    chars[span.start..span.end].iter().collect()
}

/// The two ends of a range. Years may be joined by a dash as well, or by 至.
fn range(field: FilterField, value: &str) -> Option<(&str, &str)> {
    if !matches!(field, FilterField::Year | FilterField::Date) {
        return None;
    }
    value.split_once("..").or_else(|| {
        let ends = value.split_once(['-', '－', '–', '—', '~', '～', '至'])?;
        (year(ends.0).is_some() && year(ends.1).is_some()).then_some(ends)
    })
}

/// A year, written with digits.
fn year(text: &str) -> Option<u32> {
    crate::text::fold(text).trim_end_matches('年').parse().ok()
}

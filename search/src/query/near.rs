//! Words that stand near each other: `NEAR`, `NEAR/5`, `near`, `近`.
//!
//! With capitals or a distance the operator is one wherever it stands between two words or phrases. `near`
//! and `近` are words of their languages too: they are operators only where the whole query is one word or phrase
//! on either side, filters aside.

use super::{
    ast::{Near, Operand, Text},
    lexer::{Token, TokenKind, slice},
    warning,
};
use crate::text::fold;
use polidex_corpus::model::{Span, Warning};

/// Characters or words that may stand between two sides at most; no clause is that long.
const FARTHEST: u32 = 100_000;

/// An operator as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    /// How many characters or words may stand between.
    distance: Option<u32>,
    /// Whether it may be an ordinary word.
    loose: bool,
}

/// The operator that a word is.
pub(super) fn operator(word: &[char]) -> Option<Operator> {
    let text: String = word.iter().collect();
    let folded = fold(&text);
    let rest = folded.strip_prefix("near").or_else(|| folded.strip_prefix('近'))?;
    if rest.is_empty() {
        return Some(Operator { distance: None, loose: text != "NEAR" });
    }
    let digits = rest.strip_prefix('/').filter(|digits| !digits.is_empty())?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    // What is too large for a number is farther than anything stands.
    is_number.then(|| Operator { distance: Some(digits.parse().unwrap_or(u32::MAX)), loose: false })
}

/// Whether a word is an operator.
pub(super) fn is_operator(word: &str) -> bool {
    operator(&word.chars().collect::<Vec<_>>()).is_some()
}

/// Puts operators and what they join into one token; those that join nothing are words or left out.
pub(super) fn joined(mut tokens: Vec<Token>, chars: &[char], warnings: &mut Vec<Warning>) -> Vec<Token> {
    settle(&mut tokens, warnings);
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let (&TokenKind::Near(operator), true) = (&token.kind, !joined.is_empty()) else {
            joined.push(token);
            continue;
        };
        let (Some(left), Some(right)) = (joined.pop(), tokens.as_slice().first()) else { continue };
        let mut pairs = Vec::new();
        let side = match left.kind {
            TokenKind::Together(known) => {
                pairs = known;
                pairs.last().map(|last: &Near| last.right.clone())
            }
            _ => operand(&left, chars),
        };
        if operator.distance.is_some_and(|distance| distance > FARTHEST) {
            warnings.push(warning::too_far(FARTHEST));
        }
        if let (Some(left), Some(right)) = (side, operand(right, chars)) {
            let distance = operator.distance.map(|distance| distance.min(FARTHEST));
            pairs.push(Near { left, right, distance });
        }
        let end = tokens.next().map_or(token.span.end, |right| right.span.end);
        joined.push(Token { kind: TokenKind::Together(pairs), span: Span::new(left.span.start, end) });
    }
    joined
}

/// Leaves operators only where both sides are there, and those that are words too only where a query is
/// nothing else but what they join, and filters.
fn settle(tokens: &mut Vec<Token>, warnings: &mut Vec<Warning>) {
    let is_side = |token: Option<&Token>| {
        token.is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Phrase(_)))
    };
    let alone = is_one_pair(tokens);
    let mut at = 0;
    while at < tokens.len() {
        let TokenKind::Near(operator) = tokens[at].kind else {
            at += 1;
            continue;
        };
        let before = at.checked_sub(1).and_then(|place| tokens.get(place));
        let between = is_side(before) && is_side(tokens.get(at + 1));
        if operator.loose && !(alone && between) {
            tokens[at].kind = TokenKind::Word;
        } else if !between {
            warnings.push(warning::dangling_operator("NEAR"));
            tokens.remove(at);
            continue;
        }
        at += 1;
    }
}

/// Whether there are three tokens, filters and what excludes them aside.
fn is_one_pair(tokens: &[Token]) -> bool {
    let is_filter = |token: &Token| matches!(token.kind, TokenKind::Filter(..));
    let of_filter =
        |at: usize| tokens[at].kind == TokenKind::Not && tokens.get(at + 1).is_some_and(is_filter);
    (0..tokens.len()).filter(|&at| !is_filter(&tokens[at]) && !of_filter(at)).count() == 3
}

fn operand(token: &Token, chars: &[char]) -> Option<Operand> {
    match &token.kind {
        TokenKind::Phrase(text) => Some(Operand { text: text.clone(), quoted: true }),
        TokenKind::Word => {
            let text = Text { text: slice(chars, token.span), span: token.span };
            Some(Operand { text, quoted: false })
        }
        _ => None,
    }
}

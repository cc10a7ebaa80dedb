//! Words that stand near each other: `NEAR`, `NEAR/5`, `near`, `近`.
//!
//! With capitals or a distance the operator is one wherever it stands between two words or phrases. `near`
//! and `近` are words of their languages too: they join what stands beside them only where it is one word or
//! phrase on either side.

use super::{
    ast::{Near, Operand, Text},
    lexer::{Token, TokenKind, slice},
    warning,
};
use crate::text::fold;
use polidex_corpus::model::{Span, Warning};

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
    let distance = rest.strip_prefix('/')?.parse().ok()?;
    Some(Operator { distance: Some(distance), loose: false })
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
        if let (Some(left), Some(right)) = (side, operand(right, chars)) {
            pairs.push(Near { left, right, distance: operator.distance });
        }
        let end = tokens.next().map_or(token.span.end, |right| right.span.end);
        joined.push(Token { kind: TokenKind::Together(pairs), span: Span::new(left.span.start, end) });
    }
    joined
}

/// Leaves operators only where both sides are there.
fn settle(tokens: &mut Vec<Token>, warnings: &mut Vec<Warning>) {
    let is_side = |token: Option<&Token>| {
        token.is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Phrase(_)))
    };
    let is_word = |token: Option<&Token>| token.is_some_and(|token| token.kind == TokenKind::Word);
    let mut at = 0;
    while at < tokens.len() {
        let TokenKind::Near(operator) = tokens[at].kind else {
            at += 1;
            continue;
        };
        let before = |back: usize| at.checked_sub(back).and_then(|place| tokens.get(place));
        let between = is_side(before(1)) && is_side(tokens.get(at + 1));
        if operator.loose && !(between && !is_word(before(2)) && !is_word(tokens.get(at + 2))) {
            tokens[at].kind = TokenKind::Word;
        } else if !between {
            warnings.push(warning::dangling_operator("NEAR"));
            tokens.remove(at);
            continue;
        }
        at += 1;
    }
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

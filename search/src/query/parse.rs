//! From text to a query.
//!
//! | written | means |
//! | --- | --- |
//! | `工业软件 补贴` | words |
//! | `"工业软件"` `“…”` `「…」` `『…』` | these characters, one after the other |
//! | `-词` `-"短语"` `-(…)` `NOT …` | without |
//! | `a OR b` `a \| b` | one of them; binds less than `AND` |
//! | `a AND b` | both, words too, of which otherwise some are enough; binds less than standing side by side |
//! | `税*` `subsid*` | words that begin so |
//! | `补贴 NEAR 软件` `补贴 near/5 软件` `补贴 近 软件` | both, not far from each other; see [`Near`](super::ast::Near) |
//! | `( … )` | a group; a parenthesis inside a word is part of the word |
//! | `issuer:国务院` `发文机关：国务院` `issuer:"…"` | a filter on documents; see [`FilterField`] |
//! | `year:2018..2023` `year:2018..` `year:..2023` | a range of years |
//! | `date:2024-03..2024-06` `近三年` `last 90 days` | a range of dates; see below |
//! | `-lang:en` | without documents of that value |
//!
//! A period stands for itself between other words, `软件 近三年` or `subsidies last 90 days`; a query that is
//! nothing but a period is searched as words, and so is a longer word that holds one.
//!
//! Filters on one field are alternatives, filters on different fields must all hold. Parsing never
//! fails: what cannot be understood is searched as words or left out, and a warning says so.

use super::ast::{Filter, FilterField, FilterValue, Node, Query, Text};
use super::lexer::{Lexer, Token, TokenKind, is_space, slice};
use super::{near, warning};
use polidex_corpus::model::{Span, Warning};
use std::collections::HashSet;
use std::iter::Peekable;

/// The most characters of a query that are read.
pub const MAX_CHARS: usize = 2_000;

/// How deep groups may be nested.
pub const MAX_DEPTH: usize = 32;

/// Parses a query, with warnings about whatever was not read as it was written.
pub fn parse(text: &str) -> (Query, Vec<Warning>) {
    let mut warnings = Vec::new();
    let mut chars: Vec<char> = text.chars().take(MAX_CHARS + 1).collect();
    if chars.len() > MAX_CHARS {
        chars.truncate(MAX_CHARS);
        warnings.push(warning::truncated(MAX_CHARS));
    }
    let tokens: Vec<Token> = Lexer::new(&chars, &mut warnings).collect();
    let tokens = near::joined(tokens, &chars, &mut warnings).into_iter().peekable();
    let mut parser =
        Parser { chars: &chars, tokens, filters: Vec::new(), warnings, excluding: false, ignored: 0 };
    let root = parser.alternatives(0);
    let Parser { mut filters, mut warnings, .. } = parser;
    let root = root.or_else(|| bare_period(&chars, &mut filters)).unwrap_or(Node::And(Vec::new()));
    let mut said = HashSet::new();
    warnings.retain(|warning| said.insert(warning.message.clone()));
    (Query { text: chars.iter().collect(), root, filters }, warnings)
}

struct Parser<'a> {
    chars: &'a [char],
    tokens: Peekable<std::vec::IntoIter<Token>>,
    filters: Vec<Filter>,
    warnings: Vec<Warning>,
    /// Whether the groups around say what is not wanted.
    excluding: bool,
    /// Opening parentheses too deep to be followed, whose partners are still to come.
    ignored: usize,
}

impl Parser<'_> {
    /// Parts between `OR`, up to the end of the group.
    fn alternatives(&mut self, depth: usize) -> Option<Node> {
        let first_filter = self.filters.len();
        let (mut parts, mut empty, mut only_filters) = (Vec::new(), 0, 0);
        loop {
            let filters = self.filters.len();
            match self.each(depth) {
                Some(Node::Or(inner)) => parts.extend(inner),
                Some(part) => parts.push(part),
                None if self.filters.len() > filters => only_filters += 1,
                None => empty += 1,
            }
            if self.tokens.next_if(|token| token.kind == TokenKind::Or).is_none() {
                break;
            }
        }
        let several = parts.len() + empty + only_filters > 1;
        if several && empty > 0 {
            self.warnings.push(warning::dangling_operator("OR"));
        }
        if several
            && only_filters > 0
            && !(parts.is_empty() && are_alternatives(&self.filters[first_filter..]))
        {
            self.warnings.push(warning::filter_scope());
        }
        joined(parts, Node::Or)
    }

    /// Parts between `AND`, up to `OR` or the end of the group. Where words stand on one side only, it says no more than
    /// standing side by side does.
    fn each(&mut self, depth: usize) -> Option<Node> {
        let (mut parts, mut sides, mut empty) = (Vec::new(), 0, 0);
        loop {
            let filters = self.filters.len();
            match self.side_by_side(depth) {
                Some(Node::Each(inner)) => parts.extend(inner),
                Some(part) => parts.push(part),
                None if self.filters.len() > filters => {}
                None => empty += 1,
            }
            sides += 1;
            if self.tokens.next_if(|token| token.kind == TokenKind::And).is_none() {
                break;
            }
        }
        if sides > 1 && empty > 0 {
            self.warnings.push(warning::dangling_operator("AND"));
        }
        if parts.iter().filter(|part| has_words(part)).count() > 1 {
            return joined(parts, Node::Each);
        }
        let side_by_side = parts.into_iter().flat_map(|part| match part {
            Node::And(inner) => inner,
            part => vec![part],
        });
        joined(side_by_side.collect(), Node::And)
    }

    /// Parts that stand side by side, up to `AND`, `OR` or the end of the group.
    fn side_by_side(&mut self, depth: usize) -> Option<Node> {
        let mut parts = Vec::new();
        // Where the signs of exclusion before the next part begin, and whether they exclude it.
        let (mut signs, mut negated) = (None, false);
        while let Some(token) = self.next_part(depth) {
            let part = match token.kind {
                TokenKind::Not => {
                    signs = signs.or(Some(token.span.start));
                    negated = !negated;
                    continue;
                }
                TokenKind::Filter(field, value) => {
                    let span = Span::new(signs.unwrap_or(token.span.start), token.span.end);
                    let excluded = negated != self.excluding;
                    self.filter(Filter { field, value, excluded, span }, depth);
                    None
                }
                TokenKind::Open => self.group(depth, negated),
                TokenKind::Phrase(text) => Some(Node::Phrase(text)),
                TokenKind::Prefix(text) => Some(Node::Prefix(text)),
                TokenKind::Together(pairs) => joined(pairs.into_iter().map(Node::Near).collect(), Node::And),
                TokenKind::Word => Some(self.words(token.span, negated)),
                TokenKind::Close | TokenKind::Or | TokenKind::And | TokenKind::Near(_) => None,
            };
            match part {
                Some(part) if negated => parts.push(negation(part)),
                Some(Node::And(inner)) => parts.extend(inner),
                part => parts.extend(part),
            }
            (signs, negated) = (None, false);
        }
        if signs.is_some() {
            self.warnings.push(warning::dangling_operator("NOT"));
        }
        joined(parts, Node::And)
    }

    /// The next token, unless it ends the parts that stand side by side. Parentheses that belong to
    /// no group are passed over.
    fn next_part(&mut self, depth: usize) -> Option<Token> {
        loop {
            match self.tokens.peek()?.kind {
                TokenKind::Or | TokenKind::And => return None,
                TokenKind::Close if self.ignored > 0 => self.ignored -= 1,
                TokenKind::Close if depth > 0 => return None,
                TokenKind::Close => self.warnings.push(warning::unopened_group()),
                TokenKind::Open if depth == MAX_DEPTH => {
                    self.ignored += 1;
                    self.warnings.push(warning::nested_too_deep(MAX_DEPTH));
                }
                _ => return self.tokens.next(),
            }
            self.tokens.next();
        }
    }

    /// A group, behind its opening parenthesis.
    fn group(&mut self, depth: usize, negated: bool) -> Option<Node> {
        let around = self.excluding;
        self.excluding = around != negated;
        let node = self.alternatives(depth + 1);
        self.excluding = around;
        if self.tokens.next_if(|token| token.kind == TokenKind::Close).is_none() {
            self.warnings.push(warning::unclosed_group());
        }
        node
    }

    fn filter(&mut self, filter: Filter, depth: usize) {
        if depth > 0 {
            self.warnings.push(warning::filter_scope());
        }
        self.filters.push(filter);
    }

    /// A word with the words that follow it, if nothing but white space is between. A sign of
    /// exclusion holds for one word only.
    fn words(&mut self, first: Span, alone: bool) -> Node {
        let mut span = first;
        let chars = self.chars;
        while let Some(next) = self.tokens.next_if(|next| {
            let between = &chars[span.end..next.span.start];
            !alone && next.kind == TokenKind::Word && between.iter().all(|&c| is_space(c))
        }) {
            span.end = next.span.end;
        }
        Node::Words(Text { text: slice(chars, span), span })
    }
}

/// The first period that was written without its field, where nothing else is asked for: then its words
/// are.
fn bare_period(chars: &[char], filters: &mut Vec<Filter>) -> Option<Node> {
    let bare = |filter: &Filter| {
        filter.field == FilterField::Date
            && !filter.excluded
            && matches!(&filter.value, FilterValue::Text(value) if *value == slice(chars, filter.span))
    };
    let place = filters.iter().position(bare)?;
    let span = filters.remove(place).span;
    Some(Node::Words(Text { text: slice(chars, span), span }))
}

/// Whether words stand in a part beside whatever else does.
fn has_words(part: &Node) -> bool {
    match part {
        Node::Words(_) => true,
        Node::And(parts) => parts.iter().any(|part| matches!(part, Node::Words(_))),
        _ => false,
    }
}

/// Whether filters mean the same joined by `OR` as they mean side by side.
fn are_alternatives(filters: &[Filter]) -> bool {
    filters.iter().all(|filter| filter.field == filters[0].field && !filter.excluded)
}

fn negation(part: Node) -> Node {
    match part {
        Node::Not(inner) => *inner,
        part => Node::Not(Box::new(part)),
    }
}

/// One part stands for itself, none for nothing.
fn joined(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Option<Node> {
    if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
}

#[cfg(test)]
mod tests;

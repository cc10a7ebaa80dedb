//! What stands between a query and an answer: each part of a query that found nothing, and what would be
//! found without it.

use crate::query::ast::{Filter, Node, Query, Text};
use polidex_corpus::model::Span;
use serde::Serialize;

/// A part of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A term that has to stand in the clause.
    Term,
    /// A quoted phrase.
    Phrase,
    /// A group of alternatives.
    Group,
    /// Something that must not stand in the clause.
    Exclusion,
    /// A restriction on documents.
    Filter,
}

/// What would be found without one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relaxation {
    /// What the part is.
    pub kind: PartKind,
    /// The part, as in the query.
    pub without: String,
    /// Clauses that match without it.
    pub total: u64,
    /// Whether nothing in the store holds the part, whatever stands beside it.
    pub absent: bool,
}

/// A query that lacks one part of another.
pub(crate) struct Relaxed {
    pub kind: PartKind,
    pub without: String,
    /// The query without the part.
    pub rest: Query,
    /// The part alone; `None` for filters and exclusions, which find nothing by themselves.
    pub alone: Option<Query>,
}

/// The query without each of its parts. `terms` are the informative terms of its words.
pub(crate) fn relaxed(query: &Query, terms: &[String]) -> Vec<Relaxed> {
    let mut relaxed: Vec<Relaxed> =
        query.filters.iter().map(|filter| without_filter(query, filter)).collect();
    let parts: Vec<&Node> = match &query.root {
        Node::And(parts) | Node::Each(parts) => parts.iter().collect(),
        root => vec![root],
    };
    for (at, part) in parts.iter().enumerate() {
        match part {
            Node::Words(text) => {
                let held = terms.iter().filter(|term| crate::text::fold(&text.text).contains(*term));
                relaxed.extend(held.map(|term| without_term(query, &parts, at, term)));
            }
            Node::Phrase(text) => {
                let without = format!("\"{}\"", text.text);
                relaxed.push(without_part(query, &parts, at, PartKind::Phrase, without));
            }
            Node::Prefix(_) | Node::Near(_) => {
                relaxed.push(without_part(query, &parts, at, PartKind::Phrase, part.to_string()));
            }
            Node::Not(_) => {
                relaxed.push(without_part(query, &parts, at, PartKind::Exclusion, typed(query, part)));
            }
            Node::Or(_) | Node::And(_) | Node::Each(_) => {
                relaxed.push(without_part(query, &parts, at, PartKind::Group, typed(query, part)));
            }
        }
    }
    relaxed
}

fn without_filter(query: &Query, filter: &Filter) -> Relaxed {
    let mut rest = query.clone();
    rest.filters.retain(|known| known != filter);
    // Filters that were given beside the query stand nowhere in its text.
    let without = if filter.span.is_empty() { filter.to_string() } else { slice(query, filter.span) };
    Relaxed { kind: PartKind::Filter, without, rest, alone: None }
}

fn without_part(query: &Query, parts: &[&Node], at: usize, kind: PartKind, without: String) -> Relaxed {
    let rest: Vec<Node> =
        parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| (*part).clone()).collect();
    let alone = (kind != PartKind::Exclusion).then(|| Query {
        root: parts[at].clone(),
        filters: Vec::new(),
        text: query.text.clone(),
    });
    Relaxed { kind, without, rest: Query { root: joined(query, rest), ..query.clone() }, alone }
}

fn without_term(query: &Query, parts: &[&Node], at: usize, term: &str) -> Relaxed {
    let with = |replace: &dyn Fn(&str) -> String| {
        let replaced = parts.iter().enumerate().map(|(number, part)| match part {
            Node::Words(text) if number == at => {
                let mut text = text.clone();
                text.text = replace(&text.text);
                Node::Words(text)
            }
            part => (*part).clone(),
        });
        Query { root: joined(query, replaced.collect()), ..query.clone() }
    };
    // Folding keeps every character's place.
    let cut = |text: &str| {
        let folded = crate::text::fold(text);
        let Some(byte) = folded.find(term) else { return text.to_owned() };
        let start = folded[..byte].chars().count();
        let end = start + term.chars().count();
        text.chars()
            .enumerate()
            .map(|(place, c)| if (start..end).contains(&place) { ' ' } else { c })
            .collect()
    };
    let mut alone = with(&|_| term.to_owned());
    alone.filters.clear();
    alone.root = match alone.root {
        Node::And(parts) | Node::Each(parts) => parts.into_iter().nth(at).unwrap_or(Node::And(Vec::new())),
        root => root,
    };
    Relaxed { kind: PartKind::Term, without: term.to_owned(), rest: with(&cut), alone: Some(alone) }
}

/// Parts of a query, joined as they are in it.
fn joined(query: &Query, mut parts: Vec<Node>) -> Node {
    match &query.root {
        _ if parts.len() == 1 => parts.remove(0),
        Node::Each(_) => Node::Each(parts),
        _ => Node::And(parts),
    }
}

/// A part as it was typed, from its first to its last character.
fn typed(query: &Query, node: &Node) -> String {
    fn cover(text: &Text, span: &mut Option<Span>) {
        let known = span.get_or_insert(text.span);
        known.start = known.start.min(text.span.start);
        known.end = known.end.max(text.span.end);
    }
    fn ends(node: &Node, span: &mut Option<Span>) {
        match node {
            Node::And(parts) | Node::Each(parts) | Node::Or(parts) => {
                for part in parts {
                    ends(part, span);
                }
            }
            Node::Not(part) => ends(part, span),
            Node::Words(text) | Node::Phrase(text) | Node::Prefix(text) => cover(text, span),
            Node::Near(near) => [&near.left, &near.right].iter().for_each(|side| cover(&side.text, span)),
        }
    }
    let mut span = None;
    ends(node, &mut span);
    let minus = if matches!(node, Node::Not(_)) { "-" } else { "" };
    span.map(|span| format!("{minus}{}", slice(query, span))).unwrap_or_default()
}

fn slice(query: &Query, span: Span) -> String {
    query.text.chars().skip(span.start).take(span.len()).collect()
}

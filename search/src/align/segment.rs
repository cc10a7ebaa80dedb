//! What is aligned: the words that each clause has of its own.

use polidex_corpus::{
    model::{ClauseKind, ClausePath, Span},
    store::StoredClause,
};
use serde::Serialize;

/// The words of a clause that belong to no clause below it: an article with items is its lead and, each a
/// segment of its own, its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// The clause.
    pub path: ClausePath,
    /// What it is.
    #[serde(skip)]
    pub kind: ClauseKind,
    /// Its number or heading.
    pub label: String,
    /// The words.
    pub text: String,
    /// Where they stand in the text of their part, in characters.
    pub span: Span,
}

/// Cuts the clauses of an edition, in document order, into segments. What stands behind the last clause
/// below another one belongs to no segment of that one; every unit and every heading line does.
pub fn segments(clauses: &[StoredClause]) -> Vec<Segment> {
    let own = |(number, clause): (usize, &StoredClause)| {
        let below = clauses.get(number + 1).filter(|next| {
            clause.span.contains(next.span) && clause.span != next.span && same_part(clause, next)
        });
        let end = below.map_or(clause.span.end, |next| next.span.start);
        let words: String = clause.text.chars().take(end - clause.span.start).collect();
        let text = words.trim_end().to_owned();
        let span = Span::new(clause.span.start, clause.span.start + text.chars().count());
        let (path, kind, label) = (clause.path.clone(), clause.kind, clause.label.clone());
        (!text.is_empty()).then_some(Segment { path, kind, label, text, span })
    };
    clauses.iter().enumerate().filter_map(own).collect()
}

/// Spans of different parts are not comparable; names of documents tell parts apart.
fn same_part(one: &StoredClause, other: &StoredClause) -> bool {
    let document = |clause: &StoredClause| {
        let name = clause.external_ids.first().and_then(|name| name.rsplit_once('#'));
        name.map(|(document, _)| document.to_owned())
    };
    document(one) == document(other)
}

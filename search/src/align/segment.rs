//! What is aligned: the words that each clause has of its own.

use polidex_corpus::{
    model::{ClauseKind, ClausePath, Span},
    store::StoredClause,
};
use serde::Serialize;

/// A paragraph of the words of a clause that belong to no clause below it: an article with items is its lead and,
/// each a segment of its own, its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// The clause.
    pub path: ClausePath,
    /// What it is.
    #[serde(skip)]
    pub kind: ClauseKind,
    /// Its number or heading; empty behind the clause's first paragraph.
    pub label: String,
    /// The words.
    pub text: String,
    /// Where they stand in the text of their part, in characters.
    pub span: Span,
}

/// Cuts the clauses of an edition, in document order, into segments. What stands behind the last clause
/// below another one belongs to no segment of that one; every unit and every heading line does.
pub fn segments(clauses: &[StoredClause]) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (number, clause) in clauses.iter().enumerate() {
        let below = clauses.get(number + 1).filter(|next| {
            clause.span.contains(next.span) && clause.span != next.span && same_part(clause, next)
        });
        let end = below.map_or(clause.span.end, |next| next.span.start);
        let own: String = clause.text.chars().take(end - clause.span.start).collect();
        let mut start = clause.span.start;
        let mut label = clause.label.as_str();
        for line in own.split('\n') {
            let text = line.trim();
            let indent = line.chars().take_while(|c| c.is_whitespace()).count();
            if !text.is_empty() {
                segments.push(Segment {
                    path: clause.path.clone(),
                    kind: clause.kind,
                    label: std::mem::take(&mut label).to_owned(),
                    text: text.to_owned(),
                    span: Span::new(start + indent, start + indent + text.chars().count()),
                });
            }
            start += line.chars().count() + 1;
        }
    }
    segments
}

/// Spans of different parts are not comparable; names of documents tell parts apart.
fn same_part(one: &StoredClause, other: &StoredClause) -> bool {
    let document = |clause: &StoredClause| {
        let name = clause.external_ids.first().and_then(|name| name.rsplit_once('#'));
        name.map(|(document, _)| document.to_owned())
    };
    document(one) == document(other)
}

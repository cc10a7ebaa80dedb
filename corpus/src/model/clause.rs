//! One clause of a document.

use super::{ClausePath, Span};
use serde::{Deserialize, Serialize};

/// What a clause is in the structure of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    /// The title, and the notes above the body: adoption and amendment, number, addressee.
    Front,
    /// A text enclosed in a notice.
    Enclosed,
    /// 编, Part.
    Part,
    /// 章, Chapter.
    Chapter,
    /// 节, Section.
    Section,
    /// 条, Article.
    Article,
    /// 款, a paragraph of an article.
    Paragraph,
    /// 项, an item.
    Item,
    /// 目, a sub-item.
    Subitem,
    /// One level of 一、（一）1.（1）.
    Numbered,
    /// A heading that is not numbered.
    Heading,
    /// A paragraph outside every numbered clause.
    Text,
}

impl ClauseKind {
    /// The name under which the store and the export keep it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Enclosed => "enclosed",
            Self::Part => "part",
            Self::Chapter => "chapter",
            Self::Section => "section",
            Self::Article => "article",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Subitem => "subitem",
            Self::Numbered => "numbered",
            Self::Heading => "heading",
            Self::Text => "text",
        }
    }

    /// The kind of a stored name.
    pub fn parse(name: &str) -> Option<Self> {
        serde::Deserialize::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(
            name,
        ))
        .ok()
    }
}

/// One node of a document's structure.
///
/// Clauses come in document order, a parent before its children. Their spans nest: a child lies
/// inside its parent, siblings do not overlap. Every character of the text that is not white space
/// belongs to exactly one *deepest* clause; white space between paragraphs belongs to whichever
/// clause spans it, or to none. A span neither begins nor ends with white space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Its address within the edition.
    pub path: ClausePath,
    /// What it is.
    pub kind: ClauseKind,
    /// The number or heading as a reader would say it: 第五条, 第二章 支持措施, （三）. Empty for
    /// plain paragraphs.
    pub label: String,
    /// The clause, its label and everything below it, in the document's text.
    pub span: Span,
    /// The heading line or run-in heading, where the clause has one: for a chapter the whole line,
    /// for an article a heading in brackets or before the first stop.
    pub heading: Option<Span>,
    /// Index of the parent in the same list.
    pub parent: Option<usize>,
    /// Whether this is a unit of retrieval: an article; without articles the lowest numbered item;
    /// else a paragraph. Units do not overlap, and every clause that is no unit either lies within
    /// one or holds only headings and front matter besides the units below it.
    pub unit: bool,
}

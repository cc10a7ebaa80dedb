//! What a text says about other documents, and about how long it applies.
//!
//! Everything here is *read*, not resolved: which stored document a target is, is decided later, by
//! number, title and date. All spans index the text that was read: a document's own text in the store, the
//! given text where a bare sentence was read.

use super::Span;
use crate::number::DocumentNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a text stands to a document that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// This document, or the act that the sentence announces, rests on the other: 根据《X》，制定本办法.
    Basis,
    /// The other is put into practice: 贯彻落实《X》.
    Implements,
    /// This document changes the other: 对《X》作如下修改.
    Amends,
    /// The other, or a part of it, ceases to apply: 《X》同时废止.
    Repeals,
    /// This document issues or passes on the other: 现将《X》印发给你们.
    Forwards,
    /// Every other pointer: 按照《X》的规定办理.
    Refers,
    /// Where the two differ, this document holds: 《X》与本规定不一致的，以本规定为准.
    PrevailsOver,
}

impl EdgeKind {
    /// Every kind, in the order of the enumeration.
    pub const ALL: [Self; 7] = [
        Self::Basis,
        Self::Implements,
        Self::Amends,
        Self::Repeals,
        Self::Forwards,
        Self::Refers,
        Self::PrevailsOver,
    ];

    /// The name used in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Basis => "basis",
            Self::Implements => "implements",
            Self::Amends => "amends",
            Self::Repeals => "repeals",
            Self::Forwards => "forwards",
            Self::Refers => "refers",
            Self::PrevailsOver => "prevails_over",
        }
    }

    /// The kind of a stored name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One naming of another document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// How this text stands to the other document.
    pub kind: EdgeKind,
    /// The title as printed within 《》, line breaks removed, inner marks kept. `None` where the text
    /// gives the number alone.
    pub title: Option<String>,
    /// The number that the text gives for the title, or instead of one.
    pub number: Option<DocumentNumber>,
    /// Who issued the other document and when, where the words before the title say so:
    /// 1990年7月6日山东省人民政府第7号令发布的《…》.
    pub dated: Option<Date>,
    /// The mention: 《…》 with its marks, or the number where no title stands with it.
    pub mention: Span,
    /// The words that decide the kind; `None` for a bare mention.
    pub cue: Option<Span>,
    /// The articles of the other document that are meant, as printed: 第一百四十六条、第一百四十七条.
    pub provision: Option<Span>,
    /// The sentence that the mention stands in.
    pub sentence: Span,
}

/// What a pointer without a title points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointsAt {
    /// This document: 本办法, 本通知.
    Itself,
    /// A clause of this document: 前款, 本办法第五条, 本条第二款.
    Clause,
    /// Documents named before: 上述文件, 《通知》 where the text introduced the short title.
    Earlier,
}

impl PointsAt {
    /// The name used in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Clause => "clause",
            Self::Earlier => "earlier",
        }
    }
}

/// A pointer to this document, to one of its clauses, or to documents named before. It is kept apart from
/// the edges, since it names no other document of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackReference {
    /// What it points at.
    pub points_at: PointsAt,
    /// How the sentence uses it.
    pub kind: EdgeKind,
    /// The words of the pointer.
    pub mention: Span,
    /// For [`PointsAt::Earlier`]: the mentions of the [`Edge`]s that are meant, in order of the text.
    pub antecedents: Vec<Span>,
    /// The sentence that it stands in.
    pub sentence: Span,
}

/// An event that dates are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// 公布, 发布, 颁布, 印发, 即日.
    OnPublication,
}

impl Event {
    /// The name used in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnPublication => "on_publication",
        }
    }
}

/// From when a text says that it applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begins {
    /// The first day, where a date is printed.
    pub date: Option<Date>,
    /// The event whose day is meant, where no date is printed. Both are `None` for a beginning that is
    /// stated and bound to another event: 自国务院批准之日起施行.
    pub relative: Option<Event>,
    /// The words, from 自 to the verb.
    pub span: Span,
}

/// Until when a text says that it applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ends {
    /// The last day, where a date is printed.
    pub date: Option<Date>,
    /// A term, counted from the beginning, in months: 有效期五年 is 60. Date and term are both `None`
    /// where the end is bound to an event: 至疫情解除之日止.
    pub term_months: Option<u32>,
    /// The words, from 有效期 to the end of the term.
    pub span: Span,
}

/// What a text says about the time in which it applies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The beginning.
    pub effective: Option<Begins>,
    /// The end.
    pub expires: Option<Ends>,
}

/// A document number found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberMention {
    /// What it reads as.
    pub number: DocumentNumber,
    /// Where it stands.
    pub span: Span,
}

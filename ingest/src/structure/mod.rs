//! From an article's text to its clauses.
//!
//! | step | what it does |
//! | --- | --- |
//! | `wrap` | joins the lines of texts with hard line breaks |
//! | `flat` | splits texts whose line breaks were lost |
//! | `outline` | says what each line is for: front matter, contents, quotation, signature |
//! | `tree` | nests the lines: 编, 章, 节, 条, 款, 项, 目; 一、（一）1.; Part, Chapter, Article, (a), (i) |
//! | `finish` | settles spans, paths and units |
//!
//! How addresses are given: the unnumbered paragraphs of an article are its 款 (`k1`, `k2`), the
//! first sharing the article's line. An article of one paragraph has no `k1`, and its items hang
//! directly below it: 第五条第三项 is `a5.i3`. In an article of several paragraphs items hang below the
//! paragraph that introduces them: 第五条第二款第三项 is `a5.k2.i3`. The second level of items is 目
//! (`m1`), deeper ones are `n1`. A paragraph without number outside articles is `x1`, counted over the
//! document; texts enclosed in a notice and attachments are `t1`, `t2`, and begin the count of articles anew.

mod english;
mod finish;
mod flat;
mod label;
mod lead;
mod outline;
mod tree;
mod wrap;

use crate::extract::Block;
use outline::Place;
use polidex_corpus::model::{Clause, Warning};
use std::ops::Range;

/// The structure of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Structure {
    /// The clauses, in document order.
    pub clauses: Vec<Clause>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
    /// Byte ranges of the lines above the body: title, number, addressee, notes.
    pub front: Vec<Range<usize>>,
    /// Byte ranges of signatures, dates and remarks that end the text, or the notice around one.
    pub closing: Vec<Range<usize>>,
}

/// Whether a line begins with a label: 第一条, 一、, (a).
pub(crate) fn is_labelled(line: &str) -> bool {
    label::read(line).is_some()
}

/// Finds the structure of `text`, whose blocks are `blocks`. Any text has one.
pub fn structure(text: &str, blocks: Vec<Block>) -> Structure {
    let blocks = flat::split(text, wrap::join(text, blocks));
    let lines = outline::of(text, blocks);
    let mut tree = tree::Tree::new(text);
    for line in &lines {
        tree.take(line);
    }
    let (clauses, warnings) = finish::clauses(text, tree.nodes);
    let ranges = |place: Place| {
        lines.iter().filter(|line| line.place == place).map(|line| line.range.clone()).collect()
    };
    Structure { clauses, warnings, front: ranges(Place::Front), closing: ranges(Place::Closing) }
}

//! From the tree to clauses: spans, paths and units are settled.

use super::tree::Node;
use crate::shape;
use polidex_corpus::model::{CharIndex, Clause, ClauseKind, ClausePath, Step, Warning};
use std::collections::HashSet;

/// The clauses of a finished tree.
pub(super) fn clauses(text: &str, mut nodes: Vec<Node>) -> (Vec<Clause>, Vec<Warning>) {
    spread_ends(&mut nodes);
    let shape = Shape::of(text, &nodes);
    let kept: Vec<bool> = (0..nodes.len()).map(|node| shape.keeps(&nodes, node)).collect();
    promote_headings(&mut nodes, &shape);
    let mut writer = Writer {
        index: CharIndex::new(text),
        clauses: Vec::with_capacity(nodes.len()),
        taken: HashSet::with_capacity(nodes.len()),
        place: vec![None; nodes.len()],
        paragraphs: 0,
        texts: 0,
        headings: 0,
        doubtful: Vec::new(),
    };
    for (number, node) in nodes.iter().enumerate() {
        if kept[number] {
            let unit = shape.is_unit(&nodes, number);
            writer.write(&nodes, number, node, unit);
        } else {
            writer.place[number] = node.parent.and_then(|parent| writer.place[parent]);
        }
    }
    let warnings = doubtful_labels(&writer.doubtful);
    (writer.clauses, warnings)
}

/// A parent reaches as far as its last child.
fn spread_ends(nodes: &mut [Node]) {
    for number in (0..nodes.len()).rev() {
        if let Some(parent) = nodes[number].parent {
            nodes[parent].range.end = nodes[parent].range.end.max(nodes[number].range.end);
        }
    }
}

/// What the children of every node are.
struct Shape {
    /// Paragraphs of an article.
    paragraphs: Vec<u32>,
    /// Children other than tentative paragraphs.
    parts: Vec<u32>,
    /// The first paragraph of an article is its heading.
    headed: Vec<bool>,
}

impl Shape {
    fn of(text: &str, nodes: &[Node]) -> Self {
        let mut shape = Self {
            paragraphs: vec![0; nodes.len()],
            parts: vec![0; nodes.len()],
            headed: vec![false; nodes.len()],
        };
        for node in nodes {
            if let Some(parent) = node.parent {
                let counts = if node.tentative { &mut shape.paragraphs } else { &mut shape.parts };
                counts[parent] += 1;
            }
        }
        for (number, node) in nodes.iter().enumerate() {
            let first = nodes.get(number + 1).filter(|next| next.parent == Some(number));
            shape.headed[number] = node.kind == ClauseKind::Article
                && node.heading.is_none()
                && shape.paragraphs[number] > 1
                && first.is_some_and(|first| {
                    shape.parts[number + 1] == 0 && is_heading(&text[first.range.clone()])
                });
        }
        shape
    }

    /// Whether a node becomes a clause. The only paragraph of an article, and the paragraphs of a
    /// numbered clause without parts, are no clauses of their own.
    fn keeps(&self, nodes: &[Node], number: usize) -> bool {
        let node = &nodes[number];
        match node.parent.filter(|_| node.tentative) {
            Some(article) if node.kind == ClauseKind::Paragraph => {
                let paragraphs = self.paragraphs[article] - u32::from(self.headed[article]);
                paragraphs > 1 && !(self.headed[article] && number == article + 1)
            }
            Some(parent) => self.parts[parent] > 0,
            None => true,
        }
    }

    /// Articles, numbered clauses without parts, and paragraphs outside both.
    fn is_unit(&self, nodes: &[Node], number: usize) -> bool {
        let node = &nodes[number];
        match node.kind {
            ClauseKind::Article | ClauseKind::Text => true,
            ClauseKind::Numbered => self.parts[number] == 0 && !within_article(nodes, number),
            _ => false,
        }
    }
}

/// The longest heading of an article, in characters.
const LONGEST_HEADING: usize = 24;

/// Whether the first line of an article is a heading rather than its first paragraph.
fn is_heading(line: &str) -> bool {
    shape::is_title(line) && !shape::longer_than(line, LONGEST_HEADING) && !line.contains(['，', ','])
}

fn within_article(nodes: &[Node], number: usize) -> bool {
    ancestors(nodes, number).any(|node| nodes[node].kind == ClauseKind::Article)
}

fn ancestors(nodes: &[Node], number: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(nodes[number].parent, |&node| nodes[node].parent)
}

/// A short first line without a stop heads its article where paragraphs follow.
fn promote_headings(nodes: &mut [Node], shape: &Shape) {
    for number in 0..nodes.len() {
        if shape.headed[number] {
            nodes[number].heading = Some(nodes[number + 1].range.clone());
        }
    }
}

struct Writer<'t> {
    index: CharIndex<'t>,
    clauses: Vec<Clause>,
    taken: HashSet<ClausePath>,
    /// Where each node's clause stands in `clauses`; for a node without one, its parent's.
    place: Vec<Option<usize>>,
    paragraphs: u32,
    texts: u32,
    headings: u32,
    /// Labels of clauses whose path was taken.
    doubtful: Vec<String>,
}

impl Writer<'_> {
    fn write(&mut self, nodes: &[Node], number: usize, node: &Node, unit: bool) {
        let parent = node.parent.and_then(|parent| self.place[parent]);
        let path = self.path(nodes, number, parent);
        self.taken.insert(path.clone());
        self.place[number] = Some(self.clauses.len());
        self.clauses.push(Clause {
            path,
            kind: node.kind,
            label: node.label.clone(),
            span: self.index.span(node.range.clone()),
            heading: node.heading.clone().map(|heading| self.index.span(heading)),
            parent,
            unit,
        });
    }

    /// The clause's path; where another clause has it already, the one through all its parents, and
    /// at last that of a paragraph.
    fn path(&mut self, nodes: &[Node], number: usize, parent: Option<usize>) -> ClausePath {
        let node = &nodes[number];
        let step = match (node.kind, node.step) {
            (ClauseKind::Article, Some(step)) => {
                self.paragraphs = 0;
                step
            }
            (ClauseKind::Paragraph, _) => {
                self.paragraphs += 1;
                Step::Paragraph(self.paragraphs)
            }
            (_, Some(step)) => step,
            (ClauseKind::Front | ClauseKind::Heading, None) => {
                self.headings += 1;
                return ClausePath(vec![Step::Heading(self.headings - 1)]);
            }
            (_, None) => return self.text_path(),
        };
        let base = self.base(nodes, number, node.kind);
        let path = base.child(step);
        if !self.taken.contains(&path) {
            return path;
        }
        let longer = parent
            .map(|parent| self.clauses[parent].path.child(step))
            .filter(|path| !self.taken.contains(path));
        longer.unwrap_or_else(|| {
            self.doubtful.push(node.label.clone());
            self.text_path()
        })
    }

    fn text_path(&mut self) -> ClausePath {
        loop {
            self.texts += 1;
            let path = ClausePath(vec![Step::Text(self.texts - 1)]);
            if !self.taken.contains(&path) {
                return path;
            }
        }
    }

    /// The path that a clause's own step is appended to: an article's needs no chapter.
    fn base(&self, nodes: &[Node], number: usize, kind: ClauseKind) -> ClausePath {
        let counts = |node: usize| match nodes[node].kind {
            ClauseKind::Enclosed => true,
            ClauseKind::Heading | ClauseKind::Text => false,
            _ => kind != ClauseKind::Article,
        };
        ancestors(nodes, number)
            .find(|&node| counts(node))
            .and_then(|node| self.place[node])
            .map(|place| self.clauses[place].path.clone())
            .unwrap_or_default()
    }
}

fn doubtful_labels(labels: &[String]) -> Vec<Warning> {
    let Some(first) = labels.first() else { return Vec::new() };
    vec![Warning::new(
        "repeated_label",
        format!(
            "{} labels occur twice in one scope, {first} first; their clauses are addressed as paragraphs",
            labels.len()
        ),
        format!("有 {} 个编号在同一范围内重复，首个为 {first}；相应条款按段落编址", labels.len()),
    )]
}

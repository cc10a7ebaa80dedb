//! The tree of clauses, built line by line.
//!
//! `open` holds the path from the document to the clause that the next line continues. Every line
//! closes what it ends and opens what it begins; ends of spans are settled afterwards, in
//! [`super::finish`].

use super::label::{Label, Mark, Style};
use super::lead::{self, Lead};
use super::outline::{Line, Place, SHOWN_HEADING};
use crate::{extract::Role, shape};
use polidex_corpus::model::{ClauseKind, Step};
use std::ops::Range;

/// A clause in the making; ranges are byte ranges of the text.
#[derive(Debug)]
pub(super) struct Node {
    pub kind: ClauseKind,
    /// Its step, where its own label gives one; others are counted at the end.
    pub step: Option<Step>,
    pub label: String,
    pub range: Range<usize>,
    pub heading: Option<Range<usize>>,
    pub parent: Option<usize>,
    /// The numbering that opened it.
    pub style: Option<Style>,
    /// The level of the markup's heading that opened it.
    pub level: Option<u8>,
    /// A paragraph that counts as a clause of its own only if others stand beside it.
    pub tentative: bool,
}

/// Builds the tree.
pub(super) struct Tree<'t> {
    text: &'t str,
    pub nodes: Vec<Node>,
    open: Vec<usize>,
    enclosed: u32,
    /// The last article of the scope, 0 before the first.
    last_article: (u32, u32),
    /// A clause whose label stands alone: the next line may be its heading.
    headless: Option<usize>,
    /// Whether the last line was of a table of contents.
    in_contents: bool,
}

impl<'t> Tree<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            nodes: Vec::new(),
            open: Vec::new(),
            enclosed: 0,
            last_article: (0, 0),
            headless: None,
            in_contents: false,
        }
    }

    /// Takes the next line.
    pub fn take(&mut self, line: &Line) {
        let follows_contents = std::mem::replace(&mut self.in_contents, line.place == Place::Contents);
        match line.place {
            Place::Contents if follows_contents => self.extend(line),
            Place::Front | Place::Contents => self.front(line),
            Place::Opening => self.opening(line),
            Place::Quoted => self.quoted(line),
            Place::Closing => {
                self.close_while(|node| !is_container(node));
                self.leaf(ClauseKind::Text, line.range.clone());
            }
            Place::Plain => self.plain(line),
        }
    }

    fn plain(&mut self, line: &Line) {
        let headless = self.headless.take();
        match (line.label, line.role) {
            (Some(label), _) => self.labelled(line, label),
            (None, Role::Heading(level)) => self.unnumbered_heading(line, level),
            (None, _) => match headless.filter(|&node| self.heads(node, self.slice(line))) {
                Some(node) => self.complete_heading(node, line),
                None => self.paragraph(line),
            },
        }
    }

    /// Whether a line is the heading, or the rest of it, of a clause whose first line gave none. The
    /// title of an enclosed text goes on only with a line that ends as titles do.
    fn heads(&self, node: usize, line: &str) -> bool {
        let title =
            self.nodes[node].kind == ClauseKind::Enclosed && !self.nodes[node].label.starts_with('附');
        !shape::longer_than(line, 60)
            && if title { shape::ends_like_title(line) } else { shape::is_title(line) }
    }

    fn labelled(&mut self, line: &Line, label: Label) {
        match label.mark {
            Mark::Part(number) => self.container(line, label, ClauseKind::Part, Step::Part(number)),
            Mark::Chapter(number) => self.container(line, label, ClauseKind::Chapter, Step::Chapter(number)),
            Mark::Section(number) => self.container(line, label, ClauseKind::Section, Step::Section(number)),
            Mark::Article(number, sub) if label.apart || self.expects(number, sub) => {
                self.article(line, label, number, sub);
            }
            Mark::Level(style, number) => self.numbered(line, label, style, number),
            Mark::Article(..) | Mark::Attachment => self.paragraph(line),
        }
    }

    /// Whether an article of this number would continue the count. Labels that nothing sets apart are
    /// believed only then.
    fn expects(&self, number: u32, sub: u32) -> bool {
        let (last, last_sub) = self.last_article;
        (number, sub) == (last + 1, 0) || last > 0 && (number, sub) == (last, last_sub + 1)
    }

    fn front(&mut self, line: &Line) {
        self.close_while(|node| node.kind != ClauseKind::Enclosed);
        self.leaf(ClauseKind::Front, line.range.clone());
    }

    /// An enclosed text begins, with its title or with its first clause.
    fn opening(&mut self, line: &Line) {
        self.close_while(|_| true);
        self.enclosed += 1;
        self.last_article = (0, 0);
        let begins_with_clause = !matches!(line.label.map(|label| label.mark), None | Some(Mark::Attachment));
        let title = self.slice(line).to_owned();
        let (label, heading) =
            if begins_with_clause { (String::new(), None) } else { (title, Some(line.range.clone())) };
        let node =
            self.push(ClauseKind::Enclosed, Some(Step::Enclosed(self.enclosed)), label, line.range.clone());
        self.nodes[node].heading = heading;
        self.open.push(node);
        if begins_with_clause {
            self.plain(line);
        } else {
            let complete = line.label.is_none() && shape::ends_like_title(self.slice(line));
            self.headless = (!complete).then_some(node);
        }
    }

    fn container(&mut self, line: &Line, label: Label, kind: ClauseKind, step: Step) {
        let level = level_of(line.role);
        self.close_while(|node| match (node.level, level) {
            _ if node.kind == ClauseKind::Enclosed => false,
            (Some(open), Some(new)) if !is_counted(node.kind) => open >= new,
            _ => rank(node.kind) >= rank(kind),
        });
        let text = self.slice(line);
        let node = self.push(kind, Some(step), lead::container_label(text, label.len), line.range.clone());
        self.nodes[node].heading = Some(line.range.clone());
        self.nodes[node].level = level;
        self.open.push(node);
        self.headless = text[label.len..].trim().is_empty().then_some(node);
    }

    fn unnumbered_heading(&mut self, line: &Line, level: u8) {
        // A heading that only its shape tells cannot end an article or an item.
        if level == SHOWN_HEADING && self.open.iter().any(|&node| !is_container(&self.nodes[node])) {
            return self.paragraph(line);
        }
        self.close_while(|node| match node.level {
            _ if node.kind == ClauseKind::Enclosed => false,
            Some(open) => open >= level,
            None => !is_container(node) || level < SHOWN_HEADING && node.kind == ClauseKind::Heading,
        });
        let label = self.slice(line).to_owned();
        let node = self.push(ClauseKind::Heading, None, label, line.range.clone());
        self.nodes[node].heading = Some(line.range.clone());
        self.nodes[node].level = Some(level);
        self.open.push(node);
    }

    fn complete_heading(&mut self, node: usize, line: &Line) {
        let title = self.slice(line).to_owned();
        let node = &mut self.nodes[node];
        node.range.end = line.range.end;
        if let Some(heading) = &mut node.heading {
            heading.end = line.range.end;
        }
        if !node.label.is_empty() {
            node.label.push(' ');
        }
        node.label.push_str(&lead::tidied(&title));
    }

    fn article(&mut self, line: &Line, label: Label, number: u32, sub: u32) {
        self.last_article = (number, sub);
        self.close_while(|node| !is_container(node) && !holds_articles(node));
        let text = self.slice(line);
        let printed = lead::compact(&text[..label.len]);
        let node =
            self.push(ClauseKind::Article, Some(Step::Article(number, sub)), printed, line.range.clone());
        self.nodes[node].level = level_of(line.role);
        self.open.push(node);
        let Lead { heading, text } = lead::of_article(text, label.len);
        let at = |range: Range<usize>| line.range.start + range.start..line.range.start + range.end;
        self.nodes[node].heading = heading.map(at);
        if let Some(range) = text {
            self.article_paragraph(at(range));
        }
    }

    fn article_paragraph(&mut self, range: Range<usize>) {
        let node = self.push(ClauseKind::Paragraph, None, String::new(), range);
        self.nodes[node].tentative = true;
        self.open.push(node);
    }

    /// One of 一、（一）1.: an item of the open article, or a numbered clause.
    fn numbered(&mut self, line: &Line, label: Label, style: Style, number: u32) {
        let (style, number) = self.settled(style, number);
        if self.in_article() && style == Style::Numeral && !self.continues_list(style) {
            self.close_while(|node| !is_container(node) && !holds_articles(node));
        }
        let level = level_of(line.role);
        if level.is_some() {
            self.close_while(|node| {
                node.kind != ClauseKind::Enclosed && node.level.is_none_or(|open| Some(open) >= level)
            });
        }
        if style == Style::Numeral && !self.in_article() {
            self.close_while(|node| !is_container(node));
        } else if let Some(at) = self.open.iter().position(|&node| self.nodes[node].style == Some(style)) {
            self.open.truncate(at);
        } else if let Style::Decimal(dots) = style {
            self.close_while(|node| matches!(node.style, Some(Style::Decimal(open)) if open > dots));
        }
        let (kind, step) = self.kind_of_item(number);
        let text = self.slice(line);
        let in_article = kind != ClauseKind::Numbered || self.in_article();
        let Lead { heading, text: rest } =
            if in_article { Lead::default() } else { lead::of_numbered(text, label.len) };
        let shown = heading.clone().map_or(&text[..label.len], |heading| &text[heading]);
        let node = self.push(kind, Some(step), lead::tidied(shown), line.range.clone());
        self.nodes[node].style = Some(style);
        self.nodes[node].level = level;
        let at = |range: Range<usize>| line.range.start + range.start..line.range.start + range.end;
        self.nodes[node].heading = heading.map(at);
        self.open.push(node);
        if let Some(range) = rest {
            self.tentative_text(at(range));
        }
    }

    /// Items are 项 first, 目 below, and numbered further down; outside articles everything is numbered.
    fn kind_of_item(&self, number: u32) -> (ClauseKind, Step) {
        let Some(article) = self.open.iter().position(|&node| self.nodes[node].kind == ClauseKind::Article)
        else {
            return (ClauseKind::Numbered, Step::Numbered(number));
        };
        match self.open[article..].iter().filter(|&&node| self.nodes[node].style.is_some()).count() {
            0 => (ClauseKind::Item, Step::Item(number)),
            1 => (ClauseKind::Subitem, Step::Subitem(number)),
            _ => (ClauseKind::Numbered, Step::Numbered(number)),
        }
    }

    /// (i) is the ninth letter behind (h), else the first Roman numeral.
    fn settled(&self, style: Style, number: u32) -> (Style, u32) {
        let roman = match number {
            9 => 1,
            22 => 5,
            24 => 10,
            _ => return (style, number),
        };
        let last_letter = self.open.iter().rev().find(|&&node| self.nodes[node].style == Some(Style::Letter));
        let before = last_letter.and_then(|&node| self.nodes[node].step).map_or(0, Step::number);
        if style == Style::Letter && before + 1 != number { (Style::Roman, roman) } else { (style, number) }
    }

    fn in_article(&self) -> bool {
        self.open.iter().any(|&node| self.nodes[node].kind == ClauseKind::Article)
    }

    /// Whether 一、 within an article is an item of it: introduced by a colon, or one of several.
    fn continues_list(&self, style: Style) -> bool {
        let listed = self.open.iter().any(|&node| self.nodes[node].style == Some(style));
        let last = self.nodes.last().map_or("", |node| &self.text[node.range.clone()]);
        listed && self.in_article() || last.ends_with(['：', ':'])
    }

    fn paragraph(&mut self, line: &Line) {
        if let Some(article) = self.open.iter().position(|&node| self.nodes[node].kind == ClauseKind::Article)
        {
            self.open.truncate(article + 1);
            return self.article_paragraph(line.range.clone());
        }
        if self.open.last().is_some_and(|&node| self.nodes[node].kind == ClauseKind::Numbered) {
            return self.tentative_text(line.range.clone());
        }
        self.leaf(ClauseKind::Text, line.range.clone());
    }

    fn tentative_text(&mut self, range: Range<usize>) {
        let node = self.push(ClauseKind::Text, None, String::new(), range);
        self.nodes[node].tentative = true;
    }

    /// A line of a quotation belongs to the paragraph or item in which the quotation began.
    fn quoted(&mut self, line: &Line) {
        let within = self.in_article();
        let extends = self.nodes.last().is_some_and(|node| match node.kind {
            ClauseKind::Text | ClauseKind::Paragraph | ClauseKind::Item | ClauseKind::Subitem => true,
            ClauseKind::Numbered => within,
            _ => false,
        });
        if extends { self.extend(line) } else { self.paragraph(line) }
    }

    /// A line that belongs to the clause before it.
    fn extend(&mut self, line: &Line) {
        match self.nodes.last_mut() {
            Some(node) => node.range.end = line.range.end,
            None => self.leaf(ClauseKind::Text, line.range.clone()),
        }
    }

    fn leaf(&mut self, kind: ClauseKind, range: Range<usize>) {
        self.push(kind, None, String::new(), range);
    }

    fn push(&mut self, kind: ClauseKind, step: Option<Step>, label: String, range: Range<usize>) -> usize {
        let parent = self.open.last().copied();
        self.nodes.push(Node {
            kind,
            step,
            label,
            range,
            heading: None,
            parent,
            style: None,
            level: None,
            tentative: false,
        });
        self.nodes.len() - 1
    }

    fn close_while(&mut self, closes: impl Fn(&Node) -> bool) {
        while self.open.last().is_some_and(|&node| closes(&self.nodes[node])) {
            self.open.pop();
        }
    }

    fn slice(&self, line: &Line) -> &'t str {
        &self.text[line.range.clone()]
    }
}

fn level_of(role: Role) -> Option<u8> {
    match role {
        Role::Heading(level) => Some(level),
        _ => None,
    }
}

fn is_container(node: &Node) -> bool {
    use ClauseKind::{Chapter, Enclosed, Heading, Part, Section};
    matches!(node.kind, Enclosed | Part | Chapter | Section | Heading)
}

/// Parts, chapters and sections nest by their names, whatever level their markup has.
fn is_counted(kind: ClauseKind) -> bool {
    matches!(kind, ClauseKind::Part | ClauseKind::Chapter | ClauseKind::Section)
}

/// A numbered heading such as 一、一般规定, which judicial interpretations group articles under.
fn holds_articles(node: &Node) -> bool {
    node.kind == ClauseKind::Numbered
        && matches!(node.style, Some(Style::Numeral | Style::Bracket))
        && node.heading.as_ref() == Some(&node.range)
}

fn rank(kind: ClauseKind) -> u8 {
    match kind {
        ClauseKind::Enclosed => 0,
        ClauseKind::Part => 1,
        ClauseKind::Chapter => 2,
        ClauseKind::Section => 3,
        _ => 4,
    }
}

//! What every line of a text is for: front matter, contents, quotation, beginning of an enclosed
//! text, signature, or plain structure. The tree is built from this, line by line.

mod contents;
mod enclosed;

use super::label::{self, Label, Mark};
use crate::extract::{Block, Role};
use crate::shape;
use polidex_corpus::numeral;
use std::ops::Range;

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Title, number, addressee, note above the body.
    Front,
    /// A line of a table of contents.
    Contents,
    /// The first line of an enclosed text or an attachment.
    Opening,
    /// A line within a quotation that began in a line before.
    Quoted,
    /// A signature, a date, a list of attachments: it closes what was open.
    Closing,
    /// Anything else.
    Plain,
}

/// A line with what was found out about it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Byte range in the text; a joined line holds line feeds.
    pub range: Range<usize>,
    pub role: Role,
    pub label: Option<Label>,
    pub place: Place,
}

/// The level of headings that only their shape tells, below every level of markup.
pub(super) const SHOWN_HEADING: u8 = 7;

/// Longer lines are no headings unless the markup says so, in characters.
const LONGEST_HEADING: usize = 90;

/// Front matter is looked for in this many lines.
const FRONT: usize = 12;

/// Quotations that stay open for longer are misprints, in lines.
const LONGEST_QUOTATION: usize = 60;

/// Finds out what every block is for.
pub(super) fn of(text: &str, blocks: Vec<Block>) -> Vec<Line> {
    let mut lines = Vec::with_capacity(blocks.len());
    for block in blocks {
        split_labels(text, block, &mut lines);
    }
    let mut outline = Outline { text, lines };
    outline.mark_quotations();
    outline.mark_contents();
    outline.mark_front();
    outline.mark_openings();
    outline.mark_closings();
    outline.mark_lists_of_attachments();
    outline.mark_headings();
    outline.lines
}

/// Where a chapter and its first article share a line, each gets a line of its own.
fn split_labels(text: &str, block: Block, lines: &mut Vec<Line>) {
    let mut range = block.range;
    loop {
        let line = &text[range.clone()];
        let label = label::read(line).filter(|label| label.apart || !is_sentence(line, *label));
        let container =
            label.filter(|label| matches!(label.mark, Mark::Part(_) | Mark::Chapter(_) | Mark::Section(_)));
        let inner = container.and_then(|label| inner_label(line, label.len));
        let inner = inner.or_else(|| label.and_then(|label| next_label(line, label)));
        let cut = inner.map_or(range.end, |at| range.start + at);
        let own = range.start..range.start + text[range.start..cut].trim_end().len();
        lines.push(Line { range: own, role: block.role, label, place: Place::Plain });
        if inner.is_none() {
            return;
        }
        range.start = cut;
    }
}

/// Where a second label begins in a line, behind white space.
fn inner_label(line: &str, from: usize) -> Option<usize> {
    line[from..].match_indices('第').map(|(at, _)| from + at).find(|&at| {
        let spaced = line[..at].ends_with(char::is_whitespace) && at > from;
        spaced
            && label::read(&line[at..]).is_some_and(|label| {
                label.apart && matches!(label.mark, Mark::Article(..) | Mark::Chapter(_) | Mark::Section(_))
            })
    })
}

/// Where the next number of the same count follows a sentence directly: 一、甲。二、乙。
fn next_label(line: &str, label: Label) -> Option<usize> {
    let (open, number, close) = match label.mark {
        Mark::Level(label::Style::Numeral, number) => ("。", number, "、"),
        Mark::Level(label::Style::Bracket, number) => ("。（", number, "）"),
        _ => return None,
    };
    let rest = &line[label.len..];
    let next = rest.match_indices(open).find(|(at, _)| {
        let behind = &rest[at + open.len()..];
        numeral::prefix(behind)
            .is_some_and(|(next, len)| next == number + 1 && behind[len..].starts_with(close))
    });
    next.map(|(at, _)| label.len + at + '。'.len_utf8())
}

/// Whether a chapter's label that nothing sets apart begins a sentence rather than a heading.
fn is_sentence(line: &str, label: Label) -> bool {
    !matches!(label.mark, Mark::Article(..)) && (line.contains('。') || shape::longer_than(line, 40))
}

struct Outline<'t> {
    text: &'t str,
    lines: Vec<Line>,
}

impl<'t> Outline<'t> {
    fn line(&self, number: usize) -> &'t str {
        &self.text[self.lines[number].range.clone()]
    }

    fn has_label(&self, number: usize) -> bool {
        self.lines[number].label.is_some()
    }

    /// Lines from an opening quotation mark that its line does not close, to the closing one. Each
    /// paragraph of a long quotation begins with an opening mark again.
    fn mark_quotations(&mut self) {
        let mut number = 0;
        while number < self.lines.len() {
            let open = balance(self.line(number), 0);
            let end = if open > 0 { self.end_of_quotation(number, open) } else { None };
            if let Some(end) = end {
                for line in &mut self.lines[number + 1..=end] {
                    line.place = Place::Quoted;
                    line.label = None;
                }
            }
            number = end.unwrap_or(number) + 1;
        }
    }

    fn end_of_quotation(&self, start: usize, mut open: i32) -> Option<usize> {
        for number in start + 1..self.lines.len().min(start + LONGEST_QUOTATION) {
            let line = self.line(number);
            // Article 1 of an amended text is quoted, a heading of the page is not.
            if matches!(self.lines[number].role, Role::Title | Role::Note) {
                return None;
            }
            let again = i32::from(line.starts_with('“'));
            open = balance(line, open - again);
            if open <= 0 {
                return Some(number);
            }
        }
        None
    }

    /// The lines above the body.
    fn mark_front(&mut self) {
        let mut titles = 0;
        let mut front = 0;
        for number in 0..self.lines.len().min(FRONT) {
            let line = self.line(number);
            let role = self.lines[number].role;
            let given = matches!(role, Role::Title | Role::PartTitle | Role::Note)
                || self.lines[number].place == Place::Contents;
            let shown = role == Role::Body
                && !self.has_label(number)
                && self.lines[number].place == Place::Plain
                && (shape::is_number(line)
                    || shape::is_date(line)
                    || shape::is_addressee(line)
                    || is_adoption(line));
            let title = !given
                && !shown
                && role == Role::Body
                && !self.has_label(number)
                && titles < 3
                && shape::is_title(line);
            if !given && !shown && !title {
                break;
            }
            titles += usize::from(title);
            front = number + 1;
        }
        // Notes may be many; the format has marked them.
        let notes = (front..self.lines.len()).take_while(|&number| {
            matches!(self.lines[number].role, Role::Title | Role::Note | Role::PartTitle)
        });
        front = notes.last().map_or(front, |last| last + 1);
        // A text of front matter alone is no document; its last line is the body.
        let given = self.lines.iter().any(|line| line.role != Role::Body);
        if front == self.lines.len() && !given {
            front = front.saturating_sub(1);
        }
        for line in &mut self.lines[..front] {
            if line.place == Place::Plain {
                line.place = Place::Front;
                line.label = None;
            }
        }
    }

    /// Short lines without a stop, between paragraphs, that a longer paragraph follows.
    fn mark_headings(&mut self) {
        for number in 1..self.lines.len().saturating_sub(1) {
            let (line, next, above) = (self.line(number), self.line(number + 1), self.line(number - 1));
            let plain = |number: usize| {
                let line = &self.lines[number];
                line.place == Place::Plain && line.role == Role::Body && line.label.is_none()
            };
            let follows_end = self.lines[number - 1].place == Place::Front || ends_sentence(above);
            let heads = plain(number)
                && plain(number + 1)
                && follows_end
                && shape::is_title(line)
                && !shape::longer_than(line, LONGEST_HEADING)
                && next.len() > line.len()
                && ends_sentence(next);
            if heads {
                self.lines[number].role = Role::Heading(SHOWN_HEADING);
            }
        }
    }
}

/// Quotation marks left open at the end of a line.
fn balance(line: &str, open: i32) -> i32 {
    if !line.contains(['“', '”']) {
        return open;
    }
    line.chars().fold(open, |open, c| match c {
        '“' => open + 1,
        '”' => (open - 1).max(0),
        _ => open,
    })
}

/// （2020年5月28日第十三届全国人民代表大会第三次会议通过）
fn is_adoption(line: &str) -> bool {
    line.starts_with(['（', '('])
        && line.ends_with(['）', ')'])
        && !shape::longer_than(line, 400)
        && !crate::date::find(line).is_empty()
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['。', '！', '？', '；', '.', '!', '?', '”', '"', ')', '）'])
}

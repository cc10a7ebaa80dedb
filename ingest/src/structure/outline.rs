//! What every line of a text is for: front matter, contents, quotation, beginning of an enclosed
//! text, signature, or plain structure. The tree is built from this, line by line.

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

/// Tables of contents begin within this many lines.
const CONTENTS: usize = 60;

/// Dots that lead to page numbers are looked for in this many lines.
const LED: usize = 200;

/// The longest entry of a table of contents, dots and page number included, in characters.
const LONGEST_ENTRY: usize = 130;

/// Quotations that stay open for longer are misprints, in lines.
const LONGEST_QUOTATION: usize = 60;

/// Signatures are looked for in this many lines before an end.
const LONGEST_CLOSING: usize = 8;

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

    /// Tables of contents: headings one after the other, until the count of the first one's kind
    /// begins anew. Entries without a number occur only below a line that says 目录.
    fn mark_contents(&mut self) {
        for number in 0..self.lines.len().min(LED) {
            let heads = is_contents_head(self.line(number))
                && self.lines.get(number + 1).is_some_and(|next| is_led(&self.text[next.range.clone()]));
            if heads || is_led(self.line(number)) {
                self.lines[number].place = Place::Contents;
            }
        }
        for start in 0..self.lines.len().min(CONTENTS) {
            let named = is_contents_head(self.line(start));
            let first = start + usize::from(named);
            if let Some(end) = self.end_of_contents(first, named) {
                for line in &mut self.lines[start..end] {
                    line.place = Place::Contents;
                }
                return;
            }
        }
    }

    /// Where the body begins behind a table of contents whose entries begin at `first`.
    fn end_of_contents(&self, first: usize, named: bool) -> Option<usize> {
        let first = if named {
            (first..first + 3).find(|&number| number < self.lines.len() && self.has_label(number))?
        } else {
            first
        };
        if self.lines.get(first)?.place == Place::Contents {
            return None;
        }
        let kind = self.lines.get(first)?.label.and_then(countable)?.0;
        if !named && kind > LEAST_CONTAINER {
            return None;
        }
        let (mut last, mut entries) = (0, 0);
        for number in first..self.lines.len() {
            let line = self.line(number);
            let counted = self.lines[number].label.and_then(countable);
            if let Some((_, count)) = counted.filter(|(found, _)| *found == kind) {
                if count <= last {
                    return (entries > 2).then_some(number);
                }
                last = count;
            }
            let entry = (counted.is_some() || named)
                && !line.ends_with('。')
                && !shape::longer_than(line, LONGEST_ENTRY);
            if !entry || matches!(self.lines[number].label, Some(Label { mark: Mark::Article(..), .. })) {
                return None;
            }
            entries += 1;
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

    /// Where enclosed texts and attachments begin.
    fn mark_openings(&mut self) {
        let mut announced = false;
        let mut articles = 0;
        let mut number = 0;
        while number < self.lines.len() {
            let line = self.line(number);
            let Line { label, place, role, .. } = self.lines[number].clone();
            if place == Place::Plain {
                announced |= shape::announces_text(line);
                match label {
                    Some(Label { mark: Mark::Attachment, len, .. })
                        if self.begins_attachment(number, len) =>
                    {
                        self.lines[number].place = Place::Opening;
                        (articles, announced) = (0, false);
                    }
                    Some(Label { mark: Mark::Article(1, 0), apart: true, .. })
                        if articles > 0 && !self.after_part(number) =>
                    {
                        let start = self.heading_before(number);
                        self.lines[start].place = Place::Opening;
                        (articles, announced) = (1, false);
                    }
                    Some(Label { mark: Mark::Article(..), apart: true, .. }) => articles += 1,
                    None if announced && role == Role::Body && self.is_enclosed_title(number) => {
                        self.lines[number].place = Place::Opening;
                        (articles, announced) = (0, false);
                    }
                    _ => {}
                }
            }
            number += 1;
        }
    }

    /// Whether a part begins right above a line: its articles may be counted anew.
    fn after_part(&self, number: usize) -> bool {
        let above = (0..number).rev().take(4).take_while(|&above| self.is_heading(above));
        above
            .into_iter()
            .any(|above| matches!(self.lines[above].label, Some(Label { mark: Mark::Part(_), .. })))
    }

    fn is_heading(&self, number: usize) -> bool {
        let container = matches!(
            self.lines[number].label,
            Some(Label { mark: Mark::Part(_) | Mark::Chapter(_) | Mark::Section(_), .. })
        );
        container || matches!(self.lines[number].role, Role::Heading(_))
    }

    /// The first of the heading and title lines right above the first article of another text.
    fn heading_before(&self, number: usize) -> usize {
        let mut start = number;
        while start > 0 && number - start < 6 {
            let above = start - 1;
            let line = self.line(above);
            let plain = self.lines[above].place == Place::Plain;
            let title = self.lines[above].label.is_none()
                && shape::is_title(line)
                && !shape::is_date(line)
                && !shape::is_signature(line);
            let note = is_adoption(line);
            if !(plain && (self.is_heading(above) || title || note)) {
                break;
            }
            start = above;
        }
        start
    }

    /// Whether the title of an enclosed text stands here: behind a date or a signature, and before more.
    fn is_enclosed_title(&self, number: usize) -> bool {
        let line = self.line(number);
        if number == 0 || number + 2 > self.lines.len() || !shape::is_title(line) || shape::is_date(line) {
            return false;
        }
        let above = self.line(number - 1);
        let behind_date =
            crate::date::find(above).last().is_some_and(|(range, _)| range.end + 6 >= above.len());
        let above_is_end =
            behind_date && (shape::is_date(above) || shape::is_signature(above)) || shape::is_remark(above);
        above_is_end && !shape::is_signature(line) && !shape::is_remark(line)
    }

    /// Whether an attachment begins at a line, rather than being listed there: a list goes on with
    /// other attachments or with 2.
    fn begins_attachment(&self, number: usize, len: usize) -> bool {
        let next = self.lines.get(number + 1).and_then(|line| line.label).map(|label| label.mark);
        let listed = matches!(next, None | Some(Mark::Attachment | Mark::Level(label::Style::Arabic, 2..)))
            && self.lines.get(number + 1).is_none_or(|line| line.label.is_some());
        !listed && is_attachment_heading(self.line(number), len)
    }

    /// Signatures, dates and lists of attachments at the end of the text and of each text in it.
    fn mark_closings(&mut self) {
        let ends: Vec<usize> =
            (0..self.lines.len()).filter(|&number| self.lines[number].place == Place::Opening).collect();
        for end in ends.into_iter().chain([self.lines.len()]) {
            let mut first = None;
            for number in (0..end).rev().take(LONGEST_CLOSING) {
                if self.lines[number].place != Place::Plain || self.lines[number].role != Role::Body {
                    break;
                }
                let line = self.line(number);
                let listed = matches!(self.lines[number].label, Some(Label { mark: Mark::Attachment, .. }));
                if listed || !self.has_label(number) && is_closing(line) {
                    first = Some(number);
                } else if !is_listed_attachment(line, self.lines[number].label) {
                    break;
                }
            }
            for line in first.map(|first| first..end).into_iter().flatten() {
                self.lines[line].place = Place::Closing;
                self.lines[line].label = None;
            }
        }
    }

    /// Attachments listed in the middle of a text, with the entries below.
    fn mark_lists_of_attachments(&mut self) {
        let mut listing = false;
        for number in 0..self.lines.len() {
            let Line { label, place, .. } = self.lines[number].clone();
            let begins = matches!(label, Some(Label { mark: Mark::Attachment, .. })) && place == Place::Plain;
            listing =
                begins || listing && place == Place::Plain && is_listed_attachment(self.line(number), label);
            if listing {
                self.lines[number].place = Place::Closing;
                self.lines[number].label = None;
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

/// 目录, 目　录, Contents.
fn is_contents_head(line: &str) -> bool {
    let letters: String = line.chars().filter(|c| !c.is_whitespace()).take(10).collect();
    letters == "目录" || letters.eq_ignore_ascii_case("contents")
}

/// 一、总体要求……1: dots lead to the page number.
fn is_led(line: &str) -> bool {
    (line.contains("......") || line.contains("………")) && line.ends_with(|c: char| c.is_ascii_digit())
}

/// Kinds up to this one are told by their word, or are 一、; lists of others stand in any text.
const LEAST_CONTAINER: u8 = 3;

/// The kind and number of a label that tables of contents list.
fn countable(label: Label) -> Option<(u8, u32)> {
    match label.mark {
        Mark::Part(number) => Some((0, number)),
        Mark::Chapter(number) => Some((1, number)),
        Mark::Section(number) => Some((2, number)),
        Mark::Level(label::Style::Numeral, number) => Some((3, number)),
        Mark::Level(label::Style::Bracket, number) => Some((4, number)),
        Mark::Level(_, number) => Some((5, number)),
        Mark::Article(..) | Mark::Attachment => None,
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

/// 附件2 alone on its line, or with a title behind it; 附件：1.名单 and 附件：名单 list attachments.
fn is_attachment_heading(line: &str, len: usize) -> bool {
    let numbered = line[..len].ends_with(|c: char| numeral::digit(c).is_some());
    let rest = line[len..].trim_start_matches(['：', ':', ' ', '\u{3000}', '.', '．']);
    let listing =
        line[len..].starts_with(['：', ':']) && !rest.is_empty() && !numbered || label::read(rest).is_some();
    !listing && (rest.is_empty() || shape::is_title(rest) && !shape::longer_than(rest, 50))
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

fn is_closing(line: &str) -> bool {
    shape::is_date(line) || shape::is_signature(line) || shape::is_remark(line)
}

/// 2.示例名单: an entry of a list of attachments.
fn is_listed_attachment(line: &str, label: Option<Label>) -> bool {
    let arabic = label.is_some_and(|label| matches!(label.mark, Mark::Level(label::Style::Arabic, _)));
    arabic && shape::is_title(line) && !shape::longer_than(line, 60)
}

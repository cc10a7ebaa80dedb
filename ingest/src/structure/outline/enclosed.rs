//! Where enclosed texts and attachments begin, and what ends the text before them: signatures, dates
//! and lists of attachments.

use super::{Line, Outline, Place, is_adoption, shape};
use crate::extract::Role;
use crate::structure::label::{self, Label, Mark};
use polidex_corpus::numeral;

/// Signatures are looked for in this many lines before an end.
const LONGEST_CLOSING: usize = 8;

impl Outline<'_> {
    /// Where enclosed texts and attachments begin.
    pub(super) fn mark_openings(&mut self) {
        let mut announced = false;
        let mut articles = 0;
        let mut number = 0;
        while number < self.lines.len() {
            let line = self.line(number);
            let Line { label, place, role, .. } = self.lines[number].clone();
            if place == Place::Plain {
                // Behind the first article no notice announces a text any more.
                announced = announced || articles == 0 && shape::announces_text(line);
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
    pub(super) fn mark_closings(&mut self) {
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
    pub(super) fn mark_lists_of_attachments(&mut self) {
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
}

/// 附件2 alone on its line, or with a title behind it; 附件：1.名单 and 附件：名单 list attachments.
fn is_attachment_heading(line: &str, len: usize) -> bool {
    let numbered = line[..len].ends_with(|c: char| numeral::digit(c).is_some());
    let rest = line[len..].trim_start_matches(['：', ':', ' ', '\u{3000}', '.', '．']);
    let listing =
        line[len..].starts_with(['：', ':']) && !rest.is_empty() && !numbered || label::read(rest).is_some();
    !listing && (rest.is_empty() || shape::is_title(rest) && !shape::longer_than(rest, 50))
}

fn is_closing(line: &str) -> bool {
    shape::is_date(line) || shape::is_signature(line) || shape::is_remark(line)
}

/// 2.示例名单: an entry of a list of attachments.
fn is_listed_attachment(line: &str, label: Option<Label>) -> bool {
    let arabic = label.is_some_and(|label| matches!(label.mark, Mark::Level(label::Style::Arabic, _)));
    arabic && shape::is_title(line) && !shape::longer_than(line, 60)
}

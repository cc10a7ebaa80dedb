//! Tables of contents: their entries look like chapters and are none.

use super::{Outline, Place, shape};
use crate::structure::label::{self, Label, Mark};

/// Tables of contents begin within this many lines.
const CONTENTS: usize = 60;

/// Dots that lead to page numbers are looked for in this many lines.
const LED: usize = 200;

/// The longest entry of a table of contents, dots and page number included, in characters.
const LONGEST_ENTRY: usize = 130;

impl Outline<'_> {
    /// Tables of contents: headings one after the other, until the count of the first one's kind
    /// begins anew. Entries without a number occur only below a line that says 目录.
    pub(super) fn mark_contents(&mut self) {
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
}

/// 目录, 目　录, Contents.
fn is_contents_head(line: &str) -> bool {
    let letters: String = line.chars().filter(|c| !c.is_whitespace()).take(10).collect();
    letters == "目录" || letters.eq_ignore_ascii_case("contents")
}

/// 一、总体要求……1: dots lead to the page number.
fn is_led(line: &str) -> bool {
    line.ends_with(|c: char| c.is_ascii_digit()) && (line.contains("......") || line.contains("………"))
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

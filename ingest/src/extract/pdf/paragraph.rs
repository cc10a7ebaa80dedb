//! From lines to paragraphs, over the breaks of lines and pages.

use super::{is_wide, layout::Item, line::Line};
use crate::{
    extract::{Article, Role, table::is_data_row},
    shape,
    structure::is_labelled,
};

/// Lines of one paragraph are at most this much further apart than usual.
const SPREAD: f32 = 1.35;

/// A first line is indented by more than this, in sizes of the font.
const INDENT: f32 = 1.0;

/// Titles are larger than the body by this.
const LARGER: f32 = 1.12;

/// What is usual in a file.
struct Usual {
    /// Size of the body's font.
    size: f32,
    /// From one base line to the next, in sizes of the font.
    leading: f32,
}

/// Where the text of a page begins and ends.
#[derive(Clone, Copy)]
struct Margins {
    left: f32,
    right: f32,
}

/// Writes the paragraphs and rows of pages into `article`.
pub(super) fn write(pages: &[Vec<Item>], article: &mut Article) {
    let usual = Usual::of(pages);
    let mut open: Option<Open> = None;
    for (number, page) in pages.iter().enumerate() {
        let margins = Margins::of(page, &usual);
        for item in page {
            match item {
                Item::Line(line) => {
                    let joined = open.as_mut().is_some_and(|open| open.take(line, number, margins, &usual));
                    if !joined {
                        let next =
                            Open { text: line.text.clone(), last: line.clone(), page: number, margins };
                        flush(open.replace(next), article);
                    }
                }
                Item::Row(cells) => {
                    flush(open.take(), article);
                    row(cells, article);
                }
            }
        }
    }
    flush(open, article);
}

fn flush(open: Option<Open>, article: &mut Article) {
    if let Some(open) = open {
        article.push(&open.text, Role::Body);
    }
}

/// A table row as one line, or, where a table lays out a page, the paragraphs of its cells.
fn row(cells: &[Vec<String>], article: &mut Article) {
    let texts: Vec<String> = cells.iter().map(|lines| joined_lines(lines)).collect();
    if is_data_row(&texts) {
        article.push(&texts.join("\t"), Role::Body);
    } else {
        for text in &texts {
            article.push(text, Role::Body);
        }
    }
}

fn joined_lines(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        join(&mut text, line);
    }
    text
}

/// Puts a line behind a text: Chinese without a space, English with one.
fn join(text: &mut String, line: &str) {
    if text.ends_with('\u{AD}') {
        text.pop();
    } else if let (Some(before), Some(after)) = (text.chars().next_back(), line.chars().next())
        && !is_wide(before)
        && !is_wide(after)
        && !"-/".contains(before)
    {
        text.push(' ');
    }
    text.push_str(line);
}

/// A paragraph that may go on.
struct Open {
    text: String,
    last: Line,
    page: usize,
    margins: Margins,
}

impl Open {
    /// Takes the next line if it is of this paragraph.
    fn take(&mut self, line: &Line, page: usize, margins: Margins, usual: &Usual) -> bool {
        if !self.is_continued(line, page, margins, usual) && !self.is_title(line, page, margins, usual) {
            return false;
        }
        join(&mut self.text, &line.text);
        (self.last, self.page, self.margins) = (line.clone(), page, margins);
        true
    }

    fn is_continued(&self, line: &Line, page: usize, margins: Margins, usual: &Usual) -> bool {
        let em = self.last.size;
        let is_near = page != self.page || line.y - self.last.y <= usual.leading * em * SPREAD;
        let is_ended = self.text.ends_with(['。', '；', '：', ';', ':']);
        let is_indented = line.left > margins.left + INDENT * em;
        // Lines of an indented paragraph begin at one place; a first line begins a new one.
        let is_aligned = !is_indented || !is_ended && (line.left - self.last.left).abs() < 3.0 * em;
        is_near
            && (line.size - em).abs() <= 0.08 * em
            && is_aligned
            && !(is_labelled(&line.text) && (is_ended || is_indented))
            && self.last.right + first_width(line) > self.margins.right - 0.5 * em
    }

    /// Whether a line is the next one of a title in the middle of the page.
    fn is_title(&self, line: &Line, page: usize, margins: Margins, usual: &Usual) -> bool {
        let em = self.last.size;
        let middle = f32::midpoint(margins.left, margins.right);
        let is_centred = |line: &Line| (f32::midpoint(line.left, line.right) - middle).abs() < 1.5 * em;
        page == self.page
            && em > usual.size * LARGER
            && (line.size - em).abs() <= 0.02 * em
            && line.y - self.last.y <= 2.2 * em
            && is_centred(&self.last)
            && is_centred(line)
            && !is_labelled(&line.text)
            && !shape::is_date(&line.text)
            && !shape::ends_like_title(&self.text)
            && !line.text.starts_with(['（', '('])
    }
}

/// The width of what had to fit behind the line before: a Han character with the sign behind it, or
/// a word.
fn first_width(line: &Line) -> f32 {
    let count = line.text.chars().count().max(1) as f32;
    let mut letters = line.text.chars();
    if letters.next().is_some_and(is_wide) {
        let is_closed = letters.next().is_some_and(|c| "，。、；：）》”".contains(c));
        return if is_closed { 2.0 } else { 1.0 } * line.size;
    }
    let word = line.text.chars().take_while(|c| !c.is_whitespace() && !is_wide(*c)).count() as f32;
    (word + 1.0) * (line.right - line.left) / count
}

impl Usual {
    fn of(pages: &[Vec<Item>]) -> Self {
        let lines = |page: &'_ [Item]| -> Vec<Line> {
            page.iter()
                .filter_map(|item| if let Item::Line(line) = item { Some(line.clone()) } else { None })
                .collect()
        };
        let mut sizes = Vec::new();
        let mut leadings = Vec::new();
        for page in pages {
            let lines = lines(page);
            // Long lines are the body.
            sizes.extend(
                lines.iter().flat_map(|line| std::iter::repeat_n(line.size, 1 + line.text.len() / 30)),
            );
            leadings.extend(lines.windows(2).map(|pair| (pair[1].y - pair[0].y) / pair[0].size));
        }
        leadings.retain(|leading| (0.8..4.0).contains(leading));
        Self { size: median(sizes).unwrap_or(10.0), leading: lower_median(leadings).unwrap_or(1.5) }
    }
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The value below which two fifths lie: gaps between paragraphs are larger than those within.
fn lower_median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() * 2 / 5).copied()
}

impl Margins {
    /// The outermost places where several lines begin or end, else any.
    fn of(page: &[Item], usual: &Usual) -> Self {
        let lines =
            || page.iter().filter_map(|item| if let Item::Line(line) = item { Some(line) } else { None });
        let mut left: Vec<f32> = lines().map(|line| line.left).collect();
        let mut right: Vec<f32> = lines().map(|line| -line.right).collect();
        Self { left: outermost(&mut left, usual.size), right: -outermost(&mut right, usual.size) }
    }
}

/// The least value that has another one near it.
fn outermost(values: &mut [f32], em: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let shared = values.windows(2).find(|pair| pair[1] - pair[0] < 0.7 * em);
    shared.map(|pair| pair[0]).or_else(|| values.first().copied()).unwrap_or(0.0)
}

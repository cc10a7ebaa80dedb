//! From characters on a page to lines of text.

use super::{Placed, is_wide};

/// Characters of one base line may be this far apart in height, in sizes of the font: raised digits.
const SAME_LINE: f32 = 0.5;

/// A gap between Latin letters that is a space, in sizes of the font.
const LATIN_SPACE: f32 = 0.17;

/// A gap beside a Han character that is a space. Word processors put a quarter between Han and Latin.
const WIDE_SPACE: f32 = 0.6;

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub text: String,
    pub left: f32,
    pub right: f32,
    /// The base line; grows downwards.
    pub y: f32,
    pub size: f32,
}

/// The lines of the characters, from top to bottom.
pub(super) fn lines(mut glyphs: Vec<Placed>) -> Vec<Line> {
    // The order of drawing settles what stands at one place.
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Row> = Vec::new();
    for glyph in glyphs {
        // Small raised characters come before the line that they belong to.
        let row = rows.iter_mut().rev().take(3).find(|row| row.holds(&glyph));
        match row {
            Some(row) => row.push(glyph),
            None => rows.push(Row { y: glyph.y, size: glyph.size, glyphs: vec![glyph] }),
        }
    }
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    rows.into_iter().filter_map(Row::line).collect()
}

/// Characters of one base line.
struct Row {
    /// The base line and the size of the largest characters.
    y: f32,
    size: f32,
    glyphs: Vec<Placed>,
}

impl Row {
    fn holds(&self, glyph: &Placed) -> bool {
        (glyph.y - self.y).abs() < SAME_LINE * self.size.max(glyph.size)
    }

    fn push(&mut self, glyph: Placed) {
        if glyph.size > self.size {
            (self.y, self.size) = (glyph.y, glyph.size);
        }
        self.glyphs.push(glyph);
    }

    fn line(mut self) -> Option<Line> {
        self.glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
        self.glyphs.dedup_by(|next, kept| is_struck_twice(kept, next));
        let shown = || self.glyphs.iter().filter(|glyph| !glyph.c.is_whitespace());
        let (first, last) = (shown().next()?, shown().next_back()?);
        let mut sizes: Vec<f32> = shown().map(|glyph| glyph.size).collect();
        sizes.sort_by(f32::total_cmp);
        Some(Line {
            text: text(&self.glyphs),
            left: first.left,
            right: shown().map(|glyph| glyph.right).fold(last.right, f32::max),
            y: self.y,
            size: sizes[sizes.len() / 2],
        })
    }
}

/// Whether a character is drawn a second time, a little aside, to look bold.
fn is_struck_twice(kept: &Placed, next: &Placed) -> bool {
    kept.c == next.c && !kept.c.is_whitespace() && next.left - kept.left < 0.3 * (kept.right - kept.left)
}

/// The text of characters in order, with the spaces that their distances stand for.
fn text(glyphs: &[Placed]) -> String {
    let is_spaced_out = is_spaced_out(glyphs);
    let mut text = String::new();
    let mut before: Option<&Placed> = None;
    for glyph in glyphs {
        if glyph.c.is_whitespace() {
            if !text.is_empty() && !text.ends_with(char::is_whitespace) {
                text.push(if glyph.c == '\u{3000}' { glyph.c } else { ' ' });
            }
            before = None;
            continue;
        }
        if let Some(before) = before
            && !is_spaced_out
            && is_gap(before, glyph)
        {
            text.push(' ');
        }
        text.push(glyph.c);
        before = Some(glyph);
    }
    text.truncate(text.trim_end().len());
    text
}

fn is_gap(before: &Placed, after: &Placed) -> bool {
    let least = if is_wide(before.c) || is_wide(after.c) { WIDE_SPACE } else { LATIN_SPACE };
    after.left - before.right > least * before.size.max(after.size)
}

/// Whether a line's characters all stand apart alike: 示 例 市, a title spread over the line.
fn is_spaced_out(glyphs: &[Placed]) -> bool {
    let gaps = glyphs.windows(2).map(|pair| (pair[1].left - pair[0].right) / pair[0].size.max(1.0));
    let (least, most) = gaps.fold((f32::MAX, f32::MIN), |(least, most), gap| (least.min(gap), most.max(gap)));
    glyphs.len() > 2 && glyphs.iter().all(|glyph| is_wide(glyph.c)) && least > 0.2 && most - least < 0.35
}

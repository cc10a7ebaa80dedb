//! From what a page shows to its lines and table rows, from top to bottom.

use super::{
    Placed,
    content::{Glyph, Shapes},
    line::{Line, lines},
    table::{Row, tables},
};

/// How far a text may lean to count as straight.
const STRAIGHT: f32 = 0.2;

/// What stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// A line of running text.
    Line(Line),
    /// A row of a table: the lines of its cells.
    Row(Vec<Vec<String>>),
}

/// A page laid out.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub items: Vec<Item>,
    /// Characters that run another way than the page's text: watermarks, notes along the edge.
    pub slanted: usize,
}

/// Four directions of text, as quarter turns to the left.
const TURNS: usize = 4;

/// Lays out a page.
pub(super) fn layout(mut shapes: Shapes) -> Layout {
    let glyphs = std::mem::take(&mut shapes.glyphs);
    let turn = usual_turn(&glyphs);
    let mut tables = tables(&turned_rules(&shapes, turn));
    let mut running = Vec::new();
    let mut slanted = 0;
    for glyph in glyphs {
        if turn_of(&glyph).is_none_or(|found| found != turn) {
            slanted += usize::from(!glyph.c.is_whitespace());
            continue;
        }
        let mut placed = Some(placed(&glyph, turn));
        for table in &mut tables {
            placed = placed.and_then(|glyph| table.take(glyph).err());
        }
        running.extend(placed);
    }
    let rows = tables.into_iter().flat_map(super::table::Table::rows);
    let mut items: Vec<(f32, Item)> = rows
        .map(|(top, cells): Row| (top, Item::Row(cells)))
        .chain(lines(running).into_iter().map(|line| (line.y, Item::Line(line))))
        .collect();
    items.sort_by(|a, b| a.0.total_cmp(&b.0));
    Layout { items: items.into_iter().map(|(_, item)| item).collect(), slanted }
}

/// The direction of a character; `None` where it leans. One without width has no direction, and
/// goes with the usual one.
fn turn_of(glyph: &Glyph) -> Option<usize> {
    let (x, y) = (glyph.to.0 - glyph.from.0, glyph.to.1 - glyph.from.1);
    match () {
        () if y.abs() <= STRAIGHT * x.abs() => Some(if x >= 0.0 { 0 } else { 2 }),
        () if x.abs() <= STRAIGHT * y.abs() => Some(if y >= 0.0 { 1 } else { 3 }),
        () => None,
    }
}

fn usual_turn(glyphs: &[Glyph]) -> usize {
    let mut counts = [0; TURNS];
    glyphs.iter().filter_map(turn_of).for_each(|turn| counts[turn] += 1);
    // The first of the largest, so that upright pages win.
    (0..TURNS).rev().max_by_key(|&turn| counts[turn]).unwrap_or(0)
}

/// A point of the page, turned so that text runs to the right and lines go downwards.
fn turned((x, y): (f32, f32), turn: usize) -> (f32, f32) {
    match turn {
        1 => (y, x),
        2 => (-x, y),
        3 => (-y, -x),
        _ => (x, -y),
    }
}

fn turned_rules(shapes: &Shapes, turn: usize) -> Vec<super::content::Rule> {
    let rule = |rule: &super::content::Rule| super::content::Rule {
        from: turned(rule.from, turn),
        to: turned(rule.to, turn),
    };
    shapes.rules.iter().map(rule).filter(|rule| rule.from.0.is_finite() && rule.from.1.is_finite()).collect()
}

fn placed(glyph: &Glyph, turn: usize) -> Placed {
    let (from, to) = (turned(glyph.from, turn), turned(glyph.to, turn));
    Placed { c: glyph.c, left: from.0, right: to.0.max(from.0), y: from.1, size: glyph.size.clamp(0.1, 1e4) }
}

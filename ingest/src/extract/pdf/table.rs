//! Tables: the cells that drawn lines enclose.

use super::{Placed, content::Rule, line::lines};

/// How far ends of lines that meet may be apart, in points.
const NEAR: f32 = 3.0;

/// The shortest line that bounds a cell, in points.
const SHORTEST: f32 = 6.0;

/// Most lines of one direction on a page; more draw a picture.
const MAX_BARS: usize = 300;

/// Most cells of one table.
const MAX_CELLS: usize = 3_000;

/// A line along one axis.
#[derive(Debug, Clone, Copy)]
struct Bar {
    /// Its place on the other axis,
    at: f32,
    /// and its ends on its own.
    from: f32,
    to: f32,
}

/// The lines of a page by their direction.
struct Bars {
    /// From left to right.
    flat: Vec<Bar>,
    /// From top to bottom.
    upright: Vec<Bar>,
}

/// A table and the characters in its cells.
#[derive(Debug)]
pub(super) struct Table {
    /// Where the columns and the rows begin and end.
    columns: Vec<f32>,
    rows: Vec<f32>,
    /// For every place of the grid the first place of its cell.
    cells: Vec<usize>,
    glyphs: Vec<Vec<Placed>>,
}

/// A row of a table: its top, and the paragraphs of its cells.
pub(super) type Row = (f32, Vec<Vec<String>>);

/// The tables that rules draw.
pub(super) fn tables(rules: &[Rule]) -> Vec<Table> {
    let bars = Bars::of(rules);
    if bars.flat.len() > MAX_BARS || bars.upright.len() > MAX_BARS {
        return Vec::new();
    }
    bars.connected().iter().filter_map(Table::of).collect()
}

impl Bars {
    fn of(rules: &[Rule]) -> Self {
        let (mut flat, mut upright) = (Vec::new(), Vec::new());
        for Rule { from, to } in rules {
            let (width, height) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
            if height < 1.0 && width > SHORTEST {
                flat.push(Bar {
                    at: f32::midpoint(from.1, to.1),
                    from: from.0.min(to.0),
                    to: from.0.max(to.0),
                });
            } else if width < 1.0 && height > SHORTEST {
                upright.push(Bar {
                    at: f32::midpoint(from.0, to.0),
                    from: from.1.min(to.1),
                    to: from.1.max(to.1),
                });
            }
        }
        Self { flat: merged(flat), upright: merged(upright) }
    }

    /// Groups of lines that touch each other.
    fn connected(self) -> Vec<Self> {
        let count = self.flat.len();
        let mut group: Vec<usize> = (0..count + self.upright.len()).collect();
        for (at, flat) in self.flat.iter().enumerate() {
            for (beside, upright) in self.upright.iter().enumerate() {
                let meets = |bar: &Bar, at: f32| (bar.from - NEAR..=bar.to + NEAR).contains(&at);
                if meets(flat, upright.at) && meets(upright, flat.at) {
                    let (a, b) = (first(&mut group, at), first(&mut group, count + beside));
                    group[a.max(b)] = a.min(b);
                }
            }
        }
        let mut groups: std::collections::BTreeMap<usize, Self> = std::collections::BTreeMap::new();
        for at in 0..group.len() {
            let of = first(&mut group, at);
            let bars = groups.entry(of).or_insert_with(|| Self { flat: Vec::new(), upright: Vec::new() });
            match at.checked_sub(count) {
                Some(at) => bars.upright.push(self.upright[at]),
                None => bars.flat.push(self.flat[at]),
            }
        }
        groups.into_values().collect()
    }
}

/// The first member of a group, remembering shorter ways to it.
fn first(group: &mut [usize], at: usize) -> usize {
    let mut at = at;
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// Pieces of one line put together: borders are drawn cell by cell, and both sides of thin boxes.
fn merged(mut bars: Vec<Bar>) -> Vec<Bar> {
    bars.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut kept: Vec<Bar> = Vec::new();
    for bar in bars {
        let same = kept.iter_mut().rev().take_while(|other| bar.at - other.at < NEAR);
        let mut touching = same.filter(|other| bar.from <= other.to + NEAR && bar.to >= other.from - NEAR);
        match touching.next() {
            Some(other) => (other.from, other.to) = (other.from.min(bar.from), other.to.max(bar.to)),
            None => kept.push(bar),
        }
        if kept.len() > MAX_BARS {
            break;
        }
    }
    kept
}

/// The distinct places of lines.
fn places(bars: &[Bar]) -> Vec<f32> {
    let mut places: Vec<f32> = bars.iter().map(|bar| bar.at).collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|next, kept| *next - *kept < NEAR);
    places
}

/// Whether one of the lines runs at `at` along all of the stretch but its ends.
fn divides(bars: &[Bar], at: f32, from: f32, to: f32) -> bool {
    let middle = f32::midpoint(from, to);
    bars.iter().any(|bar| (bar.at - at).abs() < NEAR && bar.from <= middle && middle <= bar.to)
}

impl Table {
    fn of(bars: &Bars) -> Option<Self> {
        let (columns, rows) = (places(&bars.upright), places(&bars.flat));
        let (width, height) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
        if width == 0 || height == 0 || width * height < 2 || width * height > MAX_CELLS {
            return None;
        }
        let mut cells: Vec<usize> = (0..width * height).collect();
        for row in 0..height {
            for column in 0..width {
                let at = row * width + column;
                let (top, bottom) = (rows[row], rows[row + 1]);
                let (left, right) = (columns[column], columns[column + 1]);
                if column > 0 && !divides(&bars.upright, left, top, bottom) {
                    join(&mut cells, at - 1, at);
                }
                if row > 0 && !divides(&bars.flat, top, left, right) {
                    join(&mut cells, at - width, at);
                }
            }
        }
        for at in 0..cells.len() {
            cells[at] = first(&mut cells, at);
        }
        let glyphs = vec![Vec::new(); width * height];
        let table = Self { columns, rows, cells, glyphs };
        // A frame around a text is no table.
        (table.cells.iter().collect::<std::collections::HashSet<_>>().len() > 1).then_some(table)
    }

    /// Takes a character that stands in the table.
    pub fn take(&mut self, glyph: Placed) -> Result<(), Placed> {
        let place = |bounds: &[f32], at: f32| {
            let behind = bounds.partition_point(|&bound| bound <= at);
            (1..bounds.len()).contains(&behind).then(|| behind - 1)
        };
        let middle = (f32::midpoint(glyph.left, glyph.right), glyph.y - glyph.size / 3.0);
        let (Some(column), Some(row)) = (place(&self.columns, middle.0), place(&self.rows, middle.1)) else {
            return Err(glyph);
        };
        let cell = self.cells[row * (self.columns.len() - 1) + column];
        self.glyphs[cell].push(glyph);
        Ok(())
    }

    /// The rows that hold text.
    pub fn rows(self) -> Vec<Row> {
        let width = self.columns.len() - 1;
        let mut glyphs = self.glyphs;
        let mut found = Vec::new();
        for (row, top) in self.rows.iter().take(self.rows.len() - 1).enumerate() {
            let mut cells = Vec::new();
            let places = row * width..(row + 1) * width;
            for (at, (&cell, glyphs)) in
                places.clone().zip(self.cells[places.clone()].iter().zip(&mut glyphs[places]))
            {
                if cell == at {
                    let lines = lines(std::mem::take(glyphs));
                    cells.push(lines.into_iter().map(|line| line.text).collect());
                } else if cell / width < row && cell % width == at % width {
                    // A cell that began further up is empty here, so that columns stay in step.
                    cells.push(Vec::new());
                }
            }
            if cells.iter().any(|cell: &Vec<String>| !cell.is_empty()) {
                found.push((*top, cells));
            }
        }
        found
    }
}

fn join(cells: &mut [usize], a: usize, b: usize) {
    let (a, b) = (first(cells, a), first(cells, b));
    cells[a.max(b)] = a.min(b);
}

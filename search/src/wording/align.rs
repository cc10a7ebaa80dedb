//! Two wordings laid beside each other: a quotation beside the text that it was taken from, a clause beside what
//! became of it.
//!
//! The alignment is the cheapest one with costs that are lower for one long gap than for several short
//! ones (Gotoh, 1982).

/// What stands beside what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The same on both sides.
    Same,
    /// One unit instead of another.
    Replaced,
    /// A published unit that the quotation lacks.
    Missing,
    /// A unit that only the quotation has.
    Added,
}

/// The alignment of a whole quotation with a stretch of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// The first unit of the published text that is aligned.
    pub start: usize,
    /// What comes next, from there on.
    pub steps: Vec<Step>,
}

const REPLACED: u32 = 4;
const FIRST_OF_GAP: u32 = 5;
const MORE_OF_GAP: u32 = 2;
/// Added where the first or the last unit of a quotation is not the same: who takes words out of a text ends
/// with words of it, so that 警察造 lacks a character of 警察伪造 rather than being 警察伪 with another end.
const CHANGED_END: u32 = 2;
const NEVER: u32 = u32::MAX / 2;

/// Cells of a table at most: larger passages are cut at what they certainly have in common.
const MOST_CELLS: usize = 1 << 20;
/// Length of the runs that passages are cut at.
const ANCHOR: usize = 6;

/// Which ends of the published text may be left over for nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Free {
    start: bool,
    end: bool,
}

impl Free {
    /// Both: the quotation was taken from anywhere in the text.
    pub const BOTH: Self = Self { start: true, end: true };
    /// None: both wordings are compared from end to end.
    pub const NONE: Self = Self { start: false, end: false };
}

/// Aligns a quotation, whole, with a stretch of published text, both as hashes of units.
pub(crate) fn align(quoted: &[u64], published: &[u64], free: Free) -> Alignment {
    if quoted.len() * published.len() <= MOST_CELLS {
        return table(quoted, published, free);
    }
    let anchors = anchors(quoted, published);
    let Some(&(first_quoted, first_published)) = anchors.first() else {
        return gap(quoted, published, free);
    };
    // What stands before the first anchor ends where it begins.
    let reach = |units: usize| if free.start { units * 2 + ANCHOR } else { published.len() };
    let before = first_published.saturating_sub(reach(first_quoted));
    let head = gap(&quoted[..first_quoted], &published[before..first_published], Free { end: false, ..free });
    let mut alignment = Alignment { start: before + head.start, steps: head.steps };
    let (mut q, mut p) = (first_quoted, first_published);
    for (to_quoted, to_published) in anchors {
        // An anchor that overlaps the one before goes on on its diagonal.
        if to_quoted >= q && to_published >= p {
            alignment.steps.extend(gap(&quoted[q..to_quoted], &published[p..to_published], Free::NONE).steps);
            (q, p) = (to_quoted, to_published);
        } else if to_quoted.wrapping_sub(q) != to_published.wrapping_sub(p) {
            continue;
        }
        let more = to_quoted + ANCHOR - q;
        alignment.steps.extend(std::iter::repeat_n(Step::Same, more));
        (q, p) = (q + more, p + more);
    }
    let rest = if free.end { (quoted.len() - q) * 2 + ANCHOR } else { published.len() };
    let end = published.len().min(p + rest);
    alignment.steps.extend(gap(&quoted[q..], &published[p..end], Free { start: false, ..free }).steps);
    alignment
}

/// Aligns what stands between two anchors; where that is too long for a table, nothing of it is the same.
fn gap(quoted: &[u64], published: &[u64], free: Free) -> Alignment {
    if quoted.len() * published.len() <= MOST_CELLS {
        return table(quoted, published, free);
    }
    let missing = if free.start || free.end { 0 } else { published.len() };
    let mut steps = vec![Step::Missing; missing];
    steps.extend(std::iter::repeat_n(Step::Added, quoted.len()));
    Alignment { start: if free.start { published.len() } else { 0 }, steps }
}

// A cell of the table says where its values came from.
const DIAGONAL: u8 = 0;
const FROM_MISSING: u8 = 1;
const FROM_ADDED: u8 = 2;
const SOURCE: u8 = 3;
const MISSING_GOES_ON: u8 = 4;
const ADDED_GOES_ON: u8 = 8;

fn table(quoted: &[u64], published: &[u64], free: Free) -> Alignment {
    let width = published.len() + 1;
    let mut cells = vec![0_u8; (quoted.len() + 1) * width];
    // The best value of each column in the row above, and the best that ends in an added unit.
    let mut best = vec![0_u32; width];
    let mut added = vec![NEVER; width];
    for column in 1..width {
        best[column] = if free.start { 0 } else { FIRST_OF_GAP + MORE_OF_GAP * (column as u32 - 1) };
        cells[column] = FROM_MISSING | if column > 1 { MISSING_GOES_ON } else { 0 };
    }
    for (row, unit) in quoted.iter().enumerate() {
        let cells = &mut cells[(row + 1) * width..(row + 2) * width];
        let at_end = free.start && row == 0 || free.end && row + 1 == quoted.len();
        let changed = if at_end { CHANGED_END } else { 0 };
        let mut diagonal = best[0];
        let mut missing = NEVER;
        for column in 0..width {
            let mut cell = 0;
            let (open, more) = (best[column] + FIRST_OF_GAP, added[column] + MORE_OF_GAP);
            added[column] = open.min(more) + changed;
            cell |= if more <= open { ADDED_GOES_ON } else { 0 };
            let mut value = (added[column], FROM_ADDED);
            if column > 0 {
                let (open, more) = (best[column - 1] + FIRST_OF_GAP, missing + MORE_OF_GAP);
                missing = open.min(more);
                cell |= if more <= open { MISSING_GOES_ON } else { 0 };
                let along = diagonal + if *unit == published[column - 1] { 0 } else { REPLACED + changed };
                value = value.min((missing, FROM_MISSING)).min((along, DIAGONAL));
                diagonal = best[column];
            }
            best[column] = value.0;
            cells[column] = cell | value.1;
        }
    }
    let last = if free.end {
        (0..width).min_by_key(|&column| (best[column], column)).unwrap_or_default()
    } else {
        published.len()
    };
    traced(quoted, published, &cells, last, free.start)
}

/// The way back through the table.
fn traced(quoted: &[u64], published: &[u64], cells: &[u8], last: usize, free_start: bool) -> Alignment {
    let width = published.len() + 1;
    let (mut row, mut column) = (quoted.len(), last);
    let mut steps = Vec::with_capacity(quoted.len() + 16);
    // The kind of gap that is being walked through, if any.
    let mut within = None;
    while row > 0 || column > 0 && !free_start {
        let cell = cells[row * width + column];
        match within.unwrap_or(cell & SOURCE) {
            FROM_MISSING => {
                within = (cell & MISSING_GOES_ON != 0).then_some(FROM_MISSING);
                steps.push(Step::Missing);
                column -= 1;
            }
            FROM_ADDED => {
                within = (cell & ADDED_GOES_ON != 0).then_some(FROM_ADDED);
                steps.push(Step::Added);
                row -= 1;
            }
            _ => {
                (row, column) = (row - 1, column - 1);
                let same = quoted[row] == published[column];
                steps.push(if same { Step::Same } else { Step::Replaced });
            }
        }
    }
    steps.reverse();
    Alignment { start: column, steps }
}

/// Where runs that both sides have once and only once stand, in both, the longest rising series of them.
fn anchors(quoted: &[u64], published: &[u64]) -> Vec<(usize, usize)> {
    use std::collections::HashMap;
    let once = |units: &[u64]| {
        let mut seen: HashMap<Vec<u64>, Option<usize>> = HashMap::new();
        for (at, run) in units.windows(ANCHOR).enumerate() {
            seen.entry(run.to_vec()).and_modify(|place| *place = None).or_insert(Some(at));
        }
        seen
    };
    let there = once(published);
    let mut pairs: Vec<(usize, usize)> =
        once(quoted).into_iter().filter_map(|(run, at)| Some((at?, (*there.get(&run)?)?))).collect();
    pairs.sort_unstable();
    rising(&pairs)
}

/// The longest series of pairs, sorted by their first halves, whose second halves rise.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Of series of each length the one that ends lowest, and of every pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (number, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before[number] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() { ends.push(number) } else { ends[length] = number }
    }
    let mut series: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |&at| before[at]).map(|at| pairs[at]).collect();
    series.reverse();
    series
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn units(text: &str) -> Vec<u64> {
        text.chars().map(u64::from).collect()
    }

    /// The quotation that an alignment gives back, and its marks.
    fn shown(quoted: &str, published: &str) -> String {
        let alignment = align(&units(quoted), &units(published), Free::BOTH);
        let mut out = String::new();
        let (quoted, published): (Vec<char>, Vec<char>) =
            (quoted.chars().collect(), published.chars().skip(alignment.start).collect());
        let (mut i, mut j) = (0, 0);
        for step in &alignment.steps {
            match step {
                Step::Same => out.push(quoted[i]),
                Step::Replaced => out.extend(['[', published[j], '→', quoted[i], ']']),
                Step::Missing => out.extend(['[', '-', published[j], ']']),
                Step::Added => out.extend(['[', '+', quoted[i], ']']),
            }
            i += usize::from(*step != Step::Missing);
            j += usize::from(*step != Step::Added);
        }
        out
    }

    #[test]
    fn changes_are_named() {
        assert_eq!(shown("重庆将建成名城", "到2025年重庆将力争建成名城，再"), "重庆将[-力][-争]建成名城");
        assert_eq!(shown("最高300万元", "补助，最高500万元。"), "最高[5→3]00万元");
        assert_eq!(shown("可以不公开", "依法可以公开的"), "可以[+不]公开");
        assert_eq!(shown("武装警察造", "人民武装警察伪造、变造"), "武装警察[-伪]造");
        assert_eq!(shown("武装警察鑫", "人民武装警察伪造、变造"), "武装警察[伪→鑫]");
    }

    proptest! {
        #[test]
        fn every_unit_is_aligned_once(quoted in "[甲乙丙丁]{0,30}", published in "[甲乙丙丁]{0,40}") {
            let (q, p) = (units(&quoted), units(&published));
            let alignment = align(&q, &p, Free::BOTH);
            let used = |without| alignment.steps.iter().filter(|step| **step != without).count();
            prop_assert_eq!(used(Step::Missing), q.len());
            prop_assert!(alignment.start + used(Step::Added) <= p.len());
        }

        #[test]
        fn a_large_passage_is_aligned_as_a_small_one(cut in 700..900_usize, drop in 1..5_usize) {
            // All runs of it are different, so that only the drop can be missing.
            let published: Vec<u64> = (0..2_000).collect();
            let quoted: Vec<u64> =
                (100..cut as u64).chain((cut + drop) as u64..1_900).collect();
            let alignment = align(&quoted, &published, Free::BOTH);
            prop_assert_eq!(alignment.start, 100);
            let missing = alignment.steps.iter().filter(|step| **step == Step::Missing).count();
            prop_assert_eq!(missing, drop);
            prop_assert_eq!(alignment.steps.len(), quoted.len() + drop);
            // From end to end, what the quotation leaves out on both sides is missing too.
            let whole = align(&quoted, &published, Free::NONE);
            prop_assert_eq!(whole.start, 0);
            prop_assert_eq!(whole.steps.len(), published.len());
        }
    }
}

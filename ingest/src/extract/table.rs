//! Rows of tables.

/// The longest row of data, in characters: longer ones lay out a page.
const LONGEST_ROW: usize = 1_500;

/// Whether the cells of a row are data, one line with tabs, and not there for the page's layout.
pub(super) fn is_data_row(cells: &[String]) -> bool {
    cells.len() > 1 && cells.iter().map(|cell| cell.len() / 3).sum::<usize>() <= LONGEST_ROW
}

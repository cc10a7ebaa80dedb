//! Texts with hard line breaks: lines of one width that end in the middle of sentences, as PDF
//! converters write them. Such lines are joined to one block, whose range keeps the line feeds.

use super::label;
use crate::extract::{Block, Role};

/// Fewer lines say nothing about a width.
const FEWEST: usize = 12;

/// The narrowest and the widest lines that are taken for wrapped ones, in columns: a Han character
/// takes two, a letter one.
const WIDTHS: std::ops::RangeInclusive<usize> = 28..=180;

/// Lines of one width differ by this many columns: a digit more or less, a stop that hangs over.
const SPREAD: usize = 4;

/// Joins the wrapped lines of a text.
pub(super) fn join(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let Some(width) = width(text, &blocks) else { return blocks };
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut previous_is_full = false;
    for block in blocks {
        let line = &text[block.range.clone()];
        let indented = text[..block.range.start].ends_with(['\u{3000}', ' ', '\t']);
        let page_number = is_page_number(line);
        let goes_on = block.role == Role::Body
            && previous_is_full
            && (page_number || !indented && label::read(line).is_none())
            && joined.last().is_some_and(|last| last.role == Role::Body);
        if let Some(last) = joined.last_mut().filter(|_| goes_on) {
            last.range.end = block.range.end;
        } else {
            joined.push(block);
        }
        if !(page_number && goes_on) {
            previous_is_full = columns(line) + 2 * SPREAD >= width
                && !line.ends_with(['。', '；', '：', '！', '？', '.', ':', ';']);
        }
    }
    joined
}

/// The widest lines' columns, when most long lines are about as wide and end within sentences.
fn width(text: &str, blocks: &[Block]) -> Option<usize> {
    if blocks.len() < FEWEST {
        return None;
    }
    // Headings and cells of tables are short in every text; they say nothing.
    let mut counts = [0_usize; MOST + 1];
    let mut open = [0_usize; MOST + 1];
    for block in blocks.iter().filter(|block| block.role == Role::Body) {
        let line = &text[block.range.clone()];
        let columns = columns(line);
        counts[columns] += 1;
        open[columns] += usize::from(!line.ends_with(['。', '；', '：', '！', '？', '.', ':', ';', '，']));
    }
    let all: usize = counts[*WIDTHS.start()..].iter().sum();
    let near = |counts: &[usize], width: usize| counts[width - SPREAD..=width].iter().sum::<usize>();
    let width = WIDTHS.max_by_key(|&width| near(&counts, width))?;
    let (as_wide, wider) = (near(&counts, width), counts[width + 1..].iter().sum::<usize>());
    let wrapped =
        as_wide >= FEWEST / 2 && as_wide * 3 > all && wider * 5 < all * 2 && near(&open, width) * 2 > as_wide;
    wrapped.then_some(width)
}

/// Wider lines are counted as this wide, in columns.
const MOST: usize = 255;

fn columns(line: &str) -> usize {
    line.chars().take(MOST).map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>().min(MOST)
}

/// A line of digits, perhaps between dashes.
fn is_page_number(line: &str) -> bool {
    line.len() < 24
        && line.chars().any(|c| c.is_ascii_digit())
        && line.chars().all(|c| c.is_ascii_digit() || " -—–－".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::lines;

    #[test]
    fn wrapped_lines_are_joined_and_labels_kept_apart() {
        let sentence = "为支持示例市工业软件产业发展，对首次升规入统的软件企业给予奖励，并对购置国产软件的企业按照购置额给予补助，具体办法另行制定。";
        let paragraph: Vec<String> =
            sentence.chars().collect::<Vec<_>>().chunks(20).map(|line| line.iter().collect()).collect();
        let paragraph = paragraph.join("\n");
        let text = format!("一、甲\n{paragraph}\n（一）乙\n{paragraph}\n{paragraph}\n{paragraph}");
        let joined = join(&text, lines(&text));
        let shown: Vec<String> =
            joined.iter().map(|block| text[block.range.clone()].replace('\n', "")).collect();
        assert_eq!(shown, ["一、甲", sentence, "（一）乙", sentence, sentence, sentence]);
    }

    #[test]
    fn ordinary_lines_stay() {
        let text = "第一条 为了示例，制定本办法。\n".repeat(30);
        assert_eq!(join(&text, lines(&text)).len(), 30);
    }
}

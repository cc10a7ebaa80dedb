//! Texts whose line breaks were lost: paragraphs that run on in one line, separated by white space.
//!
//! A white space is taken for a lost line break where a sentence ends before it or a label, a
//! number, an addressee or an indent begins behind it. English texts are left alone, since there
//! every word is followed by a space.

use super::label::{self, Mark};
use crate::extract::{Block, Role};
use crate::{date, shape};
use polidex_corpus::text::is_han;

/// Shorter lines are taken as they are, in bytes, unless the text has only a few lines.
const LONG: usize = 450;

/// A text of at most this many lines may be flat however short its lines are.
const FEW: usize = 3;

/// Splits the flat blocks of a text.
pub(super) fn split(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let few = blocks.len() <= FEW;
    let mut all = Vec::with_capacity(blocks.len());
    for block in blocks {
        let line = &text[block.range.clone()];
        if block.role == Role::Body
            && (few || line.len() > LONG)
            && line.contains(char::is_whitespace)
            && is_chinese(line)
        {
            let start = block.range.start;
            all.extend(
                pieces(line)
                    .into_iter()
                    .map(|(from, to)| Block { range: start + from..start + to, role: Role::Body }),
            );
        } else {
            all.push(block);
        }
    }
    all
}

fn is_chinese(line: &str) -> bool {
    let (han, all) =
        line.chars().take(400).fold((0, 0), |(han, all), c| (han + usize::from(is_han(c)), all + 1));
    han * 3 > all
}

/// The paragraphs of a flat line, as byte offsets in it.
fn pieces(line: &str) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = line[at..].find(char::is_whitespace) {
        let gap = at + found;
        let next = line.len() - line[gap..].trim_start().len();
        if next < line.len() && is_break(&line[start..gap], &line[gap..next], &line[next..], pieces.len()) {
            pieces.push((start, gap));
            start = next;
        }
        at = next;
    }
    pieces.push((start, line.len()));
    pieces
}

/// Whether the white space `gap` between what was read and what follows stands for a line break.
/// `number` counts the paragraphs before.
fn is_break(before: &str, gap: &str, after: &str, number: usize) -> bool {
    before.ends_with(['。', '！', '？', '；', '：', '!', '?'])
        || gap.matches('\u{3000}').count() >= 2
        || gap.len() >= 4
        || begins_clause(after)
        || number < 8 && is_front(before, after)
        || is_end_of_letter(before, after)
}

/// Whether a label that stands apart begins here.
fn begins_clause(after: &str) -> bool {
    let window = window(after);
    label::read(window).is_some_and(|label| match label.mark {
        // 3.1 in running text is a number more often than a section.
        Mark::Level(label::Style::Decimal(_) | label::Style::Letter | label::Style::Roman, _) => false,
        _ => label.apart || !matches!(label.mark, Mark::Article(..)),
    })
}

/// Title, number and addressee, which no stop ends.
fn is_front(before: &str, after: &str) -> bool {
    let token = after.split(char::is_whitespace).next().unwrap_or_default();
    shape::ends_like_title(before)
        || shape::is_number(before)
        || shape::is_addressee(token)
        || token.ends_with(['号', '號']) && shape::is_number(token)
}

/// Behind the date of a signature something new begins; a signature itself stays one line.
fn is_end_of_letter(before: &str, after: &str) -> bool {
    let ends_with_date = before.ends_with(['日', '号']) && !shape::longer_than(before, 80) && {
        date::find(before).last().is_some_and(|(range, _)| range.end == before.len())
    };
    ends_with_date
        && after.starts_with(|c: char| is_han(c) || "（(《“".contains(c))
        && (shape::is_date(before) || shape::is_signature(before))
        || shape::ends_like_title(before)
            && after.starts_with(|c: char| is_han(c))
            && !shape::is_signature(before)
}

/// The beginning of a text, as much as a label can take.
fn window(text: &str) -> &str {
    let end = (0..=text.len().min(64)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_line(line: &str) -> Vec<&str> {
        let block = Block { range: 0..line.len(), role: Role::Body };
        split(line, vec![block]).into_iter().map(|block| &line[block.range]).collect()
    }

    #[test]
    fn lost_line_breaks_are_found() {
        let line = "示例市关于支持软件的通知 示府发〔2024〕1号 各区县人民政府： 为支持APP 2.0 开发，现通知如下： 一、目标 （一）总体 到2025年。 （二）具体 共100家。 \
            示例市人民政府 2024年1月2日 示例市支持软件办法 第一条 为了示例。";
        assert_eq!(
            split_line(line),
            [
                "示例市关于支持软件的通知",
                "示府发〔2024〕1号",
                "各区县人民政府：",
                "为支持APP 2.0 开发，现通知如下：",
                "一、目标",
                "（一）总体 到2025年。",
                "（二）具体 共100家。",
                "示例市人民政府 2024年1月2日",
                "示例市支持软件办法",
                "第一条 为了示例。",
            ]
        );
    }

    #[test]
    fn english_and_short_lines_are_left_alone() {
        let line = "The measures apply. (a) first. (b) second.";
        assert_eq!(split_line(line), [line]);
        let line = "财政部 税务总局";
        assert_eq!(split_line(line), [line]);
    }
}

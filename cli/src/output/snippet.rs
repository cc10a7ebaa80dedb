//! The part of a clause that shows best why it matched.

use super::{Style, visible};
use polidex_search::answer::Highlight;

/// Cuts `text` to about `width` characters around the densest highlights, with the highlights marked
/// and `…` where something is left out. Line feeds become spaces.
pub fn snippet(text: &str, highlights: &[Highlight], width: usize, style: Style) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (start, end) = window(&chars, highlights, width);
    let mut shown = String::new();
    if start > 0 {
        shown.push('…');
    }
    let mut at = start;
    for highlight in highlights.iter().filter(|highlight| highlight.end > start && highlight.start < end) {
        let (from, to) = (highlight.start.max(at), highlight.end.min(end));
        push(&mut shown, &chars[at..from]);
        let mut marked = String::new();
        push(&mut marked, &chars[from..to]);
        shown.push_str(&style.highlight(&marked));
        at = to;
    }
    push(&mut shown, &chars[at..end]);
    if end < chars.len() {
        shown.push('…');
    }
    shown
}

fn push(shown: &mut String, chars: &[char]) {
    let text: String = chars.iter().map(|&c| if c == '\n' { ' ' } else { c }).collect();
    shown.push_str(&visible(&text));
}

/// The stretch of `width` characters that covers most highlighted characters; it begins at a
/// sentence where one begins shortly before.
pub fn window(chars: &[char], highlights: &[Highlight], width: usize) -> (usize, usize) {
    if chars.len() <= width {
        return (0, chars.len());
    }
    let covered = |start: usize| -> usize {
        highlights.iter().map(|h| h.end.min(start + width).saturating_sub(h.start.max(start))).sum()
    };
    let margin = width / 6;
    let first = highlights.iter().map(|h| h.start).max_by_key(|&at| {
        let start = at.saturating_sub(margin);
        (covered(start), std::cmp::Reverse(start))
    });
    let first = first.unwrap_or(0).min(chars.len() - 1);
    let from = first.saturating_sub(2 * margin);
    let begins = |at: usize| at == 0 || "。；！？\n.;".contains(chars[at - 1]);
    let sentence = (from..=first).rev().find(|&at| begins(at));
    let start = sentence.unwrap_or(first.saturating_sub(margin)).min(chars.len() - width);
    (start, start + width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn highlight(start: usize, end: usize) -> Highlight {
        Highlight { start, end, utf16: [start, end] }
    }

    #[test]
    fn short_texts_are_shown_whole() {
        assert_eq!(snippet("支持软件企业", &[highlight(2, 4)], 40, Style::new(false)), "支持[软件]企业");
    }

    #[test]
    fn long_texts_are_cut_around_their_highlights() {
        let text = format!("{}。支持软件企业发展。{}", "前".repeat(100), "后".repeat(100));
        let shown = snippet(&text, &[highlight(103, 105)], 30, Style::new(false));
        assert!(shown.starts_with("…支持[软件]企业发展。后"), "{shown}");
        assert!(shown.ends_with('…'));
    }
}

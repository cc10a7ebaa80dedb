//! What a site prints around an article, told by a list of phrases and by position.
//!
//! Only the two ends of a page are cleared: a phrase of the list in the middle of an article is
//! part of it. The footer begins with the first run of boilerplate that nothing but boilerplate
//! and short lines follows.

use crate::{date, shape::longer_than};
use polidex_corpus::issuer::ends_like_organ;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

/// How much of a page's end can be footer, in lines that are not empty.
const LONGEST_FOOTER: usize = 40;

/// Longer lines are never navigation unless the list names them, in characters.
const SHORT: usize = 70;

/// A line of links is not longer than this, in characters.
const BRIEF: usize = 40;

struct Phrases {
    beginnings: Vec<&'static str>,
    short: Vec<&'static str>,
    whole: HashSet<&'static str>,
}

fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let lines =
            include_str!("boilerplate.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let (whole, others): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with('<'));
        let (short, beginnings): (Vec<&str>, Vec<_>) =
            others.into_iter().partition(|line| line.starts_with('~'));
        let short = short.into_iter().map(|line| line.trim_start_matches('~')).collect();
        let whole = whole.into_iter().map(|line| line.trim_matches(['<', '>'])).collect();
        Phrases { beginnings, short, whole }
    })
}

/// Whether a line is boilerplate by the list alone.
pub(super) fn is_boilerplate(line: &str) -> bool {
    let line = line.trim();
    let phrases = phrases();
    let begins = |phrases: &[&str]| phrases.iter().any(|phrase| line.starts_with(phrase));
    phrases.whole.contains(line)
        || begins(&phrases.beginnings)
        || !longer_than(line, BRIEF) && begins(&phrases.short)
}

/// Whether a line is a button's or a link's label and nothing else, wherever it stands.
pub(super) fn is_button(line: &str) -> bool {
    phrases().whole.contains(line.trim())
}

/// Which lines of a page saved as text are its article.
pub(super) fn body(lines: &[&str]) -> Range<usize> {
    let end = footer(lines);
    let start = header(&lines[..end]);
    start..end
}

/// Where the footer begins: a line of the list, with nothing but boilerplate and slogans behind it.
fn footer(lines: &[&str]) -> usize {
    let filled: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].trim().is_empty()).collect();
    let from = filled.len().saturating_sub(LONGEST_FOOTER);
    let mut first_known = None;
    for &at in filled[from..].iter().rev() {
        if is_boilerplate(lines[at]) {
            first_known = Some(at);
        } else if first_known.is_none() || !is_slogan(lines[at]) {
            break;
        }
    }
    let Some(known) = first_known else { return lines.len() };
    // Slogans between the article and the first line of the list belong to the footer as well, where
    // the page's layout sets them apart by more than one empty line.
    let slogans = filled.iter().rev().filter(|&&at| at < known).take_while(|&&at| is_slogan(lines[at]));
    let first = slogans.last().copied().unwrap_or(known);
    let apart = lines[..first].iter().rev().take_while(|line| line.trim().is_empty()).count() > 1;
    if apart { first } else { known }
}

/// A short line without a stop at its end, as slogans and links are.
fn is_slogan(line: &str) -> bool {
    let line = line.trim();
    // Signatures and dates end an article; they are no part of a footer.
    if ends_like_organ(line) || !date::find(line).is_empty() {
        return false;
    }
    !longer_than(line, SHORT)
        && !line.ends_with(['.', '。', '！', '!', '？', '?', '；', '”', '"', '）', ')', ':', '：'])
}

/// Where the article begins: behind navigation, and behind a label line in front of the headline.
fn header(lines: &[&str]) -> usize {
    let mut start = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        if !is_boilerplate(line) && !is_label(line, &lines[at + 1..]) {
            break;
        }
        start = at + 1;
    }
    start
}

/// A line such as `Example News Title`: it names the field that the next line holds.
fn is_label(line: &str, rest: &[&str]) -> bool {
    let line = line.trim().trim_end_matches([':', '：']);
    let names_title =
        line == "标题" || line == "Title" || line.ends_with(" Title") && line.split(' ').count() <= 3;
    names_title && rest.iter().any(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "Sample Daily Title\n\nExample City Opens a Software Park\n\nExample City — The park opened.\n\n\
        Contact us about the park, the speaker said. It was a fine day.\n\n\nA Walk, A Smile\n\nI Agree\nOur Privacy Statement & Cookie Policy\n\n\
        For any inquiries, please write.\n\nAbout UsContact Us\n";

    #[test]
    fn only_the_ends_of_a_page_are_cleared() {
        let lines: Vec<&str> = PAGE.lines().collect();
        let body: Vec<&str> = lines[body(&lines)].iter().copied().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            body,
            [
                "Example City Opens a Software Park",
                "Example City — The park opened.",
                "Contact us about the park, the speaker said. It was a fine day.",
            ]
        );
    }

    #[test]
    fn a_text_without_a_footer_is_kept() {
        let lines = ["关于示例的通知", "各有关单位：", "现通知如下。", "示例市人民政府", "2024年1月2日"];
        assert_eq!(body(&lines), 0..5);
    }
}

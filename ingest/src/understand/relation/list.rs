//! Lists of mentions, and the words around them.

use crate::understand::mention::Mention;
use crate::understand::words::{BEFORE, Before};
use polidex_corpus::numeral;
use std::ops::Range;

/// The longest run of words that can name an author between two titles of a list, in characters.
const LONGEST_AUTHOR: usize = 60;

/// Mentions that share one place in the sentence.
#[derive(Debug)]
pub struct List<'m> {
    /// The mentions, in order.
    pub mentions: &'m [Mention],
    /// The words before the list, from the beginning of the sentence or from the list before.
    pub before: Range<usize>,
    /// The words behind it, to the next list or the end of the sentence.
    pub behind: Range<usize>,
    /// The words behind it, over later lists, to the end of the sentence.
    pub rest: Range<usize>,
    /// The sentence.
    pub sentence: Range<usize>,
}

/// The lists of a sentence, in order.
pub fn lists<'m>(text: &str, sentence: &Range<usize>, mentions: &'m [Mention]) -> Vec<List<'m>> {
    let mut found = Vec::new();
    let (mut first, mut from) = (0, sentence.start);
    for next in 1..=mentions.len() {
        let ends = next == mentions.len()
            || !joined(&text[mentions[next - 1].end..mentions[next].start.max(mentions[next - 1].end)]);
        if ends {
            let end = mentions[next - 1].end;
            let limit = mentions.get(next).map_or(sentence.end, |mention| mention.start.max(end));
            found.push(List {
                mentions: &mentions[first..next],
                before: from..mentions[first].start.max(from),
                behind: end..limit,
                rest: end..sentence.end,
                sentence: sentence.clone(),
            });
            (first, from) = (next, end);
        }
    }
    found
}

/// Whether the words between two titles only join them: nothing, 、, 和, with the second one's author.
fn joined(between: &str) -> bool {
    let between = between[provisions(between)..].trim_start();
    let after = between.trim_start_matches(['，', ',', '、', ' ', '；']);
    let stopped = between.len() > after.len() && !between.starts_with('、');
    let word = ["以及", "和", "与", "及", "或", "并"].iter().find_map(|word| after.strip_prefix(word));
    let author = word.unwrap_or(after).trim();
    if author.is_empty() {
        return true;
    }
    let connected = word.is_some() || between.starts_with('、');
    let acted = ["发布的", "公布的", "颁布的", "印发的", "制定的", "批准的", "修改的", "修正的"]
        .iter()
        .any(|verb| author.ends_with(verb));
    let plain = !author.contains(['，', '。', '；', '：', '》', '（'])
        && author.chars().count() <= LONGEST_AUTHOR
        && !BEFORE.iter().any(|(cue, sense)| {
            author.contains(cue)
                && !(matches!(sense, Before::Issues | Before::Changes) && acted)
                && !cue.is_empty()
        });
    plain && (connected && (acted || !author.ends_with('的')) || stopped && acted || between.is_empty())
}

/// The length of a run of articles at the beginning of `text`: 第一百四十六条、第一百四十七条第二款.
pub fn provisions(text: &str) -> usize {
    let mut len = 0;
    loop {
        let rest = &text[len..];
        let body = rest.trim_start_matches(['、', '和', '与', '及', '至', ' ', '（', '(']);
        let skipped = rest.len() - body.len();
        let Some(number) = body.strip_prefix('第') else { return len };
        let after = number.trim_start_matches(numeral::is_numeral);
        if after.len() == number.len() {
            return len;
        }
        let Some(unit) = after.chars().next().filter(|c| "条款项章节编目部".contains(*c)) else {
            return len;
        };
        let mut end = body.len() - after.len() + unit.len_utf8();
        if let Some(inserted) = body[end..].strip_prefix('之') {
            let tail = inserted.trim_start_matches(numeral::is_numeral);
            end = body.len() - tail.len();
        }
        len += skipped + end;
    }
}

//! Sentences, and the clauses between their commas.

use std::ops::Range;

/// A line shorter than this, in characters, is a heading or a title and not wrapped by its layout.
const SHORTEST_WRAPPED: usize = 20;

/// Brackets and quotation marks whose inside belongs to the clause around them.
const PAIRS: &[(char, char)] =
    &[('（', '）'), ('(', ')'), ('《', '》'), ('“', '”'), ('〔', '〕'), ('[', ']'), ('【', '】')];

/// The sentences of a text: byte ranges, without white space around them.
///
/// A sentence ends at 。！？, at an English full stop, or at the end of a paragraph. A line feed that only
/// wraps a line ends nothing.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut line) = (0, 0);
    for (at, c) in text.char_indices().filter(|&(_, c)| is_end(c)) {
        let end = at + c.len_utf8();
        let ends = match c {
            '\n' | '\r' => !wraps(&text[line..at], &text[end..]),
            '.' => full_stop(&text[start..at], &text[end..]),
            '\u{3000}' => indents(&text[start..at], &text[end..]),
            '【' => labels(&text[start..at], &text[end..]),
            ' ' => begins_item(&text[start..at], &text[end..]),
            _ => true,
        };
        if c == '\n' {
            line = end;
        }
        if ends {
            // A label belongs to what follows it.
            let end = if c == '【' { at } else { end };
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// Whether a sentence may end at a character.
fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '.' | '\n' | '\r' | '\u{3000}' | '【' | ' ')
}

/// Whether an ideographic space is the first of the two that a paragraph is indented by: sites run
/// paragraphs together in one line.
fn indents(before: &str, after: &str) -> bool {
    after.starts_with('\u{3000}') && !before.trim().is_empty()
}

/// Whether a bracket opens a label such as 【享受主体】, which stands at the beginning of a paragraph.
fn labels(before: &str, after: &str) -> bool {
    let label = after.split_once('】').map(|(label, _)| label);
    before.ends_with(char::is_whitespace)
        && !before.trim().is_empty()
        && label.is_some_and(|label| {
            (2..=8).contains(&label.chars().count()) && label.chars().all(polidex_corpus::text::is_han)
        })
}

/// Whether white space parts an item of a list from what stands before it in one line: 措施 8.通过….
fn begins_item(before: &str, after: &str) -> bool {
    let rest = after.trim_start_matches(['（', '(']);
    let behind = rest.trim_start_matches(polidex_corpus::numeral::is_numeral);
    let mark = if rest.len() < after.len() { ['）', ')', ')'] } else { ['.', '．', '、'] };
    let counted = (1..=6).contains(&(rest.len() - behind.len()));
    let text = behind.strip_prefix(mark).map(str::trim_start);
    // A decimal number, or the end of a printed line before it, begins no item.
    counted
        && before.ends_with(|c: char| polidex_corpus::text::is_han(c) || "。；：！）)".contains(c))
        && text.is_some_and(|text| text.starts_with(polidex_corpus::text::is_han))
}

/// Whether a sentence is in Latin script.
pub fn is_latin(words: &str) -> bool {
    words.chars().take(24).filter(char::is_ascii).count() > 16
        && !words.chars().take(200).any(polidex_corpus::text::is_han)
}

/// Adds a range without white space around it, unless nothing is left.
fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let trimmed = trim(text, range);
    if !trimmed.is_empty() {
        found.push(trimmed);
    }
}

/// The range without white space at its ends.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + inside.len() - inside.trim_start().len();
    start..(range.start + inside.trim_end().len()).max(start)
}

/// Whether a line feed between two lines only wraps a sentence.
fn wraps(line: &str, rest: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || "，、（“”）〔〕".contains(c);
    rest.starts_with(is_word)
        && line.ends_with(is_word)
        && line.chars().count() >= SHORTEST_WRAPPED
        && !numbered(rest)
}

/// Whether a line begins with the number of a clause: 第五条, 一、, （二）, 3.
fn numbered(line: &str) -> bool {
    let line = line.trim_start_matches(['（', '(', '第', '附', '件']);
    let rest = line.trim_start_matches(polidex_corpus::numeral::is_numeral);
    rest.len() < line.len()
        && rest.starts_with(['、', '）', ')', '.', '．', '条', '章', '节', ' ', '\u{3000}'])
}

/// Whether a full stop between these ends an English sentence: No. 8 and 3.5 do not.
fn full_stop(before: &str, after: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let follows = after.chars().next().is_none_or(|c| c.is_whitespace() || "\"”)".contains(c));
    let new = after.trim_start().chars().next().is_none_or(|c| !c.is_lowercase());
    let short = matches!(word, "No" | "no" | "Nos" | "Art" | "Arts" | "Para" | "Sec" | "Mr" | "Ms" | "etc");
    let counted = word.chars().all(|c| c.is_ascii_digit()) && word.len() < 3;
    follows && new && !short && !counted && word.is_ascii()
}

/// The clauses of a sentence, between its commas, semicolons and colons; brackets stay whole. The stops
/// themselves belong to no clause.
pub fn clauses(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<char> = Vec::new();
    let mut start = sentence.start;
    let inside = &text[sentence.clone()];
    let mut before = ' ';
    for (at, c) in inside.char_indices() {
        let rest = &inside[at + c.len_utf8()..];
        let opened = PAIRS.iter().find(|(opening, _)| *opening == c);
        if let Some((_, close)) = opened.filter(|(_, close)| rest.contains(|c| closes(c, *close))) {
            open.push(*close);
        } else if let Some(depth) = open.iter().rposition(|close| closes(c, *close)) {
            open.truncate(depth);
        } else if is_stop(c, before, rest) && open.is_empty() {
            push(text, start..sentence.start + at, &mut found);
            start = sentence.start + at + c.len_utf8();
        }
        before = c;
    }
    push(text, start..sentence.end, &mut found);
    found
}

/// Whether a character stands for a closing sign: typists close “ with " as well.
fn closes(c: char, close: char) -> bool {
    c == close || close == '”' && c == '"'
}

/// Whether a character parts clauses. A comma within 1,000 does not.
fn is_stop(c: char, before: char, after: &str) -> bool {
    match c {
        '，' | '；' | '：' | '。' | ';' | '！' | '？' => true,
        ',' | ':' => !(before.is_ascii_digit() && after.starts_with(|next: char| next.is_ascii_digit())),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces<'t>(text: &'t str, ranges: &[Range<usize>]) -> Vec<&'t str> {
        ranges.iter().map(|range| &text[range.clone()]).collect()
    }

    #[test]
    fn sentences_end_at_stops_and_paragraphs() {
        let text =
            "支持措施\n第一条 对企业给予奖励。依法、依规办理\n（一）示例。See No. 8 of 2020. It applies.";
        assert_eq!(
            pieces(text, &sentences(text)),
            [
                "支持措施",
                "第一条 对企业给予奖励。",
                "依法、依规办理",
                "（一）示例。",
                "See No. 8 of 2020.",
                "It applies."
            ]
        );
    }

    #[test]
    fn a_wrapped_line_goes_on() {
        let text = "对上一年度营业收入在示例标准以上并且持续增长的企业，补贴\n上限为每年 150 万元";
        assert_eq!(sentences(text).len(), 1);
    }

    #[test]
    fn brackets_and_thousands_stay_whole() {
        let text = "给予1,000元（含税，不重复），最高2000元；按规定办理";
        assert_eq!(
            pieces(text, &clauses(text, 0..text.len())),
            ["给予1,000元（含税，不重复）", "最高2000元", "按规定办理"]
        );
        let text = "开展“示例，行动\"的企业，给予（奖励，最高2万元";
        assert_eq!(
            pieces(text, &clauses(text, 0..text.len())),
            ["开展“示例，行动\"的企业", "给予（奖励", "最高2万元"]
        );
    }

    proptest! {
        #[test]
        fn ranges_are_slices_in_order(text in "[对给，。；（）《》\\n 1,.a-cA-C第一条]{0,80}|\\PC{0,80}") {
            let mut end = 0;
            for sentence in sentences(&text) {
                prop_assert!(sentence.start >= end && text.get(sentence.clone()).is_some());
                end = sentence.end;
                for clause in clauses(&text, sentence.clone()) {
                    prop_assert!(sentence.start <= clause.start && clause.end <= sentence.end);
                    prop_assert!(text.get(clause).is_some());
                }
            }
        }
    }
}

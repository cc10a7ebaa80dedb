//! Where a text names other documents: 《…》 and the numbers that stand with it.

use super::words::{BODY_SIGNS, NO_POLICY_ENDINGS, POLICY_ENDINGS, SHORT_TITLE_CUES};
use polidex_corpus::{issuer, number::DocumentNumber};
use std::ops::Range;

/// The longest title, in bytes.
const LONGEST: usize = 900;

/// A document number in a text: its byte range and what it reads as.
pub type Numbered = (Range<usize>, DocumentNumber);

/// A document that is named.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The byte range of 《…》 with its marks, or of the number where there is no title.
    pub range: Range<usize>,
    /// The title as printed within the marks, line breaks removed.
    pub title: Option<String>,
    /// The number that belongs to it.
    pub number: Option<DocumentNumber>,
    /// One past the number in brackets behind the title; the end of the mention where there is none.
    pub end: usize,
    /// Where the words that belong to the mention begin: a number before the title.
    pub start: usize,
    /// Whether it names a document of a public body. Others are kept, since lists run over them.
    pub policy: bool,
}

/// The mentions of a sentence, in order. `numbers` are those of the whole text.
pub fn find(text: &str, sentence: &Range<usize>, numbers: &[Numbered]) -> Vec<Mention> {
    let within = |numbered: &&Numbered| sentence.start <= numbered.0.start && numbered.0.end <= sentence.end;
    let numbers: Vec<&Numbered> = numbers.iter().filter(within).collect();
    let mut found: Vec<Mention> = Vec::new();
    for range in titles(text, sentence) {
        let before = text[sentence.start..range.start].trim_end();
        let introduced = SHORT_TITLE_CUES.iter().any(|cue| before.ends_with(cue));
        let inside = found.last().is_some_and(|last| range.start < last.end);
        if !introduced && !inside {
            found.push(titled(text, sentence, range, &numbers));
        }
    }
    let alone = numbers.iter().filter(|(range, _)| {
        found.iter().all(|mention| range.end <= mention.start || mention.end <= range.start)
    });
    let alone: Vec<Mention> = alone.map(|numbered| bare(numbered)).collect();
    found.extend(alone);
    found.sort_by_key(|mention| mention.range.start);
    found
}

/// The byte ranges of titles in their marks. A mark that is never closed is none.
fn titles(text: &str, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let inside = &text[sentence.clone()];
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, mark) in inside.match_indices(['《', '«']) {
        if found.last().is_some_and(|last| at + sentence.start < last.end) {
            continue;
        }
        if let Some(len) = closed(&inside[at..], mark) {
            found.push(sentence.start + at..sentence.start + at + len);
        }
    }
    found
}

/// The length of a title in its marks, with marks of the same kind inside it.
fn closed(text: &str, mark: &str) -> Option<usize> {
    let close = if mark == "《" { "》" } else { "»" };
    let mut depth = 0;
    for (at, found) in text.match_indices([mark.chars().next()?, close.chars().next()?]) {
        if at > LONGEST {
            break;
        }
        depth = if found == mark { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some(at + close.len());
        }
    }
    // An inner mark was never closed: the first closing one ends the title.
    text.find(close).filter(|&at| at <= LONGEST).map(|at| at + close.len())
}

/// A title with the number before or behind it.
fn titled(text: &str, sentence: &Range<usize>, range: Range<usize>, numbers: &[&Numbered]) -> Mention {
    let width = text[range.clone()].chars().next().map_or(0, char::len_utf8);
    let inside = &text[range.start + width..range.end - width];
    let title: String = inside.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    let before = &text[sentence.start..range.start];
    let (behind, end) = behind(text, range.end, numbers);
    // A bracket may be closed in the next sentence only.
    let end = end.min(sentence.end).max(range.end);
    let preceding = preceding(text, range.start, numbers);
    let start = preceding.map_or(range.start, |numbered| numbered.0.start);
    let number = behind.or(preceding).map(|(_, number)| number.clone());
    let policy = is_policy(&title) && !private(before, &title) && !form(before, &title) || number.is_some();
    Mention { range, title: Some(title), number, end, start, policy }
}

/// A number without a title.
fn bare((range, number): &Numbered) -> Mention {
    Mention {
        range: range.clone(),
        title: None,
        number: Some(number.clone()),
        end: range.end,
        start: range.start,
        policy: true,
    }
}

/// The number in brackets, or bare, behind a title, and where its bracket ends.
fn behind<'n>(text: &str, at: usize, numbers: &[&'n Numbered]) -> (Option<&'n Numbered>, usize) {
    let rest = &text[at..];
    let spaces = rest.len() - rest.trim_start().len();
    let inner =
        rest[spaces..].trim_start_matches(['（', '(', '[', '〔', '【', '［']).trim_start_matches("原");
    let from = text.len() - inner.len();
    let found = numbers.iter().find(|(range, _)| range.start == from).copied();
    let opened = from > at + spaces;
    match found {
        Some((range, _)) if opened => (found, bracket_end(text, range.end, true)),
        Some((range, _)) => (found, range.end),
        None => (None, bracket_end(text, at, false)),
    }
}

/// Where the bracket ends that begins at `at`, or that `inside` says was opened before.
fn bracket_end(text: &str, at: usize, inside: bool) -> usize {
    let rest = &text[at..];
    let opens = rest.trim_start().starts_with(['（', '(']);
    match rest.find(['）', ')', ']', '】', '〕', '。']) {
        Some(close) if (opens || inside) && close < 240 && !rest[close..].starts_with('。') => {
            at + close + rest[close..].chars().next().map_or(0, char::len_utf8)
        }
        _ => at,
    }
}

/// The number right before a title, or that of the act that issued it: 市政府第59号令公布的《…》.
fn preceding<'n>(text: &str, at: usize, numbers: &[&'n Numbered]) -> Option<&'n Numbered> {
    let numbered = numbers.iter().rev().find(|(range, _)| range.end <= at)?;
    let between = text[numbered.0.end..at].trim();
    let issued = ["文件", "通知", "文"].iter().fold(between, |rest, word| rest.trim_start_matches(word));
    let issued = ["公布", "发布", "颁布", "印发", "下发", "转发"]
        .iter()
        .find_map(|verb| issued.strip_prefix(verb))
        .is_some_and(|rest| matches!(rest, "的" | "了" | ""));
    (between.is_empty() || issued).then_some(numbered)
}

/// Whether a title is one of a document of a public body, by the word that it ends in.
fn is_policy(title: &str) -> bool {
    let title = without_remarks(title);
    let ends = |words: &[&str]| words.iter().any(|word| title.ends_with(word));
    ends(POLICY_ENDINGS) && !ends(NO_POLICY_ENDINGS)
}

/// The title without bracketed remarks and marks of parts at its end: （试行）, (2015-2020年).
fn without_remarks(title: &str) -> &str {
    let mut title = title.trim_end_matches(['》', '〉', '>', '”', ' ']);
    while let Some(inside) = title.strip_suffix(['）', ')']) {
        let Some(at) = inside.rfind(['（', '(']) else { break };
        title = title[..at].trim_end();
    }
    let bare = title.trim_end_matches(|c: char| c.is_ascii_digit() || "年版".contains(c));
    if bare.is_empty() { title } else { bare }
}

/// Whether a title is that of a paper that somebody hands in: 提交《适用…政策声明》.
fn form(before: &str, title: &str) -> bool {
    let handed_in = [
        "提交", "填写", "填报", "填制", "出具", "签订", "签署", "递交", "报送", "提供", "开具", "签收",
        "打印", "填妥",
    ];
    let soft =
        ["声明", "报告", "清单", "名单", "说明", "方案", "计划", "协议", "目录", "申请", "要求", "建议"];
    handed_in.iter().any(|verb| before.ends_with(verb)) && soft.iter().any(|end| title.ends_with(end))
}

/// Whether the words before a title name a firm or a person as its author: 某平台2月16日发布的《…指南》.
fn private(before: &str, title: &str) -> bool {
    let author = ["发布的", "印发的", "制定的", "编制的", "推出的", "出台的"]
        .iter()
        .find_map(|verb| before.strip_suffix(verb));
    let Some(author) = author else { return false };
    let from = author.rfind(['，', '。', '；', '、', '和']).map_or(0, |at| at + '，'.len_utf8());
    let author = author.get(from..).unwrap_or(author);
    let public = BODY_SIGNS.iter().any(|sign| author.contains(sign)) || issuer::locate(author).0.is_some();
    // Law-like titles and bare dates need no author.
    let soft = ["指南", "手册", "方案", "计划", "报告", "倡议", "规范", "办法", "公告", "通知"];
    let named = author.chars().any(|c| polidex_corpus::text::is_han(c) && !"年月日根据按照于".contains(c));
    soft.iter().any(|word| title.ends_with(word)) && named && !public
}

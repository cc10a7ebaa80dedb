//! The first line of a clause: its label, its heading, and the text that runs on behind them.

use super::label::is_invisible;
use crate::shape;
use std::ops::Range;

/// The longest run-in heading, in characters.
const LONGEST_HEADING: usize = 42;

/// The longest heading of an article, in characters.
const LONGEST_ARTICLE_HEADING: usize = 30;

/// The parts of a first line, as byte ranges in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lead {
    /// The heading; for a numbered clause with the label in front of it.
    pub heading: Option<Range<usize>>,
    /// The text behind label and heading.
    pub text: Option<Range<usize>>,
}

/// 第三条【适用范围】… and 第三条（适用范围） have a heading in brackets; else all is text.
pub(super) fn of_article(line: &str, label: usize) -> Lead {
    let start = skipped(line, label);
    let rest = &line[start..];
    let pair = [('【', '】'), ('（', '）'), ('[', ']'), ('〔', '〕')]
        .into_iter()
        .find(|(open, _)| rest.starts_with(*open));
    let heading = pair.and_then(|(open, close)| {
        let end = rest.find(close)?;
        let inside = &rest[open.len_utf8()..end];
        (!shape::longer_than(inside, LONGEST_ARTICLE_HEADING) && !inside.contains('。'))
            .then_some(start..start + end + close.len_utf8())
    });
    let from = heading.as_ref().map_or(start, |heading| skipped(line, heading.end));
    Lead { heading, text: filled(from..line.len()) }
}

/// 一、总体要求 is all heading; （一）加强领导。各地… runs on behind a heading; 二、申请人应当… is all text.
pub(super) fn of_numbered(line: &str, label: usize) -> Lead {
    let start = skipped(line, label);
    let rest = &line[start..];
    if rest.is_empty() {
        return Lead { heading: filled(0..line.len()), text: None };
    }
    if shape::is_title(rest)
        && !shape::longer_than(rest, LONGEST_HEADING + 20)
        && !rest.ends_with(['！', '？', '.', '”'])
    {
        return Lead { heading: Some(0..line.len()), text: None };
    }
    match run_in(rest) {
        Some(end) => {
            let behind_stop = start + end + rest[end..].chars().next().map_or(0, char::len_utf8);
            Lead { heading: Some(0..start + end), text: filled(skipped(line, behind_stop)..line.len()) }
        }
        None => Lead { heading: None, text: Some(start..line.len()) },
    }
}

/// Where a run-in heading ends: before the first stop or white space, if that comes soon.
fn run_in(rest: &str) -> Option<usize> {
    let (end, sign) = rest
        .char_indices()
        .take(LONGEST_HEADING)
        .find(|&(_, c)| matches!(c, '。' | '；' | '：' | '！' | '？') || c.is_whitespace() && c != '\n')?;
    let heading = &rest[..end];
    let behind = rest[end..].trim_start_matches(['。', ' ', '\u{3000}', '\n']);
    let heads = match sign {
        '。' => !behind.is_empty(),
        // In a flat text white space may stand for the line break behind a heading.
        sign if sign.is_whitespace() => {
            !heading.contains(['，', ',', '《'])
                && shape::longer_than(behind, 20)
                && shape::longer_than(heading, 1)
                && !heading.is_ascii()
        }
        _ => false,
    };
    heads.then_some(end)
}

/// The offset of what stands behind `from`, without white space and invisible characters.
fn skipped(line: &str, from: usize) -> usize {
    line.len() - line[from..].trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c)).len()
}

fn filled(range: Range<usize>) -> Option<Range<usize>> {
    (!range.is_empty()).then_some(range)
}

/// 第 三 条 → 第三条; the space of Article 5 stays.
pub(super) fn compact(label: &str) -> String {
    if label.is_ascii() {
        return label.trim_end_matches(['.', ':']).to_owned();
    }
    label.chars().filter(|&c| !c.is_whitespace() && !is_invisible(c)).collect()
}

/// 第一章　总　则 → 第一章 总则: number and title of a chapter as a reader would say them.
pub(super) fn container_label(line: &str, label: usize) -> String {
    let number = compact(&line[..label]);
    let title = tidied(line[label..].trim_matches(|c: char| c.is_whitespace() || is_invisible(c)));
    if title.is_empty() { number } else { format!("{number} {title}") }
}

/// A heading on one line, its white space reduced: none within a title of a few spaced characters.
pub(super) fn tidied(text: &str) -> String {
    let letters: String = text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
    let spaced_out = !letters.is_ascii() && letters.chars().count() <= 4;
    if spaced_out { letters } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(line: &str, label: &str) -> (Option<String>, Option<String>) {
        let lead = of_numbered(line, label.len());
        let slice = |range: Option<Range<usize>>| range.map(|range| line[range].to_owned());
        (slice(lead.heading), slice(lead.text))
    }

    #[test]
    fn headings_are_told_from_text() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(numbered("一、总体要求", "一、"), (some("一、总体要求"), None));
        assert_eq!(
            numbered("（一）加强领导。各地要重视。", "（一）"),
            (some("（一）加强领导"), some("各地要重视。"))
        );
        assert_eq!(numbered("二、申请人应当提交材料。", "二、"), (None, some("申请人应当提交材料。")));
        assert_eq!(numbered("三、条件如下：", "三、"), (None, some("条件如下：")));
        let line = "（二）强化保障 各地要切实为示例人员提供良好的工作和生活条件并落实责任。";
        assert_eq!(numbered(line, "（二）").0, some("（二）强化保障"));
    }

    #[test]
    fn articles_may_have_headings_in_brackets() {
        let line = "第三条【适用范围】本办法适用于示例市。";
        let lead = of_article(line, "第三条".len());
        assert_eq!(&line[lead.heading.unwrap()], "【适用范围】");
        assert_eq!(&line[lead.text.unwrap()], "本办法适用于示例市。");
    }

    #[test]
    fn labels_read_as_they_are_said() {
        assert_eq!(container_label("第一章　总　　则", "第一章".len()), "第一章 总则");
        assert_eq!(container_label("第 二 章 支持  措施", "第 二 章".len()), "第二章 支持措施");
        assert_eq!(compact("第 三 条"), "第三条");
        assert_eq!(compact("Article 5."), "Article 5");
    }
}

//! What a line looks like: a title, an addressee, a signature, a date, a number.

use crate::date;
use polidex_corpus::{issuer, number::DocumentNumber, numeral};

/// How titles of documents end (文种).
const KINDS: &[&str] = &[
    "通知",
    "公告",
    "通告",
    "决定",
    "意见",
    "办法",
    "规定",
    "条例",
    "细则",
    "规则",
    "规划",
    "方案",
    "措施",
    "政策",
    "标准",
    "指南",
    "规范",
    "纲要",
    "计划",
    "批复",
    "函",
    "通报",
    "报告",
    "请示",
    "公报",
    "决议",
    "命令",
    "议案",
    "纪要",
    "解释",
    "法",
    "章程",
    "预案",
    "要点",
    "清单",
    "解读",
    "答复",
    "须知",
    "倡议书",
    "公开信",
    "安排",
    "制度",
    "指引",
    "若干政策",
];

/// The longest title, in characters.
const LONGEST_TITLE: usize = 120;

/// The longest signature or addressee that is told by its shape, in characters.
const LONGEST_LINE: usize = 80;

/// Number of characters, counted no further than needed to compare with `most`.
pub(crate) fn longer_than(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().nth(most).is_some()
}

/// The line without one bracketed remark at its end: 示例办法（试行） → 示例办法.
fn without_remark(line: &str) -> &str {
    let Some(inside) = line.strip_suffix(['）', ')']) else { return line };
    inside.rfind(['（', '(']).map_or(line, |at| line[..at].trim_end())
}

/// Whether a line can be a title: one phrase without a stop.
pub(crate) fn is_title(line: &str) -> bool {
    let latin = line.chars().take(20).all(|c| c.is_ascii() || "‘’“”—–".contains(c));
    let most = if latin { 2 * LONGEST_TITLE } else { LONGEST_TITLE };
    let stopped =
        line.ends_with(['。', '；', '，', '：', ',', ':', ';', '、']) || line.contains(['。', '；', '\t']);
    let worded = line.chars().any(char::is_alphabetic);
    worded
        && !stopped
        && !(latin && (line.ends_with('.') || line.contains(". ")))
        && !longer_than(line, most)
        && longer_than(line, 1)
}

/// Whether a line ends as titles of documents do.
pub(crate) fn ends_like_title(line: &str) -> bool {
    let line = without_remark(line.trim_end_matches(['》', ' ']));
    is_title(line) && KINDS.iter().any(|kind| line.ends_with(kind)) && longer_than(line, 3)
}

/// Whether a line names those whom a document is for: 各区县人民政府，有关单位：
pub(crate) fn is_addressee(line: &str) -> bool {
    line.ends_with(['：', ':'])
        && !line.contains(['。', '；'])
        && !longer_than(line, 3 * LONGEST_LINE)
        && (line.starts_with(['各', '市', '省', '局']) || line.starts_with("有关") || line.starts_with("全"))
}

/// Whether a line is a date and nothing else, perhaps in brackets.
pub(crate) fn is_date(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    date::parse(line).is_some() || is_month(line)
}

/// 2022年11月, as the covers of plans print it.
fn is_month(line: &str) -> bool {
    let letters: String = line.chars().filter(|c| !c.is_whitespace()).take(12).collect();
    let parts = letters.strip_suffix('月').and_then(|rest| rest.split_once('年'));
    parts.is_some_and(|(year, month)| {
        numeral::parse(year).is_some_and(|year| year > 1900) && numeral::parse(month).is_some()
    })
}

/// Whether a line is a document number and nothing else.
pub(crate) fn is_number(line: &str) -> bool {
    !longer_than(line, LONGEST_LINE) && DocumentNumber::parse(line).is_some()
}

/// Whether a line is a signature: organs, perhaps with the date behind them.
pub(crate) fn is_signature(line: &str) -> bool {
    if longer_than(line, LONGEST_LINE) || line.contains(['，', '。', '：', '；', '《']) {
        return false;
    }
    let names = without_date(line);
    !names.trim().is_empty()
        && issuer::split(names).iter().all(|name| issuer::ends_like_organ(name) && longer_than(name, 2))
}

/// A signature's names: the line up to the date behind them.
pub(crate) fn without_date(line: &str) -> &str {
    match date::find(line).last() {
        Some((range, _)) if range.end == line.len() => line[..range.start].trim_end(),
        _ => line,
    }
}

/// Whether a line says how the document may be published, or who gets a copy.
pub(crate) fn is_remark(line: &str) -> bool {
    let bare = line.trim_start_matches(['（', '(']);
    !longer_than(line, LONGEST_LINE)
        && ["此件", "信息公开", "公开属性", "公开方式", "抄送", "联系人", "主动公开", "印发日期"]
            .iter()
            .any(|word| bare.starts_with(word))
}

/// Whether a line announces that a text follows: 现印发给你们，请认真贯彻执行。
pub(crate) fn announces_text(line: &str) -> bool {
    [
        "现印发给你们",
        "印发给你们",
        "现予印发",
        "现予公布",
        "现予发布",
        "现转发给你们",
        "转发给你们",
        "现将",
        "现公布",
        "予以印发",
    ]
    .iter()
    .any(|cue| line.contains(cue))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_by_their_shape() {
        assert!(is_title("示例市人民政府关于印发示例办法的通知"));
        assert!(is_title("Example City Opens a Software Park"));
        assert!(!is_title("为了示例，制定本办法。"));
        assert!(ends_like_title("示例办法（试行）"));
        assert!(!ends_like_title("示例市人民政府"));
        assert!(is_addressee("各区县人民政府，有关单位："));
        assert!(!is_addressee("有下列情形之一的："));
        assert!(is_date("（2024年1月2日）") && is_date("二○二四年一月二日"));
        assert!(is_signature("示例市人民政府办公室 2024年1月2日") && is_signature("财政部 税务总局"));
        assert!(!is_signature("由示例市人民政府，负责"));
        assert!(is_number("示府发〔2024〕1号"));
    }
}

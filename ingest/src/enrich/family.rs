//! The family of a document that is about another: what its title says that it issues or explains.

use polidex_corpus::model::Kind;
use regex::Regex;
use std::sync::LazyLock;

/// Shorter titles, in characters, are given to many documents: 实施方案.
const TELLING: usize = 8;

/// The title of the text that a notice issues or forwards, or that an interpretation explains.
pub(super) fn of(title: &str, kind: Kind) -> Option<String> {
    let named = if kind == Kind::Interpretation { explained(title) } else { issued(title) }?;
    let named = named.trim().trim_matches(['《', '》', '〈', '〉', '“', '”', '"']);
    (named.chars().filter(|c| !c.is_whitespace()).count() >= TELLING).then(|| named.to_owned())
}

/// 关于印发《…》的通知, with the title marks or without; "Notice on Issuing the …".
fn issued(title: &str) -> Option<&str> {
    static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?x)(?:印发|发布|公布|颁布|转发)(?:实施)?
            (?:《(?P<marked>.+)》|(?P<bare>[^《》]+?))
            (?:（[^（）]*）)?\s*的(?:通知|公告|通告|决定|令|函)(?:[（(][^（()）]*[)）])?\s*$
            | (?i:\b(?:on|for)\s+(?:issuing|promulgating|printing\s+and\s+(?:distributing|issuing))\s+(?:the\s+)?)
              ["“]?(?P<english>.+?)["”]?\s*$"#,
        )
        .expect("a valid expression")
    });
    let found = ISSUED.captures(title)?;
    ["marked", "bare", "english"].iter().find_map(|name| found.name(name)).map(|named| named.as_str())
}

/// 《…》政策解读, 关于…的解读, "Interpretation of the …".
fn explained(title: &str) -> Option<&str> {
    static BARE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)^(?:关于|一图读懂|一图看懂|图解)?[:：]?\s*(?P<chinese>[^《》]+?)
            (?:的)?(?:文字|政策|文件|图文)?(?:解读|问答)(?:[（(][^（()）]*[)）])?\s*$
            | (?i:\binterpretation\s+of\s+(?:the\s+)?)(?P<english>.+?)\s*$",
        )
        .expect("a valid expression")
    });
    if let Some(start) = title.find('《') {
        let inner = &title[start + '《'.len_utf8()..];
        return inner.rfind('》').map(|end| &inner[..end]);
    }
    let found = BARE.captures(title)?;
    found.name("chinese").or_else(|| found.name("english")).map(|named| named.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_name_what_they_issue() {
        for (title, expected) in [
            ("示例市人民政府关于印发《示例市软件产业促进办法》的通知", Some("示例市软件产业促进办法")),
            ("示例市人民政府关于印发示例市软件产业促进办法的通知", Some("示例市软件产业促进办法")),
            (
                "关于印发《示例市软件产业促进办法（试行）》的通知（2024年修订）",
                Some("示例市软件产业促进办法（试行）"),
            ),
            (
                "关于转发《关于加快〈示例规划纲要〉实施的意见》的通知",
                Some("关于加快〈示例规划纲要〉实施的意见"),
            ),
            (
                "Notice on Printing and Distributing the Example City Software Measures",
                Some("Example City Software Measures"),
            ),
            ("关于印发实施方案的通知", None),
            ("关于召开示例市软件产业大会筹备会议的通知", None),
            ("示例市软件产业促进办法", None),
        ] {
            assert_eq!(of(title, Kind::Notice).as_deref(), expected, "{title}");
        }
    }

    #[test]
    fn interpretations_name_what_they_explain() {
        for (title, expected) in [
            ("《示例市软件产业促进办法》政策解读", Some("示例市软件产业促进办法")),
            ("关于《示例市软件产业促进办法》的解读", Some("示例市软件产业促进办法")),
            ("一图读懂示例市软件产业促进办法政策解读", Some("示例市软件产业促进办法")),
            ("Interpretation of the Example City Software Measures", Some("Example City Software Measures")),
            ("政策解读", None),
        ] {
            assert_eq!(of(title, Kind::Interpretation).as_deref(), expected, "{title}");
        }
    }
}

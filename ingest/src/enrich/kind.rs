//! What kind of document it is: by the end of its title, and by who issued it.

use super::Source;
use polidex_corpus::model::{Kind, Lang, Sourced};

/// Ends of Chinese titles, the first that fits; 法 comes last, since 办法 ends with it.
const CHINESE: &[(&[&str], Kind)] = &[
    (&["解读", "图解", "问答", "一图读懂"], Kind::Interpretation),
    (
        &[
            "通知",
            "公告",
            "通告",
            "决定",
            "批复",
            "函",
            "通报",
            "命令",
            "令",
            "决议",
            "公报",
            "纪要",
            "答复",
            "公开信",
            "倡议书",
            "议案",
            "请示",
            "报告",
            "补充规定的批复",
        ],
        Kind::Notice,
    ),
    (&["条例"], Kind::Regulation),
    (&["办法", "规定", "细则", "规则", "章程", "制度"], Kind::Rule),
    (&["规划", "计划", "方案", "纲要", "预案", "要点", "安排"], Kind::Plan),
    (&["政策", "措施", "意见", "举措"], Kind::Policy),
    (&["标准", "规范", "指南", "指引", "规程"], Kind::Standard),
    (&["法典", "法", "修正案", "宪法"], Kind::Law),
];

/// Words of English titles, the first that occurs.
const ENGLISH: &[(&[&str], Kind)] = &[
    (&["interpretation of"], Kind::Interpretation),
    (&["notice", "announcement", "circular", "decision"], Kind::Notice),
    (&["regulations"], Kind::Regulation),
    (
        &["measures for", "management measures", "provisions", "detailed rules", "rules on", "rules for"],
        Kind::Rule,
    ),
    (&["plan for", "action plan", "outline", "programme", "five-year plan"], Kind::Plan),
    (&["opinions", "policies", "measures"], Kind::Policy),
    (&["standard", "guidelines"], Kind::Standard),
    (&["law of"], Kind::Law),
];

/// How far into a text its first words are asked, in characters.
const HEAD: usize = 400;

/// The kind that the input states, else the one that title, issuer and first words show.
pub(super) fn of(source: &Source<'_>, title: &str, issuers: &[Sourced<String>], lang: Lang) -> Kind {
    if let Some(kind) = source.article.stated.kind.as_deref().and_then(Kind::parse) {
        return kind;
    }
    if is_news(source.text(), lang) {
        return Kind::News;
    }
    let issued_by = |name: &str| issuers.first().is_some_and(|issuer| issuer.value.contains(name));
    if lang.is_chinese() { chinese(title, issued_by) } else { english(title) }
}

fn chinese(title: &str, issued_by: impl Fn(&str) -> bool) -> Kind {
    let title = without_remarks(title.trim());
    let kind =
        CHINESE.iter().find(|(ends, _)| ends.iter().any(|end| title.ends_with(end))).map(|(_, kind)| *kind);
    let notice_of_court = title.ends_with("通知") || title.ends_with("通报") || title.ends_with("公告");
    match kind {
        _ if issued_by("最高人民") && !notice_of_court => Kind::JudicialInterpretation,
        _ if title.ends_with("的解释") => Kind::JudicialInterpretation,
        // Laws of the centre; what a local congress or the State Council makes is a regulation.
        Some(Kind::Rule | Kind::Regulation)
            if issued_by("人民代表大会") || issued_by("国务院") && !issued_by("办公厅") =>
        {
            Kind::Regulation
        }
        Some(kind) => kind,
        None => Kind::Other,
    }
}

/// The title without bracketed remarks at its end: （试行）, （2018年修正）, （十一）.
fn without_remarks(title: &str) -> &str {
    let mut title = title;
    while let Some(inside) = title.strip_suffix(['）', ')']) {
        let Some(at) = inside.rfind(['（', '(']) else { break };
        title = title[..at].trim_end();
    }
    title.trim_end_matches('》')
}

fn english(title: &str) -> Kind {
    let title = title.to_lowercase();
    let found = ENGLISH.iter().find(|(words, _)| words.iter().any(|word| title.contains(word)));
    found.map_or(Kind::Other, |(_, kind)| *kind)
}

/// Whether a text begins as news do: 新华社北京2月1日电（记者…, Example City — “…” said.
pub(super) fn is_news(text: &str, lang: Lang) -> bool {
    let end = text.char_indices().nth(HEAD).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    if lang.is_chinese() {
        return [
            "（记者",
            "(记者",
            "记者从",
            "日电（",
            "日电(",
            "日讯（",
            "讯（记者",
            "本报讯",
            "新华社北京",
            "记者 ",
        ]
        .iter()
        .any(|cue| head.contains(cue));
    }
    head.lines().skip(1).any(|line| {
        let place = line.split_once(" — ").or_else(|| line.split_once(" -- ")).map(|(place, _)| place);
        place.is_some_and(|place| {
            place.len() < 50 && place.starts_with(|c: char| c.is_uppercase()) && !place.contains('.')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_titles() {
        let nobody = |_: &str| false;
        for (title, kind) in [
            ("示例市人民政府关于印发示例办法的通知", Kind::Notice),
            ("示例市支持软件办法（试行）", Kind::Rule),
            ("中华人民共和国示例法", Kind::Law),
            ("中华人民共和国刑法修正案（十一）", Kind::Law),
            ("示例市优化环境条例(2024修正)", Kind::Regulation),
            ("示例产业发展规划", Kind::Plan),
            ("支持示例的若干政策", Kind::Policy),
            ("《示例办法》政策解读", Kind::Interpretation),
            ("随笔", Kind::Other),
        ] {
            assert_eq!(chinese(title, nobody), kind, "{title}");
        }
        assert_eq!(
            chinese("关于适用示例法若干问题的规定", |name| "最高人民法院".contains(name)),
            Kind::JudicialInterpretation
        );
        assert_eq!(
            chinese("示例办法", |name| "示例市人民代表大会常务委员会".contains(name)),
            Kind::Regulation
        );
        assert_eq!(english("Measures for the Recognition of Parks"), Kind::Rule);
    }
}

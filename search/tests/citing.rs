//! Every style on six kinds of document. All documents are illustrative.

use jiff::civil::date;
use polidex_corpus::{
    locale::Locale,
    model::{ClauseRef, Kind, Lang, PolicyId},
};
use polidex_search::citing::{ArchivedCopy, CitedClause, Style, Work, cite};
use proptest::prelude::*;
use std::fmt::Write;

fn work(id: &str, title: &str) -> Work {
    Work {
        reference: ClauseRef {
            policy: PolicyId(id.to_owned()),
            edition: Some("2023-12-29".to_owned()),
            clause: None,
        },
        title: title.to_owned(),
        title_translated: None,
        issuer: Vec::new(),
        number: None,
        kind: Kind::Notice,
        lang: Lang::ZhHans,
        written: Some(date(2023, 12, 29)),
        published: Some(date(2023, 12, 29)),
        effective: Some(date(2024, 7, 1)),
        url: Some(format!("https://www.example.cn/{id}.html")),
        accessed: date(2026, 11, 25),
        clause: None,
        archived: None,
        corrections: Vec::new(),
    }
}

fn at(mut work: Work, path: &str, enclosed_in: Option<&str>) -> Work {
    work.reference.clause = Some(path.to_owned());
    work.clause =
        Some(CitedClause { path: path.parse().unwrap(), enclosed_in: enclosed_in.map(str::to_owned) });
    work
}

/// A law, a regulation, a notice with a number, a plan, an English translation, news.
fn works() -> Vec<(&'static str, Work)> {
    let law = Work {
        kind: Kind::Law,
        issuer: vec!["全国人民代表大会常务委员会".to_owned()],
        title_translated: Some("Example Law of the People's Republic of China".to_owned()),
        ..work("example-law", "中华人民共和国示例法")
    };
    let regulation = Work {
        kind: Kind::Regulation,
        issuer: vec!["国务院".to_owned()],
        number: Some("国务院令第999号".to_owned()),
        ..work("example-regulation", "示例条例")
    };
    let notice = Work {
        issuer: ["示例市经济和信息化局", "示例市财政局", "示例市商务局", "示例市税务局"]
            .map(str::to_owned)
            .to_vec(),
        number: Some("示府办发〔2023〕12号".to_owned()),
        archived: Some(ArchivedCopy {
            sha256: "3f9c".repeat(16),
            captured_at: "2026-11-25T08:30:00.123Z".to_owned(),
            record: Some("polidex-20261125083000-00000.warc.gz:1234".to_owned()),
            head: Some("a1b2".repeat(16)),
        }),
        ..work("shifubanfa-2023-12", "示例市经济和信息化局等关于印发《示例市软件产业发展办法》的通知")
    };
    let plan = Work {
        kind: Kind::Plan,
        issuer: vec!["示例市人民政府".to_owned()],
        url: None,
        ..work("example-plan", "示例市软件产业“十四五”规划")
    };
    let translation = Work {
        lang: Lang::En,
        issuer: vec![
            "General Office of the Example Municipal People's Government".to_owned(),
            "Example Bureau of Finance".to_owned(),
        ],
        number: Some("Shi Fu Ban Fa [2023] No. 12".to_owned()),
        title_translated: Some("示例市软件产业发展办法".to_owned()),
        ..work("example-measures-en", "Measures of Example City for the Development of Software & Services")
    };
    let news = Work {
        kind: Kind::News,
        lang: Lang::En,
        issuer: vec!["Example Daily".to_owned()],
        written: None,
        effective: None,
        ..work("example-news", "Will Example City Double Its Software Revenue?")
    };
    vec![
        ("law", at(law, "a5.k2", None)),
        ("regulation", at(regulation, "a17-1.k1.i3", None)),
        ("notice", at(notice, "a5", Some("示例市软件产业发展办法"))),
        ("plan", at(plan, "n3.n1.n2", None)),
        ("translation", at(translation, "a5.k2", None)),
        ("news", news),
    ]
}

fn golden(style: Style) {
    let mut text = String::new();
    for (name, work) in works() {
        for words in [Locale::Zh, Locale::En] {
            let citation = cite(&work, style, words);
            writeln!(text, "{name}, {}\n{}", words.pick("en", "zh"), citation.text).unwrap();
            if let Some(in_text) = citation.in_text {
                writeln!(text, "    {in_text}").unwrap();
            }
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(style.name(), text);
    });
}

macro_rules! goldens {
    ($($name:ident: $style:ident),+ $(,)?) => { $(#[test] fn $name() { golden(Style::$style); })+ };
}

goldens! {
    gb7714_2015: Gb7714V2015, gb7714_2025: Gb7714V2025, apa: Apa, chicago: Chicago, mla: Mla, bluebook: Bluebook,
    zh_legal: ZhLegal, bibtex: Bibtex, ris: Ris, csl_json: CslJson,
}

/// What the standard of 2015 prints for a municipal notice, in 4.6.2; here with the edition that polidex always
/// names, and the number in the brackets that it was issued with.
#[test]
fn the_standards_own_example_of_a_notice() {
    let notice = Work {
        reference: ClauseRef {
            policy: PolicyId("n".to_owned()),
            edition: Some("2005-07-12".to_owned()),
            clause: None,
        },
        issuer: vec!["北京市人民政府办公厅".to_owned()],
        number: Some("京政办发[2005]37号".to_owned()),
        published: Some(date(2005, 7, 12)),
        url: Some("http://china.findlaw.cn/fagui/p_1/39934.html".to_owned()),
        accessed: date(2011, 7, 12),
        ..work("n", "关于转发北京市企业投资项目核准暂行实施办法的通知")
    };
    let text = cite(&notice, Style::Gb7714V2015, Locale::Zh).text;
    let without_edition = text.replace(" 2005年7月12日版.", "");
    assert_eq!(
        without_edition,
        "北京市人民政府办公厅. 关于转发北京市企业投资项目核准暂行实施办法的通知: 京政办发[2005]37号[A/OL]. (2005-07-12)[2011-07-12]. http://china.findlaw.cn/fagui/p_1/39934.html."
    );
}

#[test]
fn every_citation_names_the_edition() {
    for (name, work) in works() {
        for style in Style::ALL {
            let text = cite(&work, style, Locale::Zh).text;
            let edition = if style == Style::Bluebook {
                "edition of December 29, 2023"
            } else {
                "2023年12月29日版"
            };
            assert!(text.contains(edition), "{name} {}: {text}", style.name());
        }
    }
}

proptest! {
    #[test]
    fn hostile_titles_break_no_format(title in "\\PC{0,60}", name in "\\PC{0,30}", number in "\\PC{0,20}") {
        let mut hostile = work("hostile", &title);
        hostile.issuer = vec![name];
        hostile.number = Some(number);
        for style in Style::ALL {
            for words in [Locale::Zh, Locale::En] {
                let text = cite(&hostile, style, words).text;
                match style {
                    Style::CslJson => {
                        let item: serde_json::Value = serde_json::from_str(&text).unwrap();
                        prop_assert_eq!(item["title"].as_str(), Some(title.as_str()));
                    }
                    Style::Ris => prop_assert!(text.lines().all(|line| line.get(2..6) == Some("  - "))),
                    Style::Bibtex => {
                        let escaped = text.replace("\\{", "").replace("\\}", "");
                        let braces = |brace| escaped.matches(brace).count();
                        prop_assert_eq!(braces('{'), braces('}'));
                    }
                    _ => prop_assert!(!text.is_empty()),
                }
            }
        }
    }
}

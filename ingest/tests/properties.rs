//! What holds for every text, however odd.

mod contract;

use polidex_ingest::{Format, read_text};
use proptest::prelude::*;

/// Lines as policies have them, in any order: labels, headings, quotations, signatures, white space.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "(第[一二三]条|第[一二]条之一)( |　|)(为了示例|有下列情形之一的：|文字。){0,2}",
        "第[一二三](编|章|节) ?(总则|)",
        "# ?(示例办法|第一章 总则)",
        "#{1,3} (第[一二]章 总则|一、要求|说明)",
        "[一二三]、(要求|各区要落实。|要求。各区要落实。二、又。)",
        "（[一二三]）(甲|乙；|丙。){0,2}",
        "[1-3][.、](甲|乙。)",
        "（[1-3]）甲",
        "“(第[一二]条 |（一）)?甲(。”)?",
        "目　录|附件[12]?|附件：1.甲|示例市人民政府|2024年1月2日|各区：|现印发给你们。",
        "(Article|Chapter|Section) [1-3]( The| of)?",
        "\\([a-ix]\\) x",
        "[ \u{3000}\u{200b}\t]{0,3}",
        "\\PC{0,20}",
        "(甲。 一、乙 （一）丙。 ){1,30}",
        "一{24,28}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_structured_text_keeps_the_contract(
        lines in prop::collection::vec(line(), 0..40),
        format in prop_oneof![Just(Format::Markdown), Just(Format::Text)],
    ) {
        let document = read_text(&lines.join("\n"), format, "sample");
        if let Err(broken) = contract::check(&document) {
            return Err(TestCaseError::fail(broken));
        }
    }

    #[test]
    fn every_text_is_read(text in "(?s).{0,400}") {
        for format in [Format::Markdown, Format::Text, Format::Html] {
            let document = read_text(&text, format, "sample");
            if let Err(broken) = contract::check(&document) {
                return Err(TestCaseError::fail(broken));
            }
        }
    }
}

//! What holds for every text, however odd.

use polidex_corpus::model::Origin;
use polidex_ingest::{Format, Limits, page::read_saved, read_text};
use proptest::prelude::*;
use std::path::Path;

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

/// Pieces of pages, whole and broken.
fn markup() -> impl Strategy<Value = String> {
    prop_oneof![
        "<(/)?(p|div|td|tr|table|h1|a href=[\"']?x.pdf|li|ul|br|span|title|script|pre|b)( (id|class)=(zoom|title|share))?>?",
        "<meta name=(PubDate|ArticleTitle|url) content=\"(2026-01-02|示例|http://a.cn/x)\">",
        "(发文字号|来源|发布日期|索 引 号)(：|:|</td><td>)(示府发〔2026〕1号|2026年1月2日|某报)",
        "(第一条 |　　)?为了示例，制定本办法。",
        "&(nbsp|amp|#x4e2d|#0|lt)?;?",
        "(示例市人民政府|2026年1月2日|附件：|相关链接|发表评论|版权所有 转载)",
        "\\PC{0,10}",
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
        if let Err(broken) = crate::contract::check(&document) {
            return Err(TestCaseError::fail(broken));
        }
    }

    #[test]
    fn every_text_is_read(text in "(?s).{0,400}") {
        for format in [Format::Markdown, Format::Text, Format::Html] {
            let document = read_text(&text, format, "sample");
            if let Err(broken) = crate::contract::check(&document) {
                return Err(TestCaseError::fail(broken));
            }
        }
    }

    #[test]
    fn every_page_is_read(pieces in prop::collection::vec(markup(), 0..60)) {
        let document = read_text(&pieces.concat(), Format::Html, "sample");
        if let Err(broken) = crate::contract::check(&document) {
            return Err(TestCaseError::fail(broken));
        }
        let length = document.text.chars().count();
        if let Origin::Text(span) = &document.meta.title.origin {
            prop_assert!(span.start < span.end && span.end <= length);
        }
        prop_assert!(document.text.ends_with(document.body()));
    }

    #[test]
    fn every_bytes_are_read_or_named(bytes in prop::collection::vec(any::<u8>(), 0..300), name in "a\\.(html|txt|md|pdf|docx|doc)") {
        for head in [&b""[..], b"%PDF-1.4\n", b"PK\x03\x04", b"<html><meta charset=big5>", b"\xFF\xFE"] {
            let bytes = [head, &bytes].concat();
            let page = read_saved(bytes, Path::new(&name), None, &[], &Limits::default());
            if let Ok(document) = page.document {
                prop_assert!(crate::contract::check(&document).is_ok());
            }
        }
    }
}

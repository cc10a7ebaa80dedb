//! Document numbers (发文字号).
//!
//! [`find`] reads every printed form to one canonical key; [`DocumentNumber::parse`] reads a text that
//! is one number and nothing else, [`DocumentNumber::parse_lenient`] a damaged one.

mod back;
mod english;
mod find;

pub use find::find;

use serde::{Deserialize, Serialize};

/// A document number: as printed, and in one canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentNumber {
    /// The number as printed.
    pub printed: String,
    /// The canonical key: equal for every way of printing the same number, such as `国发〔2020〕8号`.
    pub key: String,
    /// The issuer's code in Han characters or, for an English form, its romanisation: 国发, 国务院令.
    pub code: String,
    /// The year, where the form has one.
    pub year: Option<u16>,
    /// The number within code and year.
    pub sequence: u32,
}

impl DocumentNumber {
    /// Reads a text that is one number, perhaps in brackets or among white space.
    ///
    /// Running text around the number gives `None`; use [`find`] for that.
    pub fn parse(text: &str) -> Option<Self> {
        let text = unwrapped(text);
        let mut found = find(text);
        let (range, number) = found.pop()?;
        (found.is_empty() && range == (0..text.len())).then_some(number)
    }

    /// Reads a damaged number too: closing bracket or 号 lost, traditional characters, as corrupted
    /// mirrors print them (`北碚府辦發〔2022114`). What [`DocumentNumber::parse`] reads, it reads alike.
    pub fn parse_lenient(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| {
            let text = unwrapped(text);
            let repaired: String = text.chars().filter(|c| !c.is_whitespace()).map(simplified).collect();
            let repaired = if repaired.ends_with('号') { repaired } else { repaired + "号" };
            Self::parse(&repaired).map(|number| Self { printed: text.to_owned(), ..number })
        })
    }

    /// The printed form and its parts, with the canonical key that they make.
    fn new(printed: &str, form: Form, code: &str, year: Option<u16>, sequence: u32) -> Self {
        let (code, key) = match (form, year) {
            (Form::Standard, Some(year)) => (code.to_owned(), format!("{code}〔{year}〕{sequence}号")),
            (Form::Standard, None) => (code.to_owned(), format!("{code}{sequence}号")),
            (Form::Named(word), None) => (format!("{code}{word}"), format!("{code}{word}第{sequence}号")),
            (Form::Named("令"), Some(year)) => {
                (format!("{code}令"), format!("{code}令〔{year}〕第{sequence}号"))
            }
            (Form::Named(word), Some(year)) => {
                (format!("{code}{word}"), format!("{code}{word}{year}年第{sequence}号"))
            }
        };
        Self { printed: printed.to_owned(), key, code, year, sequence }
    }
}

/// How the canonical key is built.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// Code, year and number: 国发〔2020〕8号.
    Standard,
    /// Issuer, word and number: 国务院令第322号, 国家税务总局公告2026年第19号.
    Named(&'static str),
}

/// Without white space and one pair of brackets around the whole.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    [('（', '）'), ('(', ')')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close).map(str::trim))
        .filter(|inside| !inside.contains(['(', '（']) || inside.contains([')', '）']))
        .unwrap_or(text)
}

/// The traditional characters that occur in codes, folded.
fn simplified(c: char) -> char {
    match c {
        '辦' => '办',
        '發' => '发',
        '號' => '号',
        '國' => '国',
        '務' => '务',
        '總' => '总',
        '長' => '长',
        '財' => '财',
        '稅' => '税',
        '環' => '环',
        '資' => '资',
        '規' => '规',
        '慶' => '庆',
        '開' => '开',
        '區' => '区',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(text: &str) -> Option<String> {
        DocumentNumber::parse(text).map(|number| number.key)
    }

    #[test]
    fn every_printed_form_has_one_key() {
        for (printed, expected) in [
            ("示发〔2020〕8号", "示发〔2020〕8号"),
            ("示北府发 〔2017〕 7号", "示北府发〔2017〕7号"),
            ("示公积金规字〔2023〕1号", "示公积金规字〔2023〕1号"),
            ("示政办发[2005]37号", "示政办发〔2005〕37号"),
            ("示政办发【2005]３７号", "示政办发〔2005〕37号"),
            ("示政（94）3号", "示政〔1994〕3号"),
            ("(1988)示税地字第28号", "示税地字〔1988〕28号"),
            ("示府令〔2015〕290号", "示府令〔2015〕第290号"),
            ("国务院令第322号", "国务院令第322号"),
            ("中华人民共和国主席令第三十四号", "主席令第34号"),
            ("重庆市人民政府令第 290 号", "重庆市人民政府令第290号"),
            ("海关总署第61号令", "海关总署令第61号"),
            ("国家税务总局公告2026年第19号", "国家税务总局公告2026年第19号"),
            ("财政部 税务总局公告2026年第5号", "财政部 税务总局公告2026年第5号"),
            ("财政部、税务总局公告（2026年第5号）", "财政部 税务总局公告2026年第5号"),
            ("Guo Fa [2020] No. 8", "国发〔2020〕8号"),
            ("Guofa (2000) No. 18", "国发〔2000〕18号"),
            ("State Development [2020] No. 8", "国发〔2020〕8号"),
            ("（示发〔2020〕8号）", "示发〔2020〕8号"),
        ] {
            assert_eq!(key(printed).as_deref(), Some(expected), "{printed}");
        }
    }

    #[test]
    fn damaged_numbers_are_read_only_when_asked() {
        assert_eq!(key("北碚府辦發〔2022114"), None);
        let number = DocumentNumber::parse_lenient("北碚府辦發〔2022114").unwrap();
        assert_eq!(number.key, "北碚府办发〔2022〕114号");
        assert_eq!(number.printed, "北碚府辦發〔2022114");
    }

    #[test]
    fn look_alikes_are_no_numbers() {
        for text in [
            "示例路57号院5号楼318室",
            "第4626号提案",
            "92号汽油",
            "示例卫生标准（GB 19193-2015）",
            "一号应答",
            "第一百零九条第三项",
            "0200002909014487051",
            "2020年2月3号",
            "2020年3号",
        ] {
            assert!(find(text).is_empty(), "{text}: {:?}", find(text));
        }
    }

    #[test]
    fn running_text_is_left_outside() {
        let text = "根据《办法》（示发〔2020〕8号）和示财税〔2019〕13号，以及1999年1月25日 海关总署令第7号发布的规定";
        let found: Vec<&str> = find(text).into_iter().map(|(range, _)| &text[range]).collect();
        assert_eq!(found, ["示发〔2020〕8号", "示财税〔2019〕13号", "海关总署令第7号"]);
    }

    /// Harmonic mean of precision and recall on the labelled sentences, spans and keys both right.
    #[test]
    #[allow(clippy::print_stdout)]
    fn labelled_sentences_are_understood() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../shared/data/understanding/numbers.jsonl");
        let Ok(lines) = std::fs::read_to_string(path) else {
            println!("skipped: ../shared/data is absent");
            return;
        };
        let (mut right, mut labelled, mut found_all) = (0, 0, 0);
        for line in lines.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = row["text"].as_str().unwrap();
            let index = crate::model::CharIndex::new(text);
            let found: Vec<_> =
                find(text).into_iter().map(|(range, number)| (index.span(range), number.key)).collect();
            let gold: Vec<_> = row["numbers"]
                .as_array()
                .unwrap()
                .iter()
                .map(|gold| {
                    let at = |end: usize| gold["span"][end].as_u64().unwrap() as usize;
                    (crate::model::Span::new(at(0), at(1)), gold["canonical"].as_str().unwrap().to_owned())
                })
                .collect();
            right += gold.iter().filter(|gold| found.contains(gold)).count();
            labelled += gold.len();
            found_all += found.len();
            if found != gold {
                println!("{}: {found:?} instead of {gold:?}", row["id"]);
            }
        }
        let f1 = 2.0 * right as f64 / (labelled + found_all) as f64;
        println!("F1 {f1:.3} of {labelled} numbers");
        assert!(f1 >= 0.95, "{f1}");
    }

    proptest! {
        #[test]
        fn keys_read_back_to_themselves(
            code in "(国发|渝府办发|财税|银发|国务院令|税务总局公告)", year in 1950_u16..2050, sequence in 1_u32..9999,
        ) {
            let printed = format!("{code}〔{year}〕{sequence}号");
            let number = DocumentNumber::parse(&printed).unwrap();
            let again = DocumentNumber::parse(&number.key).unwrap();
            prop_assert_eq!(&again.key, &number.key);
            prop_assert_eq!(number.sequence, sequence);
        }

        #[test]
        fn ranges_slice_what_was_printed(text in "[国发令公告第（）〔〕\\[\\]0-9年号 、一三Guo No.]{0,60}") {
            for (range, number) in find(&text) {
                prop_assert_eq!(&text[range], number.printed.as_str());
            }
        }
    }
}

use super::*;
use polidex_corpus::model::{ClauseKind, Span};
use proptest::prelude::*;

fn segment(path: &str, text: &str) -> Segment {
    let span = Span::new(0, text.chars().count());
    Segment {
        path: path.parse().unwrap(),
        kind: ClauseKind::Article,
        label: String::new(),
        text: text.to_owned(),
        span,
    }
}

fn pairs(chinese: &[Segment], english: &[Segment]) -> Vec<String> {
    let glossary =
        Glossary::new([("奖励", "reward"), ("租金", "rent"), ("贷款", "loan"), ("公示", "publicity")]);
    let aligned = Aligner::new(&glossary).align(chinese, english);
    aligned.iter().map(|pair| format!("{:?}={:?}", pair.chinese, pair.english)).collect()
}

#[test]
fn numbers_and_words_find_the_counterpart_of_an_inserted_clause() {
    let chinese = [
        segment("a1", "示例：给予一次性奖励15万元。"),
        segment("a2", "示例：租金减免，期限三年。"),
        segment("a3", "示例：贷款贴息，最高200万元。"),
    ];
    let english = [
        segment("a1", "Example: a one-off reward of 150,000 yuan shall be given."),
        segment("a3", "Example: interest on loans is subsidised, up to 2 million yuan."),
    ];
    assert_eq!(pairs(&chinese, &english), ["0..1=0..1", "1..2=1..1", "2..3=1..2"]);
}

#[test]
fn one_paragraph_may_be_two_in_the_other_language() {
    let chinese = [
        segment("a1", "示例：给予一次性奖励15万元；租金减免三年；贷款贴息最高200万元。"),
        segment("a2", "示例：公示7日。"),
    ];
    let english = [
        segment("a1", "Example: a one-off reward of 150,000 yuan."),
        segment("x1", "Rent is reduced for three years; interest on loans up to 2 million yuan."),
        segment("a2", "Example: publicity lasts 7 days."),
    ];
    assert_eq!(pairs(&chinese, &english), ["0..1=0..2", "1..2=2..3"]);
}

#[test]
fn a_side_may_be_empty() {
    let one = [segment("a1", "示例")];
    assert_eq!(pairs(&one, &[]), ["0..1=0..0"]);
    assert_eq!(pairs(&[], &one), ["0..0=0..1"]);
    assert!(pairs(&[], &[]).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn every_segment_is_in_one_pair_in_order(rows in 0_usize..90, columns in 0_usize..300, seed in any::<u64>()) {
        let text = |number: usize| format!("示例 {} {}", seed.rotate_left(number as u32) % 97, number % 7);
        let chinese: Vec<_> = (0..rows).map(|number| segment("x1", &text(number))).collect();
        let english: Vec<_> = (0..columns).map(|number| segment("x1", &text(number * 3))).collect();
        let glossary = Glossary::default();
        let aligned = Aligner::new(&glossary).align(&chinese, &english);
        let (mut row, mut column) = (0, 0);
        for pair in &aligned {
            prop_assert_eq!((pair.chinese.start, pair.english.start), (row, column));
            prop_assert!((0.0..=1.0).contains(&pair.confidence));
            (row, column) = (pair.chinese.end, pair.english.end);
        }
        prop_assert_eq!((row, column), (rows, columns));
    }
}

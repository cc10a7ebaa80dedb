//! On any text: spans lie within it, figures slice to digits, nothing panics.

use polidex_corpus::model::{AmountRole, Span, Understanding};
use polidex_ingest::understand::understand;
use proptest::prelude::*;

/// Words that the readers look for, in any order: nearer to what could go wrong than random characters.
const PIECES: &[&str] = &[
    "对",
    "的",
    "企业",
    "给予",
    "奖励",
    "30%",
    "50万元",
    "、",
    "，",
    "；",
    "。",
    "\n",
    "（",
    "）",
    "《",
    "》",
    "办法",
    "根据",
    "同时废止",
    "自",
    "2020年1月1日",
    "起施行",
    "有效期",
    "5年",
    "至",
    "最高",
    "不超过",
    "每家",
    "分别",
    "百分之",
    "三十",
    "减半",
    "免征",
    "税",
    "本办法",
    "第五条",
    "之",
    "国发",
    "〔2020〕",
    "8号",
    "以下简称",
    "元",
    "/",
    "万",
    "1,000",
    "—",
    "优先",
    "加计扣除",
    "担保费",
    "在",
    "期间",
    "适用于",
    "申报",
    "前",
    "　",
    " ",
    "\u{0}",
    "\u{202e}",
    "𠮷",
    "…",
    "“",
    "”",
    "令",
    "第",
    "公告",
    "10",
    "0",
    "99999999999999999999",
    "亿",
    "These Measures shall come into force on ",
    "May 1, 2024",
    " a bonus of up to 5 million yuan ",
    "will be given to enterprises that ",
];

fn spans(read: &Understanding) -> Vec<Span> {
    let mut spans: Vec<Span> = read.numbers.iter().map(|number| number.span).collect();
    for edge in &read.edges {
        spans.extend([edge.mention, edge.sentence]);
        spans.extend(edge.cue.into_iter().chain(edge.provision));
    }
    for reference in &read.references {
        spans.extend([reference.mention, reference.sentence]);
        spans.extend(reference.antecedents.iter().copied());
    }
    spans.extend(read.validity.effective.iter().map(|begins| begins.span));
    spans.extend(read.validity.expires.iter().map(|ends| ends.span));
    for measure in &read.measures {
        spans.extend([measure.cue, measure.sentence]);
        spans.extend(measure.beneficiary.into_iter().chain(measure.duration).chain(measure.one_off));
        spans.extend(measure.conditions.iter().map(|condition| condition.span));
        spans.extend(measure.amounts.iter().map(|amount| amount.span));
        spans.extend(measure.rates.iter().flat_map(|rate| [Some(rate.span), rate.base]).flatten());
        spans.extend(measure.ladder.iter().map(|rung| rung.threshold));
        spans.extend(measure.stacking.iter().map(|rule| rule.span));
        spans.extend(measure.window.iter().map(|window| window.span));
        spans.extend(measure.materials.iter().copied().chain(measure.authority));
    }
    for scope in &read.common.scope {
        spans.push(scope.sentence);
        spans.extend(scope.conditions.iter().map(|condition| condition.span).chain(scope.beneficiary));
    }
    spans
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let read = understand(text);
    let length = text.chars().count();
    for span in spans(&read) {
        prop_assert!(span.start < span.end && span.end <= length, "{:?} of {} in {:?}", span, length, text);
    }
    for measure in &read.measures {
        for rung in &measure.ladder {
            let tiers = measure.amounts.iter().any(|amount| amount.role == AmountRole::Tier);
            let given = if tiers { measure.amounts.len() } else { measure.rates.len() };
            prop_assert!(rung.given < given);
        }
        for amount in &measure.amounts {
            prop_assert!(amount.value >= 0);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn spans_lie_within_any_text(text in "\\PC{0,120}") {
        check(&text)?;
    }

    #[test]
    fn spans_lie_within_any_row_of_known_words(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
    ) {
        check(&pieces.concat())?;
    }
}

#[test]
fn hostile_texts_end() {
    let long = "对企业给予奖励50万元，".repeat(20_000);
    check(&long).unwrap();
    check(&"《".repeat(50_000)).unwrap();
    check(&"（".repeat(50_000)).unwrap();
    check(&"1".repeat(100_000)).unwrap();
    check(&"自2020年1月1日起施行，有效期至2019年1月1日。".repeat(100)).unwrap();
}

//! Caps that a sentence of its own puts on what other sentences give: 同一企业年度累计不超过500万元.

use super::sums::{self, Zone};
use crate::understand::{
    figure, sentence,
    signs::{Sign, Signs},
};
use polidex_corpus::model::{Amount, AmountRole, CharIndex, CommonCap, Measure, Span};
use std::ops::Range;

/// Whom such a cap counts. One of these stands in every such sentence.
pub const COUNTS: &[&str] = &[
    "同一企业",
    "同一单位",
    "同一项目",
    "同一申报",
    "同一主体",
    "同一法人",
    "同一机构",
    "同一年度",
    "同一对象",
    "同一家",
    "单个企业",
    "单个单位",
    "单个项目",
    "单个机构",
    "单个主体",
    "单一企业",
    "单家企业",
    "单户企业",
    "每家企业",
    "每个企业",
    "每户企业",
    "same enterprise",
    "same company",
    "single enterprise",
    "single company",
    "any one enterprise",
    "any one company",
];

/// Words that add up what several measures give.
const ADDS_UP: &[&str] = &[
    "累计",
    "合计",
    "总额",
    "总和",
    "总计",
    "总金额",
    "加总",
    "各项",
    "in total",
    "a year",
    "per year",
    "annually",
];

/// Names of what adds up, where it is everything that the document gives.
const WHOLE: &[&str] = &[
    "本办法",
    "本政策",
    "本措施",
    "本细则",
    "本意见",
    "本规定",
    "本通知",
    "本实施",
    "本若干",
    "本扶持",
    "上述",
    "以上",
    "各项",
    "各类",
    "所有",
    "全部",
    "同一年度",
    "当年度",
    "these measures",
    "this policy",
    "these policies",
];

/// White space and stops that may stand between two sentences of a paragraph, in characters.
const NEAR: usize = 2;

/// The cap that a sentence puts on measures that others state. `earlier` holds the measures in front of it.
///
/// A sentence that promises something itself puts none. What names the whole document, or adds up without
/// following a measure, binds all measures; else those of the sentences right before it.
pub fn cap(
    index: &CharIndex<'_>,
    sentence: &Range<usize>,
    signs: Signs,
    earlier: &[Measure],
) -> Option<CommonCap> {
    if !signs.has(Sign::Cap) {
        return None;
    }
    let text = index.text();
    let words = &text[sentence.clone()];
    let promises = words.contains("给予") && !words.contains("给予的")
        || words.contains("分别")
        || words.starts_with('对')
        || figure::moneys(text, sentence.clone()).len() != 1
        || !figure::shares(text, sentence.clone()).is_empty();
    let adds_up = ADDS_UP.iter().any(|word| words.contains(word));
    let whole = WHOLE.iter().any(|word| words.contains(word));
    let bounds =
        ["最高", "不超过", "no more than", "up to", "not exceed"].iter().any(|word| words.contains(word));
    if promises || !adds_up && !bounds {
        return None;
    }
    let clause = sentence::clauses(text, sentence.clone())
        .into_iter()
        .find(|clause| COUNTS.iter().any(|word| text[clause.clone()].contains(word)))?;
    let amount = only_cap(index, &clause, sentence)?;
    let before = adjacent(index.span(sentence.clone()), earlier);
    let binds = match before {
        _ if whole => None,
        Some(first) => Some(Span::new(first, index.span(sentence.clone()).start)),
        None if adds_up => None,
        // A limit alone, with nothing in front of it, is all that its paragraph says of the support.
        None => return None,
    };
    Some(CommonCap { amount, binds, sentence: index.span(sentence.clone()) })
}

/// The sum of the sentence, where it is one and a cap. What is counted may stand in a clause before it.
fn only_cap(index: &CharIndex<'_>, clause: &Range<usize>, sentence: &Range<usize>) -> Option<Amount> {
    let zone = Zone { range: clause.start..sentence.end, clause: clause.start };
    let mut amounts = sums::amounts(index, &zone);
    // A limit of nothing limits nothing that could be meant.
    amounts.pop().filter(|amount| amounts.is_empty() && amount.role == AmountRole::Cap && amount.value > 0)
}

/// Where the measures begin that stand right before a sentence, one after the other in its paragraph.
fn adjacent(sentence: Span, earlier: &[Measure]) -> Option<usize> {
    let mut start = sentence.start;
    for measure in earlier.iter().rev() {
        let own = measure.sentence;
        if own.start >= start || own.end > start || start - own.end > NEAR {
            // Measures of one sentence share its span.
            if own.start == start {
                continue;
            }
            break;
        }
        start = own.start;
    }
    (start < sentence.start).then_some(start)
}

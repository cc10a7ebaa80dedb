//! Sentences with words of support that promise none.

use super::{lead, lexicon, phrase::unadorned};
use crate::wordlist::Words;
use std::{ops::Range, sync::LazyLock};

/// The longest heading, in characters.
const HEADING: usize = 18;

/// Duties of an employer, an institute or a trader, paid from their own money.
static OWN_MONEY: Words =
    Words::new(&["赔偿", "工资中扣除", "最高奖的金额", "有奖销售", "劳动报酬", "加班费"]);

static PUNISHES: LazyLock<Words> = LazyLock::new(|| Words::new(&lexicon::PUNISHES));
static REPORTS: LazyLock<Words> = LazyLock::new(|| Words::new(&lexicon::REPORTS));

/// Whether a sentence punishes, recovers, reports or speaks of somebody's own money.
pub fn is_none(sentence: &str) -> bool {
    // What courts uphold is no support, but what they waive of their fees is.
    let court = sentence.contains("人民法院") && !sentence.contains("诉讼费") && !sentence.contains("受理费");
    court || announces(sentence) || PUNISHES.any(sentence) || OWN_MONEY.any(sentence) || reports(sentence)
}

/// Whether a sentence only announces that measures which stand elsewhere will be carried out:
/// 落实研发费用加计扣除、所得税减免等优惠政策.
fn announces(sentence: &str) -> bool {
    let words = unadorned(sentence.trim_start());
    let ends = sentence.trim_end_matches(['。', '；', ' ']);
    ["落实", "执行", "用好", "用足", "兑现"].iter().any(|verb| words.starts_with(verb))
        && ["政策", "措施", "优惠", "制度"].iter().any(|end| ends.ends_with(end))
        && !sentence.contains(|c| polidex_corpus::numeral::digit(c).is_some())
}

/// Whether a sentence tells what was paid or is planned.
fn reports(sentence: &str) -> bool {
    // 已发放的贷款 only describes.
    let told = REPORTS.any(sentence)
        && lexicon::REPORTS.iter().any(|word| {
            sentence.match_indices(word).any(|(at, _)| !sentence[at + word.len()..].starts_with('的'))
        });
    let dated = ["截至", "截止"].iter().any(|word| {
        sentence.find(word).is_some_and(|at| {
            let behind = &sentence[at..];
            ["日，", "月，", "时，", "底，", "目前"]
                .iter()
                .any(|end| behind.find(end).is_some_and(|at| at < 60))
        })
    });
    told || approximates(sentence) || spends(sentence) || dated && !sentence.contains("给予")
}

/// Whether a sentence tells what was handed on, 拨付1.57亿元: what is promised is not yet paid out.
fn spends(sentence: &str) -> bool {
    ["拨付", "下达", "下拨", "筹集", "筹措", "拨款"].iter().any(|verb| {
        sentence.match_indices(verb).any(|(at, _)| {
            let behind = sentence[at + verb.len()..].trim_start_matches("资金").trim_start_matches('了');
            behind.starts_with(|c| polidex_corpus::numeral::digit(c).is_some())
        })
    })
}

/// Whether a sum is only about right, 20多万元: what is promised is exact, what is told of need not be.
fn approximates(sentence: &str) -> bool {
    sentence.match_indices(['多', '余']).any(|(at, about)| {
        let counted = sentence[..at].ends_with(|c| {
            polidex_corpus::numeral::digit(c).is_some() || matches!(c, '万' | '亿' | '百' | '千' | '十')
        });
        let behind = &sentence[at + about.len()..];
        counted && ["万元", "亿元", "元"].iter().any(|unit| behind.starts_with(unit))
    })
}

/// Whether a sentence is the heading of a clause: numbered, short, and without anything that it applies to.
pub fn is_heading(text: &str, sentence: &Range<usize>) -> bool {
    let bare = lead::unnumbered(text, sentence.clone());
    let words = text[bare.clone()].trim_end_matches(['。', '：', '；']);
    bare.start > sentence.start
        && words.chars().count() <= HEADING
        && !words.contains(['，', '；', '对', '给', '可', '应', '予', '的'])
        && !words.contains(|c| polidex_corpus::numeral::digit(c).is_some())
}

//! Sentences with words of support that promise none.

use super::lexicon;
use crate::wordlist::Words;

/// Duties of an employer, an institute or a trader, paid from their own money.
static OWN_MONEY: Words =
    Words::new(&["赔偿", "工资中扣除", "最高奖的金额", "有奖销售", "劳动报酬", "加班费"]);

static PUNISHES: Words = Words::new(lexicon::PUNISHES);
static REPORTS: Words = Words::new(lexicon::REPORTS);

/// Whether a sentence punishes, recovers, reports or speaks of somebody's own money.
pub fn is_none(sentence: &str) -> bool {
    // What courts uphold is no support, but what they waive of their fees is.
    let court = sentence.contains("人民法院") && !sentence.contains("诉讼费") && !sentence.contains("受理费");
    court || PUNISHES.any(sentence) || OWN_MONEY.any(sentence) || reports(sentence)
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
    told || dated && !sentence.contains("给予")
}

//! Stretches of words that are aligned with each other and with nothing else.

use super::{LearnOptions, model::Model, pairs::AlignedClause};
use std::collections::{BTreeMap, HashMap};

/// Words that a term may have in each language.
const MAX_ZH: usize = 4;
const MAX_EN: usize = 6;

/// Examples that are kept of a pair.
const EXAMPLES: usize = 3;

/// A pair that was learned, for review.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LearnedPair {
    /// The Chinese name.
    pub zh: String,
    /// The English name in the form that was seen most.
    pub en: String,
    /// How sure it is, 0 to 1: how often each is rendered by the other, in both directions, held back
    /// where it was seen rarely.
    pub confidence: f32,
    /// Clauses that bear it out.
    pub support: u32,
    /// References of some of them.
    pub examples: Vec<String>,
}

#[derive(Default)]
struct Seen {
    count: u32,
    forms: BTreeMap<String, u32>,
    examples: Vec<String>,
}

/// The pairs of all clauses that `options` let pass, the surest first.
pub fn extract(
    clauses: &[AlignedClause],
    sentences: &[(Vec<u32>, Vec<u32>)],
    model: &Model,
    options: LearnOptions,
) -> Vec<LearnedPair> {
    let mut seen: HashMap<(String, String), Seen> = HashMap::new();
    let (mut zh_counts, mut en_counts): (HashMap<String, u32>, HashMap<String, u32>) = <_>::default();
    for (clause, (zh, en)) in clauses.iter().zip(sentences) {
        let mut counted: Vec<(String, String, String)> = Vec::new();
        for (first, last, en_first, en_last) in consistent(&model.align(zh, en)) {
            if let Some(pair) = surface(clause, (first, last), (en_first, en_last)) {
                counted.push(pair);
            }
        }
        counted.sort_unstable();
        counted.dedup();
        for (name, key, form) in counted {
            *zh_counts.entry(name.clone()).or_default() += 1;
            *en_counts.entry(key.clone()).or_default() += 1;
            let seen = seen.entry((name, key)).or_default();
            seen.count += 1;
            *seen.forms.entry(form).or_default() += 1;
            if seen.examples.len() < EXAMPLES {
                seen.examples.push(clause.reference.clone());
            }
        }
    }
    let mut pairs: Vec<LearnedPair> = seen
        .into_iter()
        .map(|((zh, key), seen)| {
            let count = seen.count as f32;
            let both = (count / zh_counts[&zh] as f32) * (count / en_counts[&key] as f32);
            let best = seen.forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            LearnedPair {
                zh,
                en: best.map(|(form, _)| form).unwrap_or_default(),
                confidence: both.sqrt() * count / (count + 1.0),
                support: seen.count,
                examples: seen.examples,
            }
        })
        .filter(|pair| pair.confidence >= options.confidence && pair.support >= options.support)
        .collect();
    pairs.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.zh.cmp(&b.zh)));
    pairs
}

/// Stretches, first and last word in both languages, whose words are aligned inside only.
fn consistent(links: &[(usize, usize)]) -> Vec<(usize, usize, usize, usize)> {
    let mut found = Vec::new();
    for &(first, _) in links {
        for last in first..first + MAX_ZH {
            // Both ends must be aligned, or the stretch could be shorter.
            if !links.iter().any(|&(zh, _)| zh == last) {
                continue;
            }
            let inside = links.iter().filter(|(zh, _)| (first..=last).contains(zh)).map(|&(_, en)| en);
            let (Some(low), Some(high)) = (inside.clone().min(), inside.max()) else { continue };
            let crossed =
                links.iter().any(|&(zh, en)| (low..=high).contains(&en) && !(first..=last).contains(&zh));
            if !crossed && high - low < MAX_EN {
                found.push((first, last, low, high));
            }
        }
    }
    found
}

/// The Chinese name, the English key and the English form of a stretch; nothing where other signs than
/// spaces and hyphens stand inside, or where it is all numbers.
fn surface(
    clause: &AlignedClause,
    zh: (usize, usize),
    en: (usize, usize),
) -> Option<(String, String, String)> {
    let zh_text = &clause.zh_text[clause.zh[zh.0].start..clause.zh[zh.1].end];
    let en_text = &clause.en_text[clause.en[en.0].start..clause.en[en.1].end];
    let whole = zh_text.chars().count() > 1
        && zh_text.chars().all(char::is_alphanumeric)
        && en_text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '&'))
        && en_text.chars().any(char::is_alphabetic);
    let keys: Vec<&str> = clause.en[en.0..=en.1].iter().map(|token| token.key.as_str()).collect();
    whole.then(|| (zh_text.to_owned(), keys.join(" "), en_text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bilingual::{
            keys::EnglishKeys,
            learn::{aligned, pairs},
        },
        text::Analyzer,
    };

    #[test]
    fn stretches_are_consistent() {
        assert_eq!(consistent(&[(0, 1), (1, 0)]), [(0, 0, 1, 1), (0, 1, 0, 1), (1, 1, 0, 0)]);
        assert_eq!(consistent(&[(0, 0), (2, 1), (1, 2)]).len(), 5);
    }

    /// Illustrative sentences, written for this test.
    #[test]
    fn terms_are_learned_from_sentences() {
        let analyzer = Analyzer::for_query();
        let keys = EnglishKeys::new(["the", "of", "for", "shall", "be", "to"]);
        let pair = |zh: &str, en: &str| pairs::aligned(&analyzer, &keys, zh.to_owned(), zh, en);
        let clauses = [
            pair("贴息支持企业", "interest subsidy supports enterprises"),
            pair("贴息支持园区", "interest subsidy supports parks"),
            pair("园区补贴企业", "parks subsidise enterprises"),
            pair("企业申请贴息", "enterprises apply for the interest subsidy"),
            pair("园区申请资金", "parks apply for funds"),
        ];
        let learned = aligned(&clauses, LearnOptions { confidence: 0.5, support: 2 });
        let find = |zh: &str| learned.iter().find(|pair| pair.zh == zh).map(|pair| pair.en.as_str());
        assert_eq!(find("企业"), Some("enterprises"));
        assert_eq!(find("园区"), Some("parks"));
        assert!(learned.iter().all(|pair| pair.support >= 2 && !pair.examples.is_empty()));
    }
}

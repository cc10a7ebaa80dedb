//! Which words go together: IBM Model 1 in both directions.

use super::pairs::Token;
use std::collections::HashMap;

/// Rounds of expectation maximisation; the figures hardly move after five.
const ROUNDS: usize = 5;

/// What stands for "translates nothing".
const NOTHING: u32 = u32::MAX;

/// The probabilities that one word is rendered by another, in both directions.
pub struct Model {
    /// Of an English word, given the Chinese one.
    to_english: HashMap<(u32, u32), f32>,
    /// Of a Chinese word, given the English one.
    to_chinese: HashMap<(u32, u32), f32>,
}

/// Numbers for words.
pub fn ids(tokens: &[Token], known: &mut HashMap<String, u32>) -> Vec<u32> {
    tokens
        .iter()
        .map(|token| {
            let next = known.len() as u32;
            *known.entry(token.key.clone()).or_insert(next)
        })
        .collect()
}

impl Model {
    /// Learns from pairs of Chinese and English sentences.
    pub fn train(sentences: &[(Vec<u32>, Vec<u32>)]) -> Self {
        let turned: Vec<(Vec<u32>, Vec<u32>)> =
            sentences.iter().map(|(zh, en)| (en.clone(), zh.clone())).collect();
        Self { to_english: direction(sentences), to_chinese: direction(&turned) }
    }

    /// Places of words that render each other best in both directions, Chinese and English.
    pub fn align(&self, zh: &[u32], en: &[u32]) -> Vec<(usize, usize)> {
        let best = |given: u32, among: &[u32], table: &HashMap<(u32, u32), f32>| {
            let scored = among.iter().enumerate().map(|(at, &word)| (at, probability(table, given, word)));
            scored.filter(|(_, score)| *score > 0.0).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        };
        let mut links = Vec::new();
        for (at, &word) in zh.iter().enumerate() {
            let Some((other, _)) = best(word, en, &self.to_english) else { continue };
            if best(en[other], zh, &self.to_chinese).is_some_and(|(back, _)| zh[back] == word && back == at) {
                links.push((at, other));
            }
        }
        links
    }
}

fn probability(table: &HashMap<(u32, u32), f32>, given: u32, word: u32) -> f32 {
    table.get(&(given, word)).copied().unwrap_or(0.0)
}

/// The probability of each target word given each source word.
fn direction(sentences: &[(Vec<u32>, Vec<u32>)]) -> HashMap<(u32, u32), f32> {
    let mut table: HashMap<(u32, u32), f32> = HashMap::new();
    for round in 0..ROUNDS {
        let mut counts: HashMap<(u32, u32), f32> = HashMap::with_capacity(table.len());
        let mut totals: HashMap<u32, f32> = HashMap::new();
        for (source, target) in sentences {
            for &word in target {
                // In the first round all words are equally likely.
                let likely = |given: u32| {
                    if round == 0 { 1.0 } else { probability(&table, given, word) }
                };
                let given: Vec<(u32, f32)> =
                    source.iter().copied().chain([NOTHING]).map(|given| (given, likely(given))).collect();
                let sum: f32 = given.iter().map(|(_, likely)| likely).sum();
                for (given, likely) in given.into_iter().filter(|(_, likely)| *likely > 0.0) {
                    *counts.entry((given, word)).or_default() += likely / sum;
                    *totals.entry(given).or_default() += likely / sum;
                }
            }
        }
        // What has become next to impossible is forgotten, which keeps the table small.
        table = counts
            .into_iter()
            .map(|((given, word), count)| ((given, word), count / totals[&given]))
            .filter(|(_, probability)| *probability > 1e-4)
            .collect();
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_always_stand_together_are_aligned() {
        // 0 税 1 补贴 2 企业; 0 tax 1 subsidy 2 enterprise.
        let sentences = [
            (vec![0, 2], vec![0, 2]),
            (vec![1, 2], vec![2, 1]),
            (vec![0, 1], vec![1, 0]),
            (vec![2], vec![2]),
        ];
        let model = Model::train(&sentences);
        assert_eq!(model.align(&[0, 1, 2], &[2, 1, 0]), [(0, 2), (1, 1), (2, 0)]);
        assert!(model.align(&[7], &[0]).is_empty());
    }
}

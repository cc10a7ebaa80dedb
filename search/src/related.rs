//! Terms that belong to those of a query: other names, and what stands beside them.

use crate::text::Analyzer;
use polidex_corpus::text::is_han;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A term that belongs to one of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelatedTerm {
    /// The term.
    pub text: String,
    /// How it belongs to it.
    pub why: Why,
    /// In how many clauses of the store it stands at most.
    pub clauses: u32,
}

/// How a term belongs to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The lexicon has it as another name, in either language.
    Lexicon,
    /// It stands in the same clauses more often than elsewhere.
    Beside,
}

/// A word has to stand in so many of the clauses.
const LEAST: u32 = 3;

/// It has to stand there so many times as often as elsewhere.
const LIFT: f64 = 4.0;

/// Words that are shown.
const SHOWN: usize = 12;

/// In how many of some clauses words stand.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    clauses: u32,
    words: HashMap<String, u32>,
}

impl Counts {
    /// Counts the words of a folded clause, each once.
    pub fn add(&mut self, folded: &str, analyzer: &Analyzer) {
        let chars: Vec<char> = folded.chars().collect();
        let mut words: HashSet<String> = HashSet::new();
        analyzer.words(folded, |_, range| {
            let word: String = chars[range.start as usize..range.end as usize].iter().collect();
            if word.chars().nth(1).is_some() && word.chars().all(|c| is_han(c) || c.is_ascii_lowercase()) {
                words.insert(word);
            }
        });
        self.clauses += 1;
        for word in words {
            *self.words.entry(word).or_default() += 1;
        }
    }

    /// The words that stand beside `typed`, those that say most first: by how much more often than by
    /// chance, times how often.
    pub fn beside(&self, typed: &[&str], units: u64, held: &dyn Fn(&str) -> u32) -> Vec<RelatedTerm> {
        let mut beside: Vec<(f64, RelatedTerm)> = Vec::new();
        for (word, &count) in &self.words {
            let known = typed.iter().any(|term| term.contains(word.as_str()) || word.contains(term));
            if count < LEAST || known {
                continue;
            }
            let clauses = held(word).max(count);
            let lift = f64::from(count) * units as f64 / (f64::from(self.clauses) * f64::from(clauses));
            if lift >= LIFT {
                let term = RelatedTerm { text: word.clone(), why: Why::Beside, clauses };
                beside.push((lift.ln() * f64::from(count), term));
            }
        }
        beside.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
        beside.into_iter().take(SHOWN).map(|(_, term)| term).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_more_often_than_elsewhere_is_related() {
        let (mut counts, analyzer) = (Counts::default(), Analyzer::for_query());
        for text in ["软件企业研发补贴申报", "研发补贴由企业申报", "申报研发补贴的条件", "补贴企业"]
        {
            counts.add(text, &analyzer);
        }
        let held = |word: &str| if word == "企业" { 900 } else { 10 };
        let found = counts.beside(&["补贴"], 1_000, &held);
        let found: Vec<&str> = found.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(found, ["申报", "研发"]);
    }
}

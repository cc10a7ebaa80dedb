//! Everyday words of a query, and what laws and policies call the same.

use super::{
    plan::EverydayWord,
    planner::{Planner, longest},
};
use crate::{answer::Explanation, rank::Field};
use polidex_corpus::lexicon;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

static EVERYDAY: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| lexicon::everyday().collect());

/// Characters of the longest everyday word.
const LONGEST: usize = 8;

impl Planner<'_> {
    /// Adds to the score what the everyday words of a folded query are called in the field. The longest word
    /// counts where several begin, and only one that begins and ends where words do.
    pub(super) fn everyday(&mut self, folded: &str) {
        let worth = self.context.weights.everyday;
        if worth <= 0.0 {
            return;
        }
        let words = longest(self.word_ranges(folded));
        let ends: HashSet<usize> = words.iter().map(|word| word.end as usize).collect();
        let chars: Vec<char> = folded.chars().collect();
        let mut at = 0;
        for word in words {
            let start = word.start as usize;
            if start < at {
                continue;
            }
            let longest = (start + 1..=chars.len().min(start + LONGEST)).rev().find_map(|end| {
                let text: String = chars[start..end].iter().collect();
                ends.contains(&end).then(|| EVERYDAY.get_key_value(text.as_str()))?
            });
            if let Some((text, names)) = longest {
                at = start + text.chars().count();
                let names: Vec<&str> = names.iter().copied().filter(|name| !folded.contains(name)).collect();
                self.also(text, &names, worth);
            }
        }
    }

    fn also(&mut self, text: &'static str, names: &[&'static str], worth: f32) {
        if names.is_empty() {
            return;
        }
        // All names together are worth as much as one, the first most.
        let shares: f32 = (1..=names.len()).map(|place| 1.0 / place as f32).sum();
        for (place, name) in names.iter().enumerate() {
            let weight = worth / (1.0 + place as f32) / shares;
            self.add_terms(name, weight);
        }
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        self.explain.push(Explanation::Everyday { text: text.to_owned(), names: names.clone() });
        self.plan.everyday.push(EverydayWord { text: text.to_owned(), names });
    }

    /// Adds the words and bigrams of a name to what scores.
    fn add_terms(&mut self, name: &str, weight: f32) {
        let mut terms = Vec::new();
        let analyzer = self.context.analyzer;
        analyzer.words(name, |term, _| terms.push((term.to_owned(), Field::BodyWords)));
        terms.extend(
            analyzer
                .phrase_terms(name)
                .into_iter()
                .filter(|term| !term.prefix)
                .map(|term| (term.text, Field::BodyGrams)),
        );
        for (term, field) in terms {
            let place = self.term(&term, field, false);
            self.plan.terms[place].weight += weight;
        }
    }
}

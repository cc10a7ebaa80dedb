//! How much two texts share: runs of four words or Han characters.

use std::collections::HashMap;

const RUN: usize = 4;

/// Precision, recall and F1 of a text against the expected one.
pub fn score(expected: &str, found: &str) -> (f64, f64, f64) {
    let (expected, found) = (runs(expected), runs(found));
    let shared: usize =
        expected.iter().map(|(run, count)| (*count).min(found.get(run).copied().unwrap_or(0))).sum();
    let share = |of: &HashMap<_, usize>| shared as f64 / of.values().sum::<usize>().max(1) as f64;
    let (precision, recall) = (share(&found), share(&expected));
    let f1 = if shared == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    (precision, recall, f1)
}

fn runs(text: &str) -> HashMap<Vec<String>, usize> {
    let words = words(text);
    let mut runs = HashMap::new();
    for at in 0..(words.len() + 1).saturating_sub(RUN).max(1) {
        *runs.entry(words[at.min(words.len())..(at + RUN).min(words.len())].to_vec()).or_insert(0) += 1;
    }
    runs
}

/// Han characters one by one, other letters and digits by words.
fn words(text: &str) -> Vec<String> {
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let mut words: Vec<String> = Vec::new();
    let mut in_word = false;
    for c in text.chars() {
        let is_letter = c.is_alphanumeric() || c == '_';
        match () {
            () if is_han(c) => words.push(c.to_string()),
            () if is_letter && in_word => words.last_mut().expect("a word that goes on").push(c),
            () if is_letter => words.push(c.to_string()),
            () => {}
        }
        in_word = is_letter && !is_han(c);
    }
    words
}

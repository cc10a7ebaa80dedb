//! What can be suggested, and what is suggested for what was typed.

use super::{Readings, matching::begins};
use crate::text::fold;
use polidex_corpus::{
    lexicon,
    store::{Store, StoreError},
    text::is_han,
};
use serde::Serialize;
use std::collections::HashMap;

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// The title of a stored document.
    Title,
    /// A document number.
    Number,
    /// An issuer of stored documents.
    Issuer,
    /// A term of the field.
    Term,
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What to put into the box.
    pub text: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// In how many stored documents it plays a part; 0 where that is not counted.
    pub documents: u32,
    /// The id of the document, for titles and numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// A suggestion as it is looked for.
struct Entry {
    suggestion: Suggestion,
    /// The text, folded, without white space.
    key: Vec<char>,
}

/// Everything that can be suggested, in memory.
pub struct Suggester {
    entries: Vec<Entry>,
    readings: Readings,
    /// For every first character, the entries that begin with it or are read so.
    first: HashMap<char, Vec<u32>>,
}

/// How well an entry fits; lower is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Begins,
    Sounds,
    Word,
    Inner,
}

impl Suggester {
    /// Collects what the store holds and what the lexicon knows.
    pub fn new(store: &Store) -> Result<Self, StoreError> {
        let mut found: HashMap<(String, SuggestionKind), (u32, Option<String>)> = HashMap::new();
        let mut note = |text: String, kind, policy: Option<String>| {
            let entry = found.entry((text, kind)).or_insert((0, policy));
            entry.0 += 1;
        };
        for (_, id) in store.policies_changed_since(0)? {
            let Some(policy) = store.policy(&id)? else { continue };
            note(policy.title.clone(), SuggestionKind::Title, Some(id.0.clone()));
            for issuer in &policy.issuer {
                note(issuer.clone(), SuggestionKind::Issuer, None);
            }
            if let Some(number) = &policy.doc_number {
                note(number.clone(), SuggestionKind::Number, Some(id.0.clone()));
            }
        }
        for (word, _) in lexicon::user_dictionary() {
            found.entry((word.to_owned(), SuggestionKind::Term)).or_insert((0, None));
        }
        let suggestions = found.into_iter().map(|((text, kind), (documents, policy))| Suggestion {
            text,
            kind,
            documents,
            policy,
        });
        Ok(Self::of(suggestions.collect()))
    }

    /// Adds terms in either language.
    #[must_use]
    pub fn with_terms(self, terms: impl IntoIterator<Item = String>) -> Self {
        let mut suggestions: Vec<Suggestion> =
            self.entries.into_iter().map(|entry| entry.suggestion).collect();
        suggestions.extend(terms.into_iter().map(|text| Suggestion {
            text,
            kind: SuggestionKind::Term,
            documents: 0,
            policy: None,
        }));
        Self::of(suggestions)
    }

    fn of(mut suggestions: Vec<Suggestion>) -> Self {
        suggestions.sort_by(|a, b| {
            (a.kind, std::cmp::Reverse(a.documents), a.text.chars().count(), &a.text).cmp(&(
                b.kind,
                std::cmp::Reverse(b.documents),
                b.text.chars().count(),
                &b.text,
            ))
        });
        suggestions.dedup_by(|a, b| (&a.text, a.kind) == (&b.text, b.kind));
        let mut suggester =
            Self { entries: Vec::new(), readings: Readings::default(), first: HashMap::new() };
        for suggestion in suggestions {
            suggester.push(suggestion);
        }
        suggester
    }

    fn push(&mut self, suggestion: Suggestion) {
        let key = key(&suggestion.text);
        self.readings.learn(&key.iter().collect::<String>());
        let number = self.entries.len() as u32;
        let mut begins: Vec<char> = Vec::new();
        for first in starts(&key).filter_map(|start| start.first()) {
            begins.extend(self.readings.of(*first).iter().filter_map(|reading| reading.chars().next()));
            begins.push(*first);
        }
        begins.sort_unstable();
        begins.dedup();
        for c in begins {
            self.first.entry(c).or_default().push(number);
        }
        self.entries.push(Entry { suggestion, key });
    }

    /// At most `limit` suggestions for what was typed: what begins so, then what is read so, then what
    /// holds it within.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<&Suggestion> {
        let typed = key(typed);
        let Some(first) = typed.first() else { return Vec::new() };
        let mut fits: Vec<(Fit, u32)> = Vec::new();
        for &number in self.first.get(first).into_iter().flatten() {
            let entry = &self.entries[number as usize];
            let fits_best = starts(&entry.key).filter_map(|key| fit(key, &typed, &self.readings)).min();
            if let Some(fit) = fits_best {
                fits.push((fit, number));
            }
        }
        if fits.len() < limit && typed.len() > 1 {
            let known: std::collections::HashSet<u32> = fits.iter().map(|(_, number)| *number).collect();
            let inner = (0..self.entries.len() as u32).filter(|number| !known.contains(number));
            fits.extend(
                inner.filter_map(|number| {
                    holds(&self.entries[number as usize], &typed).map(|fit| (fit, number))
                }),
            );
        }
        // Entries stand in the order of their worth.
        fits.sort_unstable();
        let mut shown: Vec<&Suggestion> = Vec::new();
        for (_, number) in fits {
            let suggestion = &self.entries[number as usize].suggestion;
            if shown.iter().all(|known| known.text != suggestion.text) {
                shown.push(suggestion);
            }
            if shown.len() == limit {
                break;
            }
        }
        shown
    }
}

/// A text as it is compared: folded, without white space.
fn key(text: &str) -> Vec<char> {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where a reader may begin a text: at its beginning, and behind the name of the country, which is left
/// out of the names of laws as a rule.
fn starts(key: &[char]) -> impl Iterator<Item = &[char]> {
    const COUNTRY: [char; 7] = ['中', '华', '人', '民', '共', '和', '国'];
    std::iter::once(key).chain(key.strip_prefix(&COUNTRY[..]))
}

fn fit(key: &[char], typed: &[char], readings: &Readings) -> Option<Fit> {
    if key == typed {
        Some(Fit::Whole)
    } else if key.starts_with(typed) {
        Some(Fit::Begins)
    } else {
        begins(key, typed, readings).then_some(Fit::Sounds)
    }
}

/// Whether an entry holds what was typed behind its beginning; Latin words at their beginning only.
fn holds(entry: &Entry, typed: &[char]) -> Option<Fit> {
    if typed.iter().any(|&c| is_han(c)) {
        return entry.key.windows(typed.len()).any(|window| window == typed).then_some(Fit::Inner);
    }
    let folded = fold(&entry.suggestion.text);
    let typed: String = typed.iter().collect();
    let words = folded.split(|c: char| !c.is_alphanumeric()).skip(1);
    words.into_iter().any(|word| word.starts_with(&typed)).then_some(Fit::Word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggester() -> Suggester {
        let entry =
            |text: &str, kind, documents| Suggestion { text: text.to_owned(), kind, documents, policy: None };
        Suggester::of(vec![
            entry("重庆市软件产业发展规划", SuggestionKind::Title, 1),
            entry("软件和信息技术服务业", SuggestionKind::Term, 0),
            entry("重庆市人民政府", SuggestionKind::Issuer, 12),
            entry("重庆市财政局", SuggestionKind::Issuer, 3),
            entry("中华人民共和国劳动合同法", SuggestionKind::Title, 1),
            entry("国发〔2020〕8号", SuggestionKind::Number, 1),
            entry("interest subsidy", SuggestionKind::Term, 0),
        ])
    }

    fn check(typed: &str, expected: &[&str]) {
        let suggester = suggester();
        let texts: Vec<&str> =
            suggester.suggest(typed, 10).iter().map(|suggestion| suggestion.text.as_str()).collect();
        assert_eq!(texts, expected, "{typed}");
    }

    #[test]
    fn what_begins_so_comes_before_what_holds_it() {
        check("软件", &["软件和信息技术服务业", "重庆市软件产业发展规划"]);
        check("重庆", &["重庆市软件产业发展规划", "重庆市人民政府", "重庆市财政局"]);
        check("ldhtf", &["中华人民共和国劳动合同法"]);
        check("cqsczj", &["重庆市财政局"]);
        check("chongqingshi", &["重庆市软件产业发展规划", "重庆市人民政府", "重庆市财政局"]);
        check("国发[2020", &["国发〔2020〕8号"]);
        check("subs", &["interest subsidy"]);
        check("Interest", &["interest subsidy"]);
        check("", &[]);
        check("ZZZ", &[]);
    }
}

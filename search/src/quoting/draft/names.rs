//! What a title or a number in a draft names.

use crate::quoting::normal::Normal;
use polidex_corpus::{
    model::PolicyId,
    store::{Named, Store, StoreError},
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The names of everything in the store.
pub(super) struct Names {
    all: Vec<Named>,
    /// By a title's form for comparison, what bears it, the best kind of name first.
    titles: HashMap<String, Vec<(NameKind, usize)>>,
    /// By a number's canonical form.
    numbers: HashMap<String, Vec<usize>>,
}

/// How a policy comes by a name, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NameKind {
    /// It is its title.
    Own,
    /// It is its title without the state's name or without what stands in brackets behind it.
    Shortened,
    /// It is the title of the text that it issues: 关于印发《…》的通知.
    Issued,
    /// It is its title in the other language.
    Translated,
}

/// What a title names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// These policies, one as a rule.
    Policies(Vec<PolicyId>),
    /// Nothing, but this title is so like it that it must be meant.
    Misnamed {
        /// The title as published.
        title: String,
        /// The policy.
        policy: PolicyId,
    },
    /// Nothing that is stored.
    Unknown,
}

/// The share of character pairs that two titles must have in common for one to be meant by the other.
const ALIKE: f64 = 0.72;
/// An English title of fewer words may be anything.
const LEAST_WORDS: usize = 4;
/// The name of the state, which titles of laws begin with.
const STATE: &str = "中华人民共和国";

impl Names {
    pub fn read(store: &Store) -> Result<Self, StoreError> {
        let all = store.all_names()?;
        let mut names = Self { all, titles: HashMap::new(), numbers: HashMap::new() };
        for at in 0..names.all.len() {
            let named = names.all[at].clone();
            names.add(&named.title, NameKind::Own, at);
            names.add(without_brackets(&named.title), NameKind::Shortened, at);
            if let Some(short) = named.title.strip_prefix(STATE) {
                names.add(short, NameKind::Shortened, at);
                names.add(without_brackets(short), NameKind::Shortened, at);
            }
            if let Some(issued) = issued(&named.title) {
                names.add(issued, NameKind::Issued, at);
                names.add(without_brackets(issued), NameKind::Issued, at);
            }
            if let Some(title) = &named.title_translated {
                names.add(title, NameKind::Translated, at);
            }
            if let Some(number) = named.number_key {
                names.numbers.entry(number).or_default().push(at);
            }
        }
        for found in names.titles.values_mut() {
            found.sort_unstable();
            found.dedup();
        }
        Ok(names)
    }

    fn add(&mut self, title: &str, kind: NameKind, at: usize) {
        let key = key(title);
        if !key.is_empty() {
            self.titles.entry(key).or_default().push((kind, at));
        }
    }

    /// What a title names.
    pub fn title(&self, title: &str) -> Found {
        let keys =
            [key(title), key(title.strip_prefix(STATE).unwrap_or(title)), key(without_brackets(title))];
        if let Some(found) = keys.iter().find_map(|key| self.titles.get(key)) {
            let best = found[0].0;
            let mut policies: Vec<PolicyId> = found
                .iter()
                .filter(|(kind, _)| *kind == best)
                .map(|(_, at)| self.all[*at].policy.clone())
                .collect();
            policies.dedup();
            return Found::Policies(policies);
        }
        self.near(&keys[0])
    }

    fn near(&self, key: &str) -> Found {
        let wanted = pairs(key);
        let scored = self
            .titles
            .iter()
            .map(|(title, found)| (likeness(&wanted, &pairs(title)), title.as_str(), found[0].1));
        // Equally like titles come in the order of the store.
        let best = scored
            .filter(|(score, ..)| *score >= ALIKE)
            .max_by(|one, other| one.0.total_cmp(&other.0).then_with(|| other.2.cmp(&one.2)));
        match best {
            Some((_, title, at)) if !names_another(key, title) => {
                let named = &self.all[at];
                let title =
                    issued(&named.title).filter(|issued| self::key(issued) == title).unwrap_or(&named.title);
                Found::Misnamed { title: title.to_owned(), policy: named.policy.clone() }
            }
            _ => Found::Unknown,
        }
    }

    /// The policies that bear a number.
    pub fn number(&self, key: &str) -> Vec<PolicyId> {
        let mut policies: Vec<PolicyId> =
            self.numbers.get(key).into_iter().flatten().map(|at| self.all[*at].policy.clone()).collect();
        policies.dedup();
        policies
    }

    /// The numbers of a policy's editions.
    pub fn numbers_of(&self, policy: &PolicyId) -> Vec<&str> {
        let own = self.all.iter().filter(|named| named.policy == *policy);
        own.filter_map(|named| named.number_key.as_deref()).collect()
    }

    /// A number that differs from this one in one character, or in the order of two.
    pub fn near_number(&self, key: &str) -> Option<&str> {
        let near = |other: &&String| is_slip(key, other);
        self.numbers.keys().filter(near).min().map(String::as_str)
    }

    /// English titles in lower case with the policies that bear them, the longest first.
    pub fn english(&self) -> Vec<(String, Vec<PolicyId>)> {
        let mut titles: BTreeMap<String, Vec<PolicyId>> = BTreeMap::new();
        for named in &self.all {
            let own = [Some(&named.title), named.title_translated.as_ref()];
            for title in own.into_iter().flatten().filter(|title| title.is_ascii()) {
                let issued = title.split_once(" on Issuing the ").map(|(_, issued)| issued);
                for title in [Some(title.as_str()), issued].into_iter().flatten() {
                    if title.split_whitespace().count() >= LEAST_WORDS {
                        titles.entry(title.to_ascii_lowercase()).or_default().push(named.policy.clone());
                    }
                }
            }
        }
        let mut titles: Vec<_> = titles.into_iter().collect();
        titles.sort_by_key(|(title, _)| std::cmp::Reverse(title.len()));
        titles
    }

    /// The title of a policy.
    pub fn title_of(&self, policy: &PolicyId) -> &str {
        self.all.iter().find(|named| named.policy == *policy).map_or("", |named| &named.title)
    }
}

fn key(title: &str) -> String {
    Normal::new(title).chars.into_iter().collect()
}

/// The title of the text that a notice issues.
fn issued(title: &str) -> Option<&str> {
    let (before, rest) = title.split_once('《')?;
    let issues = ["印发", "公布", "发布", "颁布", "转发", "批转"].iter().any(|word| before.contains(word));
    issues.then(|| rest.rsplit_once('》').map(|(issued, _)| issued)).flatten()
}

/// A title without brackets behind it: （试行）, (2019年修订).
fn without_brackets(title: &str) -> &str {
    let trimmed = title.trim_end();
    let Some(inside) = trimmed.strip_suffix(['）', ')']) else { return trimmed };
    let Some(at) = inside.rfind(['（', '(']) else { return trimmed };
    // 刑法修正案（一） and 刑法修正案（二） are two laws.
    let ordinal = inside[at..].chars().skip(1).all(polidex_corpus::numeral::is_numeral);
    if ordinal { trimmed } else { inside[..at].trim_end() }
}

fn pairs(text: &str) -> HashSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

/// Twice the pairs in common, by the pairs of both.
fn likeness(a: &HashSet<(char, char)>, b: &HashSet<(char, char)>) -> f64 {
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * a.intersection(b).count() as f64 / all as f64 }
}

/// Whether two titles differ in what tells documents of one kind apart: a place, a year or a number, or
/// the kind of document that they end with.
fn names_another(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (start, end) = common_ends(&a, &b);
    let differing = [&a[start..a.len() - end], &b[start..b.len() - end]];
    let number = |c: &char| c.is_ascii_digit() || polidex_corpus::numeral::is_numeral(*c);
    // A place is what stands before 省, 市, 区 or 县 at the beginning.
    let place = |chars: &[char]| {
        chars
            .iter()
            .chain(&a[a.len() - end..])
            .take(12)
            .position(|c| matches!(c, '省' | '市' | '区' | '县'))
            .is_some()
    };
    differing.iter().any(|chars| chars.iter().any(number))
        || start < 6 && end < a.len() && differing.iter().any(|chars| !chars.is_empty() && place(chars))
        || end == 0 && differing.iter().all(|chars| !chars.is_empty())
}

/// Whether two texts differ in one character: changed, missing or more; or in the order of two.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (start, end) = common_ends(&one, &other);
    match (&one[start..one.len() - end], &other[start..other.len() - end]) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([first, second], [third, fourth]) => (first, second) == (fourth, third),
        _ => false,
    }
}

/// How many characters two texts have in common at their beginnings, and behind those at their ends.
fn common_ends(one: &[char], other: &[char]) -> (usize, usize) {
    let start = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let most = one.len().min(other.len()) - start;
    let ends = one.iter().rev().zip(other.iter().rev()).take(most);
    (start, ends.take_while(|(one, other)| one == other).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_shortened_as_people_do() {
        assert_eq!(without_brackets("软件园区认定办法（暂行）"), "软件园区认定办法");
        assert_eq!(without_brackets("刑法修正案（十二）"), "刑法修正案（十二）");
        assert_eq!(issued("市政府办公室关于印发《软件产业办法》的通知"), Some("软件产业办法"));
        assert_eq!(issued("《软件产业办法》政策解读"), None);
    }

    #[test]
    fn a_slip_is_told_from_another_document() {
        let another = |one, other| names_another(&key(one), &key(other));
        assert!(another("甲省软件产业促进条例", "乙省软件产业促进条例"));
        assert!(another("软件产业“十三五”规划", "软件产业“十四五”规划"));
        assert!(another("软件产业促进条例", "软件产业促进办法"));
        assert!(!another("支持软件产业高质发展办法", "支持软件产业高质量发展办法"));
        assert!(!another("科技创新专项资金使用管理办法", "科技创新专项资金管理办法"));
        assert!(is_slip("示发〔2024〕12号", "示发〔2024〕21号"));
        assert!(is_slip("示发〔2021〕312号", "示发〔2021〕31号"));
        assert!(!is_slip("示发〔2021〕312号", "示发〔2022〕31号"));
    }
}

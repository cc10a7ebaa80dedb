//! Names that conditions of support measures are made of: sectors, certificates and events, in Chinese
//! and English.
//!
//! The lists are files in `vocabulary/`. Requirements and profiles hold their ids, so an id that was
//! published is never given another meaning.

use crate::{locale::Locale, model::Level};
use serde::Deserialize;
use std::{collections::HashMap, sync::OnceLock};

/// One entry of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its stable id.
    pub id: String,
    /// Chinese names, the usual one first.
    pub zh: Vec<String>,
    /// English names, the usual one first.
    pub en: Vec<String>,
    /// Sectors that this one is a part of.
    #[serde(default)]
    pub part_of: Vec<String>,
    /// Whether companies of any other sector may work in this one as well.
    #[serde(default)]
    pub across: bool,
    /// Certificates that a holder of this one has as well.
    #[serde(default)]
    pub includes: Vec<String>,
    /// Whether it is given in grades.
    #[serde(default)]
    pub graded: bool,
    /// The level of government that alone gives it.
    #[serde(default, deserialize_with = "level")]
    pub level: Option<Level>,
    /// Whether it can happen only once.
    #[serde(default)]
    pub once: bool,
}

fn level<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Level>, D::Error> {
    Level::deserialize(deserializer).map(Some)
}

impl Term {
    /// The usual name in a reader's language.
    pub fn name(&self, locale: Locale) -> &str {
        let names = match locale {
            Locale::En => &self.en,
            Locale::Zh => &self.zh,
        };
        names.first().unwrap_or(&self.id)
    }

    /// Every name, Chinese ones first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.zh.iter().chain(&self.en).map(String::as_str)
    }
}

/// A list of terms.
#[derive(Debug)]
pub struct Vocabulary {
    terms: Vec<Term>,
    ids: HashMap<String, usize>,
    names: HashMap<String, usize>,
}

#[derive(Deserialize)]
struct File {
    #[serde(alias = "sector", alias = "certificate", alias = "event")]
    term: Vec<Term>,
}

impl Vocabulary {
    fn read(text: &str) -> Self {
        let file: File = toml::from_str(text).expect("the vocabularies inside the program are valid TOML");
        let terms = file.term;
        let ids = terms.iter().enumerate().map(|(at, term)| (term.id.clone(), at)).collect();
        let mut names = HashMap::new();
        for (at, term) in terms.iter().enumerate() {
            for name in term.names().chain([term.id.as_str()]) {
                names.entry(key(name)).or_insert(at);
            }
        }
        Self { terms, ids, names }
    }

    /// Every term, in the order of the file.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The term of an id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.ids.get(id).map(|&at| &self.terms[at])
    }

    /// The term of an id or of one of its names, whatever its width, letter case, quotes and spaces.
    pub fn find(&self, name: &str) -> Option<&Term> {
        self.names.get(&key(name)).map(|&at| &self.terms[at])
    }

    /// The name of an id in a reader's language; the id itself where it is unknown.
    pub fn label<'a>(&'a self, id: &'a str, locale: Locale) -> &'a str {
        self.term(id).map_or(id, |term| term.name(locale))
    }

    /// Whether `part` is `whole` or a part of it, at any depth.
    pub fn lies_in(&self, part: &str, whole: &str) -> bool {
        // A list that went in a circle would end here all the same.
        fn within(list: &Vocabulary, part: &str, whole: &str, depth: usize) -> bool {
            part == whole
                || depth < 8
                    && list.term(part).is_some_and(|term| {
                        term.part_of.iter().any(|above| within(list, above, whole, depth + 1))
                    })
        }
        within(self, part, whole, 0)
    }
}

/// Lines of business.
pub fn sectors() -> &'static Vocabulary {
    static LIST: OnceLock<Vocabulary> = OnceLock::new();
    LIST.get_or_init(|| Vocabulary::read(include_str!("../vocabulary/sectors.toml")))
}

/// Certificates, titles and ranks.
pub fn certificates() -> &'static Vocabulary {
    static LIST: OnceLock<Vocabulary> = OnceLock::new();
    LIST.get_or_init(|| Vocabulary::read(include_str!("../vocabulary/certificates.toml")))
}

/// What happened to a company or what it did.
pub fn events() -> &'static Vocabulary {
    static LIST: OnceLock<Vocabulary> = OnceLock::new();
    LIST.get_or_init(|| Vocabulary::read(include_str!("../vocabulary/events.toml")))
}

/// A name without what differs between writers: width, letter case, quotes, brackets, spaces, hyphens.
fn key(name: &str) -> String {
    name.chars()
        .map(narrow)
        .filter(|c| c.is_alphanumeric() || *c == '&')
        .flat_map(char::to_lowercase)
        .collect()
}

/// The ASCII character of a full-width one.
pub fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_and_what_they_name_exists() {
        for list in [sectors(), certificates(), events()] {
            let ids: HashSet<&str> = list.terms().iter().map(|term| term.id.as_str()).collect();
            assert_eq!(ids.len(), list.terms().len());
            for term in list.terms() {
                assert!(!term.zh.is_empty() && !term.en.is_empty(), "{}", term.id);
                for named in term.part_of.iter().chain(&term.includes) {
                    assert!(ids.contains(named.as_str()), "{} names {named}", term.id);
                }
                for name in term.names() {
                    let found = list.find(name).map(|found| found.id.as_str());
                    assert_eq!(found, Some(term.id.as_str()), "{name} stands for two terms");
                }
            }
        }
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for (name, id) in [
            ("专精特新“小巨人”企业", "little_giant"),
            ("专精特新\"小巨人\"企业", "little_giant"),
            ("高企", "high_tech"),
            ("High-tech Enterprise", "high_tech"),
            ("ＣＭＭＩ", "cmmi"),
            ("high_tech", "high_tech"),
        ] {
            assert_eq!(certificates().find(name).map(|term| term.id.as_str()), Some(id), "{name}");
        }
        assert!(certificates().find("不存在的证书").is_none());
    }

    #[test]
    fn sectors_lie_in_others() {
        let sectors = sectors();
        assert!(sectors.lies_in("ic_design", "manufacturing"));
        assert!(sectors.lies_in("industrial_software", "software"));
        assert!(!sectors.lies_in("software", "industrial_software"));
        assert!(!sectors.lies_in("catering", "software"));
    }
}

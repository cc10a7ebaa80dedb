//! The lexicons of a data directory, in the order in which they are believed.

use super::{
    compile::{CompileEntry, compile},
    compiled::{Compiled, Entry},
    import::DICTIONARY_FILE,
    keys::{EnglishKeys, chinese_key},
    weights::TranslationWeights,
};
use crate::text::fold;
use polidex_corpus::lexicon::{self, LexiconFault};
use serde::Serialize;
use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The query itself: numbers and Latin names are the same in both languages.
    Typed,
    /// The user's own file.
    User,
    /// The lexicon that comes with the program.
    Lexicon,
    /// A rule for numbers and ordinals.
    Number,
    /// The imported general dictionary.
    Dictionary,
}

impl Origin {
    /// What answers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::User | Self::Lexicon => "lexicon",
            Self::Number => "number",
            Self::Dictionary => "dictionary",
        }
    }
}

/// All lexicons that a query is looked up in.
pub struct Lexicons {
    user: Option<Compiled>,
    shipped: Compiled,
    /// Domains of the shipped lexicon that a file of the user's replaces.
    replaced: HashSet<String>,
    dictionary_file: PathBuf,
    /// Read when it is first needed, since it is large.
    dictionary: OnceLock<Result<Option<Compiled>, LexiconFault>>,
    pub(super) keys: EnglishKeys,
    pub(super) weights: Arc<TranslationWeights>,
    faults: Vec<LexiconFault>,
}

impl Lexicons {
    /// The lexicons of the data directory `data`. Files that cannot be used, and lines of them, are
    /// named by [`Lexicons::faults`].
    ///
    /// # Panics
    /// Never: the shipped lexicon is part of the program and a test reads it.
    pub fn open(data: &Path) -> Self {
        let folder = data.join("lexicon");
        let keys = EnglishKeys::new(lexicon::stop_words());
        let mut faults = Vec::new();
        let entries = user_entries(&folder, &mut faults);
        let replaced = entries.iter().map(|entry| entry.domain.clone()).collect();
        let compiled = compile("", &entries, &keys, &fold).ok().and_then(Compiled::new);
        Self {
            user: compiled.filter(|user| user.entries > 0),
            shipped: Compiled::new(SHIPPED).expect("the build script writes a complete lexicon"),
            replaced,
            dictionary_file: folder.join(DICTIONARY_FILE),
            dictionary: OnceLock::new(),
            keys,
            weights: Arc::new(TranslationWeights::shipped()),
            faults,
        }
    }

    /// What is wrong with the user's files.
    pub fn faults(&self) -> Vec<LexiconFault> {
        let broken = self.dictionary.get().and_then(|read| read.as_ref().err());
        self.faults.iter().chain(broken).cloned().collect()
    }

    /// The imported dictionary.
    fn dictionary(&self) -> Option<&Compiled> {
        let read = self.dictionary.get_or_init(|| read_dictionary(&self.dictionary_file));
        read.as_ref().ok()?.as_ref()
    }

    /// The notice of the imported dictionary and the number of its entries.
    pub fn imported(&self) -> Option<(&str, usize)> {
        self.dictionary().map(|dictionary| (dictionary.notice.as_str(), dictionary.entries))
    }

    /// How far alternatives are trusted.
    pub fn weights(&self) -> Arc<TranslationWeights> {
        Arc::clone(&self.weights)
    }

    /// The entries of a key, those that are believed most first.
    pub(super) fn get(&self, key: &str) -> Vec<(Origin, Entry<'_>)> {
        let mut found = self.own(key);
        let behind = self.dictionary().map(|dictionary| dictionary.get(key)).unwrap_or_default();
        found.extend(behind.into_iter().map(|entry| (Origin::Dictionary, entry)));
        found
    }

    /// The entries of a term in either language, those that are believed most first.
    pub fn show(&self, term: &str) -> Vec<(Origin, Entry<'_>)> {
        let folded = fold(term);
        let english = self.keys.key(&folded).map(|key| format!("e{key}"));
        let chinese = chinese_key(&folded).map(|key| format!("z{key}"));
        let mut found: Vec<_> = chinese.iter().chain(&english).flat_map(|key| self.get(key)).collect();
        found.dedup();
        found
    }

    /// The entries of a folded Chinese word, those that are believed most first.
    pub(crate) fn chinese(&self, word: &str) -> Vec<(Origin, Entry<'_>)> {
        self.get(&format!("z{word}"))
    }

    /// The entries of a key, the general dictionary's left out.
    pub(super) fn own(&self, key: &str) -> Vec<(Origin, Entry<'_>)> {
        let user = self.user.iter().flat_map(|user| user.get(key)).map(|entry| (Origin::User, entry));
        let shipped = self.shipped.get(key).into_iter().filter(|entry| !self.replaced.contains(entry.domain));
        user.chain(shipped.map(|entry| (Origin::Lexicon, entry))).collect()
    }

    /// All entries of the user's files and of the shipped lexicon.
    pub fn entries(&self) -> impl Iterator<Item = (Origin, Entry<'_>)> {
        let user = self.user.iter().flat_map(Compiled::iter).map(|entry| (Origin::User, entry));
        let shipped = self.shipped.iter().filter(|entry| !self.replaced.contains(entry.domain));
        user.chain(shipped.map(|entry| (Origin::Lexicon, entry)))
    }
}

fn read_dictionary(file: &Path) -> Result<Option<Compiled>, LexiconFault> {
    let name = file.display().to_string();
    match fs::read(file) {
        Ok(bytes) => match Compiled::new(bytes).filter(Compiled::is_whole) {
            Some(dictionary) => Ok(Some(dictionary)),
            None => {
                Err(LexiconFault::file(&name, "damaged, or of another version; import the dictionary again"))
            }
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LexiconFault::file(&name, error.to_string())),
    }
}

/// The entries of the user's files, in the order of their names.
fn user_entries(folder: &Path, faults: &mut Vec<LexiconFault>) -> Vec<CompileEntry> {
    let mut entries = Vec::new();
    let Ok(files) = fs::read_dir(folder) else { return entries };
    let mut files: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "tsv"));
    files.sort();
    for file in files {
        let name = file.display().to_string();
        match fs::read_to_string(&file) {
            Err(error) => faults.push(LexiconFault::file(&name, error.to_string())),
            Ok(text) => {
                let domain =
                    file.file_stem().unwrap_or_default().to_string_lossy().replace(['\t', '\n'], " ");
                let (terms, problems) = lexicon::parse_terms(&text);
                faults.extend(problems.into_iter().map(|(line, what)| LexiconFault::line(&name, line, what)));
                entries.extend(terms.into_iter().map(|term| CompileEntry {
                    domain: domain.clone(),
                    zh: term.zh,
                    en: term.en,
                    flags: term.flags,
                }));
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_lexicon_is_folded_but_for_capitals() {
        let lexicons = Lexicons::open(Path::new("/nonexistent"));
        for (_, entry) in lexicons.entries() {
            for name in entry.zh.iter().chain(&entry.en) {
                assert_eq!(fold(name), name.to_lowercase(), "{name} in {}", entry.domain);
            }
        }
        assert!(lexicons.faults().is_empty() && lexicons.imported().is_none());
    }

    #[test]
    fn files_of_the_user_win_by_name_and_their_faults_are_named() {
        let data = tempfile::tempdir().unwrap();
        fs::create_dir(data.path().join("lexicon")).unwrap();
        fs::write(data.path().join("lexicon/mine.tsv"), "甲乙税\tjiayi tax\nbroken\n").unwrap();
        let lexicons = Lexicons::open(data.path());
        assert_eq!(lexicons.own("z甲乙税")[0].1.en, ["jiayi tax"]);
        assert_eq!(lexicons.own("ejiayi tax")[0].0, Origin::User);
        let faults = lexicons.faults();
        assert!(faults.len() == 1 && faults[0].to_string().contains("mine.tsv:2:"), "{faults:?}");
    }

    #[test]
    fn a_damaged_dictionary_is_a_fault_and_nothing_more() {
        let data = tempfile::tempdir().unwrap();
        fs::create_dir(data.path().join("lexicon")).unwrap();
        fs::write(data.path().join("lexicon").join(DICTIONARY_FILE), "junk").unwrap();
        let lexicons = Lexicons::open(data.path());
        assert!(lexicons.imported().is_none());
        assert!(lexicons.faults()[0].to_string().contains("import the dictionary again"));
    }
}

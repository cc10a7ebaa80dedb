//! Brings a general dictionary into a data directory.

use super::{
    compile::{CompileEntry, compile},
    keys::EnglishKeys,
};
use crate::text::fold;
use polidex_corpus::{
    lexicon::{self, cedict},
    locale::{Locale, Localized},
};
use std::{
    borrow::Cow,
    fs,
    io::{self, Write},
    path::Path,
};

/// The compiled dictionary below `lexicon/` in the data directory.
pub(super) const DICTIONARY_FILE: &str = "dictionary.bin";

/// The dictionary's own notice beside it, for people.
const NOTICE_FILE: &str = "dictionary-notice.txt";

/// Why a dictionary could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file could not be read or written.
    #[error("{0}: {1}; check the path and its permissions")]
    Io(String, io::Error),
    /// The file holds no entry.
    #[error(
        "{0} holds no entry of the form `trad simp [pinyin] /gloss/gloss/`; CC-CEDICT can be had, unpacked, as cedict_ts.u8"
    )]
    NoEntries(String),
    /// The dictionary could not be compiled.
    #[error(transparent)]
    Compile(#[from] fst::Error),
}

impl Localized for ImportError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match (locale, self) {
            (Locale::Zh, Self::Io(path, error)) => format!("{path}：{error}；请检查路径和权限").into(),
            (Locale::Zh, Self::NoEntries(path)) => format!(
                "{path} 中没有“繁体 简体 [拼音] /释义/释义/”形式的词条；可使用解压后的 CC-CEDICT 文件 cedict_ts.u8"
            )
            .into(),
            _ => self.to_string().into(),
        }
    }
}

/// What an import brought.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    /// Entries with a translation.
    pub entries: usize,
    /// Lines that were no entry, from 1.
    pub bad_lines: Vec<usize>,
    /// The dictionary's notice: name, publisher, licence.
    pub notice: String,
}

/// Reads a dictionary in the format of CC-CEDICT and keeps it, compiled, in the data directory, with
/// its notice beside it. The one before is replaced at once, when the new one is complete.
pub fn import(data: &Path, file: &Path) -> Result<Imported, ImportError> {
    let at = |path: &Path| {
        let path = path.display().to_string();
        move |error| ImportError::Io(path, error)
    };
    let bytes = fs::read(file).map_err(at(file))?;
    let dictionary = cedict::parse(&String::from_utf8_lossy(&bytes));
    if dictionary.entries.is_empty() {
        return Err(ImportError::NoEntries(file.display().to_string()));
    }
    let entries: Vec<CompileEntry> = dictionary.entries.into_iter().map(entry).collect();
    let keys = EnglishKeys::new(lexicon::stop_words());
    let compiled = compile(&dictionary.notice, &entries, &keys, &fold)?;
    let folder = data.join("lexicon");
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    fs::write(folder.join(NOTICE_FILE), &dictionary.notice).map_err(at(&folder))?;
    let mut partial = tempfile::NamedTempFile::new_in(&folder).map_err(at(&folder))?;
    partial.write_all(&compiled).and_then(|()| partial.as_file().sync_all()).map_err(at(&folder))?;
    partial.persist(folder.join(DICTIONARY_FILE)).map_err(|error| at(&folder)(error.error))?;
    Ok(Imported { entries: entries.len(), bad_lines: dictionary.bad_lines, notice: dictionary.notice })
}

/// Only the simplified form is kept: texts and queries are folded to it.
fn entry(term: lexicon::TermEntry) -> CompileEntry {
    let clean = |name: String| name.replace(['\t', '\n', '|'], " ");
    CompileEntry {
        domain: String::new(),
        zh: term.zh.into_iter().take(1).map(|name| fold(&clean(name))).collect(),
        en: term.en.into_iter().map(clean).collect(),
        flags: term.flags,
    }
}
